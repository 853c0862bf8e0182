/**
 * Ends that come from outside: crashes that have a date, when whatever run of the task is alive dies where it stands, and runs
 * that have lasted too long.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { endRun } from '../runs.ts';
import { STATUS } from '../state.ts';
import { NEVER } from '../time.ts';
import { standNowhere } from './standing.ts';

/** The first run of `task` has lasted as long as it may, and perhaps others. */
export function endOverdue(drive: Drive, task: number): void {
  const { machine, state } = drive;
  const how = machine.limitHard[task] === 1 ? 'crashed' : 'failed';
  for (let run = 0; run < state.runsMax; run++) {
    if (state.task[run] !== task || state.limitMs[run]! > state.nowMs) continue;
    standNowhere(drive, run);
    endRun(drive, run, how);
  }
}

/** The date of crash `index` has come. */
export function crashTask(drive: Drive, index: number): void {
  const { machine, state } = drive;
  setDue(state, machine.crashTimers + index, NEVER);
  const task = machine.crashTask[index]!;
  // Whoever begins because one of them is gone is not among them.
  const runs = Array.from({ length: state.runsMax }, (_, run) => run).filter(
    // What waits for its next attempt runs nowhere.
    (run) => state.task[run] === task && state.status[run] !== STATUS.rests,
  );
  for (const run of runs) {
    standNowhere(drive, run);
    endRun(drive, run, 'crashed');
  }
}

/**
 * Crashes that have a date: whatever run of the task is alive then dies where it stands.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import { leavePolicy } from '../asking.ts';
import { leaveItems } from '../backlogs/backlogs.ts';
import type { Drive } from '../drive.ts';
import { OP } from '../machine.ts';
import { endRun } from '../runs.ts';
import { STATUS } from '../state.ts';
import { settleAll } from '../supplies/settlement.ts';
import { leaveLine } from '../supplies/supply-line.ts';
import { NEVER } from '../time.ts';
import { isInLine } from './lines.ts';
import { giveUpPlace } from './locks.ts';

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

/** A run that worked or waited has no timer, no turn and no place in a line any more. */
function standNowhere(drive: Drive, run: number): void {
  const { machine, state } = drive;
  const workUntilMs = state.status[run] === STATUS.working ? state.dueMs[machine.runTimers + run]! : NEVER;
  setDue(state, machine.runTimers + run, NEVER);
  if (state.status[run] === STATUS.ready) {
    const index = state.ready.subarray(0, state.readyCount).indexOf(run);
    if (index >= 0) state.ready[index] = state.ready[--state.readyCount]!;
  }
  const { kind, subject, lined, policy } = machine.rows[state.operation[run]!]!;
  settleAll(drive, run, workUntilMs);
  if (lined && state.refused[run] === 1) leaveLine(drive, run, subject);
  if (policy >= 0 && state.refused[run] === 1) leavePolicy(drive, run, policy);
  if (kind === OP.acquire && state.refused[run] === 1 && isInLine(state, run, subject)) {
    giveUpPlace(drive, run, subject);
  }
  if (kind === OP.take && state.refused[run] === 1) leaveItems(drive, run, subject);
}

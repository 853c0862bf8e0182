/**
 * Starts that are delivered again while the run they were delivered to still goes on: that run is now one too many.
 *
 * @module
 */
import { HANDED_ON, hide, isDeliveredAgain } from './delivery.ts';
import type { Drive } from './drive.ts';
import { startRun } from './runs.ts';

/** The first start of `task` that was delivered to a run can be seen again, and perhaps others. */
export function deliverTwice(drive: Drive, task: number): void {
  const { machine, state, observer } = drive;
  // Those that begin now are not among them.
  const runs = Array.from({ length: state.runsMax }, (_, run) => run).filter(
    (run) => state.task[run] === task && state.visibleMs[run]! <= state.nowMs,
  );
  for (const run of runs) {
    hide(machine, state, run, task);
    if (!isDeliveredAgain(machine, state, run)) continue;
    const times = state.deliveries[run]!;
    state.deliveries[run] = HANDED_ON;
    state.doubled[0] = 1;
    const next = startRun(drive, task, machine.ages ? state.bornMs[run]! : state.nowMs);
    state.deliveries[next] = times;
    observer?.redelivered(task, run, next);
  }
}

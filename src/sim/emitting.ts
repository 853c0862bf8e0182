/**
 * The step that starts runs of another task: `emit`.
 *
 * What it starts is due now, and becomes what a start of that task becomes: a run that goes on in its own turn, a queued
 * start, or nothing.
 *
 * @module
 */
import { stopAwaiting } from './awaiting.ts';
import { compute, type Drive } from './drive.ts';
import { moreOperations } from './instant-limit.ts';
import type { Row } from './machine.ts';
import { startEmitted } from './runs.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';
import { beginWait, passAtLast, sleepOrGiveUp, TRIED } from './waiting.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { waitsRuns: WAITS_RUNS } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** Tries to pass an `emit`. */
export function tryEmit(drive: Drive, run: number, operation: number, row: Row): number {
  const { state, observer } = drive;
  if (state.refused[run] === 0) {
    const count = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
    // Each start counts as an operation: a ring of tasks that start each other in no time comes to an end.
    for (let left = count; left > 0 && (drive.operationsLeft-- > 0 || moreOperations(drive, left)); left--) {
      if (observer !== undefined) observer.emitted(state.task[run]!, run, row.subject);
      startEmitted(drive, row.subject, row.awaits ? run : -1);
    }
    if (!row.awaits || state.awaited[run] === 0) {
      if (observer !== undefined) observer.passed(state.task[run]!, run, operation, 0);
      return TRIED.passed;
    }
    beginWait(drive, run, operation, row);
  } else if (state.awaited[run] === 0) return passAtLast(drive, run, operation);
  const tried = sleepOrGiveUp(drive, run, operation, NEVER_MS, WAITS_RUNS);
  if (tried === TRIED.gaveUp) stopAwaiting(drive, run);
  return tried;
}

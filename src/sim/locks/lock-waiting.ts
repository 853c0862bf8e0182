/**
 * The step that may have to wait for permits: `acquire`.
 *
 * @module
 */
import type { Drive } from '../drive.ts';
import type { Row } from '../machine.ts';
import { STATUS } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { beginWait, passAtLast, sleepOrGiveUp, TRIED } from '../waiting.ts';
import { enqueue, fitsNow } from './lines.ts';
import { giveUpPlace, takeNow } from './locks.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { waitsLock: WAITS_LOCK } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** Tries to pass an `acquire`. */
export function tryLock(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  const lock = row.subject;
  if (state.refused[run] === 0) {
    if (row.back && state.holds[run * machine.permits.length + lock]! > 0) return TRIED.passed;
    if (fitsNow(drive, run, lock, row.count)) {
      takeNow(drive, run, lock, row.count);
      if (observer !== undefined) observer.passed(state.task[run]!, run, operation, 0);
      return TRIED.passed;
    }
    beginWait(drive, run, operation, row);
    if (state.deadlineMs[run]! > state.nowMs && row.pollEveryMs === 0) enqueue(drive, run, lock);
  } else if (state.granted[run] === 1) {
    state.granted[run] = 0;
    return passAtLast(drive, run, operation);
  } else if (row.pollEveryMs > 0) {
    if (fitsNow(drive, run, lock, row.count)) {
      takeNow(drive, run, lock, row.count);
      return passAtLast(drive, run, operation);
    }
  } else if (state.deadlineMs[run]! <= state.nowMs) giveUpPlace(drive, run, lock);
  const lookMs = row.pollEveryMs > 0 ? state.nowMs + row.pollEveryMs : NEVER_MS;
  return sleepOrGiveUp(drive, run, operation, lookMs, WAITS_LOCK);
}

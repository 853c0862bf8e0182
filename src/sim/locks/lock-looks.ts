/**
 * Looks of a run that polls for a permit and stands in no line: they come at fixed times from its first refusal.
 *
 * As long as nothing else happens no permit comes back, so the looks up to then are one event.
 *
 * @module
 */
import { dueAfter, setDue } from '../agenda.ts';
import type { Drive, Span } from '../drive.ts';
import type { Row } from '../machine.ts';
import { NEVER } from '../time.ts';
import { fitsNow } from './lines.ts';

/** Lets a run whose look alone is due look on until something else can happen; false: it may have its permits, or must give up. */
export function lookForPermit(drive: Drive, run: number, row: Row, span: Span): boolean {
  const { machine, state } = drive;
  const { pollEveryMs } = row;
  const timer = machine.runTimers + run;
  const fromMs = state.dueMs[timer]!;
  const deadlineMs = state.deadlineMs[run]!;
  const beforeMs = Math.min(span.untilMs, deadlineMs, dueAfter(state, timer));
  if (pollEveryMs === 0 || fromMs >= beforeMs || fitsNow(drive, run, row.subject, row.count)) return false;
  const looks = beforeMs === NEVER ? 1 : Math.ceil((beforeMs - fromMs) / pollEveryMs);
  const lastMs = fromMs + (looks - 1) * pollEveryMs;
  state.nowMs = lastMs;
  span.events++;
  setDue(state, timer, Math.min(lastMs + pollEveryMs, deadlineMs));
  return true;
}

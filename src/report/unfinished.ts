/**
 * Waits that were not over when the run ended: they are in no statistics of waits, and may be the longest of all.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { TaskReport } from '../judge/report/report.ts';
import type { WaitKind } from '../sim/listen/trace.ts';

/** How long the longest wait of a task was when the run ended, where that one was for `kind` and not over; else 0. */
export function unfinishedMs(longest: TaskReport['longestWait'], kind: WaitKind): number {
  return longest === null || longest.finished || longest.kind !== kind ? 0 : longest.toMs - longest.fromMs;
}

/** "4 min", or "at least 14 d, not over" where an unfinished wait was longer than each that ended. */
export function atLeastText(overMs: number, openMs: number): string {
  return openMs > overMs ? `at least ${durationText(openMs)}, not over` : durationText(overMs);
}

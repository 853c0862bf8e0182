/**
 * How long due work waited in one replication, whichever way it waited: the task as a whole for its next progress, a
 * single start (one still queued too) for its own, or a run at one step.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import type { TimeMs } from '../../sim/time.ts';

/** The longest wait of `task` in `record`, the unfinished ones included. */
export function longestWaited({ due, tasks }: Replication, task: number): TimeMs {
  const { longestMs, longestStartMs } = due[task]!;
  const step = tasks[task]!.longestWait;
  return Math.max(longestMs, longestStartMs, step === null ? 0 : step.toMs - step.fromMs);
}

/** A wait shorter than this share of the horizon is no sign of starvation. */
export const STARVING_SHARE = 1 / 4;

/** Whether, at the end of `record`, something of the task had waited long enough to look starved, and still did. */
export function isStarvedAtEnd({ due }: Replication, task: number, horizonMs: TimeMs): boolean {
  return due[task]!.waitingMs >= horizonMs * STARVING_SHARE;
}

/** How long the oldest start still queued at the end of a replication has waited; `null` where none is. */
export function oldestQueuedMs(records: readonly Replication[], task: number): TimeMs | null {
  const ages = records.map(({ due }) => due[task]!.oldestQueuedMs).filter((age) => age !== null);
  return ages.length === 0 ? null : Math.max(...ages);
}

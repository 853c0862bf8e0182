/**
 * By when something must be done that was due: so long after that, or at the first reset after it (a time of day, in a zone).
 * Plain data, so that it can be sent to a worker.
 *
 * @module
 */
import { nextResetMs, type Resets } from '../../sim/supplies/resets.ts';
import type { TimeMs } from '../../sim/time.ts';

export type Limit = TimeMs | Resets;

/** By task, supply or backlog: the limits that goals set. */
export type Limits = readonly (readonly Limit[])[];

export const NO_LIMITS: readonly Limit[] = [];

/**
 * Whether a cycle of this length asks the same of what is due in it each time it comes. A time of the day does so only after
 * whole days, and never for sure where the clocks change.
 */
export function comesBack(limit: Limit, periodMs: TimeMs): boolean {
  return typeof limit === 'number' || (limit.periodMs > 0 && periodMs % limit.periodMs === 0);
}

/** How long what was due at `dueMs` may take. */
export function allowedMs(limit: Limit, dueMs: TimeMs): TimeMs {
  return typeof limit === 'number' ? limit : nextResetMs(limit, dueMs) - dueMs;
}

/**
 * How long a job sleeps that works out by itself when the level will do: what is missing over the rate it believes in.
 *
 * It knows the level it has just read and nothing of when refills come or what others take, so its sleep is settled as it
 * lies down: whatever happens meanwhile, it looks when it meant to.
 *
 * @module
 */
import type { TimeMs } from '../time.ts';

/** It believes that so many grains come in so many milliseconds, and never sleeps for less than `atLeastMs`. */
export interface Reckoning {
  readonly grains: number;
  readonly everyMs: TimeMs;
  /** At least 1. */
  readonly atLeastMs: TimeMs;
}

/**
 * Until the next look of a job that misses so much of the level it wants, and looks at least every `mostMs`.
 *
 * @example
 * // 18 tokens short at five a minute, at most 30 s at a time: 30 s.
 * reckonedSleepMs({ grains: 1, everyMs: 12_000, atLeastMs: 1_000 }, { missingGrains: 18, mostMs: 30_000 });
 */
export function reckonedSleepMs(
  { grains, everyMs, atLeastMs }: Reckoning,
  { missingGrains, mostMs }: { readonly missingGrains: number; readonly mostMs: TimeMs },
): TimeMs {
  return Math.max(atLeastMs, Math.min(mostMs, Math.ceil((missingGrains * everyMs) / grains)));
}

/** Every sleep that lies between the shortest and the longest is a multiple of this. */
export function reckonedStepMs({ grains, everyMs }: Reckoning): TimeMs {
  return everyMs % grains === 0 ? everyMs / grains : 1;
}

/**
 * Time is a whole number of milliseconds since the start of the horizon. Nothing in the engine reads a clock.
 *
 * @module
 */

/** Whole milliseconds since the start of the run. */
export type TimeMs = number;

/** A time that never comes: later than every other, so a plain comparison puts it last. */
export const NEVER: TimeMs = Number.POSITIVE_INFINITY;

/** As a drawn duration is rounded: half up, never below 0. */
export function wholeMs(value: number): TimeMs {
  return Math.max(0, Math.floor(value + 0.5));
}

export const DAY_MS = 86_400_000;

/**
 * Time is a whole number of milliseconds since the start of the horizon. Nothing in the engine reads a clock.
 *
 * @module
 */

/** Whole milliseconds since the start of the run. */
export type TimeMs = number;

/** A time that never comes: later than every other, so a plain comparison puts it last. */
export const NEVER: TimeMs = Number.POSITIVE_INFINITY;

export const DAY_MS = 86_400_000;

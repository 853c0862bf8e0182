/**
 * Dates that may come at another time than they do: all of them earlier or later by one multiple of a step.
 *
 * A state before the first date then says nothing of how far off that is, but only where on the grid of the step it lies; from
 * the first date on the time is known as ever. Written down, the time is that place, then the time since the first date.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';

/** Of a machine whose dates come `laterMs` later than they are written, so that there is room to let them come earlier. */
export interface MovedDates {
  /** When the first of them comes in the machine. */
  readonly firstMs: TimeMs;
  /** They are moved by multiples of this. */
  readonly stepMs: TimeMs;
  readonly laterMs: TimeMs;
}

interface Eras {
  readonly firstMs: TimeMs;
  readonly stepMs: TimeMs;
  /** When the last date has come, and on which grid times matter from then on. */
  readonly endMs: TimeMs;
  readonly modulus: number;
}

/** How the time is written down, in milliseconds. */
export function eraCode(nowMs: TimeMs, { firstMs, stepMs, endMs, modulus }: Eras): number {
  if (nowMs < firstMs) return placeOnGrid(nowMs, { firstMs, stepMs });
  return stepMs - firstMs + (nowMs < endMs ? nowMs : endMs + ((nowMs - endMs) % modulus));
}

/** A time that is written down so. Before the first date it is one that is as far off as there is room for. */
export function timeOfEra(code: number, { firstMs, stepMs, laterMs }: MovedDates): TimeMs {
  return code < stepMs ? firstMs - laterMs + code : code - stepMs + firstMs;
}

/** How long after a point of the grid on which the first date lies; below the step. */
export function placeOnGrid(nowMs: TimeMs, { firstMs, stepMs }: Pick<MovedDates, 'firstMs' | 'stepMs'>): number {
  return (((nowMs - firstMs) % stepMs) + stepMs) % stepMs;
}

export function leastCommon(left: number, right: number): number {
  let [common, rest] = [left, right];
  while (rest > 0) [common, rest] = [rest, common % rest];
  return (left / common) * right;
}

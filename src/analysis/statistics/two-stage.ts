/**
 * How many runs make an interval as narrow as asked. A first stage shows how far runs lie apart; from that follows how many
 * are needed (C. Stein, 1945). Where the interval of all of them is still too wide, because the first stage was lucky, the
 * question is asked again. Nothing depends on the order of the runs or on a clock.
 *
 * @module
 */
import type { Width } from '../../scenarios/scenario.ts';
import { studentHalf } from './statistics.ts';

/** The half-width that is asked for where the mean is `mean`. */
export function halfOf(width: Width, mean: number): number {
  return width.kind === 'absolute' ? width.half : width.share * Math.abs(mean);
}

/** How many runs to have in all, `values.length` where they are enough; `Infinity` where no number is. */
export function runsNeeded(values: readonly number[], width: Width): number {
  const { length } = values;
  if (length < 2) return 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const asked = halfOf(width, mean);
  const half = studentHalf(values);
  if (half <= asked) return length;
  if (asked <= 0) return Number.POSITIVE_INFINITY;
  // half = t s / sqrt(length), so this is (t s / asked)^2; the next question has more runs in any case.
  return Math.max(length + 1, Math.ceil(length * (half / asked) ** 2));
}

/**
 * Which settings are as good as the chosen one, or worse by no more than is worth knowing: by runs that were made for this
 * question alone, so that nothing that made them look good before counts. Each of them is that much worse with probability
 * `alpha / k` at most (Student's one-sided bound for the difference, run by run).
 *
 * @module
 */
import { studentTail } from '../../analysis/statistics/statistics.ts';
import { pairedRange, pairedVariance } from './arms.ts';

export interface EqualsOptions {
  readonly alpha: number;
  readonly delta: number;
  /** By how much two differences are apart at the least where they are not the same, as far as that is known; else 0. */
  readonly range: number;
}

/** The indices of `others` that are not worse than `best` by `delta`; larger values are better. */
export function equalsOf(
  best: readonly number[],
  others: readonly (readonly number[])[],
  { alpha, delta, range }: EqualsOptions,
): readonly number[] {
  const told = [...others.keys()].filter((index) => [...others[index]!, ...best].every(Number.isFinite));
  if (told.length === 0) return [];
  const { length } = best;
  const tail = length > 1 ? studentTail(length - 1, alpha / others.length) : 0;
  const widest = told.reduce((most, index) => Math.max(most, pairedRange(others[index]!, best, length)), range);
  return told.filter((index) => {
    const values = others[index]!;
    const mean = values.reduce((sum, value, run) => sum + value - best[run]!, 0) / length;
    if (length === 1) return mean >= -delta;
    // As if one run more were off by as much as differences are seen to vary: runs that all look alike hide what is rare.
    const variance = Math.max(pairedVariance(values, best, length), widest ** 2 / length);
    return mean - tail * Math.sqrt(variance / length) >= -delta;
  });
}

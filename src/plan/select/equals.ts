/**
 * Which settings are as good as the chosen one, or worse by no more than is worth knowing: by runs that were made for this
 * question alone, so that nothing that made them look good before counts. Each of them is that much worse with probability
 * `alpha / k` at most (Student's one-sided bound for the difference, run by run).
 *
 * @module
 */
import { studentTail } from '../../analysis/statistics/statistics.ts';
import { pairedVariance } from './arms.ts';

/** The indices of `others` that are not worse than `best` by `delta`; larger values are better. */
export function equalsOf(
  best: readonly number[],
  others: readonly (readonly number[])[],
  { alpha, delta }: { readonly alpha: number; readonly delta: number },
): readonly number[] {
  if (others.length === 0) return [];
  const { length } = best;
  const tail = length > 1 ? studentTail(length - 1, alpha / others.length) : 0;
  return others.flatMap((values, index) => {
    const mean = values.reduce((sum, value, run) => sum + value - best[run]!, 0) / length;
    // A single run is the only possible one.
    const half = length > 1 ? tail * Math.sqrt(pairedVariance(values, best, length) / length) : 0;
    return mean - half >= -delta ? [index] : [];
  });
}

/**
 * How sure a quantile of independent values is, such as the median over runs of the longest wait in each.
 *
 * Nothing is assumed about how the values are spread: how many of n lie at or below the true quantile is binomial, so two
 * of the sorted values enclose it with a chance that is known exactly. Where too few values make even the smallest and the
 * largest too unsure (fewer than six for a median, 72 for a 95 % quantile) there is no interval.
 *
 * @module
 */
import type { Interval } from './statistics.ts';

/** What may lie outside on each side of a 95 % interval. */
const TAIL = 0.025;
/** Weights below this, relative to the largest, change no sum of doubles. */
const NEGLIGIBLE = 1e-20;

export interface Ranks {
  /** From 1 up, into the values in ascending order. */
  readonly low: number;
  readonly high: number;
}

/** The ranks of `count` sorted values that enclose the quantile `p` at 95 % or more; undefined where none do. */
export function quantileRanks(count: number, p: number): Ranks | undefined {
  const { first, weights } = binomial(count, p);
  const low = first + tailLength(weights);
  const high = first + weights.length - tailLength(weights.toReversed());
  return low >= 1 && high <= count ? { low, high } : undefined;
}

/** The 95 % interval of the quantile `p` of what `values` were drawn from, each independently; `null` where they are too few. */
export function quantileOf(
  values: readonly number[],
  p: number,
): { readonly value: number; readonly interval: Interval | null } {
  const sorted = Float64Array.from(values).sort();
  const ranks = quantileRanks(sorted.length, p);
  return {
    value: sorted[Math.max(1, Math.ceil(p * sorted.length - 1e-9)) - 1]!,
    interval: ranks === undefined ? null : [sorted[ranks.low - 1]!, sorted[ranks.high - 1]!],
  };
}

/** How many of the weights, from the first on, may be left out. */
function tailLength(weights: readonly number[]): number {
  const limit = TAIL * weights.reduce((sum, weight) => sum + weight, 0);
  let [sum, length] = [0, 0];
  while (sum + weights[length]! <= limit) sum += weights[length++]!;
  return length;
}

/** Chances of `first`, `first + 1`, … hits in `count` trials, but for a common factor; negligible ones are left out. */
function binomial(count: number, p: number): { readonly first: number; readonly weights: readonly number[] } {
  const mode = Math.min(count, Math.floor((count + 1) * p));
  const odds = p / (1 - p);
  const below: number[] = [];
  for (let [hits, weight] = [mode, 1]; hits > 0 && weight > NEGLIGIBLE; hits--) {
    weight *= hits / ((count - hits + 1) * odds);
    below.push(weight);
  }
  const above: number[] = [];
  for (let [hits, weight] = [mode, 1]; hits < count && weight > NEGLIGIBLE; hits++) {
    weight *= ((count - hits) / (hits + 1)) * odds;
    above.push(weight);
  }
  return { first: mode - below.length, weights: [...below.toReversed(), 1, ...above] };
}

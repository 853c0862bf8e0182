/**
 * Distributions an amount may have. A value is drawn by inversion: one uniform number per draw, so the k-th draw of a
 * stream belongs to the same uniform whatever the parameters are (common random numbers).
 *
 * @module
 */
import { naturalLog } from './logarithm.ts';

export type Distribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'choice'; readonly values: readonly number[]; readonly weights?: readonly number[] }
  | {
      readonly kind: 'exponential';
      readonly mean: number;
      /** Truncation: the draw is conditioned to lie in [min, max]. */
      readonly min?: number;
      readonly max?: number;
    };

/** The value below which a share `uniform` (in [0, 1)) of the draws lies. */
export function quantile(distribution: Distribution, uniform: number): number {
  switch (distribution.kind) {
    case 'uniform':
      return distribution.low + uniform * (distribution.high - distribution.low);
    case 'choice':
      return chosen(distribution.values, distribution.weights, uniform);
    case 'exponential':
      return exponential(distribution.mean, uniform, distribution.min ?? 0, distribution.max);
  }
}

/** `quantile` of one distribution, for those who draw from it again and again. */
export function quantileOf(distribution: Distribution): (uniform: number) => number {
  if (distribution.kind !== 'exponential' || distribution.max !== undefined) {
    return (uniform) => quantile(distribution, uniform);
  }
  const { mean, min = 0 } = distribution;
  return (uniform) => min - mean * naturalLog(1 - uniform);
}

function chosen(values: readonly number[], weights: readonly number[] | undefined, uniform: number): number {
  if (weights === undefined) return values[Math.floor(uniform * values.length)]!;
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  // Rounding may leave a crumb after the last weight; it belongs to the last value that can be chosen.
  return values[index >= 0 ? index : weights.findLastIndex((weight) => weight > 0)]!;
}

/**
 * Inverse of F(x) = (1 - exp(-(x - min) / mean)) / (1 - exp(-(max - min) / mean)): an exponential that lies in [min, max]
 * is `min` and a rest without memory.
 */
function exponential(mean: number, uniform: number, min: number, max: number | undefined): number {
  if (max === undefined) return min - mean * naturalLog(1 - uniform);
  const kept = 1 - exponentialOf(-(max - min) / mean);
  return Math.min(max, min - mean * naturalLog(1 - uniform * kept));
}

/** e^x for x <= 0 by halving and its series, from exact operations alone, as `naturalLog`. */
function exponentialOf(x: number): number {
  if (x < -745) return 0;
  let halvings = 0;
  let small = x;
  while (small < -0.5) {
    small /= 2;
    halvings += 1;
  }
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 18; n++) {
    term *= small / n;
    sum += term;
  }
  for (let n = 0; n < halvings; n++) sum *= sum;
  return sum;
}

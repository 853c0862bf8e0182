/**
 * Distributions an amount may have. A value is drawn by inversion: one uniform number per draw, so the k-th draw of a
 * stream belongs to the same uniform whatever the parameters are (common random numbers).
 *
 * @module
 */
import { exponentialOf } from './exponent.ts';
import { gammaBelow, gammaQuantile } from './gamma.ts';
import { naturalLog } from './logarithm.ts';
import { normalBelow, normalQuantile } from './normal.ts';

/** Truncation: the draw is conditioned to lie in [min, max]. No amount is negative, so `min` is 0 unless said. */
interface Truncated {
  readonly min?: number;
  readonly max?: number;
}

/** Some of these values; without weights one is as likely as another. */
export interface Listed {
  readonly values: readonly number[];
  readonly weights?: readonly number[];
}

export type Distribution =
  | ({ readonly kind: 'choice' } & Listed)
  /** What was measured, in ascending order: a draw is one of these values, and which of them rises with its uniform number. */
  | ({ readonly kind: 'empirical' } & Listed)
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  | ({ readonly kind: 'exponential'; readonly mean: number } & Truncated)
  | ({ readonly kind: 'normal'; readonly mean: number; readonly sd: number } & Truncated)
  /** `sigma` is the standard deviation of the logarithm. */
  | ({ readonly kind: 'lognormal'; readonly median: number; readonly sigma: number } & Truncated)
  | ({ readonly kind: 'gamma'; readonly shape: number; readonly scale: number } & Truncated)
  | ({ readonly kind: 'weibull'; readonly shape: number; readonly scale: number } & Truncated);

/** A distribution whose values fill a range. */
export type Continuous = Exclude<Distribution, { kind: 'choice' | 'empirical' }>;

export function isListed(distribution: Distribution): distribution is Exclude<Distribution, Continuous> {
  return distribution.kind === 'choice' || distribution.kind === 'empirical';
}

/** The values that can be drawn, each once, in their order. */
export function listedValues({ values, weights }: Listed): readonly number[] {
  return [...new Set(weights === undefined ? values : values.filter((_, index) => weights[index]! > 0))];
}

/** A family without its truncation: its quantiles, and the share of it below a value above 0. */
interface Family {
  readonly quantile: (share: number) => number;
  readonly below: (value: number) => number;
}

/** The value below which a share `uniform` (in [0, 1)) of the draws lies. */
export function quantileOf(distribution: Distribution): (uniform: number) => number {
  switch (distribution.kind) {
    case 'choice':
    case 'empirical':
      return chosen(distribution);
    case 'uniform': {
      const { low, high } = distribution;
      return (uniform) => low + uniform * (high - low);
    }
    case 'triangular':
      return triangular(distribution);
    case 'exponential':
      return exponential(distribution);
    default:
      return truncated(distribution);
  }
}

/** Between what the draws lie; `high` is infinite where there is no end. */
export function spanOf(distribution: Distribution): { readonly low: number; readonly high: number } {
  switch (distribution.kind) {
    case 'choice':
    case 'empirical': {
      const values = listedValues(distribution);
      // A measured list may be longer than a call takes arguments.
      const by = (least: (one: number, other: number) => number): number => values.reduce((a, b) => least(a, b));
      return { low: by(Math.min), high: by(Math.max) };
    }
    case 'uniform':
    case 'triangular':
      return distribution;
    default:
      return { low: distribution.min ?? 0, high: distribution.max ?? Number.POSITIVE_INFINITY };
  }
}

/** How much of the untruncated distribution lies in its span: what a truncation leaves of it. */
export function shareKept(distribution: Continuous): number {
  if (distribution.kind === 'uniform' || distribution.kind === 'triangular') return 1;
  const { low, high } = spanOf(distribution);
  const { below } = familyOf(distribution);
  return (high === Number.POSITIVE_INFINITY ? 1 : below(high)) - below(low);
}

function chosen({ values, weights }: Listed): (uniform: number) => number {
  if (weights === undefined) return (uniform) => values[Math.floor(uniform * values.length)]!;
  let sum = 0;
  const ends = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  // Rounding may leave a crumb after the last weight; it belongs to the last value that can be chosen.
  const last = weights.findLastIndex((weight) => weight > 0);
  return (uniform) => values[Math.min(last, firstAbove(ends, uniform * sum))]!;
}

/** Index of the first of the ascending `ends` that lies above `value`; behind the last where none does. */
function firstAbove(ends: readonly number[], value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Two legs of a parabola, F(x) = (x - low)^2 / ((high - low) (mode - low)) up to the mode, and its mirror image. */
function triangular({ low, mode, high }: Extract<Distribution, { kind: 'triangular' }>): (uniform: number) => number {
  const width = high - low;
  return (uniform) =>
    uniform * width < mode - low
      ? low + Math.sqrt(uniform * width * (mode - low))
      : high - Math.sqrt((1 - uniform) * width * (high - mode));
}

/**
 * Inverse of F(x) = (1 - exp(-(x - min) / mean)) / (1 - exp(-(max - min) / mean)): an exponential that lies in [min, max]
 * is `min` and a rest without memory.
 */
function exponential({ mean, min = 0, max }: Extract<Distribution, { kind: 'exponential' }>): (u: number) => number {
  if (max === undefined) return (uniform) => min - mean * naturalLog(1 - uniform);
  const kept = 1 - exponentialOf(-(max - min) / mean);
  return (uniform) => Math.min(max, min - mean * naturalLog(1 - uniform * kept));
}

type Unbounded = Exclude<Continuous, { kind: 'uniform' | 'triangular' }>;

/** The quantile of the share of the whole at which the same share of what is kept lies. */
function truncated(distribution: Unbounded): (uniform: number) => number {
  const { quantile, below } = familyOf(distribution);
  const { low, high } = spanOf(distribution);
  const from = below(low);
  const kept = shareKept(distribution);
  return (uniform) => Math.min(high, Math.max(low, quantile(from + uniform * kept)));
}

function familyOf(distribution: Unbounded): Family {
  switch (distribution.kind) {
    case 'exponential': {
      const { mean } = distribution;
      return weibull(1, mean);
    }
    case 'normal': {
      const { mean, sd } = distribution;
      return {
        quantile: (share) => mean + sd * normalQuantile(share),
        below: (value) => normalBelow((value - mean) / sd),
      };
    }
    case 'lognormal': {
      const { median, sigma } = distribution;
      return {
        quantile: (share) => median * exponentialOf(sigma * normalQuantile(share)),
        below: (value) => (value <= 0 ? 0 : normalBelow(naturalLog(value / median) / sigma)),
      };
    }
    case 'gamma': {
      const { shape, scale } = distribution;
      return {
        quantile: (share) => scale * gammaQuantile(shape, share),
        below: (value) => gammaBelow(shape, value / scale),
      };
    }
    case 'weibull':
      return weibull(distribution.shape, distribution.scale);
  }
}

/** F(x) = 1 - exp(-(x / scale)^shape). */
function weibull(shape: number, scale: number): Family {
  const power = (base: number, exponent: number): number =>
    base <= 0 ? 0 : exponentialOf(exponent * naturalLog(base));
  return {
    quantile: (share) => scale * power(-naturalLog(1 - share), 1 / shape),
    below: (value) => 1 - exponentialOf(-power(value / scale, shape)),
  };
}

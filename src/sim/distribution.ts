/**
 * Distributions an amount may have. A value is drawn by inversion: one uniform number per draw, so the k-th draw of a
 * stream is the same whatever the parameters are (common random numbers).
 *
 * @module
 */

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

/**
 * How sure a share is that was counted in independent trials, such as "starved in 3 of 20 runs".
 *
 * Wilson's score interval (E. B. Wilson, 1927): all shares from which the one that was seen is less than 1.96 standard
 * deviations away. Unlike the textbook's "share plus or minus" it stays within 0 and 1 and is honest at 0 of n: no
 * violation in 20 runs still leaves room for one run in six.
 *
 * @module
 */
import type { Interval } from './statistics.ts';

/** The 97.5 % quantile of the normal distribution. */
export const NORMAL_QUANTILE = 1.959963984540054;

/** The 95 % interval of a share that was seen in `hits` of `trials` independent trials. */
export function wilsonInterval(hits: number, trials: number): Interval {
  const z2 = NORMAL_QUANTILE * NORMAL_QUANTILE;
  const share = hits / trials;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const variance = (share * (1 - share)) / trials + z2 / (4 * trials * trials);
  const half = (NORMAL_QUANTILE * Math.sqrt(variance)) / (1 + z2 / trials);
  // At the ends the sum is 0 or 1 but for a rounding.
  return [hits === 0 ? 0 : middle - half, hits === trials ? 1 : middle + half];
}

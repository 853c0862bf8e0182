/**
 * How a figure was obtained, in words: every figure says so.
 *
 * @module
 */
import type { Seen } from './seen.ts';

/** A mean over replications with its Student interval. */
export function byStudent(seen: Seen): string {
  return by(seen, 'mean over %, 95 % Student interval');
}

/** A quantile of all samples with its interval. */
export function byOrderStatistics(seen: Seen): string {
  return by(seen, 'quantiles of all samples of %, 95 % intervals by order statistics and how far runs differ');
}

/** A quantile of one value per replication. */
export function byValueOfRuns(seen: Seen): string {
  return by(seen, 'one value for each of %, 95 % interval by order statistics');
}

/** A share of replications. */
export function byWilson(seen: Seen): string {
  return by(seen, 'share of %, 95 % Wilson interval');
}

function by({ exact, records }: Seen, how: string): string {
  if (exact) return 'exact: nothing is left open, so there is one run';
  if (records.length === 1) return 'one run, which says nothing about others';
  return how.replace('%', `${records.length} runs`);
}

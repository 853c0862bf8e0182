/**
 * A share or a rate over replications. Each replication's is a fraction of whole counts; where all agree, it is judged as
 * such, because a goal must not hang on how a binary fraction is rounded. Where they differ, by a 95 % interval.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import { type Estimate, estimate, type Interval } from '../../analysis/statistics/statistics.ts';
import { compare, type Rational, toNumber } from '../../sim/numbers/rational.ts';
import type { Seen } from '../evidence/seen.ts';

/** On which side of what is wanted something lies: at or above it, below, or not known. */
export type Side = 'met' | 'missed' | 'unknown';

export interface Measure {
  readonly mean: number;
  /** `null` where one replication of an open model says nothing about the others. */
  readonly interval: Interval | null;
  /** What all replications agree on. */
  readonly agreed?: Rational;
  sideOf(wanted: Rational): Side;
}

/** What `of` comes to over the replications for which it has a value; undefined where it has none. */
export function measure(seen: Seen, of: (record: Replication) => Rational | undefined): Measure | undefined {
  const values = seen.records.map(of).filter((value) => value !== undefined);
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.every((value) => compare(value, first) === 0) && (seen.exact || values.length > 1)) {
    const mean = toNumber(first);
    return {
      mean,
      interval: [mean, mean],
      agreed: first,
      sideOf: (wanted) => (compare(first, wanted) >= 0 ? 'met' : 'missed'),
    };
  }
  const { mean, interval } = estimate(values.map(toNumber), seen.exact) as Estimate;
  return { mean, interval, sideOf: (wanted) => sideOfInterval(interval, toNumber(wanted)) };
}

/** On which side of a limit something lies that should be at most that. */
export function atMost({ interval, agreed }: Measure, limit: Rational): Side {
  if (agreed !== undefined) return compare(agreed, limit) <= 0 ? 'met' : 'missed';
  if (interval === null) return 'unknown';
  if (interval[1] <= toNumber(limit)) return 'met';
  return interval[0] > toNumber(limit) ? 'missed' : 'unknown';
}

function sideOfInterval(interval: Interval | null, wanted: number): Side {
  if (interval === null) return 'unknown';
  if (interval[0] >= wanted) return 'met';
  return interval[1] < wanted ? 'missed' : 'unknown';
}

/**
 * Waits, latencies, gaps and ages in numbers: means and quantiles, each with its interval and how that was obtained.
 *
 * @module
 */

import type { Replication } from '../../analysis/replications.ts';
import type { GroupedTally } from '../../analysis/statistics/grouped-tally.ts';
import { quantileOf } from '../../analysis/statistics/order-statistics.ts';
import type { Interval } from '../../analysis/statistics/statistics.ts';
import { toNumber } from '../../sim/numbers/rational.ts';
import { byOrderStatistics, byStudent, byValueOfRuns } from '../evidence/method.ts';
import { overRuns, type Seen } from '../evidence/seen.ts';
import { meanAge } from '../goals/age.ts';
import { meanOf, type Quantile, SHARES } from '../goals/latency.ts';
import { longestWaited } from '../goals/waited.ts';
import type { AgeReport, TaskReport, WaitReport } from './report.ts';

/** A task's waits for a lock (0), a supply (1) or a pool (2). */
export function waitTable(seen: Seen, task: number, kind: number): WaitReport | null {
  return table(seen, seen.waits[task * 3 + kind]!, ({ tasks }) => {
    const { count, sumMs } = tasks[task]!.waits[kind]!;
    return count === 0 ? undefined : sumMs / count;
  });
}

/** From when a start was due to when its run was done. */
export function latencyTable(seen: Seen, task: number): WaitReport | null {
  return table(seen, seen.latencies[task]!, ({ latencies }) => {
    const mean = meanOf(latencies[task]!);
    return mean && toNumber(mean);
  });
}

/** How old items were when they were done. */
export function itemAgeTable(seen: Seen, backlog: number): WaitReport | null {
  return table(seen, seen.itemAges[backlog]!, ({ backlogs }) => {
    const { done, agesMs } = backlogs[backlog]!;
    return done === 0 ? undefined : agesMs / done;
  });
}

function table(seen: Seen, samples: GroupedTally, of: (record: Replication) => number | undefined): WaitReport | null {
  const mean = overRuns(seen, of);
  if (mean === undefined) return null;
  return {
    count: samples.count,
    mean: mean.mean,
    interval: plain(mean.interval),
    ...quantiles(samples),
    max: samples.max,
    intervals: intervals(seen, samples),
    by: { mean: byStudent(seen), quantiles: byOrderStatistics(seen) },
  };
}

/** Times between two progresses. */
export function gapTable(seen: Seen, task: number): TaskReport['progress']['betweenMs'] {
  const gaps = seen.gaps[task]!;
  if (gaps.count === 0) return null;
  const { p50, p95, p99 } = quantiles(gaps);
  return { p50, p95, p99, max: gaps.max, intervals: intervals(seen, gaps), by: byOrderStatistics(seen) };
}

export function ageTable(seen: Seen, task: number): AgeReport | null {
  const mean = overRuns(seen, (record) => {
    const age = meanAge(record, task);
    return age && toNumber(age);
  });
  if (mean === undefined) return null;
  const ages = seen.ages[task]!;
  return {
    mean: mean.mean,
    interval: plain(mean.interval),
    ...quantiles(ages),
    intervals: intervals(seen, ages),
    by: { mean: byStudent(seen), quantiles: byOrderStatistics(seen) },
  };
}

/** The wait that the longest of half of the runs did not exceed. */
export function medianOfLongest(seen: Seen, task: number): TaskReport['waited']['median'] {
  const { value, interval } = quantileOf(
    seen.records.map((record) => longestWaited(record, task)),
    0.5,
  );
  return { ms: value, interval: plain(seen.exact ? [value, value] : interval), by: byValueOfRuns(seen) };
}

interface Quantiles {
  quantile(p: number): number;
  interval(p: number, exact: boolean): Interval | null;
}

function quantiles(samples: Quantiles): Record<Quantile, number> {
  const { p50, p95, p99 } = SHARES;
  return { p50: samples.quantile(p50), p95: samples.quantile(p95), p99: samples.quantile(p99) };
}

function intervals({ exact }: Seen, samples: Quantiles): WaitReport['intervals'] {
  const of = (p: number) => plain(samples.interval(p, exact));
  return { p50: of(SHARES.p50), p95: of(SHARES.p95), p99: of(SHARES.p99) };
}

function plain(interval: Interval | null): [number, number] | null {
  return interval === null ? null : [...interval];
}

/**
 * In how many runs something was seen. Runs are independent, so the share has Wilson's interval.
 *
 * @module
 */
import { wilsonInterval } from '../../analysis/statistics/wilson.ts';
import { byWilson } from '../evidence/method.ts';
import type { Seen } from '../evidence/seen.ts';
import type { ShareOfRuns } from '../report/report.ts';

export function shareOfRuns(seen: Seen, runs: number): ShareOfRuns {
  const of = seen.records.length;
  const [low, high] = seen.exact ? [runs, runs] : wilsonInterval(runs, of);
  return { runs, of, interval: [low, high], by: byWilson(seen) };
}

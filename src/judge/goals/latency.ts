/**
 * `latency`: from when a start was due to when its run was done. What is limited is counted as it happens, in whole
 * numbers: a 95 % quantile is at most 30 s exactly if 95 % of what was done was done within 30 s.
 *
 * What is open at the end has taken as long as it has, and may take any longer: it is counted both ways, as done at once
 * and as never done, and if the two judge differently the goal is unknown.
 *
 * @module
 */

import type { LatencyRecord } from '../../analysis/meters/latency-meter.ts';
import type { Replication } from '../../analysis/replications.ts';
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { compare, fromNumber, type Rational, rational } from '../../sim/numbers/rational.ts';
import type { TimeMs } from '../../sim/time.ts';
import { byOrderStatistics, byStudent } from '../evidence/method.ts';
import { runsText, type Seen } from '../evidence/seen.ts';
import { type Judgement, oftenText, spread } from './judgement.ts';
import { limitIndex } from './limited.ts';
import { atMost, measure } from './measure.ts';

type LatencyGoal = Extract<Goal, { goal: 'latency' }>;

/** The share that each quantile asks for. */
export const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

export type Quantile = keyof typeof SHARES;

export function judgeLatency(seen: Seen, task: number, { figure, limitMs }: LatencyGoal): Judgement {
  const limited = { name: `latency ${figure} ${durationText(limitMs)}`, target: limitMs };
  const all = seen.records.map(({ latencies }) => latencies[task]!);
  // A start that has taken too long is too late whether or not it is ever done.
  if (figure === 'max') return judgeLongest(seen, all, limited);
  if (all.every(({ done }) => done === 0)) {
    const oldestMs = largest(all.map((one) => one.oldestMs));
    const detail =
      oldestMs === 0 ? 'no run was done' : `no run was done, the oldest start is ${durationText(oldestMs)} old`;
    return { ...limited, measured: null, violated: 0, verdict: 'unknown', detail };
  }
  return figure === 'mean' ? judgeMean(seen, task, limited) : judgeQuantile(seen, task, figure, limited);
}

type Limited = Pick<Judgement, 'name'> & { readonly target: TimeMs };

function judgeLongest(seen: Seen, all: readonly LatencyRecord[], limited: Limited): Judgement {
  const longest = all.map(({ longestMs, oldestMs }) => Math.max(longestMs, oldestMs));
  const violated = longest.filter((tookMs) => tookMs > limited.target).length;
  const measured = largest(longest);
  const shared = { ...limited, measured, violated };
  const took = durationText(measured);
  if (violated > 0) return { ...shared, verdict: 'missed', detail: `up to ${took}${oftenText(seen, violated)}` };
  if (all.every(({ done }) => done === 0)) {
    return { ...shared, measured: null, verdict: 'unknown', detail: 'no run was done' };
  }
  const { horizonMs } = seen.machine.model;
  if (horizonMs <= limited.target) {
    const detail = `a horizon of ${durationText(horizonMs)} is too short to tell`;
    return { ...shared, verdict: 'unknown', tooShort: true, detail };
  }
  return { ...shared, verdict: 'met', detail: `at most ${took} in ${runsText(seen)}` };
}

/** Judged by what was done, and once more with what is open as if it were done at the end. */
function judgeMean(seen: Seen, task: number, limited: Limited): Judgement {
  const limit = rational(limited.target);
  const done = measure(seen, ({ latencies }) => meanOf(latencies[task]!))!;
  const withOpen = measure(seen, ({ latencies }) => meanOf(latencies[task]!, 'with what is open'))!;
  const [side, other] = [atMost(done, limit), atMost(withOpen, limit)];
  const text = `${durationText(done.mean)}${spread(done.interval, durationText)}`;
  return {
    ...limited,
    measured: done.mean,
    interval: done.interval,
    by: byStudent(seen),
    violated: seen.records.filter(({ latencies }) => {
      const mean = meanOf(latencies[task]!);
      return mean !== undefined && compare(mean, limit) > 0;
    }).length,
    verdict: side === other ? side : 'unknown',
    detail: text + leftOutText(seen, task),
  };
}

/** The mean latency in one replication; undefined where there is none. */
export function meanOf(record: LatencyRecord, how?: 'with what is open'): Rational | undefined {
  const { done, sumMs, open, openMs } = record;
  const [count, sum] = how === undefined ? [done, sumMs] : [done + open, sumMs + openMs];
  return count === 0 ? undefined : rational(sum, count);
}

function judgeQuantile(seen: Seen, task: number, figure: Quantile, limited: Limited): Judgement {
  const share = fromNumber(SHARES[figure]);
  const limit = limitIndex(seen.world.goals, seen.machine.model.tasks[task]!.name, 'latency', limited.target);
  const ends = ({ latencies }: Replication) => endsOf(latencies[task]!, limit);
  const [low, high] = (['low', 'high'] as const).map((end) => measure(seen, (record) => ends(record)?.[end]));
  const done = measure(seen, (record) => ends(record)?.done)!;
  const [side, other] = [low!.sideOf(share), high!.sideOf(share)];
  const latencies = seen.latencies[task]!;
  const measured = latencies.quantile(SHARES[figure]);
  const within = `${shareText(done.mean)}${spread(done.interval, shareText)} within ${durationText(limited.target)}`;
  return {
    ...limited,
    measured,
    interval: latencies.interval(SHARES[figure], seen.exact),
    by: byOrderStatistics(seen),
    violated: seen.records.filter((record) => {
      const most = ends(record)?.high;
      return most !== undefined && compare(most, share) < 0;
    }).length,
    verdict: side === other ? side : 'unknown',
    detail: `${durationText(measured)}, ${within}${leftOutText(seen, task)}`,
  };
}

interface Ends {
  /** Done within the limit, if none of what is open is; and if all of it is that has not taken longer already. */
  readonly low: Rational;
  readonly high: Rational;
  /** What is open left out. */
  readonly done: Rational | undefined;
}

function endsOf({ done, open, within, openLate }: LatencyRecord, limit: number): Ends | undefined {
  if (done + open === 0) return undefined;
  const hits = within[limit]!;
  return {
    low: rational(hits, done + open),
    high: rational(hits + open - openLate[limit]!, done + open),
    done: done === 0 ? undefined : rational(hits, done),
  };
}

/** "; starts: 12 not over at the end, 1,200 skipped, stopped or failed": what has no latency is told. */
function leftOutText({ records }: Seen, task: number): string {
  const sum = (of: (record: Replication) => number) => records.reduce((total, record) => total + of(record), 0);
  const open = sum(({ latencies }) => latencies[task]!.open);
  const lost = sum(({ tasks }) => tasks[task]!.runs.skipped + tasks[task]!.runs.stopped + tasks[task]!.runs.failed);
  const parts = [
    ...(open > 0 ? [`${amountText(open)} not over at the end`] : []),
    ...(lost > 0 ? [`${amountText(lost)} skipped, stopped or failed`] : []),
  ];
  return parts.length === 0 ? '' : `; starts without a latency: ${parts.join(', ')}`;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/**
 * `age`: how long ago the last progress was, over time. A quantile is at most 1 h exactly if the age was at most 1 h for
 * that share of the time, so it is judged by whole milliseconds.
 *
 * @module
 */

import type { Replication } from '../../analysis/replications.ts';
import { shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { compare, fromNumber, type Rational, rational } from '../../sim/numbers/rational.ts';
import { byOrderStatistics, byStudent } from '../evidence/method.ts';
import type { Seen } from '../evidence/seen.ts';
import { clipped, type Judgement, spread } from './judgement.ts';
import { type Quantile, SHARES } from './latency.ts';
import { limitIndex } from './limited.ts';
import { atMost, measure } from './measure.ts';

type AgeGoal = Extract<Goal, { goal: 'age' }>;
type Limited = Pick<Judgement, 'name'> & { readonly target: number };

export function judgeAge(seen: Seen, task: number, { figure, limitMs }: AgeGoal): Judgement {
  const limited = { name: `age ${figure} ${durationText(limitMs)}`, target: limitMs };
  if (seen.records.every(({ measuredMs }) => measuredMs <= 0)) {
    return { ...limited, measured: null, violated: 0, verdict: 'unknown', detail: 'no time was measured' };
  }
  return figure === 'mean' ? judgeMean(seen, task, limited) : judgeQuantile(seen, task, figure, limited);
}

function judgeMean(seen: Seen, task: number, limited: Limited): Judgement {
  const limit = rational(limited.target);
  const mean = measure(seen, (record) => meanAge(record, task))!;
  return {
    ...limited,
    measured: mean.mean,
    interval: mean.interval,
    by: byStudent(seen),
    violated: seen.records.filter((record) => {
      const age = meanAge(record, task);
      return age !== undefined && compare(age, limit) > 0;
    }).length,
    verdict: atMost(mean, limit),
    detail: `${durationText(mean.mean)}${spread(mean.interval, durationText)}`,
  };
}

/** The mean age in one replication; undefined where no time was measured. */
export function meanAge({ ages, measuredMs }: Replication, task: number): Rational | undefined {
  if (measuredMs <= 0) return undefined;
  // The last digits of a sum of squares are rounded, and a report should not show them.
  return fromNumber(Number(ages[task]!.meanMs.toPrecision(12)));
}

function judgeQuantile(seen: Seen, task: number, figure: Quantile, limited: Limited): Judgement {
  const share = fromNumber(SHARES[figure]);
  const limit = limitIndex(seen.world.goals, seen.machine.model.tasks[task]!.name, 'age', limited.target);
  const within = ({ ages }: Replication, end: 'lowMs' | 'highMs') => {
    const { overMs, within: all } = ages[task]!;
    return overMs <= 0 ? undefined : rational(all[limit]![end], overMs);
  };
  const [low, high] = (['lowMs', 'highMs'] as const).map((end) => measure(seen, (record) => within(record, end))!);
  const [side, other] = [low!.sideOf(share), high!.sideOf(share)];
  const ages = seen.ages[task]!;
  const measured = ages.quantile(SHARES[figure]);
  const often = `${shareText(low!.mean)}${spread(clipped(low!.interval), shareText)} of the time`;
  return {
    ...limited,
    measured,
    interval: ages.interval(SHARES[figure], seen.exact),
    by: byOrderStatistics(seen),
    violated: seen.records.filter((record) => {
      const most = within(record, 'highMs');
      return most !== undefined && compare(most, share) < 0;
    }).length,
    verdict: side === other ? side : 'unknown',
    detail: `${durationText(measured)}, at most ${durationText(limited.target)} for ${often}`,
  };
}

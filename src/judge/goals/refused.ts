/**
 * `refused`: the most of a supply's calls that may be refused, as a share of all tries (every retry is one), or a day.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { compare, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import { byStudent } from '../evidence/method.ts';
import type { Seen } from '../evidence/seen.ts';
import { clipped, type Judgement, spread } from './judgement.ts';
import { atMost, measure, type Side } from './measure.ts';

type Refused = Extract<Goal, { goal: 'refused' }>;

export function judgeRefused(seen: Seen, goal: Refused): Judgement {
  const { figure, most, exact } = goal;
  const supply = seen.machine.model.supplies.findIndex(({ name }) => name === goal.of);
  const text = figure === 'share' ? shareText : amountText;
  const unit = figure === 'share' ? ' of all tries' : ' a day';
  const shared = { name: `refused at most ${text(most)}${figure === 'share' ? '' : unit}`, target: most };
  const figureIn = (record: Replication): Rational | undefined => {
    const { refused, tries } = record.supplies[supply]!;
    if (figure === 'share') return tries === 0 ? undefined : rational(refused, tries);
    return record.measuredMs <= 0 ? undefined : rational(refused * DAY_MS, record.measuredMs);
  };
  const all = measure(seen, figureIn);
  const tries = seen.records.reduce((sum, { supplies }) => sum + supplies[supply]!.tries, 0);
  if (all === undefined || tries === 0) {
    return { ...shared, measured: null, violated: 0, verdict: 'unknown', detail: 'nothing was tried' };
  }
  const violated = seen.records.filter((record) => {
    const value = figureIn(record);
    return value !== undefined && compare(value, exact) > 0;
  }).length;
  const interval = figure === 'share' ? clipped(all.interval) : atLeastZero(all.interval);
  return {
    ...shared,
    measured: all.mean,
    interval,
    by: byStudent(seen),
    violated,
    ...(all.interval === null && { tooShort: true as const }),
    verdict: neverAtAll(exact, violated) ?? atMost(all, exact),
    detail: `${text(all.mean)}${unit}${spread(interval, text)}`,
  };
}

/** Where none may be refused, one that was is one too many, however wide the interval. */
function neverAtAll(exact: Rational, violated: number): Side | undefined {
  return compare(exact, ZERO) === 0 && violated > 0 ? 'missed' : undefined;
}

function atLeastZero(interval: readonly [number, number] | null): readonly [number, number] | null {
  return interval === null ? null : [Math.max(0, interval[0]), Math.max(0, interval[1])];
}

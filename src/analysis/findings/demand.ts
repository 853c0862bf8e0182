/**
 * What tasks take of a supply in the long run.
 *
 * @module
 */
import { add, multiply, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';

/** Grains per millisecond that a task takes of a supply at the most, in the long run; undefined: no bound is known. */
export function mostPerMs({ asks, triggers }: Surveyed, supply: number): Rational | undefined {
  const spends = asks.filter((ask) => ask.supply === supply && ask.kind === 'spend');
  if (spends.length === 0) return ZERO;
  const perRun = spends.reduce((sum, { cost, place }) => sum + timesAll(cost.high, place), 0);
  return ratePerRun(perRun, triggers);
}

/** `perRun` for each start; undefined where starts are not periodic, or the amount is not known. */
export function ratePerRun(perRun: number, triggers: Surveyed['triggers']): Rational | undefined {
  if (!Number.isSafeInteger(perRun)) return undefined;
  return triggers.reduce<Rational | undefined>((rate, trigger) => {
    if (rate === undefined || trigger.kind !== 'every' || trigger.catchUp !== undefined) return undefined;
    return add(rate, multiply(rational(perRun, trigger.periodMs), rational(trigger.count ?? 1)));
  }, ZERO);
}

function timesAll(amount: number, { loops }: Place): number {
  return amount === 0 ? 0 : loops.reduce((product, { times }) => product * (times?.high ?? Infinity), amount);
}

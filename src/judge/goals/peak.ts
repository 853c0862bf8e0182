/**
 * `peak`: at most so many tokens or requests in any time of one length. A promise about every such time of every run, from the
 * first instant on, so one that holds more misses it.
 *
 * @module
 */
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { compare, fromNumber, multiply, rational } from '../../sim/numbers/rational.ts';
import { runsText, type Seen } from '../evidence/seen.ts';
import { type Judgement, oftenText } from './judgement.ts';
import { windowIndex } from './limited.ts';

type Peak = Extract<Goal, { goal: 'peak' }>;

/** "in any 1 min". */
export function windowText({ windowMs }: Pick<Peak, 'windowMs'>): string {
  return `in any ${durationText(windowMs)}`;
}

export function judgePeak(seen: Seen, goal: Peak): Judgement {
  const { figure, most, exact, windowMs } = goal;
  const { horizonMs, supplies } = seen.machine.model;
  const supply = supplies.findIndex(({ name }) => name === goal.of);
  const { grainsPerToken } = supplies[supply]!;
  const index = windowIndex(seen.world.goals, goal);
  const each = figure === 'tokens' ? grainsPerToken : 1;
  const limit = multiply(exact, fromNumber(each));
  const peaks = seen.records.map((record, run) => ({ ...record.supplies[supply]!.highest[index]!, run }));
  const highest = peaks.reduce((most, peak) => (peak.amount > most.amount ? peak : most));
  const violated = peaks.filter(({ amount }) => compare(rational(amount), limit) > 0).length;
  const measured = highest.amount / each;
  const name = `peak ${amountText(most)} ${figure} ${windowText(goal)}`;
  const shared = { name, target: most, measured, violated };
  const asked = `${amountText(measured)} ${figure} ${windowText(goal)}`;
  if (violated > 0) {
    const when = `first at ${durationText(highest.atMs)}${seen.exact ? '' : ` of run ${highest.run + 1}`}`;
    return { ...shared, verdict: 'missed', detail: `up to ${asked}${oftenText(seen, violated)}, ${when}` };
  }
  if (highest.amount === 0) {
    return { ...shared, measured: null, verdict: 'unknown', detail: 'nothing was asked of it' };
  }
  // A run that is no longer than the window has not seen what comes next.
  if (horizonMs < windowMs) {
    const detail = `a horizon of ${durationText(horizonMs)} is too short to tell`;
    return { ...shared, verdict: 'unknown', tooShort: true, detail };
  }
  return { ...shared, verdict: 'met', detail: `at most ${asked} in ${runsText(seen)}` };
}

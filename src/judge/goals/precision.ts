/**
 * `replications: { until }`: how well something is known, and how many runs it takes to know it as well as was asked. A
 * limit that comes first leaves it unknown.
 *
 * @module
 */

import type { Replication } from '../../analysis/replications.ts';
import { studentHalf } from '../../analysis/statistics/statistics.ts';
import { halfOf, runsNeeded } from '../../analysis/statistics/two-stage.ts';
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal, Measured } from '../../scenarios/scenario.ts';
import type { Machine } from '../../sim/machine.ts';
import { type Rational, toNumber } from '../../sim/numbers/rational.ts';
import { byStudent } from '../evidence/method.ts';
import { runsText, type Seen } from '../evidence/seen.ts';
import { meanAge } from './age.ts';
import type { Judgement } from './judgement.ts';
import { meanOf } from './latency.ts';
import { perDayIn } from './pace.ts';
import { servedIn } from './served.ts';

type PrecisionGoal = Extract<Goal, { goal: 'precision' }>;

/** How many runs to have in all for what `goals` ask, given those so far; no more than there are, where that is enough. */
export function replicationsNeeded(machine: Machine, goals: readonly Goal[], records: readonly Replication[]): number {
  const needed = goals.map((goal) => {
    if (goal.goal !== 'precision') return 0;
    const task = machine.model.tasks.findIndex(({ name }) => name === goal.of);
    const values = valuesOf(machine, records, task, goal.figure);
    // A run without a value, with nothing due in it, adds nothing.
    return records.length - values.length + runsNeeded(values, goal.width);
  });
  return Math.max(records.length, ...needed);
}

export function judgePrecision(seen: Seen, task: number, { figure, width }: PrecisionGoal): Judgement {
  const asked = width.kind === 'absolute' ? plainText(figure, width.half) : shareText(width.share);
  const shared = { name: `${MEASURED_WORDS[figure]} known to ± ${asked}`, violated: 0, by: byStudent(seen) };
  if (seen.exact) return { ...shared, target: 0, measured: 0, verdict: 'met', detail: 'nothing is left open' };
  const values = valuesOf(seen.machine, seen.records, task, figure);
  if (values.length < 2) {
    const target = width.kind === 'absolute' ? width.half : null;
    const detail = values.length === 0 ? 'no run has a value' : 'one value says nothing about others';
    return { ...shared, target, measured: null, verdict: 'unknown', tooShort: true, detail };
  }
  const half = studentHalf(values);
  const judged = { ...shared, target: halfOf(width, mean(values)), measured: half };
  const reached = `± ${plainText(figure, half)} after ${runsText(seen)}`;
  if (runsNeeded(values, width) <= values.length) return { ...judged, verdict: 'met', detail: reached };
  return { ...judged, verdict: 'unknown', tooShort: true, detail: `${reached}, and no more were allowed` };
}

export const MEASURED_WORDS: Readonly<Record<Measured, string>> = {
  served: 'served',
  progressPerDay: 'progress per day',
  latency: 'mean latency',
  age: 'mean age',
};

function valuesOf(
  machine: Machine,
  records: readonly Replication[],
  task: number,
  figure: Measured,
): readonly number[] {
  return records.flatMap((record) => {
    const value = figureIn(machine, record, task, figure);
    return value === undefined ? [] : [toNumber(value)];
  });
}

function figureIn(machine: Machine, record: Replication, task: number, figure: Measured): Rational | undefined {
  switch (figure) {
    case 'served':
      return servedIn(record, task)?.share;
    case 'progressPerDay':
      return perDayIn(machine, record, task)?.seen;
    case 'latency':
      return meanOf(record.latencies[task]!);
    case 'age':
      return meanAge(record, task);
  }
}

function plainText(figure: Measured, value: number): string {
  if (figure === 'served') return shareText(value);
  return figure === 'progressPerDay' ? amountText(value) : durationText(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

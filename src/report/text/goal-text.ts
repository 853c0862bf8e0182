/**
 * Goals and their measurements in words.
 *
 * @module
 */
import { isOneNumber } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { GoalReport } from '../../judge/report/report.ts';
import { amountText, shareText } from './amount-text.ts';

/** "progress within 2 h", "served 95 %", "never starves". */
export function goalName(report: GoalReport): string {
  const { goal, figure, target } = report;
  if (goal === 'doneBy' || goal === 'peak' || goal === 'refused') return limitName({ ...report, goal });
  const names = {
    neverStarves: 'never starves',
    progressWithin: 'progress within',
    served: 'served',
    progressPerDay: 'progress a day of at least',
    latency: `latency ${figure} of at most`,
    age: `age ${figure} of at most`,
    precision: `${figureText(figure)} known to ±`,
  };
  return target === null || goal === 'neverStarves'
    ? names[goal]
    : `${names[goal]} ${measureText({ goal, figure }, target)}`;
}

/** "peak of at most 100 requests in any 1 min", "refused at most 1 %", "95 % done by 06:00 UTC". */
export function limitName({
  goal,
  figure,
  target,
  when = '',
}: GoalReport & { readonly goal: 'doneBy' | 'peak' | 'refused' }): string {
  const value = measureText({ goal, figure }, target ?? 0);
  switch (goal) {
    case 'doneBy':
      return target === 1 ? `done ${when}` : `${value} done ${when}`;
    case 'peak':
      return `peak of at most ${value} ${figure} ${when}`;
    case 'refused':
      return `refused at most ${value}${figure === 'perDay' ? ' a day' : ''}`;
  }
}

/** What was measured for a goal, with its interval where there is one. */
export function measuredText({ goal, figure, measured, interval, bracket, evidence }: GoalReport): string {
  // What is not known yet moves the share more than chance does.
  if (bracket !== undefined) return rangeText(bracket, shareText);
  // A goal without a number is judged by what did not happen; its own text says that.
  if (measured === null) return goal === 'neverStarves' ? '' : evidence === 'none' ? 'no data' : 'unbounded';
  const text = (value: number) => measureText({ goal, figure }, value);
  return (goal === 'precision' ? '± ' : '') + text(measured) + intervalText(interval, text);
}

/** " (40 % to 60 %)"; nothing where there is no interval, or none that the digits shown can tell. */
export function intervalText(interval: readonly [number, number] | null, text: (value: number) => string): string {
  if (interval === null || isOneNumber(text(interval[0]), text(interval[1]))) return '';
  return ` (${text(interval[0])} to ${text(interval[1])})`;
}

/** "95 to 100 %". */
export function rangeText([low, high]: readonly [number, number], text: (value: number) => string): string {
  const unit = / \S+$/.exec(text(high))?.[0] ?? '';
  const first = text(low);
  return `${unit !== '' && first.endsWith(unit) ? first.slice(0, -unit.length) : first} to ${text(high)}`;
}

/** What a precision is asked of. */
export function figureText(figure: GoalReport['figure']): string {
  const words = {
    served: 'served',
    progressPerDay: 'progress a day',
    latency: 'mean latency',
    age: 'mean age',
  } as const;
  return figure !== undefined && figure in words ? words[figure as keyof typeof words] : '';
}

/** A value of what the goal is about. */
export function measureText({ goal, figure }: Pick<GoalReport, 'goal' | 'figure'>, value: number): string {
  switch (goal === 'precision' ? (figure as 'served' | 'progressPerDay' | 'latency' | 'age') : goal) {
    case 'served':
    case 'doneBy':
      return shareText(value);
    case 'refused':
      return figure === 'share' ? shareText(value) : amountText(value);
    case 'progressPerDay':
    case 'peak':
      return amountText(value);
    case 'progressWithin':
    case 'latency':
    case 'age':
    case 'neverStarves':
      return durationText(value);
  }
}

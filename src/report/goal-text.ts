/**
 * Goals and their measurements in words.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import type { GoalReport } from '../judge/report.ts';
import { amountText, shareText } from './amount-text.ts';

/** "progress within 2 h", "served 95 %", "never starves". */
export function goalName({ goal, target }: GoalReport): string {
  const names = {
    neverStarves: 'never starves',
    progressWithin: 'progress within',
    served: 'served',
    progressPerDay: 'progress a day of at least',
  };
  return target === null || goal === 'neverStarves' ? names[goal] : `${names[goal]} ${measureText(goal, target)}`;
}

/** What was measured for a goal, with its interval where there is one. */
export function measuredText({ goal, measured, interval }: GoalReport): string {
  // A goal without a number is judged by what did not happen; its own text says that.
  if (measured === null) return goal === 'neverStarves' ? '' : 'no data';
  const value = measureText(goal, measured);
  if (interval === null) return value;
  return `${value} (${measureText(goal, interval[0])} to ${measureText(goal, interval[1])})`;
}

function measureText(goal: GoalReport['goal'], value: number): string {
  switch (goal) {
    case 'served':
      return shareText(value);
    case 'progressPerDay':
      return amountText(value);
    case 'progressWithin':
    case 'neverStarves':
      return durationText(value);
  }
}

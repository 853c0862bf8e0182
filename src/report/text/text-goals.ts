/**
 * Goals as a line of a terminal has room for them.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { GoalReport, Report } from '../../judge/report/report.ts';
import { amountText, shareText } from './amount-text.ts';
import { figureText, limitName, measureText, rangeText } from './goal-text.ts';
import type { Paint } from './text-style.ts';

/** "progress 2 h", "served 95 %", "60 a day", "never starves". */
export function goalLabel(report: GoalReport): string {
  const { goal, figure, target } = report;
  if (goal === 'latency' || goal === 'age') return `${goal} ${figure} ${durationText(target ?? 0)}`;
  if (goal === 'doneBy') return limitName({ ...report, goal });
  if (goal === 'peak')
    return limitName({ ...report, goal })
      .replace(' of at most', '')
      .replace('any ', '');
  if (goal === 'refused') return limitName({ ...report, goal }).replace(' at most', '');
  if (goal === 'precision') return `${figureText(figure)} ±${target === null ? '' : ` ${measureText(report, target)}`}`;
  if (goal === 'neverStarves' || target === null) return 'never starves';
  if (goal === 'progressPerDay') return `${amountText(target)} a day`;
  return goal === 'served' ? `served ${shareText(target)}` : `progress ${durationText(target)}`;
}

/** "met 68 min", "MISSED 70 %", "unknown"; without what stands in another column anyway. */
export function goalOutcome(goal: GoalReport, paint: Paint, { beside = false } = {}): string {
  const { verdict } = goal;
  const measured = beside && goal.goal === 'progressWithin' ? '' : measuredLabel(goal);
  const word = verdict === 'missed' ? 'MISSED' : verdict;
  const styles = ({ met: ['green'], missed: ['red', 'bold'], unknown: ['yellow'], accepted: ['yellow'] } as const)[
    verdict
  ];
  return paint(measured === '' ? word : `${word} ${measured}`, ...styles);
}

function measuredLabel(report: GoalReport): string {
  const { goal, measured, bracket, evidence } = report;
  if (bracket !== undefined) return rangeText(bracket, shareText);
  if (goal === 'neverStarves') return '';
  if (measured === null) return evidence === 'none' ? '' : 'unbounded';
  return (goal === 'precision' ? '± ' : '') + measureText(report, measured);
}

/** The goals worth a line: those that somebody wrote, those not met, and one for every task. */
export function goalsShown(goals: readonly GoalReport[], of: string): GoalReport[] {
  const all = goals.filter((goal) => goal.of === of);
  const open = all.filter(({ implicit, verdict }) => implicit && verdict !== 'met');
  const shown = [...all.filter(({ implicit }) => !implicit), ...open];
  return shown.length > 0 ? shown : all.slice(0, 1);
}

/**
 * "backfiller never starves: it may rest (until 2026-12-31)": why a goal that is not met fails nothing, and which
 * acceptance no longer counts. What chance forgives is told elsewhere.
 */
export function acceptances({ goals, tasks }: Pick<Report, 'goals' | 'tasks'>): string[] {
  return goals.flatMap((goal) => {
    const { of, verdict, accepted, expired } = goal;
    const isChance = goal.goal === 'neverStarves' && tasks[of]?.almostSafe === true;
    const counts = verdict === 'accepted' && !isChance ? accepted : undefined;
    const said = counts ?? expired;
    return said === undefined ? [] : [`${of} ${goalLabel(goal)}: ${said}.`];
  });
}

/**
 * The table of tasks: what is known of each, how much it does, how long it waits, and what its goals came to.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { GoalReport, Report, TaskReport } from '../../judge/report/report.ts';
import { amountText } from './amount-text.ts';
import { shorten } from './text-fit.ts';
import { goalLabel, goalOutcome, goalsShown } from './text-goals.ts';
import type { Paint } from './text-style.ts';

const DAY = 24 * 60 * 60 * 1000;
export const NAME_LENGTH_MAX = 24;

/** The head of the table; `pace` is what the progress is counted by, `gap` how far the longest gap is known. */
export function taskHead(pace: string, gap = 'longest gap'): readonly [string, string, string, string, string, string] {
  return ['task', 'verdict', pace, gap, 'goal', ''];
}

/** The longest that runs showed, or what was proved of every run; a table of both has the plain word. */
function gapHead(tasks: readonly TaskReport[]): string {
  return tasks.length > 0 && tasks.every(isGapProved) ? 'gap at most' : 'longest gap';
}

function isGapProved({ claim, worst, evidence }: TaskReport): boolean {
  return isKnown(evidence) && (claim === 'starvable' || claim === 'starved' || worst !== undefined);
}

/** Rows of cells, the head first; a task with several goals has a row for each. */
export function taskRows(report: Report, paint: Paint): string[][] {
  const measuredMs = report.scenario.horizonMs - report.scenario.warmupMs;
  const pace = paceOf(measuredMs, report.replications);
  const rows = [taskHead(pace.text, gapHead(Object.values(report.tasks))).map((word) => paint(word, 'dim'))];
  for (const [name, task] of Object.entries(report.tasks)) {
    const goals = report.goals.filter(({ of }) => of === name);
    const facts = [
      shorten(name, NAME_LENGTH_MAX),
      claimWords(task, goals, paint),
      paceText(task, pace),
      longestWithout(task),
    ];
    rows.push(...withGoals(facts, goalsShown(goals, name), paint));
  }
  const others = [...new Set(report.goals.map(({ of }) => of))].filter((of) => report.tasks[of] === undefined);
  for (const of of others)
    rows.push(...withGoals([shorten(of, NAME_LENGTH_MAX), '', '', ''], goalsShown(report.goals, of), paint));
  return rows;
}

/** The facts of a task, and a row for each of its goals. */
export function withGoals(facts: readonly string[], goals: readonly GoalReport[], paint: Paint): string[][] {
  const blank = facts.map(() => '');
  if (goals.length === 0) return [[...facts, '', '']];
  return goals.map((goal, index) => [
    ...(index === 0 ? facts : blank),
    goalLabel(goal),
    goalOutcome(goal, paint, { beside: true }),
  ]);
}

/** The claim in the words of DESIGN, and how it is known; from runs alone nothing is claimed, only what was seen. */
export function claimWords(
  { claim, evidence, almostSafe }: TaskReport,
  goals: readonly GoalReport[],
  paint: Paint,
): string {
  const known = isKnown(evidence) ? 'proved' : 'estimated';
  switch (claim) {
    case 'live':
      return `${paint('safe', 'green')} ${known}`;
    case 'starvable':
      if (almostSafe === true && !isMissed(goals)) return `${paint('can starve', 'yellow')}, p = 0`;
      return `${paint('CAN STARVE', 'red', 'bold')} ${known}`;
    case 'starved':
      return `${paint('STARVES', 'red', 'bold')} ${known}`;
    case 'overloaded':
      return `${paint('OVERLOADED', 'red', 'bold')} ${known}`;
    case 'unknown':
      return seenWords(goals, paint);
  }
}

/** Whether a claim is about every run, and not only about those that were seen. */
export function isKnown({ kind }: TaskReport['evidence']): boolean {
  return ['proof', 'counterexample', 'rule', 'recurrence'].includes(kind);
}

function isMissed(goals: readonly GoalReport[]): boolean {
  return goals.some(({ goal, verdict }) => goal === 'neverStarves' && verdict === 'missed');
}

function seenWords(goals: readonly GoalReport[], paint: Paint): string {
  const judged = goals.map(({ verdict }) => verdict);
  if (judged.includes('missed')) return paint('violation seen', 'red');
  if (judged.length === 0 || judged.includes('unknown')) return paint('unknown', 'yellow');
  return paint('no violation seen', 'green');
}

/** The time over which progress is told: a day, or all that was measured where that is less. */
interface PaceUnit {
  readonly text: string;
  readonly days: number;
  /** How many of it were measured, over all runs. */
  readonly count: number;
}

function paceOf(measuredMs: number, replications: number): PaceUnit {
  if (measuredMs >= DAY) return { text: 'per day', days: 1, count: (measuredMs * replications) / DAY };
  return { text: `in ${durationText(measuredMs)}`, days: measuredMs / DAY, count: replications };
}

/** "67 of 96" starts that progressed of those due; the amount of progress where one start is not one unit of it. */
function paceText({ progress, runs, served, replications }: TaskReport, { days, count }: PaceUnit): string {
  const starts = replications.reduce((sum, row) => sum + row.served, 0);
  if (served === null || starts !== progress.amount || count === 0) return amountText(progress.perDay * days);
  return `${countText(progress.perDay * days)} of ${countText(runs.triggered / count)}`;
}

/** Starts a day, without the fraction that says nothing beside another count. */
function countText(count: number): string {
  return amountText(count >= 10 ? Math.round(count) : count);
}

/** The longest time without progress; one that was not over at the end is only known to be longer than that. */
function longestWithout({ progress, claim, worst }: TaskReport): string {
  if (claim === 'starvable' || claim === 'starved') return 'unbounded';
  if (worst !== undefined) return durationText(Math.max(worst.firstMs, worst.betweenMs ?? 0));
  const over = progress.longestMs > Math.max(progress.firstMs ?? 0, progress.betweenMs?.max ?? 0);
  return `${over ? 'over ' : ''}${durationText(progress.longestMs)}`;
}

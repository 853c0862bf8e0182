/**
 * The sentences below the verdict of report.html.
 *
 * @module
 */
import type { GoalReport, WorldReport } from '../judge/report/report.ts';
import { goalName, measuredText } from './text/goal-text.ts';

type Body = Pick<WorldReport, 'goals' | 'tasks'>;

/** The sentences that stand below the verdict: the cause of each missed goal, or what was found instead. */
export function leadSentences(body: Body): string[] {
  const of = (verdict: GoalReport['verdict']): GoalReport[] => body.goals.filter((goal) => goal.verdict === verdict);
  // Who is without progress comes before who is late.
  const missed = of('missed').sort((left, right) => urgency(left) - urgency(right));
  const unknown = of('unknown');
  const tasks = [...new Set([...missed, ...unknown].map((goal) => goal.of)), ...Object.keys(body.tasks)];
  const causes = [...new Set(tasks.flatMap((task) => body.tasks[task]?.cause ?? []))].map(sentence);
  const some = (count: number): string =>
    body.goals.length === 1 ? 'The only goal is' : `${count} of ${body.goals.length} goals`;
  if (missed.length > 0) return [...causes, `${some(missed.length)} missed: ${listGoals(missed)}.`];
  if (unknown.length > 0) return [...causes, `${some(unknown.length)} not to be judged: ${listGoals(unknown)}.`];
  return [passSentence(body.goals), ...causes];
}

function passSentence(goals: readonly GoalReport[]): string {
  if (goals.length === 0) return 'No goal was set.';
  const met = goals.filter(({ verdict }) => verdict === 'met').length;
  const accepted = goals.length - met;
  const all =
    accepted > 0
      ? `${met} of ${goals.length} goals are met, ${accepted} not, which is accepted`
      : `${goals.length === 2 ? 'Both' : `All ${goals.length}`} goals are met`;
  const written = goals.filter(({ implicit, verdict }) => !implicit && verdict === 'met');
  return `${goals.length === 1 && met === 1 ? 'The only goal is met' : all}${written.length > 0 ? `: ${listGoals(written)}` : ''}.`;
}

const URGENT_FIRST: readonly GoalReport['goal'][] = [
  'neverStarves',
  'progressWithin',
  'progressPerDay',
  'served',
  'doneBy',
  'age',
  'latency',
  'refused',
  'peak',
  'precision',
];

function urgency({ goal }: GoalReport): number {
  return URGENT_FIRST.indexOf(goal);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function listGoals(goals: readonly GoalReport[]): string {
  return goals
    .map((goal) => `${goal.of} ${goalName(goal)}${bracketed(measuredText({ ...goal, interval: null }))}`)
    .join(', ');
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

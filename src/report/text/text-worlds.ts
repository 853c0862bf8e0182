/**
 * Worlds side by side: which goal flips with what nobody knows, and what fails whatever is true.
 *
 * @module
 */
import type { GoalReport, WorldReport } from '../../judge/report/report.ts';
import { goalLabel, goalOutcome } from './text-goals.ts';
import type { Paint } from './text-style.ts';

/** Rows of cells, the head first, a column per world; what flips stands first. */
export function worldRows(worlds: readonly WorldReport[], paint: Paint): string[][] {
  const keys = [...new Set(worlds.flatMap(({ goals }) => goals.map(keyOf)))];
  const rows = keys.map((key) => {
    const goals = worlds.map((world) => world.goals.find((goal) => keyOf(goal) === key));
    return { key, goals, flips: new Set(goals.map((goal) => goal?.verdict)).size > 1 };
  });
  // What somebody wrote before what every task has.
  rows.sort((left, right) => Number(isImplicit(left)) - Number(isImplicit(right)));
  const shown = [
    ...rows.filter(({ flips }) => flips),
    ...rows.filter((row) => !row.flips && !(isImplicit(row) && row.goals[0]?.verdict === 'met')),
  ];
  return [
    ['', ...worlds.map((world) => paint(worldLabel(world), 'bold'))],
    ['verdict', ...worlds.map(({ verdict }) => verdictWord(verdict, paint))],
    ...shown.map(({ key, goals, flips }) => [
      `${key}${flips ? '  (flips)' : ''}`,
      ...goals.map((goal) => (goal === undefined ? '' : goalOutcome(goal, paint))),
    ]),
  ];
}

function isImplicit({ goals }: { readonly goals: readonly (GoalReport | undefined)[] }): boolean {
  return goals.every((goal) => goal?.implicit !== false);
}

/** A row per world, for more worlds than there is room for columns. */
export function worldList(worlds: readonly WorldReport[], paint: Paint): string[][] {
  return worlds.map((world) => {
    const missed = world.goals.filter(({ verdict }) => verdict === 'missed').map(keyOf);
    return [
      verdictWord(world.verdict, paint),
      worldLabel(world),
      missed.length > 0 ? `missed: ${missed.join(', ')}` : '',
    ];
  });
}

/** "POLL_COST 1, debt none". */
export function worldLabel({ set }: Pick<WorldReport, 'set'>): string {
  return Object.entries(set)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

export function verdictWord(verdict: WorldReport['verdict'], paint: Paint): string {
  const colour = { pass: 'green', fail: 'red', unknown: 'yellow' } as const;
  return paint(verdict.toUpperCase(), colour[verdict], 'bold');
}

function keyOf(goal: GoalReport): string {
  return `${goal.of} ${goalLabel(goal)}`;
}

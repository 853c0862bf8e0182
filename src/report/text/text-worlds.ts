/**
 * Worlds side by side: which goal flips with what nobody knows, and what fails whatever is true.
 *
 * @module
 */
import type { GoalReport, WorldReport } from '../../judge/report/report.ts';
import { errorsDespitePass } from '../despite.ts';
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

/**
 * A row for all worlds in which the same comes out, for more worlds than there is room for columns: by what is true in them and in no others,
 * where there is such a thing.
 */
export function worldList(worlds: readonly WorldReport[], paint: Paint): string[][] {
  return [...groupsOf(worlds).values()].map((group) => {
    const [first] = group;
    const missed = first!.goals.filter(({ verdict }) => verdict === 'missed').map(keyOf);
    const said = [missed.length > 0 ? `missed: ${missed.join(', ')}` : '', errorsDespitePass(first!) ?? ''];
    return [
      verdictWord(first!.verdict, paint),
      groupLabel(group, worlds),
      said.filter((part) => part !== '').join('; '),
    ];
  });
}

/** Worlds with one verdict, the same verdict of each goal, and the same findings. */
function groupsOf(worlds: readonly WorldReport[]): ReadonlyMap<string, readonly WorldReport[]> {
  const groups = new Map<string, WorldReport[]>();
  for (const world of worlds) {
    const goals = world.goals.map((goal) => [keyOf(goal), goal.verdict]);
    const key = JSON.stringify([world.verdict, goals, [...new Set(world.findings.map(({ code }) => code))].sort()]);
    groups.set(key, [...(groups.get(key) ?? []), world]);
  }
  return groups;
}

function groupLabel(group: readonly WorldReport[], worlds: readonly WorldReport[]): string {
  const [first] = group;
  if (group.length === 1) return worldLabel(first!);
  if (group.length === worlds.length) return `all ${worlds.length} worlds`;
  const shared = Object.entries(first!.set).filter(([name, value]) => group.every(({ set }) => set[name] === value));
  const alike = worlds.filter(({ set }) => shared.every(([name, value]) => set[name] === value));
  if (alike.length === group.length)
    return `${worldLabel({ set: Object.fromEntries(shared) })} (${group.length} worlds)`;
  const more = group.length - 1;
  return `${worldLabel(first!)} (${more} more ${more === 1 ? 'world' : 'worlds'}: the same)`;
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

/**
 * Whose goals stand under a name: those of a task, of a supply or of a backlog; and which goals each may have.
 *
 * @module
 */
import type { GoalText } from '../schema/goal-shapes.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import type { Reading } from '../values/bounds.ts';

export type Kind = 'task' | 'supply' | 'backlog';

/** All names, those of broken parts too. */
export type NamesByKind = Readonly<Record<Kind, readonly string[]>>;

const KINDS = ['task', 'supply', 'backlog'] as const;

const MAY_HAVE: Readonly<Record<Kind, readonly (keyof GoalText)[]>> = {
  task: ['neverStarves', 'progressWithin', 'served', 'progressPerDay', 'latency', 'age', 'doneBy', 'accept'],
  supply: ['peak', 'refused'],
  backlog: ['doneBy'],
};

/** Tells names that are nobody's or two things', and goals that what bears the name cannot have. */
export function checkGoalNames(reading: Reading, { goals = {} }: ScenarioDocument, names: NamesByKind): void {
  for (const [name, text] of Object.entries(goals)) {
    const path = ['goals', name];
    const [kind, ...others] = KINDS.filter((one) => names[one].includes(name));
    if (kind === undefined) {
      const known = KINDS.flatMap((one) => names[one]);
      reading.report(path, { code: 'unknown_name', what: 'task, supply or backlog', name, known }, { on: 'key' });
    } else if (others.some((other) => Object.keys(text).some((key) => isOf(other, key)))) {
      // What a goal is of is told by the name alone, in the report too.
      reading.report(path, { code: 'duplicate_name', name, other: kind }, { on: 'key' });
    } else {
      for (const key of Object.keys(text)) if (!isOf(kind, key)) tellForeign(reading, name, key, kind);
    }
  }
}

function isOf(kind: Kind, key: string): boolean {
  return MAY_HAVE[kind].some((one) => one === key);
}

function tellForeign(reading: Reading, name: string, key: string, kind: Kind): void {
  const may = MAY_HAVE[kind].map((one) => `"${one}"`).join(', ');
  const why = `${name} is a ${kind}, which may have ${may}`;
  reading.report(['goals', name, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
}

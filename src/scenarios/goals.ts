/**
 * Compiles goals; every task has `neverStarves`, whether it was written or not.
 *
 * @module
 */
import type { Path } from '../sim/model.ts';
import { ONE, toNumber, ZERO } from '../sim/rational.ts';
import { COUNT_MAX, type Reading } from './bounds.ts';
import { parseDate } from './dates.ts';
import type { Goal } from './scenario.ts';
import type { GoalText, ScenarioDocument } from './schema.ts';
import { isAlways } from './tasks.ts';
import { readDuration, readKnown } from './values.ts';

/** The goals in the order of the tasks; `tasks` are all names, those of broken tasks too. */
export function compileGoals(reading: Reading, document: ScenarioDocument, tasks: readonly string[]): Goal[] {
  const goals = document.goals ?? {};
  for (const name of Object.keys(goals)) {
    if (tasks.includes(name)) continue;
    reading.report(['goals', name], { code: 'unknown_name', what: 'task', name, known: tasks }, { on: 'key' });
  }
  return tasks.flatMap((name) => {
    const text = Object.hasOwn(goals, name) ? goals[name] : undefined;
    const task = document.tasks[name];
    return goalsOf(reading, name, text ?? {}, task !== undefined && isAlways(task));
  });
}

function goalsOf(reading: Reading, of: string, text: GoalText, always: boolean): Goal[] {
  const path = ['goals', of];
  const written = text.neverStarves === true;
  const accepted = acceptedText(reading, [...path, 'accept'], text.accept);
  const first: Goal = {
    of,
    goal: 'neverStarves',
    path: written ? [...path, 'neverStarves'] : ['tasks', of],
    implicit: !written,
    ...(accepted !== undefined && { accepted }),
  };
  return [first, ...progressGoals(reading, of, path, text), ...servedGoals(reading, of, path, text, always)];
}

function progressGoals(reading: Reading, of: string, path: Path, text: GoalText): Goal[] {
  const goals: Goal[] = [];
  if (text.progressWithin !== undefined) {
    const at = [...path, 'progressWithin'];
    const limitMs = readDuration(reading, at, text.progressWithin, { above: ZERO });
    if (limitMs !== undefined) goals.push({ of, goal: 'progressWithin', path: at, implicit: false, limitMs });
  }
  if (text.progressPerDay !== undefined) {
    const at = [...path, 'progressPerDay'];
    const amount = readKnown(reading, at, text.progressPerDay, 'number', { min: ZERO, max: COUNT_MAX });
    if (amount !== undefined) {
      goals.push({ of, goal: 'progressPerDay', path: at, implicit: false, amount: toNumber(amount), exact: amount });
    }
  }
  return goals;
}

function servedGoals(reading: Reading, of: string, path: Path, text: GoalText, always: boolean): Goal[] {
  if (text.served === undefined) return [];
  const at = [...path, 'served'];
  if (always) {
    reading.report(at, { code: 'served_always' });
    return [];
  }
  const share = readKnown(reading, at, text.served, 'share', { min: ZERO, max: ONE });
  if (share === undefined) return [];
  return [{ of, goal: 'served', path: at, implicit: false, share: toNumber(share), exact: share }];
}

function acceptedText(reading: Reading, path: Path, text: GoalText['accept']): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  if (text.until === undefined) return text.reason;
  const until = [...path, 'until'];
  if (parseDate(text.until) === undefined) reading.report(until, { code: 'bad_date', received: text.until });
  return `${text.reason} (until ${text.until})`;
}

/**
 * Compiles goals; every task has `neverStarves`, whether it was written or not.
 *
 * @module
 */
import type { Model, Path } from '../../sim/model.ts';
import { ONE, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { Goal } from '../scenario.ts';
import type { GoalText } from '../schema/goal-shapes.ts';
import type { ScenarioDocument } from '../schema/schema.ts';
import { isAlways } from '../tasks/tasks.ts';
import { COUNT_MAX, type Reading } from '../values/bounds.ts';
import { parseDate } from '../values/dates.ts';
import { readDuration, readKnown } from '../values/values.ts';
import { type DoneByPlace, doneByGoals } from './done-by.ts';
import { checkPrecisions, compilePrecisions } from './precision.ts';
import { supplyGoals } from './supply-goals.ts';
import { checkGoalNames, type NamesByKind } from './whose-goals.ts';

export interface GoalPlace {
  readonly names: NamesByKind;
  readonly model: Model;
  /** The date at which a run begins, where the scenario has one. */
  readonly startMs: number | undefined;
}

/** The goals in the order of the tasks, then those of supplies and of backlogs. */
export function compileGoals(reading: Reading, document: ScenarioDocument, place: GoalPlace): Goal[] {
  const { names, model, startMs } = place;
  const { task: tasks, supply: supplies, backlog: backlogs } = names;
  const texts = document.goals ?? {};
  const textOf = (name: string): GoalText => (Object.hasOwn(texts, name) ? texts[name]! : {});
  checkPrecisions(reading, document, tasks);
  checkGoalNames(reading, document, names);
  return [
    ...tasks.flatMap((name) => taskGoals(reading, document, name, { text: textOf(name), startMs })),
    ...supplies.flatMap((name) => supplyGoals(reading, model, name, tasks.includes(name) ? {} : textOf(name))),
    ...backlogs.flatMap((of) => {
      const named = tasks.includes(of) || supplies.includes(of);
      return named ? [] : doneByGoals(reading, { of, startMs }, textOf(of).doneBy);
    }),
  ];
}

function taskGoals(
  reading: Reading,
  document: ScenarioDocument,
  name: string,
  { text, startMs }: { readonly text: GoalText; readonly startMs: number | undefined },
): Goal[] {
  const task = Object.hasOwn(document.tasks, name) ? document.tasks[name] : undefined;
  const acceptance = acceptanceOf(reading, ['goals', name, 'accept'], text.accept, startMs);
  const always = task !== undefined && isAlways(task);
  return [
    ...goalsOf(reading, name, text, { acceptance, always }),
    ...doneByOfTask(reading, { of: name, startMs }, text, always),
    ...compilePrecisions(reading, document, name, always),
  ];
}

/** A task that is always due has no start that could be late. */
function doneByOfTask(reading: Reading, place: DoneByPlace, { doneBy }: GoalText, always: boolean): Goal[] {
  if (!always || doneBy === undefined) return doneByGoals(reading, place, doneBy);
  const why = 'a task that is triggered `always` has no start that is due; write it under the name of its backlog';
  reading.report(['goals', place.of, 'doneBy'], { code: 'no_meaning', what: '"doneBy"', why }, { on: 'key' });
  return [];
}

type Acceptance = Pick<Goal, 'accepted' | 'expired'>;

function goalsOf(
  reading: Reading,
  of: string,
  text: GoalText,
  { acceptance, always }: { readonly acceptance: Acceptance; readonly always: boolean },
): Goal[] {
  const path = ['goals', of];
  const written = text.neverStarves === true;
  const first: Goal = {
    of,
    goal: 'neverStarves',
    path: written ? [...path, 'neverStarves'] : ['tasks', of],
    implicit: !written,
    ...acceptance,
  };
  return [
    first,
    ...progressGoals(reading, of, path, text),
    ...servedGoals(reading, of, path, text, always),
    ...durationGoals(reading, of, path, text),
  ];
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

/** What latencies and ages must not exceed: a goal for each figure that is limited. */
function durationGoals(reading: Reading, of: string, path: Path, text: GoalText): Goal[] {
  const limit = (at: Path, written: number | string) => readDuration(reading, at, written, { above: ZERO });
  for (const key of ['latency', 'age'] as const) {
    if (text[key] === undefined || Object.keys(text[key]).length > 0) continue;
    const why = 'it limits no figure; write { p95: 5m }, for one';
    reading.report([...path, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
  }
  const latencies = FIGURES.flatMap((figure): Goal[] => {
    const written = text.latency?.[figure];
    if (written === undefined) return [];
    const at = [...path, 'latency', figure];
    const limitMs = limit(at, written);
    return limitMs === undefined ? [] : [{ of, goal: 'latency', path: at, implicit: false, figure, limitMs }];
  });
  const ages = FIGURES.flatMap((figure): Goal[] => {
    if (figure === 'max') return [];
    const written = text.age?.[figure];
    if (written === undefined) return [];
    const at = [...path, 'age', figure];
    const limitMs = limit(at, written);
    return limitMs === undefined ? [] : [{ of, goal: 'age', path: at, implicit: false, figure, limitMs }];
  });
  return [...latencies, ...ages];
}

const FIGURES = ['mean', 'p50', 'p95', 'p99', 'max'] as const;

/** Until the end of its day an acceptance counts for runs that begin then; without a start nothing can tell. */
function acceptanceOf(reading: Reading, path: Path, text: GoalText['accept'], startMs: number | undefined): Acceptance {
  if (text === undefined) return {};
  if (typeof text === 'string') return { accepted: text };
  const { reason, until } = text;
  if (until === undefined) return { accepted: reason };
  const untilMs = parseDate(until);
  if (untilMs === undefined) reading.report([...path, 'until'], { code: 'bad_date', received: until });
  if (startMs === undefined)
    return { accepted: `${reason} (until ${until}, which nothing checks without a start date)` };
  const endMs = (untilMs ?? 0) + (/[T ]/.test(until) ? 0 : DAY_MS);
  return startMs < endMs
    ? { accepted: `${reason} (until ${until})` }
    : { expired: `accepted until ${until}, which is over` };
}

/**
 * Compiles tasks: their triggers, what they do when busy, and their program.
 *
 * @module
 */

import type { Path, Task, Trigger } from '../../sim/model.ts';
import { ONE, rational, subtract, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { COPIES_MAX, copyName } from '../../sim/program/copies.ts';
import type { Draft, Later } from '../draft.ts';
import { checkReleases, compilePool } from '../locks/acquires.ts';
import type { TaskText } from '../schema/schema.ts';
import { nearest } from '../text/nearest.ts';
import { nodeAt } from '../text/tree.ts';
import { keysOf } from '../values/parameters.ts';
import { readDuration, readKnown } from '../values/values.ts';
import { Variables } from '../values/variables.ts';
import { compileAfter, withAfter } from './after-start.ts';
import { readRetry } from './calls.ts';
import { compileCatchUp, withCatchUp } from './catch-up.ts';
import { compileCrashes } from './crashes.ts';
import { compileDelivery } from './deliveries.ts';
import { emit, type Program } from './program.ts';
import { compileSteps, RUN_SCOPE } from './steps.ts';
import { compileTriggers, restarts } from './triggers.ts';

export interface CompiledTask {
  readonly task: Later<Task>;
  readonly triggers: readonly Later<Trigger | undefined>[];
}

const PRIORITY_MAX = rational(1_000_000_000);

export function compileTask(draft: Draft, name: string, index: number, text: TaskText): CompiledTask {
  const path = ['tasks', name];
  const program = emptyProgram(draft, index);
  const place = { task: index, variables: program.variables };
  const catchUp = compileCatchUp(draft, name, text);
  const after = compileAfter(draft, name, text);
  const triggers =
    text.trigger === undefined
      ? []
      : compileTriggers(draft, place, [...path, 'trigger'], text.trigger).map((one) =>
          withCatchUp(withAfter(one, after), catchUp),
        );
  const { keepsSlot = true } = text;
  const expiresMs = compileExpiry(draft, name, text);
  if (text.pool !== undefined) compilePool(program, [...path, 'pool'], text.pool, { kept: keepsSlot, expiresMs });
  else if (!keepsSlot) draft.report([...path, 'keepsSlot'], { code: 'needs_pool' }, { on: 'key' });
  const delivery = compileDelivery(program, [...path, 'delivery'], text);
  if (text.timeLimit !== undefined) compileLimit(program, [...path, 'timeLimit'], text.timeLimit);
  compileSteps(program, [...path, 'steps'], text.steps ?? [], RUN_SCOPE);
  program.operations.push(() => ({ kind: 'end', path: [...path, 'steps'] }));
  checkReleases(program);
  const retry = text.retry && readRetry(program, [...path, 'retry'], text.retry);
  const crashesMs = text.crashes === undefined ? [] : compileCrashes(draft, [...path, 'crashes'], text.crashes);
  // A preset that is still there was of no use, which is told.
  const isOpen = text.whenBusy === undefined && text.preset === undefined && !isMisspelt(draft, name);
  if (isOpen && text.trigger !== undefined && !isNeverBusy(text)) {
    draft.report(path, { code: 'when_busy_missing' }, { on: 'key' });
  }
  const replaces = text.whenBusy === 'replace' || text.whenBusy === 'replace hard';
  const itself = replaces ? draft.emissions.ofItself(index) : undefined;
  if (itself !== undefined) {
    const why = `with \`whenBusy: ${text.whenBusy}\` the run would end itself by it`;
    draft.report(itself, { code: 'no_meaning', what: `starting ${name} in a run of its own`, why });
  }
  const priority = compilePriority(draft, name, text.priority ?? 0);
  const copies = compileCopies(draft, name, text.copies ?? 1);
  if (copies > 1 && isEmitted(text)) draft.report([...path, 'copies'], { code: 'emitted_copies', task: name });
  return {
    triggers,
    task: (scale) => ({
      name,
      path,
      priority,
      ...(copies > 1 && { copies }),
      // An unsure mode was settled when the worlds were made.
      whenBusy: (text.whenBusy ?? 'skip') as Task['whenBusy'],
      ...(retry && { retry: { ...retry, honourHint: false } }),
      ...(expiresMs !== undefined && { expiresMs }),
      ...(delivery !== undefined && { delivery }),
      ...(crashesMs.length > 0 && { crashesMs }),
      variables: program.variables.list,
      program: program.operations.map((operation) => operation(scale)),
    }),
  };
}

/** How long a start waits for its run to begin; undefined: for ever. */
function compileExpiry(draft: Draft, name: string, { expires, pool, whenBusy }: TaskText): number | undefined {
  if (expires === undefined) return undefined;
  const path = ['tasks', name, 'expires'];
  // What is unsure may be a queue.
  if (pool === undefined && (whenBusy === undefined || LINELESS.has(whenBusy))) {
    const why = 'no start of it waits: it has no `pool`, and its `whenBusy` is no queue';
    draft.report(path, { code: 'no_meaning', what: 'expires', why }, { on: 'key' });
  }
  const expiresMs = readDuration(draft, path, expires, { above: ZERO });
  if (expiresMs !== undefined) draft.spansMs.push(expiresMs);
  return expiresMs;
}

const LINELESS: ReadonlySet<unknown> = new Set(['skip', 'allow', 'replace', 'replace hard']);

/** How long a run may last, once it has the slot it takes first. */
function compileLimit(program: Program, path: Path, text: NonNullable<TaskText['timeLimit']>): void {
  const hard = typeof text === 'object';
  const afterMs = hard
    ? readDuration(program.draft, [...path, 'hard'], text.hard, { above: ZERO })
    : readDuration(program.draft, path, text, { above: ZERO });
  if (afterMs === undefined) return;
  program.draft.spansMs.push(afterMs);
  emit(program, () => ({ kind: 'limit', path, afterMs, hard }));
}

/** Whether all that starts the task is its own end. */
export function isAlways({ trigger }: TaskText): boolean {
  return trigger === 'always' || (Array.isArray(trigger) && trigger.every((one) => one === 'always'));
}

/** Whether other tasks start it. */
function isEmitted({ trigger }: TaskText): boolean {
  const triggers = Array.isArray(trigger) ? trigger : [trigger];
  return triggers.some((one) => typeof one === 'object' && one !== null && 'on' in one);
}

/** Whether nothing can start it while a run of it goes on: its own end does. */
function isNeverBusy({ trigger }: TaskText): boolean {
  return (Array.isArray(trigger) ? trigger : [trigger]).every((one) => restarts(one));
}

/** A misspelt `whenBusy` was told as an unknown key. */
function isMisspelt({ root }: Draft, name: string): boolean {
  const node = nodeAt(root, ['tasks', name]);
  return (
    node?.kind === 'map' &&
    [...node.entries.keys()].some((key) => nearest(key, ['whenBusy']) !== undefined || key === 'whenBusy')
  );
}

function emptyProgram(draft: Draft, task: number): Program {
  return {
    draft,
    task,
    variables: new Variables(draft, task),
    operations: [],
    acquired: new Map(),
    released: [],
    counters: 0,
    slots: undefined,
  };
}

function compilePriority(draft: Draft, name: string, text: number | string): number {
  const bounds = { min: subtract(ZERO, PRIORITY_MAX), max: PRIORITY_MAX };
  return toNumber(readKnown(draft, ['tasks', name, 'priority'], text, 'number', bounds) ?? ZERO);
}

/** How many instances of the task there are; the names of all but the first must be nobody else's. */
function compileCopies(draft: Draft, name: string, text: number | string): number {
  const path = ['tasks', name, 'copies'];
  const bounds = { min: ONE, max: rational(COPIES_MAX), whole: true };
  const copies = toNumber(readKnown(draft, path, text, 'number', bounds) ?? ONE);
  const names = new Set(keysOf(draft.root, 'tasks'));
  for (let copy = 2; copy <= copies; copy++) {
    const taken = copyName(name, copy);
    if (names.has(taken)) draft.report(['tasks', taken], { code: 'copy_name', name: taken, task: name }, { on: 'key' });
  }
  return copies;
}

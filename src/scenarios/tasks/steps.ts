/**
 * Compiles the steps of a task into one flat list of operations.
 *
 * @module
 */
import type { Path, Target } from '../../sim/model.ts';
import { ONE, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { compileTake, compileWhile } from '../backlogs/takes.ts';
import type { Later, SupplyDraft } from '../draft.ts';
import { compileAcquire, compileRelease } from '../locks/acquires.ts';
import { coin } from '../locks/locks.ts';
import type { PolicyText } from '../schema/amount-shapes.ts';
import type { Amount, RepeatText, Step, StepMap, StepWord } from '../schema/schema.ts';
import { refuseInUse } from '../supplies/in-use.ts';
import { readKnown } from '../values/values.ts';
import type { Scope } from '../values/variables.ts';
import { compileCall } from './calls.ts';
import { compileEmit } from './emits.ts';
import { policyTarget } from './policy-use.ts';
import { emit, emitWaiting, type Program } from './program.ts';
import { compileSpend } from './spends.ts';
import { readSupplyWaiting, supplyOf } from './waits.ts';

export const RUN_SCOPE: Scope = { id: '', forgets: [] };

/** Appends the operations of `steps`; a step that was broken is undefined. */
export function compileSteps(program: Program, path: Path, steps: readonly (Step | undefined)[], scope: Scope): void {
  steps.forEach((step, index) => {
    if (step !== undefined) compileStep(program, [...path, index], step, scope);
  });
}

function compileStep(program: Program, path: Path, step: Step, scope: Scope): void {
  if (typeof step === 'string') compileWord(program, path, step, scope);
  else compileVerb(program, path, step, scope);
}

function compileWord(program: Program, path: Path, word: StepWord, scope: Scope): void {
  if (word === 'progress') compileProgress(program, path, path, 1, scope);
  else emit(program, () => ({ kind: word, path }));
}

function compileVerb(program: Program, path: Path, step: StepMap, scope: Scope): void {
  const at = [...path, Object.keys(step)[0]!];
  if ('acquire' in step) compileAcquire(program, path, at, step.acquire, scope);
  else if ('release' in step) compileRelease(program, path, at, step.release);
  else if ('await' in step) compileAwait(program, path, at, step.await, scope);
  else if ('spend' in step) compileSpend(program, path, at, step.spend, scope);
  else if ('call' in step) compileCall(program, path, at, step.call, scope);
  else if ('take' in step) {
    const take = compileTake(program, { path, at }, step.take, scope);
    if (take !== undefined) emitWaiting(program, path, take);
  } else if ('progress' in step) compileProgress(program, path, at, step.progress, scope);
  else if ('crash' in step) compileCrash(program, path, at, step.crash);
  else if ('emit' in step) compileEmit(program, path, at, step.emit, scope);
  else if ('repeat' in step) compileRepeat(program, path, at, step.repeat, scope);
  else {
    const duration = program.variables.duration(at, step.work, scope);
    emit(program, () => ({ kind: 'work', path, duration }));
  }
}

function compileProgress(program: Program, path: Path, at: Path, text: Amount, scope: Scope): void {
  const amount = program.variables.progress(at, text, scope);
  emit(program, () => ({ kind: 'progress', path, amount }));
}

function compileCrash(program: Program, path: Path, at: Path, text: number | string): void {
  const { draft, task } = program;
  const share = readKnown(draft, at, text, 'share', { min: ZERO, max: ONE });
  const value = share === undefined ? 1 : toNumber(share);
  if (value === 0) return;
  const chance = value === 1 ? {} : { chance: coin(draft, task, at.join('.'), value) };
  emit(program, () => ({ kind: 'crash', path, ...chance }));
}

type AwaitText = Extract<StepMap, { await: unknown }>['await'];

function compileAwait(program: Program, path: Path, at: Path, text: AwaitText, scope: Scope): void {
  const supply = supplyOf(program.draft, at, 'await', text);
  if (supply === undefined) return;
  const { draft, name } = supply;
  const waiting = readSupplyWaiting(program, at, text, scope, draft);
  refuseInUse(program, at, text);
  const target = compileTarget(program, [...at, name], text[name] as TargetText, scope, draft);
  emitWaiting(program, path, (scale) => ({
    kind: 'await',
    path,
    supply: draft?.index ?? 0,
    target: target(scale),
    ...waiting(scale),
  }));
}

type TargetText = Amount | Readonly<Record<string, unknown>>;

function compileTarget(
  program: Program,
  path: Path,
  text: TargetText,
  scope: Scope,
  supply: SupplyDraft | undefined,
): Later<Target> {
  if (typeof text === 'object' && 'use' in text) return policyTarget(program, path, text as PolicyText, supply);
  const level = program.variables.tokens(supply, path, text as Amount, scope);
  return (scale) => ({ kind: 'level', level: level(scale) });
}

/**
 * loop, turn, the steps, jump to turn: the turn goes behind the jump when the counter is used up. With `while` a take comes
 * right behind the turn, and goes there too.
 */
function compileRepeat(program: Program, path: Path, at: Path, text: readonly Step[] | RepeatText, scope: Scope): void {
  const { operations } = program;
  const isList = Array.isArray(text);
  const { times, steps, ...more }: RepeatText = isList ? { steps: text } : (text as RepeatText);
  const inner = isList ? at : [...at, 'steps'];
  if (steps.length === 0) program.draft.report(inner, { code: 'no_steps' });
  const counter = program.counters++;
  // How often is settled before the first turn, so it is drawn in the scope around.
  const turns = times === undefined ? undefined : program.variables.times([...at, 'times'], times, scope);
  emit(program, () => ({ kind: 'loop', path, counter, ...(turns && { times: turns }) }));
  const turn = operations.length;
  const body: Scope = { id: at.slice(2).join('.'), forgets: [] };
  const exit = { at: 0 };
  emit(program, () => ({ kind: 'turn', path, counter, exit: exit.at, forgets: body.forgets }));
  const takes = more.while?.take;
  const take =
    takes === undefined ? undefined : compileWhile(program, { path, at: [...at, 'while', 'take'] }, takes, exit);
  if (take !== undefined) emit(program, take);
  compileSteps(program, inner, steps, body);
  emit(program, () => ({ kind: 'jump', path, to: turn }));
  exit.at = operations.length;
}

/**
 * Compiles `call`: what it costs, how it is tried again, and what giving up means.
 *
 * @module
 */

import type { Operation, Path } from '../../sim/model.ts';
import type { Distribution } from '../../sim/numbers/distribution.ts';
import { ONE, rational, subtract, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { backoffsOf, type Retry, retryRowOf } from '../../sim/supplies/retry.ts';
import { NEVER } from '../../sim/time.ts';
import type { Later, SupplyDraft } from '../draft.ts';
import { type Amount, CALL_OPTIONS, type RetryText, type StepMap, WAITING_OPTIONS } from '../schema/schema.ts';
import { compileInUse, type SpentPart } from '../supplies/in-use.ts';
import { limitsMeant } from '../supplies/limits.ts';
import { dotted } from '../text/path-text.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readAmount, readDuration, readKnown } from '../values/values.ts';
import type { Scope } from '../values/variables.ts';
import { partsOf } from './limit-parts.ts';
import { emit, emitWaiting, type Program } from './program.ts';
import { readGivingUp, supplyOf, type WaitingText } from './waits.ts';

type CallText = Extract<StepMap, { call: unknown }>['call'];

/** Tries beyond which nobody counts. */
const ATTEMPTS_MAX = rational(1_000_000);

export function compileCall(program: Program, path: Path, at: Path, text: CallText, scope: Scope): void {
  const { draft } = program;
  const others = WAITING_OPTIONS.filter(
    (option) => option in text && !(CALL_OPTIONS as readonly string[]).includes(option),
  );
  for (const option of others) {
    draft.report([...at, option], { code: 'option_here', option, verb: 'call' }, { on: 'key' });
  }
  const parts = calledParts(program, at, text, { scope, options: [...CALL_OPTIONS, ...others] });
  const [first, ...also] = parts;
  if (first === undefined) return;
  const options = text as WaitingText & { readonly retry?: RetryText };
  const retry = options.retry && readRetry(program, [...at, 'retry'], options.retry);
  const givingUp = readGivingUp(program, at, options, scope);
  const endless = retry !== undefined && retry.attempts === undefined && givingUp.giveUpIfLongerThan === undefined;
  if (endless && options.otherwise !== undefined) {
    draft.report([...at, 'otherwise'], { code: 'never_gives_up' }, { on: 'key' });
  }
  const operation: Later<Operation> = (scale) => ({
    kind: 'call',
    path,
    supply: indexOf(first.supply),
    cost: first.cost(scale),
    ...(also.length > 0 && { also: also.map(({ supply, cost }) => ({ supply: indexOf(supply), cost: cost(scale) })) }),
    ...(retry && { retry }),
    otherwise: options.otherwise ?? 'stop',
    ...givingUp,
  });
  // What is not tried again never waits.
  if (retry === undefined) emit(program, operation);
  else emitWaiting(program, path, operation);
  compileInUse(program, { path, at, parts, waits: retry !== undefined }, text, scope);
}

interface Reading {
  readonly scope: Scope;
  /** Names that are no supply's here. */
  readonly options: readonly string[];
}

/** What a call takes: of one supply, or of several limits under one name. Empty where that is not to be told, and was reported. */
function calledParts(program: Program, at: Path, text: CallText, { scope, options }: Reading): readonly SpentPart[] {
  const { draft, variables } = program;
  const names = Object.keys(text).filter((key) => !options.includes(key));
  const limits = limitsMeant(draft, names);
  if (limits !== undefined) {
    const parts = partsOf(program, at, { verb: 'call', limits }, text, scope);
    if (parts.length === 0) draft.report(at, { code: 'one_supply', verb: 'call', received: [] }, { on: 'key' });
    return parts;
  }
  const supply = supplyOf(draft, at, 'call', text, options);
  if (supply === undefined) return [];
  const cost = variables.tokens(supply.draft, [...at, supply.name], text[supply.name] as Amount, scope);
  return [{ supply: supply.draft, cost, counts: 'tokens' }];
}

function indexOf(supply: SupplyDraft | undefined): number {
  return supply?.index ?? 0;
}

export function readRetry(program: Program, path: Path, text: RetryText): Retry {
  const { draft } = program;
  const within = { min: ONE, max: ATTEMPTS_MAX, whole: true };
  const attempts =
    text.attempts === undefined ? undefined : readKnown(draft, [...path, 'attempts'], text.attempts, 'number', within);
  const waitMs = readDuration(draft, [...path, 'wait'], text.wait, { above: ZERO }) ?? 1;
  const least = { min: rational(waitMs) };
  const capMs = text.cap === undefined ? NEVER : (readDuration(draft, [...path, 'cap'], text.cap, least) ?? NEVER);
  const jitter = readJitter(program, [...path, 'jitter'], text.jitter ?? 'none');
  const retry: Retry = {
    ...(attempts && { attempts: toNumber(attempts) }),
    waitMs,
    backoff: text.backoff ?? 'fixed',
    capMs,
    ...(jitter !== undefined && { jitter }),
    honourHint: text.honourHint ?? true,
  };
  const backoffs = backoffsOf(retryRowOf(retry));
  if ((backoffs.at(-1) ?? 0) > toNumber(COUNT_MAX)) draft.report(path, { code: 'needs_cap' });
  else if (jitter === undefined) draft.spansMs.push(...backoffs);
  return retry;
}

/** The source of what a wait is multiplied with; undefined: it stays as it is. */
function readJitter(program: Program, path: Path, text: NonNullable<RetryText['jitter']>): number | undefined {
  if (text === 'none') return undefined;
  const distribution = jitterOf(program, path, text);
  return distribution && program.variables.source(dotted(path), distribution, 'turn');
}

function jitterOf({ draft }: Program, path: Path, text: NonNullable<RetryText['jitter']>): Distribution | undefined {
  if (text === 'full') return { kind: 'uniform', low: 0, high: 1 };
  if (typeof text === 'object') {
    const term = readAmount(draft, path, text, 'share');
    return term?.kind === 'drawn' && term.tree.kind === 'draw' ? term.tree.draw.distribution : undefined;
  }
  const share = readKnown(draft, path, text, 'share', { above: ZERO, max: ONE });
  return share && { kind: 'uniform', low: toNumber(subtract(ONE, share)), high: 1 };
}

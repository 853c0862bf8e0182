/**
 * Compiles a `spend`: on one supply, or on several limits under one name.
 *
 * @module
 */
import type { Operation, Path } from '../../sim/model.ts';
import type { SupplyDraft } from '../draft.ts';
import type { Amount as AmountText, StepMap } from '../schema/schema.ts';
import { compileInUse } from '../supplies/in-use.ts';
import { limitsMeant } from '../supplies/limits.ts';
import type { Scope } from '../values/variables.ts';
import { partsOf } from './limit-parts.ts';
import { emitWaiting, type Program } from './program.ts';
import { namesIn, readSupplyWaiting, readWaiting, supplyOf } from './waits.ts';

type SpendText = Extract<StepMap, { spend: unknown }>['spend'];

export function compileSpend(program: Program, path: Path, at: Path, text: SpendText, scope: Scope): void {
  const limits = limitsMeant(program.draft, namesIn(text));
  if (limits !== undefined) compileSpendOnAll(program, { path, at, limits }, text, scope);
  else compileSpendOnOne(program, path, at, text, scope);
}

function compileSpendOnOne(program: Program, path: Path, at: Path, text: SpendText, scope: Scope): void {
  const supply = supplyOf(program.draft, at, 'spend', text);
  if (supply === undefined) return;
  const { draft, name } = supply;
  const waiting = readSupplyWaiting(program, at, text, scope, draft);
  const cost = program.variables.tokens(draft, [...at, name], text[name] as AmountText, scope);
  emitWaiting(program, path, (scale) => ({
    kind: 'spend',
    path,
    supply: draft?.index ?? 0,
    cost: cost(scale),
    ...waiting(scale),
  }));
  compileInUse(program, { path, at, parts: [{ supply: draft, cost, counts: 'tokens' }], waits: true }, text, scope);
}

interface OnAll {
  readonly path: Path;
  readonly at: Path;
  readonly limits: readonly SupplyDraft[];
}

function compileSpendOnAll(program: Program, { path, at, limits }: OnAll, text: SpendText, scope: Scope): void {
  const { draft } = program;
  for (const key of ['margin', 'poll', 'giveUpIfLongerThan'] as const) {
    if (text[key] === undefined) continue;
    const why = 'several limits are waited for at once';
    draft.report([...at, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
  }
  const waiting = readWaiting(program, at, text, scope);
  const parts = partsOf(program, at, { verb: 'spend', limits }, text, scope);
  const [first, ...others] = parts;
  if (first === undefined) {
    draft.report(at, { code: 'one_supply', verb: 'spend', received: [] }, { on: 'key' });
    return;
  }
  emitWaiting(program, path, (scale): Operation => {
    const also = others.map(({ supply, cost }) => ({ supply: supply.index, cost: cost(scale) }));
    const cost = first.cost(scale);
    const one = { kind: 'spend', path, supply: first.supply.index, cost, ...waiting } as const;
    return also.length > 0 ? { ...one, also } : one;
  });
  compileInUse(program, { path, at, parts, waits: true }, text, scope);
}

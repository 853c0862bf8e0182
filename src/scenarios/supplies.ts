/**
 * Compiles supplies, locks and pools.
 *
 * @module
 */
import type { Debt, Lock, Path, Refill, Start, Supply } from '../sim/model.ts';
import { ONE, type Rational, rational, subtract, toNumber, ZERO } from '../sim/rational.ts';
import { NEVER } from '../sim/time.ts';
import { COUNT_MAX, type Reading } from './bounds.ts';
import { type Draft, type Later, type SupplyDraft, toGrains } from './draft.ts';
import { nearest } from './nearest.ts';
import { entriesOf } from './parameters.ts';
import type { ScenarioDocument, SupplyText } from './schema.ts';
import { chosenStart, pointStart } from './starts.ts';
import { readDuration, readKnown } from './values.ts';

/** The supply as far as other parts need it before anything is in grains. */
export function draftSupply(reading: Reading, name: string, index: number, text: SupplyText): SupplyDraft {
  const path = ['supplies', name];
  const bounds = { above: ZERO, max: subtract(COUNT_MAX, ONE) };
  const told = readKnown(reading, [...path, 'capacity'], text.capacity, 'number', bounds);
  const capacity = told ?? ONE;
  const unit =
    text.unit === undefined
      ? ONE
      : (readKnown(reading, [...path, 'unit'], text.unit, 'number', { above: ZERO, max: told ?? COUNT_MAX }) ?? ONE);
  return { name, path, index, unit, capacity, levelMax: told ?? COUNT_MAX, uses: [unit] };
}

export function compileSupply(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Supply> {
  const { name, path, index, unit, capacity } = supply;
  const refill = compileRefill(draft, supply, text.refill);
  const initial = compileInitial(draft, supply, text);
  const debt = compileDebt(draft, supply, text.debt);
  return (scale) => ({
    name,
    path,
    grainsPerToken: toNumber(scale.grainsPerToken[index]!),
    capacityGrains: toGrains(draft, scale, index, capacity, path),
    initial: initial(scale),
    refill: refill(scale),
    debt: debt(scale),
    unitGrains: toGrains(draft, scale, index, unit, path),
  });
}

function compileRefill(draft: Draft, supply: SupplyDraft, text: SupplyText['refill']): Later<Refill> {
  const path = [...supply.path, 'refill'];
  if (typeof text !== 'object') {
    const rate = use(supply, readKnown(draft, path, text, 'rate', { min: ZERO, max: COUNT_MAX }));
    return (scale) => ({ kind: 'continuous', grainsPerMs: toGrains(draft, scale, supply.index, rate, path) });
  }
  const at = [...path, 'tokens'];
  const tokens = use(supply, readKnown(draft, at, text.tokens, 'number', { min: ZERO, max: COUNT_MAX }));
  const everyMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO }) ?? 0;
  if (everyMs > 0) draft.spansMs.push(everyMs);
  const phase = pointStart(draft, [...path, 'phase'], text.phase ?? 0, { spanMs: everyMs, kind: 'phase' });
  return (scale) => ({
    kind: 'stepwise',
    grains: toGrains(draft, scale, supply.index, tokens, at),
    everyMs,
    phaseMs: phase(scale),
  });
}

function compileInitial(draft: Draft, supply: SupplyDraft, { initial }: SupplyText): Later<Start> {
  const { capacity, levelMax, index } = supply;
  const path = [...supply.path, 'initial'];
  if (initial === 'any' || typeof initial === 'object') {
    const bounds = { above: ZERO, max: capacity };
    const at = [...path, 'any'];
    const step = initial === 'any' ? supply.unit : use(supply, readKnown(draft, at, initial.any, 'number', bounds));
    return (scale) => {
      const grains = toGrains(draft, scale, index, step, path);
      const count = Math.floor(toGrains(draft, scale, index, capacity, path) / Math.max(1, grains)) + 1;
      return chosenStart(draft, path, { from: 0, step: grains, count });
    };
  }
  const bounds = { min: ZERO, max: levelMax };
  const level = initial === undefined ? capacity : use(supply, readKnown(draft, path, initial, 'number', bounds));
  return (scale) => ({ kind: 'fixed', value: toGrains(draft, scale, index, level, path) });
}

function compileDebt(draft: Draft, supply: SupplyDraft, text: SupplyText['debt']): Later<Debt> {
  if (text === 'none' || text === 'unlimited' || text === 'clamp') return () => ({ kind: text });
  const path = [...supply.path, 'debt'];
  // An unsure debt was settled when the worlds were made.
  const amount = text as string | number;
  if (typeof amount === 'string' && /^[a-z]+$/i.test(amount)) {
    const near = nearest(amount, DEBTS);
    const expected = 'none, unlimited, clamp or a number';
    draft.report(path, { code: 'wrong_kind', expected, received: `"${amount}"`, ...(near && { nearest: near }) });
    return () => ({ kind: 'none' });
  }
  const limit = use(supply, readKnown(draft, path, amount, 'number', { min: ZERO, max: COUNT_MAX }));
  return (scale) => ({ kind: 'limited', grains: toGrains(draft, scale, supply.index, limit, path) });
}

const DEBTS = ['none', 'unlimited', 'clamp'];

/** Remembers an amount for the grain; what is broken counts as nothing. */
function use(supply: SupplyDraft, tokens: Rational | undefined): Rational {
  if (tokens === undefined) return ZERO;
  supply.uses.push(tokens);
  return tokens;
}

const PERMITS_MAX = rational(1_000_000);

/** Locks first, then pools, each in the order of the document. */
export function compileLocks(draft: Draft, document: ScenarioDocument): Lock[] {
  const locks = entriesOf(draft.root, 'locks', document.locks).map(([name, text]): Lock => {
    const path = ['locks', name];
    const permits = count(draft, [...path, 'permits'], text.permits ?? 1);
    return {
      name,
      path,
      kind: 'lock',
      permits,
      leaseMs: compileLease(draft, [...path, 'lease'], text.lease ?? 'none'),
    };
  });
  const pools = entriesOf(draft.root, 'pools', document.pools).map(([name, text]): Lock => {
    const path = ['pools', name];
    return { name, path, kind: 'pool', permits: count(draft, [...path, 'slots'], text.slots), leaseMs: NEVER };
  });
  return [...locks, ...pools];
}

function compileLease(draft: Draft, path: Path, text: string | number): number {
  if (text === 'none') return NEVER;
  const lease = readDuration(draft, path, text, { above: ZERO });
  if (lease !== undefined) draft.spansMs.push(lease);
  return lease ?? NEVER;
}

function count(draft: Draft, path: Path, text: string | number): number {
  return toNumber(readKnown(draft, path, text, 'number', { min: ONE, max: PERMITS_MAX, whole: true }) ?? ONE);
}

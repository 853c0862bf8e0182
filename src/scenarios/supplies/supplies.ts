/**
 * Compiles supplies. A leaky bucket (GCRA) is a bucket that fills continuously and knows no debt, a window by the clock is one
 * that is filled up when the next window begins; the other kinds have a refill of their own (`sim/supplies`).
 *
 * @module
 */
import type { Debt, Start, Supply } from '../../sim/model.ts';
import { ONE, subtract, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { type Draft, type Later, remember, type SupplyDraft, toGrains } from '../draft.ts';
import type { SupplyText, TokenBucketText } from '../schema/schema.ts';
import { chosenStart } from '../tasks/starts.ts';
import { nearest } from '../text/nearest.ts';
import { COUNT_MAX, type Reading } from '../values/bounds.ts';
import { readKnown } from '../values/values.ts';
import { compileAdmission } from './admission.ts';
import { compileChanges } from './changes.ts';
import type { WrittenSupply } from './limits.ts';
import { compileRefill } from './refills.ts';

/** The supply as far as other parts need it before anything is in grains. */
export function draftSupply(reading: Reading, written: WrittenSupply, index: number): SupplyDraft {
  const { name, path, text, limitOf } = written;
  const broken = { name, path, index, unit: ONE, capacity: ONE, levelMax: COUNT_MAX, limitOf };
  const none: SupplyDraft = { ...broken, turn: 'any', uses: [] };
  if (text === undefined) return none;
  for (const key of ['turn', 'lockout'] as const) {
    if (limitOf === undefined || text[key] === undefined) continue;
    const why = 'it is not known yet beside several limits under one name';
    reading.report([...path, key], { code: 'no_meaning', what: `"${key}"`, why }, { on: 'key' });
  }
  if (text.counts !== undefined && limitOf === undefined) {
    const why = 'it is about several limits under one name';
    reading.report([...path, 'counts'], { code: 'no_meaning', what: '"counts"', why }, { on: 'key' });
  }
  const bounds = { above: ZERO, max: subtract(COUNT_MAX, ONE) };
  const [key, size] = sizeOf(text);
  const told = readKnown(reading, [...path, key], size, 'number', bounds);
  const capacity = told ?? ONE;
  const unit =
    text.unit === undefined
      ? ONE
      : (readKnown(reading, [...path, 'unit'], text.unit, 'number', { above: ZERO, max: told ?? COUNT_MAX }) ?? ONE);
  const clamps = text.model === 'token-bucket' && text.debt === 'clamp';
  const { model } = text;
  // An unsure turn was settled when the worlds were made.
  const turn = (text.turn ?? 'any') as SupplyDraft['turn'];
  return {
    ...broken,
    unit,
    capacity,
    levelMax: told ?? COUNT_MAX,
    turn,
    uses: [unit],
    model,
    clamps,
    counts: text.counts,
  };
}

/** The most a supply holds, and how it is called. */
function sizeOf(text: SupplyText): readonly [key: string, value: number | string] {
  switch (text.model) {
    case 'token-bucket':
      return ['capacity', text.capacity];
    case 'leaky-bucket':
      return ['burst', text.burst];
    case 'fixed-window':
    case 'sliding-window':
    case 'quota':
    case 'concurrency':
      return ['limit', text.limit];
  }
}

export function compileSupply(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Supply> {
  const { name, path, index, unit, capacity } = supply;
  const refill = compileRefill(draft, supply, text);
  const initial = compileInitial(draft, supply, text);
  const changes = compileChanges(draft, supply, text, refill);
  const debt = compileDebt(draft, supply, text.model === 'token-bucket' ? text.debt : 'none');
  const admission = compileAdmission(draft, supply, text);
  return (scale) => ({
    name,
    path,
    grainsPerToken: toNumber(scale.grainsPerToken[index]!),
    capacityGrains: toGrains(draft, scale, index, capacity, path),
    initial: initial(scale),
    refill: refill(scale),
    debt: debt(scale),
    unitGrains: toGrains(draft, scale, index, unit, path),
    ...(changes && { changes: changes(scale) }),
    ...(supply.settled && { settled: true as const }),
    ...(supply.limitOf !== undefined && { limitOf: supply.limitOf }),
    ...admission(scale),
  });
}

function compileInitial(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Start> {
  const initial = text.model === 'concurrency' ? undefined : text.initial;
  const { capacity, levelMax, index } = supply;
  const path = [...supply.path, 'initial'];
  if (initial === 'any' || typeof initial === 'object') {
    const bounds = { above: ZERO, max: capacity };
    const at = [...path, 'any'];
    const step =
      initial === 'any' ? supply.unit : remember(supply, readKnown(draft, at, initial.any, 'number', bounds));
    return (scale) => {
      const grains = toGrains(draft, scale, index, step, path);
      const count = Math.floor(toGrains(draft, scale, index, capacity, path) / Math.max(1, grains)) + 1;
      return chosenStart(draft, path, { from: 0, step: grains, count });
    };
  }
  const bounds = { min: ZERO, max: levelMax };
  const level = initial === undefined ? capacity : remember(supply, readKnown(draft, path, initial, 'number', bounds));
  return (scale) => ({ kind: 'fixed', value: toGrains(draft, scale, index, level, path) });
}

function compileDebt(draft: Draft, supply: SupplyDraft, text: TokenBucketText['debt']): Later<Debt> {
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
  const limit = remember(supply, readKnown(draft, path, amount, 'number', { min: ZERO, max: COUNT_MAX }));
  return (scale) => ({ kind: 'limited', grains: toGrains(draft, scale, supply.index, limit, path) });
}

const DEBTS = ['none', 'unlimited', 'clamp'];

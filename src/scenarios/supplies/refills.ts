/**
 * How each kind of supply fills up.
 *
 * @module
 */
import type { Path, Refill } from '../../sim/model.ts';
import { type Rational, ZERO } from '../../sim/numbers/rational.ts';
import { type Draft, type Later, remember, type SupplyDraft, toGrains } from '../draft.ts';
import type { SupplyText, TokenBucketText } from '../schema/schema.ts';
import type { ChangeText } from '../schema/supply-shapes.ts';
import { pointStart } from '../tasks/starts.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readDuration, readKnown } from '../values/values.ts';
import { compileResets } from './resets.ts';

export function compileRefill(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Refill> {
  switch (text.model) {
    case 'token-bucket':
      return ofBucket(draft, supply, [...supply.path, 'refill'], text.refill);
    case 'leaky-bucket':
      return continuous(draft, supply, [...supply.path, 'rate'], text.rate);
    case 'fixed-window':
      return ofWindow(draft, supply, text);
    case 'sliding-window': {
      const everyMs = readPeriod(draft, [...supply.path, 'every'], text.every);
      return () => ({ kind: 'sliding', everyMs });
    }
    case 'quota': {
      const resets = compileResets(draft, [...supply.path, 'resets'], text.resets);
      return () => ({ kind: 'calendar', resets });
    }
    case 'concurrency':
      return () => ({ kind: 'returned' });
  }
}

/** How a supply fills up after a change of it; undefined where that stays as it was. */
export function compileChangedRefill(
  draft: Draft,
  supply: SupplyDraft,
  path: Path,
  { text, change, capacity }: { readonly text: SupplyText; readonly change: ChangeText; readonly capacity: Rational },
): Later<Refill> | undefined {
  const { refill, rate } = change;
  if (refill !== undefined) return ofBucket(draft, supply, [...path, 'refill'], refill);
  if (rate !== undefined) return continuous(draft, supply, [...path, 'rate'], rate);
  if (text.model !== 'fixed-window' || text.anchor === 'first-use') return undefined;
  const everyMs = readDuration(draft, [...supply.path, 'every'], text.every, { above: ZERO }) ?? 0;
  return (scale) => {
    const grains = toGrains(draft, scale, supply.index, capacity, path);
    return { kind: 'stepwise', grains, everyMs, phaseMs: { kind: 'fixed', value: 0 }, fills: true };
  };
}

type WindowText = Extract<SupplyText, { model: 'fixed-window' }>;

function ofWindow(draft: Draft, supply: SupplyDraft, text: WindowText): Later<Refill> {
  const { path } = supply;
  if (text.anchor === 'first-use') {
    if (text.phase !== undefined) {
      const why = 'a window begins when something is spent';
      draft.report([...path, 'phase'], { code: 'no_meaning', what: '"phase"', why }, { on: 'key' });
    }
    const everyMs = readPeriod(draft, [...path, 'every'], text.every);
    return () => ({ kind: 'first-use', everyMs });
  }
  // What is left of a window is lost when the next begins: the bucket is then filled to the brim.
  const grains: Later<number> = (scale) => toGrains(draft, scale, supply.index, supply.capacity, path);
  const refill = stepwise(draft, path, text, grains);
  return (scale) => ({ ...refill(scale), fills: true });
}

function readPeriod(draft: Draft, path: Path, text: number | string): number {
  const everyMs = readDuration(draft, path, text, { above: ZERO });
  if (everyMs === undefined) return 1;
  draft.spansMs.push(everyMs);
  return everyMs;
}

function ofBucket(draft: Draft, supply: SupplyDraft, path: Path, text: TokenBucketText['refill']): Later<Refill> {
  if (typeof text !== 'object') return continuous(draft, supply, path, text);
  const at = [...path, 'tokens'];
  const tokens = remember(supply, readKnown(draft, at, text.tokens, 'number', { min: ZERO, max: COUNT_MAX }));
  return stepwise(draft, path, text, (scale) => toGrains(draft, scale, supply.index, tokens, at));
}

function continuous(draft: Draft, supply: SupplyDraft, path: Path, text: number | string): Later<Refill> {
  const rate = remember(supply, readKnown(draft, path, text, 'rate', { min: ZERO, max: COUNT_MAX }));
  return (scale) => ({ kind: 'continuous', grainsPerMs: toGrains(draft, scale, supply.index, rate, path) });
}

type Steps = Pick<Exclude<TokenBucketText['refill'], number | string>, 'every' | 'phase'>;

function stepwise(
  draft: Draft,
  path: Path,
  text: Steps,
  grains: Later<number>,
): Later<Extract<Refill, { kind: 'stepwise' }>> {
  const everyMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO }) ?? 0;
  if (everyMs > 0) draft.spansMs.push(everyMs);
  const phase = pointStart(draft, [...path, 'phase'], text.phase ?? 0, { spanMs: everyMs, kind: 'phase' });
  return (scale) => ({ kind: 'stepwise', grains: grains(scale), everyMs, phaseMs: phase(scale) });
}

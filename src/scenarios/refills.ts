/**
 * How each kind of supply fills up.
 *
 * @module
 */
import type { Path, Refill } from '../sim/model.ts';
import { ZERO } from '../sim/rational.ts';
import { COUNT_MAX } from './bounds.ts';
import { type Draft, type Later, remember, type SupplyDraft, toGrains } from './draft.ts';
import type { SupplyText, TokenBucketText } from './schema.ts';
import { pointStart } from './starts.ts';
import { readDuration, readKnown } from './values.ts';

export function compileRefill(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Refill> {
  switch (text.model) {
    case 'token-bucket':
      return ofBucket(draft, supply, text.refill);
    case 'leaky-bucket':
      return continuous(draft, supply, [...supply.path, 'rate'], text.rate);
    case 'fixed-window': {
      // What is left of a window is lost when the next begins: the bucket is then filled to the brim.
      const grains: Later<number> = (scale) => toGrains(draft, scale, supply.index, supply.capacity, supply.path);
      return stepwise(draft, supply.path, text, grains);
    }
  }
}

function ofBucket(draft: Draft, supply: SupplyDraft, text: TokenBucketText['refill']): Later<Refill> {
  const path = [...supply.path, 'refill'];
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

function stepwise(draft: Draft, path: Path, text: Steps, grains: Later<number>): Later<Refill> {
  const everyMs = readDuration(draft, [...path, 'every'], text.every, { above: ZERO }) ?? 0;
  if (everyMs > 0) draft.spansMs.push(everyMs);
  const phase = pointStart(draft, [...path, 'phase'], text.phase ?? 0, { spanMs: everyMs, kind: 'phase' });
  return (scale) => ({ kind: 'stepwise', grains: grains(scale), everyMs, phaseMs: phase(scale) });
}

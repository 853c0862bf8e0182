/**
 * What a `spend` or `call` on several limits under one name takes of each.
 *
 * @module
 */
import type { Amount, Path } from '../../sim/model.ts';
import type { Later, SupplyDraft } from '../draft.ts';
import type { Amount as AmountText } from '../schema/schema.ts';
import { oneRequest } from '../supplies/limits.ts';
import type { Scope } from '../values/variables.ts';
import type { Program } from './program.ts';

export interface LimitPart {
  readonly supply: SupplyDraft;
  readonly cost: Later<Amount>;
  readonly counts: 'requests' | 'tokens';
}

/** What is taken of each limit: a request, what is named for it, or what is named for all of them. */
export function partsOf(
  { draft, variables }: Program,
  at: Path,
  { verb, limits }: { readonly verb: 'spend' | 'call'; readonly limits: readonly SupplyDraft[] },
  text: Readonly<Record<string, unknown>>,
  scope: Scope,
): readonly LimitPart[] {
  const group = limits[0]!.limitOf!;
  return limits.flatMap((supply): LimitPart[] => {
    const key = text[supply.name] !== undefined ? supply.name : text[group] !== undefined ? group : undefined;
    if (supply.counts === 'requests') {
      if (key === supply.name) {
        const why = `it counts requests, and each ${verb} is one`;
        draft.report([...at, key], { code: 'no_meaning', what: 'an amount', why }, { on: 'key' });
      }
      return [{ supply, cost: oneRequest(draft, supply), counts: 'requests' }];
    }
    if (key === undefined) return [];
    return [{ supply, cost: variables.tokens(supply, [...at, key], text[key] as AmountText, scope), counts: 'tokens' }];
  });
}

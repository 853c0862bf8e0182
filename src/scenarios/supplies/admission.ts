/**
 * Compiles how a supply admits: whose turn it is among those who wait, its lock-out, and how it refuses calls.
 *
 * @module
 */
import type { Supply } from '../../sim/model.ts';
import { compare, ZERO } from '../../sim/numbers/rational.ts';
import { type Draft, type Later, remember, type SupplyDraft, toGrains } from '../draft.ts';
import type { SupplyText } from '../schema/schema.ts';
import { COUNT_MAX } from '../values/bounds.ts';
import { readKnown } from '../values/values.ts';

type Admission = Pick<Supply, 'turn' | 'lockout' | 'refused'>;

export function compileAdmission(draft: Draft, supply: SupplyDraft, text: SupplyText): Later<Admission> {
  const lockout = text.lockout && compileLockout(draft, supply, text.lockout);
  const refused = text.refused && compileRefused(draft, supply, text.refused);
  const { turn } = supply;
  return (scale) => ({
    ...(turn !== 'any' && { turn }),
    ...(lockout && { lockout: lockout(scale) }),
    ...(refused && { refused: refused(scale) }),
  });
}

function compileLockout(
  draft: Draft,
  supply: SupplyDraft,
  text: NonNullable<SupplyText['lockout']>,
): Later<NonNullable<Supply['lockout']>> {
  const path = [...supply.path, 'lockout'];
  const max = supply.levelMax;
  const known = readKnown(draft, [...path, 'below'], text.below, 'number', { above: ZERO, max });
  const below = remember(supply, known);
  const until = remember(supply, readKnown(draft, [...path, 'until'], text.until, 'number', { min: below, max }));
  return (scale) => ({
    belowGrains: toGrains(draft, scale, supply.index, below, path),
    untilGrains: toGrains(draft, scale, supply.index, until, path),
  });
}

function compileRefused(
  draft: Draft,
  supply: SupplyDraft,
  text: NonNullable<SupplyText['refused']>,
): Later<NonNullable<Supply['refused']>> {
  const path = [...supply.path, 'refused', 'cost'];
  const bounds = { min: ZERO, max: COUNT_MAX };
  const cost = remember(supply, readKnown(draft, path, text.cost ?? 0, 'number', bounds));
  if (supply.model === 'concurrency') refuseForLent(draft, supply, text, compare(cost, ZERO) > 0);
  return (scale) => ({ grains: toGrains(draft, scale, supply.index, cost, path), hint: text.hint ?? 'none' });
}

/** What is only lent: a refused try is over at once, so nothing of it is in flight, and nobody knows when others are done. */
function refuseForLent(
  draft: Draft,
  { path }: SupplyDraft,
  { hint = 'none' }: NonNullable<SupplyText['refused']>,
  costs: boolean,
): void {
  const refuse = (key: string, what: string, why: string): void =>
    draft.report([...path, 'refused', key], { code: 'no_meaning', what, why }, { on: 'key' });
  if (costs) refuse('cost', 'a cost', 'what is refused is never in flight, so that it would never come back');
  if (hint !== 'none') refuse('hint', `"${hint}"`, 'nobody knows when those in flight are done');
}

/**
 * A limit on what is in flight at once: what is taken is only lent, and comes back when what it was lent for is over.
 *
 * @module
 */
import { NEVER } from '../time.ts';
import { nothing, type SupplyKind } from './kind.ts';

export const RETURNED: SupplyKind = {
  begin: nothing,
  took: nothing,
  due: nothing,
  giveBack: ({ state }, supply, _bucket, grains) => state.level[supply]! + grains,
  /** Nobody knows before when somebody else is done. */
  reachesAt: (state, supply, _bucket, targetGrains) => (state.level[supply]! >= targetGrains ? state.nowMs : NEVER),
};

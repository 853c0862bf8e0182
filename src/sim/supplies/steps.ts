/**
 * A bucket that fills in steps, as a kind among others: what a leaky bucket and a window by the clock compile to, too. The
 * loop does most of it itself; this is for what comes back, and for buckets that change on dates.
 *
 * @module
 */

import { NEVER } from '../time.ts';
import { reachesAt } from './bucket.ts';
import { regimeNow } from './columns.ts';
import { nothing, raised, type SupplyKind } from './kind.ts';

export const STEPS: SupplyKind = {
  begin: nothing,
  took: nothing,
  due: nothing,
  giveBack: ({ state }, supply, bucket, grains) =>
    raised(state.level[supply]!, grains, regimeNow(state, bucket, supply).capacityGrains),
  reachesAt(state, supply, bucket, targetGrains) {
    const level = state.level[supply]!;
    if (level >= targetGrains) return state.nowMs;
    const regime = regimeNow(state, bucket, supply);
    return regime.stepGrains > 0 ? reachesAt(regime, level, state.sinceMs[supply]!, targetGrains) : NEVER;
  },
};

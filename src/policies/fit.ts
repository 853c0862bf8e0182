/**
 * As many items as the level pays: what is there, less what is to be kept, by the price of one.
 *
 * A batch that fits is paid at once, and never waits for a level that others keep away, so it makes progress wherever one item
 * would. It takes at least one, which may have to wait.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { BatchPolicy, BatchPolicyFactory } from '../sim/policy.ts';

export interface FitOptions {
  /** At least 1. */
  readonly most: number;
  /** In grains, above 0: the price of one item. */
  readonly costGrains: number;
  /** In grains, at least 0: what is to be left. */
  readonly keepGrains: number;
}

/**
 * Takes as many items as `costGrains` each leave `keepGrains` of the level, from 1 to `most`.
 *
 * @throws {InvariantError} when the price is not above 0, or `most` below 1.
 * @example
 * fitBatch({ most: 10, costGrains: 20 * grainsPerToken, keepGrains: 50 * grainsPerToken });
 */
export function fitBatch({ most, costGrains, keepGrains }: FitOptions): BatchPolicy {
  assert(most >= 1 && costGrains > 0 && keepGrains >= 0, 'items have a price', { most, costGrains, keepGrains });
  return {
    family: 'batch',
    name: 'fit',
    memory: [],
    size: (levelGrains) => Math.min(most, Math.max(1, Math.floor((levelGrains - keepGrains) / costGrains))),
  };
}

export const fitFactory: BatchPolicyFactory = {
  name: 'fit',
  describe: 'as many items as the level pays, at least one',
  sees: 'supply',
  options: [
    { name: 'most', unit: 'count', minimum: 1, describe: 'items at the most' },
    { name: 'cost', unit: 'level', minimum: 0, positive: true, describe: 'tokens for an item' },
    { name: 'keep', unit: 'level', minimum: 0, default: 0, describe: 'tokens to be left' },
  ],
  create: ({ most, cost, keep }) => {
    assert(most !== undefined && cost !== undefined && keep !== undefined, 'fit has its options');
    return fitBatch({ most, costGrains: cost, keepGrains: keep });
  },
};

/**
 * The plain batch: always up to as many. What a number in `take` means.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { BatchPolicy, BatchPolicyFactory } from '../sim/policy.ts';

/**
 * Takes up to `most` items.
 *
 * @throws {InvariantError} when that is no whole number from 1.
 * @example
 * fixedBatch({ most: 5 });
 */
export function fixedBatch({ most }: { readonly most: number }): BatchPolicy {
  assert(Number.isSafeInteger(most) && most >= 1, 'a batch holds something', { most });
  return { family: 'batch', name: 'fixed', memory: [], size: () => most };
}

export const fixedBatchFactory: BatchPolicyFactory = {
  name: 'fixed',
  describe: 'always up to as many; what a plain number in `take` means',
  options: [{ name: 'most', unit: 'count', minimum: 1, describe: 'items' }],
  create: ({ most }) => {
    assert(most !== undefined, 'fixed has a size');
    return fixedBatch({ most });
  },
};

/**
 * Additive increase, multiplicative decrease: one item more after each run that completed, half as many after one that stopped,
 * failed or crashed.
 *
 * The rule by which senders share a line without speaking to each other (Chiu and Jain 1989; TCP since Jacobson 1988): of several
 * that follow it the larger gives up more, so their batches draw near each other. It probes for what a server bears and swings
 * around it for ever. It begins with one item.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { BatchPolicy, BatchPolicyFactory } from '../sim/policy.ts';

export interface AimdOptions {
  /** From 1 on. */
  readonly most: number;
}

/**
 * Takes one item more, up to `most`, after each run that completed, and half as many after any other.
 *
 * @throws {InvariantError} when `most` is below 1.
 * @example
 * aimd({ most: 20 });
 */
export function aimd({ most }: AimdOptions): BatchPolicy {
  assert(Number.isSafeInteger(most) && most >= 1, 'a batch holds something', { most });
  return {
    family: 'batch',
    name: 'aimd',
    // One less than the size, so that it begins with one item.
    memory: [{ name: 'items more than one', low: 0, high: most - 1 }],
    size: (_level, [more = 0]) => more + 1,
    remember: ({ ended }, [more = 0]) => [
      ended === 'completed' ? Math.min(more + 1, most - 1) : Math.max(1, Math.floor((more + 1) / 2)) - 1,
    ],
  };
}

export const aimdFactory: BatchPolicyFactory = {
  name: 'aimd',
  describe: 'one item more after each run that completed, half as many after one that stopped, failed or crashed',
  options: [{ name: 'most', unit: 'count', minimum: 1, describe: 'items at the most' }],
  create: ({ most }) => {
    assert(most !== undefined, 'aimd has a size');
    return aimd({ most });
  },
};

/** The batch policies: how much is taken at which level, after which ends. */
import { describe, expect, it } from 'vitest';
import { aimd } from '../../src/policies/aimd.ts';
import { fitBatch } from '../../src/policies/fit.ts';
import { fixedBatch } from '../../src/policies/fixed-batch.ts';
import { batchPolicies } from '../../src/policies/index.ts';
import type { EndView } from '../../src/sim/policy.ts';
import { policyContract } from '../../src/testing/vitest.ts';

describe('fixed', () => {
  policyContract(() => fixedBatch({ most: 4 }), { most: 4 });
});

describe('fit', () => {
  const policy = fitBatch({ most: 5, costGrains: 20, keepGrains: 50 });
  policyContract(() => policy, { most: 5 });

  it.each([
    { level: -10, size: 1 },
    { level: 89, size: 1 },
    { level: 90, size: 2 },
    { level: 149, size: 4 },
    { level: 150, size: 5 },
    { level: 300, size: 5 },
  ])('takes $size at $level', ({ level, size }) => {
    expect(policy.size(level, [])).toBe(size);
  });
});

describe('aimd', () => {
  const policy = aimd({ most: 6 });
  policyContract(() => policy, { most: 6 });
  policyContract(() => aimd({ most: 1 }), { most: 1 });

  it('grows by one up to the most, and halves', () => {
    let memory: readonly number[] = [0];
    const sizes = 'ccccccfcsfff'.split('').map((how) => {
      const ended: EndView['ended'] = how === 'c' ? 'completed' : how === 's' ? 'stopped' : 'failed';
      memory = policy.remember!({ ended, levelGrains: 0 }, memory);
      return policy.size(0, memory);
    });
    expect(sizes).toEqual([2, 3, 4, 5, 6, 6, 3, 4, 2, 1, 1, 1]);
  });
});

it('names each once, and each can be made from its row', () => {
  expect(batchPolicies.map(({ name }) => name)).toEqual(['fixed', 'fit', 'aimd']);
  for (const { name, options, create } of batchPolicies) {
    expect(create({ most: 3, cost: 1, keep: 0 }).name).toBe(name);
    expect(options.some((option) => option.name === 'most')).toBe(true);
  }
});

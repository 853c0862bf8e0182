/**
 * What interval and batch policies promise, as suites that a policy's test begins with.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchPolicy, EndView, IntervalPolicy } from '../sim/policy.ts';

const view: fc.Arbitrary<EndView> = fc.record({
  ended: fc.constantFrom('completed', 'stopped', 'failed', 'crashed'),
  levelGrains: fc.integer({ min: -120, max: 300 }),
});

type Paced = IntervalPolicy | BatchPolicy;

function memoryOf({ memory }: Paced): fc.Arbitrary<number[]> {
  return fc.tuple(...memory.map(({ low, high }) => fc.integer({ min: low, max: high })));
}

function remembers(create: () => Paced): void {
  const policy = create();
  it('keeps its memory in the ranges it declares, starts at 0, and remembers the same of the same', () => {
    for (const { low, high } of policy.memory) expect([low <= 0, high >= 0]).toEqual([true, true]);
    if (policy.memory.length === 0) expect(policy.remember).toBeUndefined();
    fc.assert(
      fc.property(view, memoryOf(policy), (seen, memory) => {
        const [frozen, kept] = [Object.freeze({ ...seen }), Object.freeze([...memory])];
        const after = policy.remember?.(frozen, kept) ?? memory;
        expect(create().remember?.(seen, memory) ?? memory).toEqual(after);
        expect(after).toHaveLength(policy.memory.length);
        for (const [slot, { low, high }] of policy.memory.entries()) {
          expect(Number.isSafeInteger(after[slot])).toBe(true);
          expect([after[slot]! >= low, after[slot]! <= high]).toEqual([true, true]);
        }
      }),
    );
  });
}

/**
 * Holds the policies that `create` makes to the contract of an interval policy.
 *
 * @example
 * intervalContract(() => backoff({ fromMs: 1000, toMs: 8000 }));
 */
export function intervalContract(create: () => IntervalPolicy): void {
  describe('keeps the contract of an interval policy', () => {
    const policy = create();
    remembers(create);

    it('asks for no pause but those it declares, each of a whole number of milliseconds above 0', () => {
      for (const pauseMs of policy.pausesMs) expect([Number.isSafeInteger(pauseMs), pauseMs > 0]).toEqual([true, true]);
      fc.assert(
        fc.property(view, memoryOf(policy), (seen, memory) => {
          const pauseMs = policy.pauseMs(Object.freeze({ ...seen }), Object.freeze([...memory]));
          expect(policy.pausesMs).toContain(pauseMs);
          expect(create().pauseMs(seen, memory)).toBe(pauseMs);
        }),
      );
    });
  });
}

/**
 * Holds the policies that `create` makes to the contract of a batch policy whose batches have at most `most` items.
 *
 * @example
 * batchContract(() => aimd({ most: 8 }), 8);
 */
export function batchContract(create: () => BatchPolicy, most: number): void {
  describe('keeps the contract of a batch policy', () => {
    const policy = create();
    remembers(create);

    it('takes a whole number of items from 1 to the most, the same at the same level', () => {
      fc.assert(
        fc.property(fc.integer({ min: -120, max: 300 }), memoryOf(policy), (level, memory) => {
          const size = policy.size(level, Object.freeze([...memory]));
          expect([Number.isSafeInteger(size), size >= 1, size <= most]).toEqual([true, true, true]);
          expect(create().size(level, memory)).toBe(size);
        }),
      );
    });
  });
}

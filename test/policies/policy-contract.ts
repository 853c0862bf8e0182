/**
 * What every admission policy promises, as a suite that each policy's test begins with.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdmissionPolicy, AdmissionView } from '../../src/sim/policy.ts';

const CAPACITY = 300;

/** Looks at rising, falling and repeated levels, in debt too. */
const view = fc.record({
  levelGrains: fc.integer({ min: -120, max: CAPACITY }),
  capacityGrains: fc.constant(CAPACITY),
  priority: fc.integer({ min: 0, max: 2 }),
});

/** Every memory the policy declares to be possible. */
function memoryOf(policy: AdmissionPolicy): fc.Arbitrary<number[]> {
  return fc.tuple(...policy.memory.map(({ low, high }) => fc.integer({ min: low, max: high })));
}

function remembered(policy: AdmissionPolicy, seen: AdmissionView, memory: readonly number[]): readonly number[] {
  return policy.remember?.(seen, memory) ?? memory;
}

/** Holds the policies that `create` makes to the contract of `AdmissionPolicy`; levels are grains of a supply of 300. */
export function admissionContract(create: () => AdmissionPolicy): void {
  describe('keeps the contract of an admission policy', () => {
    const policy = create();

    it('answers the same to the same view and memory, and changes neither', () => {
      fc.assert(
        fc.property(view, memoryOf(policy), (seen, memory) => {
          const [frozenView, frozenMemory] = [Object.freeze({ ...seen }), Object.freeze([...memory])];
          const first = policy.admit(frozenView, frozenMemory);
          expect(policy.admit(frozenView, frozenMemory)).toEqual(first);
          expect(create().admit(frozenView, frozenMemory)).toEqual(first);
          expect(remembered(policy, frozenView, frozenMemory)).toEqual(remembered(create(), seen, memory));
        }),
      );
    });

    it('waits only for a whole level above the one it saw, and says why', () => {
      fc.assert(
        fc.property(view, memoryOf(policy), (seen, memory) => {
          const answer = policy.admit(seen, memory);
          if (answer.kind === 'go') return;
          expect(answer.untilGrains).toBeGreaterThan(seen.levelGrains);
          expect(Number.isSafeInteger(answer.untilGrains)).toBe(true);
          expect(answer.because).not.toBe('');
        }),
      );
    });

    it('lets go at the level it asked for', () => {
      fc.assert(
        fc.property(view, memoryOf(policy), fc.integer({ min: 0, max: 40 }), (seen, memory, more) => {
          const answer = policy.admit(seen, memory);
          if (answer.kind === 'go') return;
          const after = { ...seen, levelGrains: answer.untilGrains + more };
          expect(policy.admit(after, remembered(policy, seen, memory)).kind).toBe('go');
        }),
      );
    });

    it('keeps its memory in the ranges it declares, and starts at 0', () => {
      for (const { low, high } of policy.memory) expect([low <= 0, high >= 0]).toEqual([true, true]);
      if (policy.memory.length === 0) expect(policy.remember).toBeUndefined();
      fc.assert(
        fc.property(view, memoryOf(policy), (seen, memory) => {
          const after = remembered(policy, seen, memory);
          expect(after).toHaveLength(policy.memory.length);
          const kept = policy.memory.every(({ low, high }, slot) => {
            const value = after[slot]!;
            return Number.isSafeInteger(value) && value >= low && value <= high;
          });
          expect(kept).toBe(true);
        }),
      );
    });

    it('goes exactly from its constant level up, where it declares one', () => {
      const { constantGrains } = policy;
      if (constantGrains === undefined) return;
      fc.assert(
        fc.property(view, memoryOf(policy), (seen, memory) => {
          expect(policy.admit(seen, memory).kind === 'go').toBe(seen.levelGrains >= constantGrains);
        }),
      );
    });
  });
}

/**
 * What every admission policy promises, as a suite that a policy's test begins with.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdmissionPolicy, AdmissionView } from '../sim/policy.ts';

export interface ContractOptions {
  /** How many tasks use the policy; default 1. */
  readonly users?: number;
  /** Grains of the full supply, at which somebody must be let go on; default 300. */
  readonly capacityGrains?: number;
}

export interface Promised {
  readonly promise: string;
  /** Throws where the policies that `create` makes break it. */
  check(create: () => AdmissionPolicy, options: Required<ContractOptions>): void;
}

/** Looks at rising, falling and repeated levels, in debt too, with others that wait or not. */
function viewOf({ users, capacityGrains }: Required<ContractOptions>): fc.Arbitrary<AdmissionView> {
  return fc
    .record({
      levelGrains: fc.integer({ min: -120, max: capacityGrains }),
      capacityGrains: fc.constant(capacityGrains),
      user: fc.integer({ min: 0, max: users - 1 }),
      waiting: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: users, maxLength: users }),
      priorities: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: users, maxLength: users }),
    })
    .map((view) => ({ ...view, priority: view.priorities[view.user]! }));
}

/** Every memory the policy declares to be possible. */
function memoryOf(policy: AdmissionPolicy): fc.Arbitrary<number[]> {
  return fc.tuple(...policy.memory.map(({ low, high }) => fc.integer({ min: low, max: high })));
}

function remembered(policy: AdmissionPolicy, seen: AdmissionView, memory: readonly number[]): readonly number[] {
  return policy.remember?.(seen, memory, policy.admit(seen, memory).kind === 'go') ?? memory;
}

/** Holds for every view and memory. */
function always(
  create: () => AdmissionPolicy,
  options: Required<ContractOptions>,
  holds: (policy: AdmissionPolicy, seen: AdmissionView, memory: readonly number[]) => void,
): void {
  const policy = create();
  fc.assert(fc.property(viewOf(options), memoryOf(policy), (seen, memory) => holds(policy, seen, memory)));
}

export const admissionPromises: readonly Promised[] = [
  {
    promise: 'answers the same to the same view and memory, and changes neither',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        const [frozenView, frozenMemory] = [Object.freeze({ ...seen }), Object.freeze([...memory])];
        const first = policy.admit(frozenView, frozenMemory);
        expect(policy.admit(frozenView, frozenMemory)).toEqual(first);
        expect(create().admit(frozenView, frozenMemory)).toEqual(first);
        expect(remembered(policy, frozenView, frozenMemory)).toEqual(remembered(create(), seen, memory));
      }),
  },
  {
    promise: 'waits for a whole level above the one it saw, or for those who wait, and says why',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'go') return;
        expect(answer.untilGrains).toBeGreaterThan(seen.levelGrains);
        const whole = Number.isSafeInteger(answer.untilGrains);
        expect(whole || (answer.untilGrains === Number.POSITIVE_INFINITY && policy.seesWaiting === true)).toBe(true);
        expect(answer.because).not.toBe('');
      }),
  },
  {
    promise: 'lets go at the level it asked for, and above, where nobody else waits',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'go' || answer.untilGrains === Number.POSITIVE_INFINITY) return;
        for (const more of [0, 1, 40]) {
          const alone = { waiting: seen.waiting.map(() => 0), levelGrains: answer.untilGrains + more };
          expect(policy.admit({ ...seen, ...alone }, remembered(policy, seen, memory)).kind).toBe('go');
        }
      }),
  },
  {
    promise: 'lets somebody go at the full supply, whoever waits and whatever it remembers',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        const waiting = seen.waiting.map((runs, user) => (user === seen.user ? runs + 1 : runs));
        const goes = waiting.map((runs, user) => {
          if (runs === 0) return false;
          const view = {
            ...seen,
            levelGrains: options.capacityGrains,
            user,
            priority: seen.priorities[user]!,
            waiting: waiting.map((count, other) => (other === user ? count - 1 : count)),
          };
          return policy.admit(view, memory).kind === 'go';
        });
        expect(goes).toContain(true);
      }),
  },
  {
    promise: 'answers a run that it refused the same when it is asked again at once',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        const answer = policy.admit(seen, memory);
        if (answer.kind === 'wait') expect(policy.admit(seen, remembered(policy, seen, memory))).toEqual(answer);
      }),
  },
  {
    promise: 'keeps its memory in the ranges it declares, and starts at 0',
    check: (create, options) => {
      const { memory: slots, remember } = create();
      for (const { low, high } of slots) expect([low <= 0, high >= 0]).toEqual([true, true]);
      if (slots.length === 0) expect(remember).toBeUndefined();
      always(create, options, (policy, seen, memory) => {
        const after = remembered(policy, seen, memory);
        expect(after).toHaveLength(policy.memory.length);
        const kept = policy.memory.every(({ low, high }, slot) => {
          const value = after[slot]!;
          return Number.isSafeInteger(value) && value >= low && value <= high;
        });
        expect(kept).toBe(true);
      });
    },
  },
  {
    promise: 'goes exactly from its constant level up, where it declares one',
    check: (create, options) =>
      always(create, options, (policy, seen, memory) => {
        if (policy.constantGrains === undefined) return;
        const enough = seen.levelGrains >= policy.constantGrains(seen.priority);
        expect(policy.admit(seen, memory).kind === 'go').toBe(enough);
      }),
  },
];

/**
 * Holds the policies that `create` makes to the contract of an admission policy, in a suite of the test that calls it.
 *
 * @example
 * policyContract(() => hysteresis({ low: 20, high: 80 }));
 */
export function policyContract(create: () => AdmissionPolicy, options: ContractOptions = {}): void {
  describe('keeps the contract of an admission policy', () => {
    for (const { promise, check } of admissionPromises) {
      it(promise, () => check(create, { users: 1, capacityGrains: 300, ...options }));
    }
  });
}

/** A policy that remembers, to prove that the contract carries memory; it is not part of the package. */
import { describe, expect, it } from 'vitest';
import { type AdmissionPolicy, GO, waitUntil } from '../../src/sim/policy.ts';
import { admissionContract } from './policy-contract.ts';

function hysteresis({ low, high }: { readonly low: number; readonly high: number }): AdmissionPolicy {
  const after = (levelGrains: number, recharging: number): number => {
    if (levelGrains >= high) return 0;
    return levelGrains < low ? 1 : recharging;
  };
  return {
    name: 'hysteresis',
    memory: [{ name: 'recharging', low: 0, high: 1 }],
    remember: ({ levelGrains }, [recharging = 0]) => [after(levelGrains, recharging)],
    admit: ({ levelGrains }, [recharging = 0]) =>
      after(levelGrains, recharging) === 0 ? GO : waitUntil(high, 'recharging'),
  };
}

describe('a policy with memory', () => {
  admissionContract(() => hysteresis({ low: 20, high: 80 }));

  it('answers by what it remembers, not by the level alone', () => {
    const policy = hysteresis({ low: 20, high: 80 });
    const view = { levelGrains: 50, capacityGrains: 300, priority: 0 };
    expect([policy.admit(view, [0]).kind, policy.admit(view, [1]).kind]).toEqual(['go', 'wait']);
  });
});

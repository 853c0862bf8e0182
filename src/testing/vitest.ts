/**
 * `quotasim/testing/vitest`: the contract of a policy as a suite of vitest, and the types of the matchers.
 *
 * @module
 */
import { describe, it } from 'vitest';
import { policyChecks } from './check-policy.ts';
import type { ContractOptions, PolicyUnderTest } from './policy-promises.ts';

declare module 'vitest' {
  interface Matchers<T> {
    /** No task (or not this one) can starve, whatever happens. */
    toBeLive(task?: string): T;
    /** Every wait for progress is at most so long. */
    toProgressWithin(within: string, task?: string): T;
    /** So many of the due starts are served. */
    toServe(share: string, task?: string): T;
    /** Its verdict is pass. */
    toMeetItsGoals(): T;
  }
}

/**
 * Holds a policy to what a policy promises, in a suite of the test that calls it: a definition with whatever options it
 * allows, or the policies that a function makes.
 *
 * @example
 * policyContract(mine);
 * policyContract(() => hysteresis({ low: 20, high: 80 }));
 */
export function policyContract(subject: PolicyUnderTest, options: ContractOptions = {}): void {
  describe('keeps the contract of a policy', () => {
    for (const { promise, check } of policyChecks(subject, options)) it(promise, check);
  });
}

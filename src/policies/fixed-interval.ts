/**
 * The plain pause: always as long. What a duration in `always: { pause }` means.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { IntervalPolicy, IntervalPolicyFactory } from '../sim/policy.ts';

/**
 * Lets the next run begin `pauseMs` after the last one ended.
 *
 * @throws {InvariantError} when the pause is no whole number of milliseconds above 0.
 * @example
 * fixedInterval({ pauseMs: 60_000 });
 */
export function fixedInterval({ pauseMs }: { readonly pauseMs: number }): IntervalPolicy {
  assert(Number.isSafeInteger(pauseMs) && pauseMs > 0, 'a pause takes time', { pauseMs });
  return { family: 'interval', name: 'fixed', memory: [], pausesMs: [pauseMs], pauseMs: () => pauseMs };
}

export const fixedIntervalFactory: IntervalPolicyFactory = {
  name: 'fixed',
  describe: 'always the same pause; what a plain duration in `pause` means',
  options: [{ name: 'pause', unit: 'duration', minimum: 0, positive: true, describe: 'how long' }],
  create: ({ pause }) => {
    assert(pause !== undefined, 'fixed has a pause');
    return fixedInterval({ pauseMs: pause });
  },
};

/**
 * Pauses twice as long after each run that came to nothing, and as short as before after one that completed.
 *
 * Truncated binary exponential backoff (Metcalfe and Boggs 1976), without the dice: between runs, not between the tries of a
 * call. It remembers how many runs in a row came to nothing, as far as that matters.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { IntervalPolicy, IntervalPolicyFactory } from '../sim/policy.ts';
import { doubling } from './doubling.ts';

export interface BackoffOptions {
  /** In ms, above 0. */
  readonly fromMs: number;
  /** In ms, above `fromMs`. */
  readonly toMs: number;
}

/**
 * Pauses for `fromMs` after a run that completed; after others twice as long as last time, and at most `toMs`.
 *
 * @throws {InvariantError} when `toMs` does not lie above `fromMs`.
 * @example
 * backoff({ fromMs: 60_000, toMs: 960_000 });
 */
export function backoff({ fromMs, toMs }: BackoffOptions): IntervalPolicy {
  const pausesMs = doubling(fromMs, toMs);
  const last = pausesMs.length - 1;
  const after = (completed: boolean, inVain: number): number => (completed ? 0 : Math.min(inVain + 1, last));
  return {
    family: 'interval',
    name: 'backoff',
    memory: [{ name: 'runs in vain', low: 0, high: last }],
    pausesMs,
    pauseMs: ({ ended }, [inVain = 0]) => pausesMs[after(ended === 'completed', inVain)]!,
    remember: ({ ended }, [inVain = 0]) => [after(ended === 'completed', inVain)],
  };
}

export const backoffFactory: IntervalPolicyFactory = {
  name: 'backoff',
  describe: 'twice as long after each run that stopped, failed or crashed; short again after one that completed',
  options: [
    { name: 'from', unit: 'duration', minimum: 0, positive: true, describe: 'after a run that completed' },
    { name: 'to', unit: 'duration', minimum: 0, above: 'from', describe: 'the longest pause' },
  ],
  create: ({ from, to }) => {
    assert(from !== undefined && to !== undefined, 'backoff has two pauses');
    return backoff({ fromMs: from, toMs: to });
  },
};

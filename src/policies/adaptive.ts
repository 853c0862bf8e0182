/**
 * Pauses by what is left: half as long after a run that leaves enough behind, twice as long after one that does not.
 *
 * So a job that shares a supply finds its own pace: it works off what piles up when others rest, and gives way when they
 * want more. It follows the level with a delay, and several that adapt to one supply may swing together: let a proof try it.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { IntervalPolicy, IntervalPolicyFactory } from '../sim/policy.ts';
import { doubling } from './doubling.ts';

export interface AdaptiveOptions {
  /** In ms, above 0. */
  readonly fromMs: number;
  /** In ms, above `fromMs`. */
  readonly toMs: number;
  /** In grains, at least 0: what there must be at the end of a run for the next pause to be shorter. */
  readonly enoughGrains: number;
}

/**
 * Pauses between `fromMs` and `toMs`: half of the last pause where at least `enoughGrains` are left, else twice as long.
 *
 * @throws {InvariantError} when `toMs` does not lie above `fromMs`.
 * @example
 * adaptive({ fromMs: 60_000, toMs: 960_000, enoughGrains: 100 * grainsPerToken });
 */
export function adaptive({ fromMs, toMs, enoughGrains }: AdaptiveOptions): IntervalPolicy {
  const pausesMs = doubling(fromMs, toMs);
  const last = pausesMs.length - 1;
  const after = (levelGrains: number, place: number): number =>
    levelGrains >= enoughGrains ? Math.max(place - 1, 0) : Math.min(place + 1, last);
  return {
    family: 'interval',
    name: 'adaptive',
    memory: [{ name: 'place', low: 0, high: last }],
    pausesMs,
    pauseMs: ({ levelGrains }, [place = 0]) => pausesMs[after(levelGrains, place)]!,
    remember: ({ levelGrains }, [place = 0]) => [after(levelGrains, place)],
  };
}

export const adaptiveFactory: IntervalPolicyFactory = {
  name: 'adaptive',
  describe: 'half as long after a run that leaves enough of a supply, twice as long after one that does not',
  sees: 'supply',
  options: [
    { name: 'from', unit: 'duration', minimum: 0, positive: true, describe: 'the shortest pause, and the first' },
    { name: 'to', unit: 'duration', minimum: 0, above: 'from', describe: 'the longest' },
    { name: 'enough', unit: 'level', minimum: 0, describe: 'tokens that must be left for a shorter pause' },
  ],
  create: ({ from, to, enough }) => {
    assert(from !== undefined && to !== undefined && enough !== undefined, 'adaptive has its options');
    return adaptive({ fromMs: from, toMs: to, enoughGrains: enough });
  },
};

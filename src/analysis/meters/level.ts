/**
 * What a level did between two changes, in closed form: a bucket is refilled in steps of `stepGrains`, `everyMs` apart
 * (one millisecond where the refill is continuous), up to its capacity. Nothing is summed step by step.
 *
 * In a stretch nothing is taken; `levelGrains` is the level at its begin.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';

export interface Refilled {
  readonly capacityGrains: number;
  readonly stepGrains: number;
  /** What a step offers; less than `stepGrains` where each step fills to the brim. */
  readonly offersGrains: number;
  readonly everyMs: TimeMs;
}

/** The level after `steps` refill steps. */
export function levelAfterSteps({ capacityGrains, stepGrains }: Refilled, levelGrains: number, steps: number): number {
  return Math.min(levelGrains + steps * stepGrains, capacityGrains);
}

/**
 * Area under the level in grains times milliseconds, from `fromMs` to `toMs` after the last refill step before; with `steps`
 * steps in between. Numbers by themselves: an object would be made anew for every event.
 */
export function areaUnder(bucket: Refilled, levelGrains: number, fromMs: TimeMs, toMs: TimeMs, steps: number): number {
  if (steps <= 0) return levelGrains * (toMs - fromMs);
  const { everyMs } = bucket;
  const last = levelAfterSteps(bucket, levelGrains, steps) * (toMs - steps * everyMs);
  return levelGrains * (everyMs - fromMs) + sumOfLevels(bucket, levelGrains, steps - 1) * everyMs + last;
}

/** Time below zero, from `fromMs` to `toMs` after the last refill step before. */
export function debtWithin(
  { stepGrains, everyMs }: Refilled,
  levelGrains: number,
  fromMs: TimeMs,
  toMs: TimeMs,
): TimeMs {
  if (levelGrains >= 0) return 0;
  if (stepGrains <= 0) return toMs - fromMs;
  return Math.min(toMs, Math.ceil(-levelGrains / stepGrains) * everyMs) - fromMs;
}

/** Sum of the levels after 1, 2, …, `steps` refill steps: an arithmetic series up to the capacity, then a constant. */
function sumOfLevels({ capacityGrains, stepGrains }: Refilled, levelGrains: number, steps: number): number {
  if (levelGrains + steps * stepGrains <= capacityGrains) {
    return steps * levelGrains + (stepGrains * steps * (steps + 1)) / 2;
  }
  if (stepGrains <= 0) return steps * Math.min(levelGrains, capacityGrains);
  const rising = Math.min(steps, Math.max(0, Math.floor((capacityGrains - levelGrains) / stepGrains)));
  return rising * levelGrains + (stepGrains * rising * (rising + 1)) / 2 + (steps - rising) * capacityGrains;
}

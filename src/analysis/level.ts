/**
 * What a level did between two changes, in closed form: a bucket is refilled in steps of `stepGrains`, `everyMs` apart
 * (one millisecond where the refill is continuous), up to its capacity. Nothing is summed step by step.
 *
 * A stretch goes from `fromMs` to `toMs` with nothing taken in it; `levelGrains` is the level at `fromMs`.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';

export interface Refilled {
  readonly capacityGrains: number;
  readonly stepGrains: number;
  readonly everyMs: TimeMs;
}

export interface Stretch {
  /** The last refill step at or before `fromMs`. */
  readonly sinceMs: TimeMs;
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  /** Refill steps in (sinceMs, toMs]. */
  readonly steps: number;
}

/** The level after `steps` refill steps. */
export function levelAfterSteps({ capacityGrains, stepGrains }: Refilled, levelGrains: number, steps: number): number {
  return Math.min(levelGrains + steps * stepGrains, capacityGrains);
}

/** Area under the level over the stretch, in grains times milliseconds. */
export function areaUnder(bucket: Refilled, levelGrains: number, stretch: Stretch): number {
  const { sinceMs, fromMs, toMs, steps } = stretch;
  const { everyMs } = bucket;
  if (steps <= 0) return levelGrains * (toMs - fromMs);
  const first = levelGrains * (sinceMs + everyMs - fromMs);
  const last = levelAfterSteps(bucket, levelGrains, steps) * (toMs - sinceMs - steps * everyMs);
  return first + sumOfLevels(bucket, levelGrains, steps - 1) * everyMs + last;
}

/** Time below zero in the stretch. */
export function debtWithin(
  { stepGrains, everyMs }: Refilled,
  levelGrains: number,
  { sinceMs, fromMs, toMs }: Stretch,
): TimeMs {
  if (levelGrains >= 0) return 0;
  if (stepGrains <= 0) return toMs - fromMs;
  const paidMs = sinceMs + Math.ceil(-levelGrains / stepGrains) * everyMs;
  return Math.min(toMs, paidMs) - fromMs;
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

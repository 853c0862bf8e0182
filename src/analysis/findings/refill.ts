/**
 * A supply's refill as rules count it: so many grains at steps so far apart. A continuous one is a step of one millisecond.
 *
 * @module
 */
import type { Model, Start, Supply } from '../../sim/model.ts';
import { type Rational, rational } from '../../sim/numbers/rational.ts';
import type { TimeMs } from '../../sim/time.ts';

export interface RefillSteps {
  readonly grains: number;
  readonly everyMs: TimeMs;
  readonly phaseMs: Start;
}

/** Undefined where a level does more than to rise in steps and to fall by what is taken: the arguments here do not hold then. */
export function refillOf({ refill, changes, settled, limitOf }: Supply): RefillSteps | undefined {
  if (changes !== undefined || settled !== undefined || limitOf !== undefined) return undefined;
  if (refill.kind === 'stepwise') return refill;
  if (refill.kind !== 'continuous') return undefined;
  return { grains: refill.grainsPerMs, everyMs: 1, phaseMs: { kind: 'fixed', value: 0 } };
}

/** The most that can be spent of a supply in the long run, per millisecond; undefined where that is not known. */
export function mostPerMs(supply: Supply): Rational | undefined {
  const { refill, changes, settled, capacityGrains } = supply;
  if (changes !== undefined || settled !== undefined) return undefined;
  switch (refill.kind) {
    case 'first-use':
    case 'sliding':
      return rational(capacityGrains, refill.everyMs);
    case 'calendar':
      // A day of the calendar is a day in the long run, whatever the clocks do; months are not alike.
      return refill.resets.spanMs > 0 ? rational(capacityGrains, refill.resets.spanMs) : undefined;
    case 'continuous':
      return rational(refill.grainsPerMs);
    case 'stepwise':
      return rational(refill.grains, refill.everyMs);
    case 'returned':
      return undefined;
  }
}

/** The most that comes in any time of `spanMs`, one of its ends counted. */
export function mostIn({ grains, everyMs }: RefillSteps, spanMs: TimeMs): number {
  return spanMs === 0 || grains === 0 ? 0 : grains * Math.ceil(spanMs / everyMs);
}

/** The least that comes in any time of `spanMs`, one of its ends counted. */
export function leastIn({ grains, everyMs }: RefillSteps, spanMs: TimeMs): number {
  return grains * Math.floor(spanMs / everyMs);
}

/** Steps in (0, atMs], where the first comes at the phase, or after one period where that is 0. */
export function stepsUntil({ everyMs }: RefillSteps, phaseMs: TimeMs, atMs: TimeMs): number {
  return phaseMs === 0 ? Math.floor(atMs / everyMs) : Math.max(0, Math.floor((atMs - phaseMs) / everyMs) + 1);
}

export function ratePerMs({ grains, everyMs }: RefillSteps): Rational {
  return rational(grains, everyMs);
}

/** The values a start can have, at most `countMax` of them: the first ones. */
export function startValues({ starts }: Model, start: Start, countMax: number): readonly number[] {
  if (start.kind === 'fixed') return [start.value];
  const { from, step, count } = starts[start.choice]!;
  return Array.from({ length: Math.min(count, countMax) }, (_, index) => from + step * index);
}

/** The least value a start can have. */
export function leastStart(model: Model, start: Start): number {
  return startValues(model, start, 1)[0]!;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnder, debtWithin, levelAfterSteps, type Refilled } from '../../src/analysis/meters/level.ts';

interface Case {
  readonly bucket: Refilled;
  readonly level: number;
  /** The last refill step at or before `fromMs`. */
  readonly sinceMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Refill steps in (sinceMs, toMs]. */
  readonly steps: number;
}

/** Small numbers, so that caps, debts and steps meet: a stretch of up to 60 ms. */
const stretch: fc.Arbitrary<Case> = fc
  .record({
    capacityGrains: fc.integer({ min: 1, max: 20 }),
    // At the brim: each step is a new window.
    stepGrains: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 6 }) },
      fc.constant(Number.MAX_SAFE_INTEGER),
    ),
    everyMs: fc.integer({ min: 1, max: 9 }),
    below: fc.integer({ min: 0, max: 40 }),
    sinceMs: fc.integer({ min: -8, max: 5 }),
    late: fc.integer({ min: 0, max: 8 }),
    lengthMs: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ capacityGrains, stepGrains, everyMs, below, sinceMs, late, lengthMs }) => {
    const fromMs = sinceMs + Math.min(late, everyMs - 1);
    const bucket = { capacityGrains, stepGrains, offersGrains: stepGrains, everyMs };
    const toMs = fromMs + lengthMs;
    const steps = Math.floor((toMs - sinceMs) / everyMs);
    return { bucket, level: capacityGrains - below, sinceMs, fromMs, toMs, steps };
  });

/** The level in each millisecond of the stretch, step by step. */
function everyMillisecond({ bucket, level, sinceMs, fromMs, toMs }: Case): number[] {
  const levels: number[] = [];
  let now = level;
  for (let atMs = fromMs; atMs < toMs; atMs++) {
    if (atMs > fromMs && (atMs - sinceMs) % bucket.everyMs === 0) {
      now = Math.min(bucket.capacityGrains, now + bucket.stepGrains);
    }
    levels.push(now);
  }
  return levels;
}

describe('a level between two changes', () => {
  it('covers the area that its milliseconds add up to', () => {
    fc.assert(
      fc.property(stretch, (one) => {
        const { bucket, level: first, sinceMs, fromMs, toMs, steps } = one;
        const levels = everyMillisecond(one);
        // Adding zero makes -0 plain 0.
        expect(areaUnder(bucket, first, fromMs - sinceMs, toMs - sinceMs, steps) + 0).toBe(
          levels.reduce((sum, level) => sum + level, 0),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('is in debt for as many milliseconds as it is below zero', () => {
    fc.assert(
      fc.property(stretch, (one) => {
        const { bucket, level: first, sinceMs, fromMs, toMs } = one;
        const below = everyMillisecond(one).filter((level) => level < 0).length;
        expect(debtWithin(bucket, first, fromMs - sinceMs, toMs - sinceMs)).toBe(below);
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends where its steps lead', () => {
    fc.assert(
      fc.property(stretch, (one) => {
        const last = everyMillisecond({ ...one, toMs: one.toMs + 1 }).at(-1);
        expect(levelAfterSteps(one.bucket, one.level, one.steps)).toBe(last);
      }),
    );
  });
});

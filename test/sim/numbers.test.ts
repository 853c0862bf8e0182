/** The leaves: bucket, logarithm, distributions, agenda. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agenda, nextHits, rebuildAgenda, SCANNED_MAX, setDue } from '../../src/sim/agenda.ts';
import { quantileOf } from '../../src/sim/numbers/distribution.ts';
import { naturalLog } from '../../src/sim/numbers/logarithm.ts';
import { stream } from '../../src/sim/numbers/random.ts';
import { reachesAt } from '../../src/sim/supplies/bucket.ts';
import { NEVER } from '../../src/sim/time.ts';

describe('a bucket', () => {
  const whole = (min: number, max: number) => fc.integer({ min, max });

  it('reaches a target at the step that is told, and not one step before', () => {
    fc.assert(
      fc.property(whole(1, 9), whole(1, 50), whole(-60, 60), whole(-5, 60), (grains, everyMs, level, target) => {
        fc.pre(level < target);
        const bucket = { capacityGrains: 60, stepGrains: grains, everyMs };
        const atMs = reachesAt(bucket, level, 7, target);
        const steps = (atMs - 7) / everyMs;
        expect(Number.isInteger(steps)).toBe(true);
        expect(level + steps * grains).toBeGreaterThanOrEqual(target);
        expect(level + (steps - 1) * grains).toBeLessThan(target);
      }),
    );
  });

  it.each([
    { when: 'at the capacity', target: 60, atMs: 60 },
    { when: 'one grain above it', target: 61, atMs: NEVER },
  ])('is full $when', ({ target, atMs }) => {
    expect(reachesAt({ capacityGrains: 60, stepGrains: 1, everyMs: 1 }, 0, 0, target)).toBe(atMs);
  });
});

describe('naturalLog', () => {
  it('agrees with Math.log to the last places', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -53, max: 2 ** 53, noNaN: true }), (x) => {
        const error = Math.abs(naturalLog(x) - Math.log(x));
        expect(error).toBeLessThanOrEqual(4 * Number.EPSILON * Math.max(Math.abs(Math.log(x)), 2 ** -60));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is 0 at 1', () => {
    expect(naturalLog(1)).toBe(0);
  });
});

describe('quantile', () => {
  it.each([
    { distribution: { kind: 'uniform', low: 10, high: 20 } as const, uniform: 0.25, value: 12.5 },
    { distribution: { kind: 'choice', values: [40, 60] } as const, uniform: 0.499, value: 40 },
    { distribution: { kind: 'choice', values: [40, 60] } as const, uniform: 0.5, value: 60 },
    { distribution: { kind: 'choice', values: [1, 2, 3], weights: [1, 0, 3] } as const, uniform: 0.25, value: 3 },
    { distribution: { kind: 'choice', values: [1, 2, 3], weights: [1, 3, 0] } as const, uniform: 0.9999, value: 2 },
  ])('of $distribution.kind at $uniform is $value', ({ distribution, uniform, value }) => {
    expect(quantileOf(distribution)(uniform)).toBe(value);
  });
});

describe('a stream', () => {
  it('depends on its name alone', () => {
    const [a, again, other] = [stream(['1', 0, 'a']), stream([1, '0', 'a']), stream(['1', 0, 'b'])];
    const first = a();
    expect(again()).toBe(first);
    expect(other()).not.toBe(first);
  });
});

describe('the agenda', () => {
  it.each([SCANNED_MAX, SCANNED_MAX + 1, 40])(
    'finds all timers of the first instant in order, with %i timers',
    (size) => {
      const change = fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constantFrom(1, 2, 3, 4, 5, NEVER));
      fc.assert(
        fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
          const agenda: Agenda = {
            dueMs: new Float64Array(size).fill(NEVER),
            hits: new Int32Array(size + 1),
            heap: new Int32Array(size),
            heapCount: 0,
            heaped: false,
            place: new Int32Array(size),
          };
          rebuildAgenda(agenda);
          for (const [timer, atMs] of changes) {
            setDue(agenda, timer, atMs);
            const firstMs = Math.min(...agenda.dueMs);
            const expected = [...agenda.dueMs.keys()].filter((index) => agenda.dueMs[index] === firstMs);
            const found = [...agenda.hits.subarray(0, nextHits(agenda))];
            expect(found).toEqual(firstMs === NEVER ? [] : expected);
          }
        }),
      );
    },
  );
});

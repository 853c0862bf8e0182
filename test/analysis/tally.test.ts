import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISTINCT_MAX, Tally } from '../../src/analysis/statistics/tally.ts';

const SHARES = [0, 0.01, 0.07, 0.5, 0.95, 0.99, 1];

/** The nearest-rank definition itself. */
function nearestRank(sorted: readonly number[], p: number): number {
  return sorted.find((_, index) => index + 1 >= p * sorted.length - 1e-9)!;
}

function tallied(values: Iterable<number>): Tally {
  const tally = new Tally();
  for (const value of values) tally.add(value);
  return tally;
}

function seen(tally: Tally): unknown {
  const { count, sum, min, max, resolution } = tally;
  return { count, sum, min, max, resolution, quantiles: SHARES.map((share) => tally.quantile(share)) };
}

/** Few values that collide, and large ones: minutes in ms, and more than 32 bits. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 8 }),
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: 2_000 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: 2 ** 48 }),
);
const values = fc.array(value, { minLength: 1, maxLength: 400 });

describe('a tally', () => {
  it('gives the same count, sum, mean, extremes and quantiles as the sorted samples', () => {
    fc.assert(
      fc.property(values, (samples) => {
        const sorted = [...samples].sort((left, right) => left - right);
        const sum = samples.reduce((total, sample) => total + sample, 0);
        const tally = tallied(samples);
        expect(seen(tally)).toEqual({
          count: samples.length,
          sum,
          min: sorted[0],
          max: sorted.at(-1),
          resolution: 1,
          quantiles: SHARES.map((share) => nearestRank(sorted, share)),
        });
        expect(tally.mean()).toBe(sum / samples.length);
      }),
    );
  });

  it('merges to what one tally of all samples is, in either order', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [one, other] = [tallied(left), tallied(right)];
        one.merge(tallied(right));
        other.merge(tallied(left));
        expect(seen(one)).toEqual(seen(tallied([...left, ...right])));
        expect(seen(other)).toEqual(seen(one));
      }),
    );
  });

  it('merges another so many times over, as if each had been added so often', () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 5 }), (left, right, times) => {
        const one = tallied(left);
        one.merge(tallied(right), times);
        expect(seen(one)).toEqual(seen(tallied([...left, ...Array.from({ length: times }, () => right).flat()])));
      }),
    );
  });

  it.each([
    { more: 2 ** 31 - 2, adds: 0 },
    { more: 2 ** 31 - 2, adds: 1 },
    { more: 2 ** 31 - 2, adds: 2 },
    { more: 2 ** 31 - 1, adds: 1 },
    { more: 2 ** 31, adds: 3 },
    { more: 2 ** 35, adds: 1 },
  ])('counts one value $more times and $adds more', ({ more, adds }) => {
    const small = Array.from({ length: 600 }, (_, index) => index);
    const tally = tallied(small);
    tally.merge(tallied(small), more);
    for (let add = 0; add < adds; add++) for (const value of small) tally.add(value);
    const each = 1 + more + adds;
    expect([tally.count, tally.min, tally.max]).toEqual([600 * each, 0, 599]);
    expect(tally.sum).toBe((each * 600 * 599) / 2);
    expect([0.25, 0.5, 1].map((share) => tally.quantile(share))).toEqual([149, 299, 599]);
    // A tally that holds so many merges like any other.
    const again = tallied([5]);
    again.merge(tally);
    expect(again.count).toBe(600 * each + 1);
  });

  it('forgets everything when it is cleared, a coarser resolution too', () => {
    const tally = tallied(Array.from({ length: DISTINCT_MAX + 1 }, (_, index) => index + 1));
    tally.clear();
    tally.add(3);
    expect(seen(tally)).toEqual(seen(tallied([3])));
  });

  it('says what samples added after a quantile was asked for change', () => {
    const tally = tallied([1, 2, 3]);
    expect(tally.quantile(0.5)).toBe(2);
    tally.add(10);
    tally.add(10);
    expect(tally.quantile(0.5)).toBe(3);
  });

  it('counts up to a value, sums up to a limit and squares exactly, whatever the order', () => {
    fc.assert(
      fc.property(values, value, (samples, limit) => {
        const small = samples.map((sample) => sample % 2 ** 42);
        const tally = tallied(small);
        const sorted = [...new Set(small)].sort((left, right) => left - right);
        expect(tally.countTo(limit)).toBe(small.filter((sample) => sample <= limit).length);
        expect(tally.sumTo(limit)).toBe(small.reduce((sum, sample) => sum + Math.min(sample, limit), 0));
        expect(tally.sumOfSquares()).toBe(small.reduce((sum, sample) => sum + BigInt(sample) ** 2n, 0n));
        expect(tally.ordered()).toEqual(
          sorted.map((sample) => [sample, small.filter((other) => other === sample).length]),
        );
      }),
    );
  });

  it('has no mean and no quantile without samples', () => {
    expect([new Tally().mean(), new Tally().quantile(0.5)]).toEqual([Number.NaN, Number.NaN]);
  });

  it.each([
    { distinct: 2_047, resolution: 1 },
    { distinct: 2_049, resolution: 1 },
    { distinct: DISTINCT_MAX, resolution: 1 },
    { distinct: DISTINCT_MAX + 1, resolution: 2 },
    { distinct: 5 * DISTINCT_MAX, resolution: 8 },
  ])('keeps $distinct values apart by $resolution', ({ distinct, resolution }) => {
    // An odd stride through all of them: every value once, in no order, half of them beyond the table.
    const tally = tallied(Array.from({ length: distinct }, (_, index) => 1 + ((index * 48_271) % distinct)));
    expect(tally.resolution).toBe(resolution);
    expect([tally.count, tally.min, tally.max]).toEqual([distinct, 1, distinct]);
    expect(tally.sum).toBe((distinct * (distinct + 1)) / 2);
    const median = tally.quantile(0.5);
    expect(median).toBeLessThanOrEqual(Math.ceil(distinct / 2));
    expect(median).toBeGreaterThan(Math.ceil(distinct / 2) - resolution);
    // What is rounded to the same counts as the same.
    const half = resolution * Math.floor(distinct / 2 / resolution);
    expect(tally.countTo(half)).toBe(Math.min(distinct, half + resolution - 1));
    expect(tally.sumTo(0)).toBe(0);
  });

  it('rounds to the same resolution in whatever order values come and are merged', () => {
    const many = Array.from({ length: 3 * DISTINCT_MAX }, (_, index) => 7 * index);
    const backwards = [...many].reverse();
    const halves = tallied(many.slice(0, 100_000));
    halves.merge(tallied(many.slice(100_000)));
    expect(seen(tallied(backwards))).toEqual(seen(tallied(many)));
    expect(seen(halves)).toEqual(seen(tallied(many)));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Continuous,
  type Distribution,
  quantileOf,
  shareKept,
  spanOf,
} from '../../src/sim/numbers/distribution.ts';
import { exponentialOf } from '../../src/sim/numbers/exponent.ts';
import { gammaAbove, gammaBelow, gammaQuantile } from '../../src/sim/numbers/gamma.ts';
import { normalBelow, normalQuantile } from '../../src/sim/numbers/normal.ts';

/** Worked out with mpmath to 40 digits. */
const NORMAL: readonly (readonly [share: number, value: number])[] = [
  [1e-15, -7.941345326170997],
  [1e-9, -5.9978070150076865],
  [0.001, -3.0902323061678136],
  [0.02425, -1.972961051311885],
  [0.075, -1.439531470938456],
  [0.3, -0.5244005127080408],
  [0.5, 0],
  [0.925, 1.439531470938456],
  [0.9999, 3.7190164854556804],
  [0.999999999, 5.9978070150076865],
];

/** The same, by bisection on the incomplete gamma function. */
const GAMMA: readonly (readonly [shape: number, share: number, value: number])[] = [
  [0.05, 0.001, 5.8446320572864994e-61],
  [0.05, 0.1, 5.8446320572865e-21],
  [0.05, 0.5, 5.573878440746243e-7],
  [0.05, 0.9, 0.07631711390918845],
  [0.05, 0.999999, 8.696862667919895],
  [0.5, 0.001, 7.853985746312449e-7],
  [0.5, 0.1, 0.007895387046715613],
  [0.5, 0.5, 0.2274682115597864],
  [0.5, 0.9, 1.3527717270477073],
  [0.5, 0.999999, 11.964063488467414],
  [1, 0.001, 0.0010005003335835335],
  [1, 0.1, 0.1053605156578263],
  [1, 0.5, Math.LN2],
  [1, 0.9, Math.LN10],
  [1, 0.999999, 13.815510557964274],
  [2.5, 0.001, 0.10510630131460957],
  [2.5, 0.1, 0.8051539934811615],
  [2.5, 0.5, 2.1757300955477636],
  [2.5, 0.9, 4.618178449890559],
  [2.5, 0.999999, 17.944093439836436],
  [30, 0.001, 15.869170797140358],
  [30, 0.1, 23.229444150101724],
  [30, 0.5, 29.66733313822123],
  [30, 0.9, 37.1985028596843],
  [30, 0.999999, 63.54818012486807],
  [400, 0.001, 341.0332264935072],
  [400, 0.1, 374.5926185605984],
  [400, 0.5, 399.6667160944644],
  [400, 0.9, 425.8356088567497],
  [400, 0.999999, 502.36477738249255],
  [10000, 0.001, 9693.824385823726],
  [10000, 0.1, 9872.060875049736],
  [10000, 0.5, 9999.666668642047],
  [10000, 0.9, 10128.367373674177],
  [10000, 0.999999, 10482.561164638855],
];

/** A number's distance from another, as a share of it. */
function off(value: number, wanted: number): number {
  return Math.abs(value - wanted) / Math.max(Math.abs(wanted), Number.MIN_VALUE);
}

describe('exponentialOf', () => {
  it('agrees with the engine to the last digits, from the smallest double to the largest', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
        expect(off(exponentialOf(x), Math.exp(x))).toBeLessThan(1e-15);
      }),
    );
    expect([0, -800, 800].map(exponentialOf)).toEqual([1, 0, Number.POSITIVE_INFINITY]);
  });
});

describe('the standard normal distribution', () => {
  it.each(NORMAL)('has the share %d below its quantile', (share, value) => {
    // Near 1 a share itself is only good to a few digits of its distance from 1.
    const tolerance = share > 0.99 ? 1e-8 : 1e-14;
    if (value === 0) expect(normalQuantile(share)).toBe(0);
    else expect(off(normalQuantile(share), value)).toBeLessThan(tolerance);
    expect(off(normalBelow(value), share)).toBeLessThan(1e-12);
  });

  it('has no end', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

describe('the gamma distribution', () => {
  it.each(GAMMA)('of shape %d has the share %d below its quantile', (shape, share, value) => {
    expect(off(gammaQuantile(shape, share), value)).toBeLessThan(share > 0.99 ? 1e-9 : 1e-10);
    expect(off(gammaBelow(shape, value), share)).toBeLessThan(1e-10);
    expect(off(gammaAbove(shape, value), 1 - share)).toBeLessThan(share > 0.99 ? 1e-8 : 1e-10);
  });

  it('is inverted, whatever the shape', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 5, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.999999, noNaN: true }),
        (power, share) => {
          const shape = 10 ** power;
          const value = gammaQuantile(shape, share);
          if (value > 1e-300) expect(Math.abs(gammaBelow(shape, value) - share)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});

/** Each kind, whole and truncated, with the share of it below a value by the textbook's formula and the engine's functions. */
const FORMULAS: readonly { readonly of: Continuous; readonly below: (x: number) => number }[] = [
  { of: { kind: 'uniform', low: 2, high: 6 }, below: (x) => (x - 2) / 4 },
  {
    of: { kind: 'triangular', low: 1, mode: 2, high: 6 },
    below: (x) => (x < 2 ? (x - 1) ** 2 / 5 : 1 - (6 - x) ** 2 / 20),
  },
  { of: { kind: 'triangular', low: 1, mode: 1, high: 6 }, below: (x) => 1 - (6 - x) ** 2 / 25 },
  { of: { kind: 'exponential', mean: 3 }, below: (x) => 1 - Math.exp(-x / 3) },
  {
    of: { kind: 'exponential', mean: 3, min: 1, max: 5 },
    below: (x) => (1 - Math.exp(-(x - 1) / 3)) / (1 - Math.exp(-4 / 3)),
  },
  { of: { kind: 'weibull', shape: 1.5, scale: 4 }, below: (x) => 1 - Math.exp(-((x / 4) ** 1.5)) },
  {
    of: { kind: 'weibull', shape: 0.7, scale: 4, min: 1, max: 20 },
    below: (x) =>
      (Math.exp(-(0.25 ** 0.7)) - Math.exp(-((x / 4) ** 0.7))) / (Math.exp(-(0.25 ** 0.7)) - Math.exp(-(5 ** 0.7))),
  },
  { of: { kind: 'normal', mean: 50, sd: 5 }, below: (x) => normalBelow((x - 50) / 5) },
  {
    of: { kind: 'normal', mean: 2, sd: 3, max: 4 },
    below: (x) => (normalBelow((x - 2) / 3) - normalBelow(-2 / 3)) / (normalBelow(2 / 3) - normalBelow(-2 / 3)),
  },
  { of: { kind: 'lognormal', median: 20, sigma: 0.8 }, below: (x) => normalBelow(Math.log(x / 20) / 0.8) },
  { of: { kind: 'gamma', shape: 2.5, scale: 3 }, below: (x) => gammaBelow(2.5, x / 3) },
  {
    of: { kind: 'gamma', shape: 2.5, scale: 3, min: 4, max: 9 },
    below: (x) => (gammaBelow(2.5, x / 3) - gammaBelow(2.5, 4 / 3)) / (gammaBelow(2.5, 3) - gammaBelow(2.5, 4 / 3)),
  },
];

describe('a draw', () => {
  it.each(FORMULAS)('of $of is the quantile of its uniform number, within its span', ({ of, below }) => {
    const quantile = quantileOf(of);
    const { low, high } = spanOf(of);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), (millionths) => {
        const uniform = millionths / 1e6;
        const value = quantile(uniform);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
        expect(Math.abs(below(value) - uniform)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is never outside of a truncation, not even at the ends', () => {
    const cut: Distribution = { kind: 'normal', mean: 10, sd: 2, min: 9, max: 11 };
    expect([0, 1 - 2 ** -53].map(quantileOf(cut)).every((value) => value >= 9 && value <= 11)).toBe(true);
  });
});

/** Worked out by numpy 2.4 (`quantile`, method `inverted_cdf`), with and without weights. */
const MEASURED: readonly (readonly [uniform: number, alike: number, weighted: number])[] = [
  [0.05, 0.8, 0.8],
  [0.15, 0.8, 0.8],
  [0.3, 1.1, 1.1],
  [0.5, 1.2, 1.2],
  [0.6, 2.5, 1.2],
  [0.7, 4, 2.5],
  [0.85, 7.75, 2.5],
  [0.97, 30, 7.75],
  [0.999, 30, 7.75],
];

describe('a draw of what was measured', () => {
  const values = [0.8, 0.8, 1.1, 1.1, 1.2, 2.5, 4, 7.75, 30];
  const weights = [1, 2, 2, 1, 3, 4, 1, 0.5, 0];

  it.each(MEASURED)('for the uniform number %d is %d, or %d with weights', (uniform, alike, weighted) => {
    expect(quantileOf({ kind: 'empirical', values })(uniform)).toBe(alike);
    expect(quantileOf({ kind: 'empirical', values, weights })(uniform)).toBe(weighted);
  });

  it('is each value as often as its weight says, over all uniform numbers', () => {
    const quantile = quantileOf({ kind: 'empirical', values, weights });
    const of = 29_000;
    const counts = new Map<number, number>();
    for (let at = 0; at < of; at++) {
      const value = quantile((at + 0.5) / of);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ 0.8: 6000, 1.1: 6000, 1.2: 6000, 2.5: 8000, 4: 2000, 7.75: 1000 });
    expect(spanOf({ kind: 'empirical', values, weights })).toEqual({ low: 0.8, high: 7.75 });
  });

  it('of a hundred thousand values is found at once', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index);
    const quantile = quantileOf({ kind: 'empirical', values: many, weights: many.map(() => 1) });
    expect([0, 0.123456, 1 - 2 ** -53].map(quantile)).toEqual([0, 12_345, 99_999]);
    expect(spanOf({ kind: 'empirical', values: many })).toEqual({ low: 0, high: 99_999 });
  });
});

describe('shareKept', () => {
  it.each<[Continuous, number]>([
    [{ kind: 'uniform', low: 0, high: 1 }, 1],
    [{ kind: 'normal', mean: 10, sd: 2, min: 8, max: 12 }, 0.6826894921370859],
    [{ kind: 'exponential', mean: 1, min: 1 }, 0.36787944117144233],
    [{ kind: 'gamma', shape: 2, scale: 1, max: 1 }, 0.26424111765711533],
    [{ kind: 'normal', mean: 10, sd: 1, min: 90 }, 0],
  ])('of %o is %d', (distribution, share) => {
    expect(shareKept(distribution)).toBeCloseTo(share, 12);
  });
});

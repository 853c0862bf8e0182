import { describe, expect, it } from 'vitest';
import { estimate, studentQuantile } from '../../src/analysis/statistics/statistics.ts';
import { DAY_MS } from '../../src/sim/time.ts';

/** log of the gamma function at multiples of one half, by its recurrence: exact enough for a density's constant. */
function logGamma(x: number): number {
  if (x === 1) return 0;
  if (x === 0.5) return Math.log(Math.PI) / 2;
  return Math.log(x - 1) + logGamma(x - 1);
}

/** P(|T| <= t) by Simpson's rule over Student's density: another way than the finite series. */
function within(t: number, degrees: number): number {
  const scale = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) / Math.sqrt(degrees * Math.PI);
  const density = (x: number) => scale * (1 + (x * x) / degrees) ** (-(degrees + 1) / 2);
  const pieces = 20_000;
  const width = t / pieces;
  let sum = density(0) + density(t);
  for (let piece = 1; piece < pieces; piece++) sum += density(piece * width) * (piece % 2 === 1 ? 4 : 2);
  return (2 * sum * width) / 3;
}

describe("Student's quantile", () => {
  it.each([
    // One, two and four degrees have closed forms (A. Shaw, Sampling Student's T distribution, 2006); p is 0.975.
    { degrees: 1, quantile: Math.tan(Math.PI * 0.475) },
    { degrees: 2, quantile: 0.95 / Math.sqrt(2 * 0.975 * 0.025) },
    {
      degrees: 4,
      quantile: 2 * Math.sqrt(Math.cos(Math.acos(Math.sqrt(4 * 0.975 * 0.025)) / 3) / Math.sqrt(4 * 0.975 * 0.025) - 1),
    },
    // Tables give these to five digits.
    { degrees: 5, quantile: 2.570581835636314 },
    { degrees: 10, quantile: 2.2281388519649385 },
    { degrees: 19, quantile: 2.093024054408263 },
    { degrees: 30, quantile: 2.042272456301238 },
    { degrees: 100, quantile: 1.9839715185235556 },
  ])('of $degrees degrees is its reference', ({ degrees, quantile }) => {
    expect(Math.abs(studentQuantile(degrees) - quantile)).toBeLessThan(1e-9);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 19, 20, 99, 400])('of %i degrees leaves 5 %% outside', (degrees) => {
    expect(within(studentQuantile(degrees), degrees)).toBeCloseTo(0.95, 9);
  });

  it('approaches that of the normal distribution', () => {
    expect(studentQuantile(1_000_000)).toBeCloseTo(1.959963984540054, 5);
  });
});

describe('an estimate', () => {
  it('is the mean with its Student interval', () => {
    // Mean 5, standard deviation sqrt(20 / 3), three degrees of freedom.
    const { mean, interval } = estimate([2, 4, 6, 8], false)!;
    const half = (3.182446305284263 * Math.sqrt(20 / 3)) / 2;
    expect(mean).toBe(5);
    expect(interval![0]).toBeCloseTo(5 - half, 9);
    expect(interval![1]).toBeCloseTo(5 + half, 9);
  });

  it('has no interval from one replication of an open model', () => {
    expect(estimate([DAY_MS], false)).toEqual({ mean: DAY_MS, interval: null });
  });

  it('is a point where nothing is left open', () => {
    expect(estimate([7], true)).toEqual({ mean: 7, interval: [7, 7] });
  });

  it('is nothing without values', () => {
    expect(estimate([], false)).toBeUndefined();
  });
});

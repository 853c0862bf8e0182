import { describe, expect, it } from 'vitest';
import { type Distribution, quantileOf } from '../../src/sim/numbers/distribution.ts';
import { refusal } from './refusal.ts';
import { broken, modelOf, VALID } from './valid.ts';

/** The valid scenario with another distribution of its cost, in tokens. */
function costing(text: string): string {
  return broken('{ choice: [40, 60] }', text);
}

function costOf(text: string): Distribution {
  return modelOf(costing(text)).sources[0]!.distribution;
}

/** Of the middle and the 95th of a hundred draws. */
function quantilesOf(text: string): number[] {
  return [0.5, 0.95].map(quantileOf(costOf(text)));
}

describe('a distribution', () => {
  it.each([
    ['{ triangular: [10, 20, 60] }', { kind: 'triangular', low: 10, mode: 20, high: 60 }],
    ['{ triangular: [10, 10, 60] }', { kind: 'triangular', low: 10, mode: 10, high: 60 }],
    ['{ normal: { mean: 50, sd: 10 } }', { kind: 'normal', mean: 50, sd: 10 }],
    ['{ normal: { mean: $GATE, sd: $GATE / 5 }, max: 2 * $GATE }', { kind: 'normal', mean: 50, sd: 10, max: 100 }],
    ['{ gamma: { mean: 50, sd: 25 }, min: 5 }', { kind: 'gamma', shape: 4, scale: 12.5, min: 5 }],
    ['{ weibull: { scale: 40, shape: 1.5 } }', { kind: 'weibull', shape: 1.5, scale: 40 }],
    ['{ lognormal: { median: 40, p95: 80 }, max: 300 }', { kind: 'lognormal', median: 40, max: 300 }],
  ])('%s is read', (text, distribution) => {
    expect(costOf(text)).toMatchObject(distribution);
  });

  it('of the lognormal kind may be told by its mean and deviation, or by two of its quantiles', () => {
    const [median, p95] = quantilesOf('{ lognormal: { median: 40, p95: 80 } }') as [number, number];
    expect(median).toBeCloseTo(40, 10);
    expect(p95).toBeCloseTo(80, 10);
    const { median: middle, sigma } = costOf('{ lognormal: { mean: 50, sd: 30 } }') as Extract<
      Distribution,
      { kind: 'lognormal' }
    >;
    const mean = middle * Math.exp(sigma ** 2 / 2);
    expect(mean).toBeCloseTo(50, 10);
    expect(mean * Math.sqrt(Math.exp(sigma ** 2) - 1)).toBeCloseTo(30, 10);
  });

  it('of durations is in milliseconds, and the shape of a Weibull stays a number', () => {
    const text = VALID.replace('- progress', '- work: { weibull: { scale: 10s, shape: 2 }, max: 1m }');
    expect(modelOf(text).sources[1]!.distribution).toEqual({
      kind: 'weibull',
      scale: 10_000,
      shape: 2,
      max: 60_000,
    });
  });

  it.each([
    ['{ normal: { mean: 50 } }', 'missing_key', 'facts.COST.normal needs "sd"'],
    ['{ normal: { mean: 50, sd: 0 } }', 'not_above', 'facts.COST.normal.sd must be above 0, received 0'],
    ['{ normal: { mean: 50, sd: 10s } }', 'mixed_units', 'facts.COST mixes a number and a duration'],
    ['{ normal: { mean: 50, sd: 1 }, min: -1 }', 'too_small', 'facts.COST.min must be at least 0, received -1'],
    ['{ normal: { mean: 50, sd: 1 }, max: 0 }', 'not_above', 'facts.COST.max must be above 0, received 0'],
    [
      '{ normal: { mean: 50, sd: 1 }, min: 90, max: 99 }',
      'nothing_kept',
      'facts.COST has less than one draw in a million between 90 and 99: the range leaves nothing to draw from',
    ],
    ['{ normal: { mean: -50, sd: 1 } }', 'nothing_kept', 'between 0 and infinity'],
    ['{ triangular: [10, 5, 60] }', 'too_small', 'facts.COST.triangular[1] must be at least 10, received 5'],
    ['{ triangular: [10, 10, 10] }', 'not_above', 'facts.COST.triangular[2] must be above 10, received 10'],
    ['{ triangular: [10, 20] }', 'too_few', 'facts.COST.triangular must have at least 3 entries, received 2'],
    ['{ lognormal: { mean: 0, sd: 1 } }', 'not_above', 'facts.COST.lognormal.mean must be above 0, received 0'],
    ['{ lognormal: { median: 5, p95: 5 } }', 'not_above', 'facts.COST.lognormal.p95 must be above 5, received 5'],
    ['{ lognormal: { median: 5 } }', 'missing_key', 'facts.COST.lognormal needs "p95"'],
    ['{ gamma: { mean: 50, sd: 501 } }', 'too_big', 'facts.COST.gamma.sd must be at most 500, received 501'],
    ['{ weibull: { scale: 50, shape: 2s } }', 'wrong_unit', 'facts.COST.weibull.shape must be a number'],
    ['{ weibull: { scale: 50, shape: 0 } }', 'too_small', 'facts.COST.weibull.shape must be at least 0.01, received 0'],
    ['{ gamma: { mean: $COST2, sd: 1 } }', 'unknown_name', 'there is no parameter or fact "COST2"'],
  ])('%s is refused', (text, code, message) => {
    const { issues } = refusal(costing(text));
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });
});

/** Student's interval and the two-stage rule on a queue whose mean is known, started in its steady state. */
import { describe, expect, it } from 'vitest';
import { estimate, studentHalf } from '../../src/analysis/statistics/statistics.ts';
import { runsNeeded } from '../../src/analysis/statistics/two-stage.ts';
import { stream } from '../../src/sim/numbers/random.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LOAD = 0.5;
/** In service times: the mean wait of M/M/1 is r / (1 - r) (Kleinrock, Queueing Systems I, 3.2). */
const MEAN_WAIT = LOAD / (1 - LOAD);

/**
 * The mean wait of so many customers, by Lindley's recursion. The first wait is drawn from the steady state (none with
 * chance 1 - r, else exponential of mean 1 / (1 - r)), so every customer's has exactly the mean that theory says.
 */
function meanWait(uniform: () => number, customers: number): number {
  const exponential = (mean: number) => -mean * Math.log(1 - uniform());
  let wait = uniform() < LOAD ? exponential(1 / (1 - LOAD)) : 0;
  let sum = 0;
  for (let customer = 0; customer < customers; customer++) {
    sum += wait;
    wait = Math.max(0, wait + exponential(1) - exponential(1 / LOAD));
  }
  return sum / customers;
}

const holds = (interval: readonly [number, number]) => interval[0] <= MEAN_WAIT && MEAN_WAIT <= interval[1];

describe("Student's interval", () => {
  it('holds the mean wait of M/M/1 in 92 to 97 % of 1,000 estimates of ten runs', () => {
    const customers = LONG ? 5_000 : 500;
    const held = Array.from({ length: 1_000 }, (_, repetition) => {
      const uniform = stream(['coverage', repetition]);
      const means = Array.from({ length: 10 }, () => meanWait(uniform, customers));
      return holds(estimate(means, false)!.interval!);
    }).filter(Boolean).length;
    expect(held / 1_000).toBeGreaterThanOrEqual(0.92);
    expect(held / 1_000).toBeLessThanOrEqual(0.97);
  }, 600_000);
});

describe('the two-stage rule', () => {
  /** Runs until the mean wait is known to plus or minus `half`; gives the waits. */
  function runUntil(uniform: () => number, half: number): readonly number[] {
    const width = { kind: 'absolute', half } as const;
    const values = Array.from({ length: 10 }, () => meanWait(uniform, 200));
    for (let needed = runsNeeded(values, width); needed > values.length; needed = runsNeeded(values, width)) {
      while (values.length < needed) values.push(meanWait(uniform, 200));
    }
    return values;
  }

  it('holds the mean in 90 % of cases or more, and is as narrow as asked in all', () => {
    const tries = LONG ? 1_000 : 300;
    let held = 0;
    for (let repetition = 0; repetition < tries; repetition++) {
      const values = runUntil(stream(['two stages', repetition]), 0.1);
      expect(studentHalf(values)).toBeLessThanOrEqual(0.1);
      if (holds(estimate(values, false)!.interval!)) held++;
    }
    expect(held / tries).toBeGreaterThanOrEqual(0.9);
  }, 600_000);

  it('asks for no more where the interval is as narrow as asked, and for at least one more where it is not', () => {
    const values = [2, 4, 6, 8];
    const half = studentHalf(values);
    const needed = (asked: number) => runsNeeded(values, { kind: 'absolute', half: asked });
    expect(needed(half)).toBe(4);
    expect(needed(half * (1 - 1e-12))).toBe(5);
    expect(needed(half / 2)).toBe(16);
    expect(needed(half / 3)).toBe(36);
  });

  it('takes a share of the mean, and knows that nothing is a share of zero', () => {
    const half = studentHalf([2, 4, 6, 8]);
    expect(runsNeeded([2, 4, 6, 8], { kind: 'relative', share: half / 5 })).toBe(4);
    expect(runsNeeded([2, 4, 6, 8], { kind: 'relative', share: half / 10 })).toBe(16);
    expect(runsNeeded([-1, 1], { kind: 'relative', share: 0.5 })).toBe(Number.POSITIVE_INFINITY);
    expect(runsNeeded([0, 0], { kind: 'relative', share: 0.5 })).toBe(2);
  });

  it('says nothing from fewer than two', () => {
    expect([[], [3]].map((values) => runsNeeded(values, { kind: 'absolute', half: 1 }))).toEqual([2, 2]);
  });
});

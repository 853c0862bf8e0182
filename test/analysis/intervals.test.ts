/** Intervals that claim 95 % hold the truth about so often: computed where that can be, and else tried often. */
import { describe, expect, it } from 'vitest';
import { GroupedTally } from '../../src/analysis/statistics/grouped-tally.ts';
import { quantileOf, quantileRanks } from '../../src/analysis/statistics/order-statistics.ts';
import { halfOfShare } from '../../src/analysis/statistics/spread-of-share.ts';
import { Tally } from '../../src/analysis/statistics/tally.ts';
import { NORMAL_QUANTILE, wilsonInterval } from '../../src/analysis/statistics/wilson.ts';
import { stream } from '../../src/sim/numbers/random.ts';

/** Chances of 0, 1, … hits: by adding one trial at a time, another way than from the mode. */
function binomial(trials: number, p: number): readonly number[] {
  let chances = [1];
  for (let trial = 0; trial < trials; trial++) {
    chances = [...chances, 0].map((chance, hits) => chance * (1 - p) + (chances[hits - 1] ?? 0) * p);
  }
  return chances;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("Wilson's interval", () => {
  const shares = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
  const coverage = (trials: number, p: number) =>
    sum(
      binomial(trials, p).filter((_, hits) => {
        const [low, high] = wilsonInterval(hits, trials);
        return low <= p && p <= high;
      }),
    );

  it.each([10, 20, 50, 100])('of %i trials holds the share in 95 % of cases, by exact binomial chances', (trials) => {
    const all = shares.map((p) => coverage(trials, p));
    expect(sum(all) / all.length).toBeGreaterThan(0.945);
    expect(sum(all) / all.length).toBeLessThan(0.965);
    // Near the ends it holds it less often in places, by nature: counts are whole.
    expect(Math.min(...all)).toBeGreaterThan(0.83);
    const inner = all.filter((_, index) => shares[index]! > 0.1 && shares[index]! < 0.9);
    expect(Math.min(...inner)).toBeGreaterThan(0.89);
  });

  it('holds exactly the shares that are less than 1.96 deviations from what was seen', () => {
    for (const [hits, trials] of [
      [1, 5],
      [3, 20],
      [19, 20],
      [500, 1000],
    ] as const) {
      for (const end of wilsonInterval(hits, trials)) {
        const deviations = Math.abs(hits / trials - end) / Math.sqrt((end * (1 - end)) / trials);
        expect(deviations).toBeCloseTo(NORMAL_QUANTILE, 9);
      }
    }
  });

  it('is sure of nothing at either end', () => {
    const [low, high] = wilsonInterval(0, 20);
    expect([low, high]).toEqual(
      [0, NORMAL_QUANTILE ** 2 / (20 + NORMAL_QUANTILE ** 2)].map((end) => expect.closeTo(end, 12)),
    );
    expect(wilsonInterval(20, 20)[1]).toBe(1);
    expect(wilsonInterval(20, 20)[0]).toBeCloseTo(1 - high, 12);
  });
});

describe('order statistics', () => {
  it.each([
    { count: 6, p: 0.5, low: 1, high: 6 },
    { count: 20, p: 0.5, low: 6, high: 15 },
    // Tables of the sign test have these.
    { count: 100, p: 0.5, low: 40, high: 61 },
  ])('number $low and $high of $count enclose the quantile $p', ({ count, p, low, high }) => {
    expect(quantileRanks(count, p)).toEqual({ low, high });
  });

  it.each([5, 6, 19, 20, 100, 500].flatMap((count) => [0.5, 0.9, 0.95].map((p) => [count, p] as const)))(
    'of %i values enclose the quantile %f with 95 % by exact chances, and no closer ranks do',
    (count, p) => {
      const chances = binomial(count, p);
      const below = (rank: number) => sum(chances.slice(0, rank));
      const ranks = quantileRanks(count, p);
      if (ranks === undefined) {
        // Not even the smallest or the largest is far enough out.
        expect(Math.max(below(1), 1 - below(count))).toBeGreaterThan(0.025);
        return;
      }
      const { low, high } = ranks;
      expect(below(high) - below(low)).toBeGreaterThanOrEqual(0.95);
      expect(below(low)).toBeLessThanOrEqual(0.025);
      expect(below(low + 1)).toBeGreaterThan(0.025);
      expect(1 - below(high)).toBeLessThanOrEqual(0.025);
      expect(1 - below(high - 1)).toBeGreaterThan(0.025);
    },
  );

  it.each([
    { p: 0.5, least: 6 },
    { p: 0.95, least: 72 },
  ])('need at least $least values for the quantile $p', ({ p, least }) => {
    expect(quantileRanks(least - 1, p)).toBeUndefined();
    expect(quantileRanks(least, p)!.high).toBe(least);
  });

  it('give the value and the interval of values in any order', () => {
    const values = [9, 1, 8, 2, 7, 3, 6, 4];
    expect(quantileOf(values, 0.5)).toEqual({ value: 4, interval: [1, 9] });
    expect(quantileOf([3, 1, 2], 0.5)).toEqual({ value: 2, interval: null });
  });

  it('can be asked of very many values', () => {
    const { low, high } = quantileRanks(1_000_000, 0.95)!;
    expect([low, high].map((rank) => Math.abs(rank - 950_000))).toEqual([
      expect.closeTo(NORMAL_QUANTILE * Math.sqrt(47_500), -1),
      expect.closeTo(NORMAL_QUANTILE * Math.sqrt(47_500), -1),
    ]);
  });
});

describe('quantiles of samples in runs', () => {
  /** Runs of 40 samples, each a part of its own and a part that all of its run share. */
  function runs(name: string, shared: number, count = 20): GroupedTally {
    const uniform = stream(['intervals', name]);
    const grouped = new GroupedTally();
    for (let run = 0; run < count; run++) {
      const tally = new Tally();
      const common = uniform();
      for (let sample = 0; sample < 40; sample++) {
        tally.add(Math.floor(1_000_000 * (uniform() < shared ? common : uniform())));
      }
      grouped.add(run, tally);
    }
    return grouped;
  }

  it.each([
    { what: 'samples are independent', shared: 0, count: 20 },
    { what: 'half of the samples of a run are the same', shared: 0.5, count: 20 },
    { what: 'runs share groups', shared: 0.5, count: 60 },
  ])('hold the truth in 95 % of cases when $what', ({ shared, count }) => {
    // Every sample is uniform, whatever it shares, so the quantiles are known.
    const tries = Array.from({ length: 300 }, (_, name) => runs(String(name), shared, count));
    for (const p of [0.5, 0.8]) {
      const held = tries.filter((grouped) => {
        const [low, high] = grouped.interval(p, false)!;
        return low <= p * 1_000_000 && p * 1_000_000 <= high;
      });
      expect(held.length / tries.length).toBeGreaterThan(0.91);
      expect(held.length / tries.length).toBeLessThan(0.99);
    }
  });

  it('are a point where nothing is left open, and nothing is said from one run or from too few samples', () => {
    const grouped = runs('one', 0, 1);
    const value = grouped.quantile(0.5);
    expect(grouped.interval(0.5, true)).toEqual([value, value]);
    expect(grouped.interval(0.5, false)).toBeNull();
    expect(new GroupedTally().interval(0.5, true)).toBeNull();
    // Twenty runs of one sample: the largest may well lie below the 95 % quantile.
    const few = new GroupedTally();
    for (let run = 0; run < 20; run++) {
      const tally = new Tally();
      tally.add(run);
      few.add(run, tally);
    }
    expect(few.interval(0.95, false)).toBeNull();
    expect(few.interval(0.5, false)).not.toBeNull();
  });

  it('come to the same in whatever order runs are counted', () => {
    const build = (order: readonly number[]) => {
      const grouped = new GroupedTally();
      for (const run of order) {
        const tally = new Tally();
        for (let sample = 0; sample < 30; sample++) tally.add((run * 37 + sample * sample) % 101);
        grouped.add(run, tally);
      }
      return [0.1, 0.5, 0.9].map((p) => [grouped.quantile(p), grouped.interval(p, false)]);
    };
    const order = Array.from({ length: 70 }, (_, run) => run);
    expect(build(order.toReversed())).toEqual(build(order));
  });
});

describe('the share over groups', () => {
  it('is as unsure as groups differ: by hand', () => {
    const groups = [
      { hits: 1, total: 2 },
      { hits: 3, total: 4 },
      { hits: 2, total: 6 },
    ];
    // The share is 1/2, so groups are off by 0, 1 and -1; Student's quantile of two degrees.
    expect(halfOfShare(groups)).toBeCloseTo((4.302652729749464 * Math.sqrt((2 * 3) / 2)) / 12, 9);
    expect(halfOfShare(groups.slice(1, 2))).toBeUndefined();
  });
});

/** What to buy, held to theory: the least number of servers for a wait (Erlang C), the least refill that pays for everything. */
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { planCurve } from '../../src/report/charts/plan-curve.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Mean wait in an M/M/c queue (A. K. Erlang; e.g. Gross and Harris, Fundamentals of Queueing Theory, section 2.3). */
function meanWaitMs(servers: number, perMs: number, serviceMs: number): number {
  const load = perMs * serviceMs;
  if (load >= servers) return Number.POSITIVE_INFINITY;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < servers; n++) {
    term *= load / n;
    sum += term;
  }
  const full = ((term * load) / servers) * (servers / (servers - load));
  return ((full / (sum + full)) * serviceMs) / (servers - load);
}

describe('the least capacity', () => {
  it('of a pool is the least number of slots with which the mean latency is kept, by Erlang C', async () => {
    const perMs = 3 / 60_000;
    const serviceMs = 60_000;
    // Far from what any number of slots comes to, so that runs tell the sides apart.
    const limitMs = 80_000;
    const least = [1, 2, 3, 4, 5, 6, 7, 8].find((slots) => meanWaitMs(slots, perMs, serviceMs) + serviceMs <= limitMs)!;
    const text = `quotasim: 1
horizon: 1d
warmup: 4h
replications: 3
parameters: { SLOTS: { value: ${least + 1}, range: [${least - 1}, ${least + 1}], step: 1 } }
pools: { workers: { slots: $SLOTS } }
tasks:
  job:
    trigger: { poisson: 3/min }
    whenBusy: allow
    pool: workers
    steps: [{ work: { exponential: 1m } }, progress]
goals: { job: { latency: { mean: 80s } } }
plan: { minimize: $SLOTS }
`;
    const report = await plan(text);
    expect(report.chosen?.values).toEqual({ SLOTS: String(least) });
    expect(report.verdict).toBe('pass');
  });

  it.each<[number, number]>([
    // 50 tokens every 15 min, and 40 for each of 60 batches a day: 3.33 + 1.67 a minute.
    [60, 5],
    ...(LONG ? [[24, 4] as [number, number], [96, 6] as [number, number]] : []),
  ])('of a refill is what pays for %i batches of 40 a day beside the Upserter: %i a minute', async (batches, rate) => {
    const exact = 50 / 15 + (40 * batches) / 1440;
    expect(Math.ceil(exact - 1e-9)).toBe(rate);
    const text = `quotasim: 1
horizon: 10d
grid: 1m
parameters: { RATE: { value: 8, range: [3, 8], step: 1 } }
supplies: { keepa: { model: token-bucket, refill: { tokens: $RATE, every: 1m }, capacity: 300, initial: 90, debt: unlimited } }
order: priority
tasks:
  upserter:
    trigger: { every: 15m, offset: 0 }
    whenBusy: skip
    priority: 1
    steps: [{ await: { keepa: 50 } }, { spend: { keepa: 50 } }, progress]
  backfiller:
    trigger: always
    steps: [{ repeat: [{ await: { keepa: 90 } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }]
goals: { upserter: { served: 100% }, backfiller: { progressPerDay: ${batches} } }
plan: { minimize: $RATE, front: [backfiller.progress] }
`;
    const report = await plan(text);
    expect(report.chosen?.values).toEqual({ RATE: String(rate) });
    expect(report.effects[0]).toMatchObject({ least: String(rate), most: '8' });
    // The curve is what more of it buys: all that is left of it, at 40 a batch.
    expect(report.measure).toBe('backfiller.progress');
    const bought = report.effects[0]!.values.map(({ value, best }) => [Number(value), best] as const);
    for (const [each, best] of bought) {
      if (each < rate) expect(best).toBeNull();
      else expect(Math.abs(best! - (1440 * (each - 50 / 15)) / 40)).toBeLessThan(2);
    }
    expect(planCurve(report, report.effects[0]!, 'curve')!.describe).toMatch(/ 3: none; .* 8: \d/);
  });

  it('of a provider is the cheapest tier that does it, and a dearer one that does it worse is not on the front', async () => {
    const text = `quotasim: 1
horizon: 1d
parameters:
  TIER: { value: 5/min, oneOf: [5/min, 20/min, 60/min] }
supplies: { api: { model: token-bucket, refill: $TIER, capacity: 100, initial: 100, debt: none } }
tasks: { sync: { trigger: { every: 5m, offset: 0s }, whenBusy: skip, steps: [spend: { api: 40 }, progress] } }
goals: { sync: { served: 99% } }
plan: { minimize: price, price: { TIER: { 5/min: 0, 20/min: 129, 60/min: 459 } } }
`;
    const report = await plan(text);
    expect(report.chosen?.values).toEqual({ TIER: '20/min' });
    expect(report.front.map(({ values }) => values.TIER)).toEqual(['20/min']);
  });

  it('is not less because the tokens of the beginning last for the horizon', async () => {
    const text = `quotasim: 1
horizon: 2h
parameters: { RATE: { value: 45/min, range: [36/min, 45/min], step: 1/min } }
supplies: { api: { model: token-bucket, refill: $RATE, capacity: 600, initial: 600, debt: none } }
tasks: { sync: { trigger: { every: 5m, offset: 5m }, whenBusy: skip, steps: [spend: { api: 200 }, progress] } }
goals: { sync: { served: 99% } }
plan: { minimize: $RATE }
`;
    const report = await plan(text);
    // 200 tokens every 5 minutes; with 38 a minute no start of the first two hours is lost.
    expect(report.chosen?.values).toEqual({ RATE: '40/min' });
    expect(report.chosen?.margin.edges[0]).toMatchObject({
      at: '39/min',
      standing: 'missed',
      why: 'sync served 99 %: at most 98 % in the long run, as it needs more of api than comes (by rule)',
    });
  });

  it('is no answer where it does not vary, and that is said', async () => {
    const text = `quotasim: 1
horizon: 1d
parameters:
  RATE: { value: 20/min, range: [5/min, 20/min], step: 5/min }
  EVERY: { value: 5m, oneOf: [5m, 10m] }
supplies: { api: { model: token-bucket, refill: $RATE, capacity: 100, initial: 100, debt: none } }
tasks: { sync: { trigger: { every: $EVERY, offset: 0s }, whenBusy: skip, steps: [spend: { api: 40 }, progress] } }
plan: { minimize: $RATE }
`;
    const { remarks, chosen } = await plan(text, {}, { vary: ['EVERY'] });
    expect(chosen?.equals).toBe(2);
    expect(remarks).toEqual([
      '$RATE is the target, and does not vary: all settings are alike in it, and the farthest from trouble was taken',
    ]);
  });
});

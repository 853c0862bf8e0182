/** Exact chances: against what long runs show, against closed forms, and against each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { DAY_MS } from '../../src/sim/time.ts';
import { type Chain, chainOf } from '../../src/verify/chance/chain.ts';
import { type ChanceOptions, chancesOf } from '../../src/verify/chance/chances.ts';
import { canHoldOff } from '../../src/verify/chance/hold-off.ts';
import type { Graph } from '../../src/verify/graph/explore.ts';
import { TaskJudge } from '../../src/verify/judge-task.ts';
import type { Chances, Claim } from '../../src/verify/verification.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { contended } from './contended.ts';
import { graphOf } from './explored.ts';
import { boundedSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 200_000, waysMax: 1_000_000 };

function claimsOf(graph: Graph): Claim[] {
  const judge = new TaskJudge(graph, {});
  return graph.explorer.space.machine.model.tasks.map((_, task) => judge.judge(task).claim);
}

function chances(text: string, options: ChanceOptions = {}): Chances {
  const [world] = loadScenario(`quotasim: 1\nhorizon: 1d\ngrid: 1m\n${text}`, { file: 'test.yaml' }).worlds;
  return verifyWorld(world!, { chances: options }).chances!;
}

const BATCHES = 40;

/** What each task got per day in each of many stretches of one long run, and whether it may still be on its way. */
function stretches(model: Model, seed: string, stretchMs: number) {
  const machine = assemble(model);
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const tasks = model.tasks.length;
  const rows: { amount: Float64Array; instants: Float64Array }[] = [];
  const lastMs = new Float64Array(tasks).fill(-1);
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant(atMs: number) {
      nowMs = atMs;
    },
    progressed(task: number, _run: number, amount: number) {
      if (!(amount > 0)) return;
      rows.at(-1)!.amount[task]! += amount;
      if (lastMs[task] !== nowMs) rows.at(-1)!.instants[task]!++;
      lastMs[task] = nowMs;
    },
  };
  for (let stretch = 0; stretch <= BATCHES; stretch++) {
    rows.push({ amount: new Float64Array(tasks), instants: new Float64Array(tasks) });
    run(machine, state, choose, { untilMs: (stretch + 1) * stretchMs, observer });
  }
  // The first stretch is the way there.
  return rows.slice(1);
}

/** Mean of batch means, and how far from it the truth may lie with a confidence that never fails at fixed seeds. */
function interval(values: readonly number[]): { mean: number; half: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: 4.5 * Math.sqrt(variance / values.length) };
}

describe('exact chances', () => {
  it('agree with long runs within their interval, whatever the system', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(contended, boundedSystem), fc.integer(), (model, seed) => {
        const graph = graphOf(model);
        if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
        const found = chancesOf(graph, claimsOf(graph), LIMITS);
        if (typeof found === 'string') return;
        const stretchMs = 4000;
        const rows = stretches(model, String(seed), stretchMs);
        found.tasks.forEach(({ longRun }, task) => {
          const perDay = interval(rows.map(({ amount }) => (amount[task]! * DAY_MS) / stretchMs));
          const edge = (2 * 3 * DAY_MS) / (stretchMs * BATCHES);
          expect(perDay.mean).toBeGreaterThan(longRun.progressPerDay.low - perDay.half - edge);
          expect(perDay.mean).toBeLessThan(longRun.progressPerDay.high + perDay.half + edge);
          const instants = interval(rows.map((row) => row.instants[task]! / stretchMs));
          expect(instants.mean).toBeGreaterThan(
            1 / longRun.meanWaitMs.high - instants.half - 2 / (stretchMs * BATCHES),
          );
          expect(instants.mean).toBeLessThan(1 / longRun.meanWaitMs.low + instants.half + 2 / (stretchMs * BATCHES));
          compared++;
        });
      }),
      { numRuns: LONG ? 500 : 8, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(6);
  });

  it('say of starving what the coin, the adversary and the proof may say together', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(contended, (model) => {
        const graph = graphOf(model);
        if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
        const chain = chainOf(graph, LIMITS);
        const claims = claimsOf(graph);
        const found = chancesOf(graph, claims, LIMITS);
        if (typeof chain === 'string' || typeof found === 'string') return;
        const drawn = model.sources.some(
          ({ distribution }) => distribution.kind !== 'choice' || distribution.values.length > 1,
        );
        found.tasks.forEach(({ starvesByCoin, starvesAgainstAdversary }, task) => {
          const claim = claims[task]!;
          seen.add(`${claim} ${starvesAgainstAdversary} ${starvesByCoin}`);
          expect(canHoldOff(chain, task, true)).toBe(starvesByCoin !== 'never');
          if (claim === 'live') expect(canHoldOff(chain, task, false)).toBe(false);
          if (starvesByCoin !== 'never') expect(starvesAgainstAdversary).not.toBe('never');
          // Without draws the adversary has everything in hand.
          if (!drawn) expect(canHoldOff(chain, task, false)).toBe(claim !== 'live');
        });
      }),
      { numRuns: LONG ? 2000 : 90, endOnFailure: true },
    );
    expect([...seen].sort()).toEqual([
      'live never never',
      // Where the order is fair there is no adversary.
      'starvable certain certain',
      'starvable never never',
      'starvable possible certain',
      'starvable possible never',
      'starvable possible possible',
      'starved certain certain',
    ]);
  });

  it('lie between the bounds that are proved where a system is too large to be solved', () => {
    let compared = 0;
    fc.assert(
      fc.property(contended, (model) => {
        const graph = graphOf(model);
        const claims = claimsOf(graph);
        const solved = chancesOf(graph, claims, LIMITS);
        const bounded = chancesOf(graph, claims, { ...LIMITS, workMax: 0 });
        if (typeof solved === 'string' || typeof bounded === 'string' || bounded.solved === 'direct') return;
        compared++;
        const looser = chancesOf(graph, claims, { ...LIMITS, workMax: 50_000 }) as Chances;
        for (const [index, { longRun }] of solved.tasks.entries()) {
          for (const figure of ['progressPerDay', 'meanWaitMs', 'waiting'] as const) {
            for (const bounds of [bounded, looser]) {
              const { low, high } = bounds.tasks[index]!.longRun[figure];
              expect(low).toBeLessThanOrEqual(longRun[figure].low * (1 + 1e-6));
              expect(high).toBeGreaterThanOrEqual(longRun[figure].high * (1 - 1e-6));
            }
          }
        }
      }),
      { numRuns: LONG ? 500 : 25 },
    );
    expect(compared).toBeGreaterThan(10);
  });
});

const exactly = (value: number) => ({ low: expect.closeTo(value, 9), high: expect.closeTo(value, 9) });

describe('the long run', () => {
  const alone = (cost: string) =>
    chances(`supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 20, initial: any, debt: none }
facts: { COST: ${cost} }
tasks: { one: { trigger: always, steps: [{ repeat: [{ spend: { api: $COST } }, progress, { work: 1m }] }] } }
`).tasks[0]!.longRun;

  // All that is refilled is spent, and nothing is lost at the cap: a refill over the mean cost.
  it.each([
    { cost: '{ choice: [2, 4] }', mean: 3 },
    { cost: '{ choice: [2, 4], weights: [3, 1] }', mean: 2.5 },
    { cost: '{ choice: [2, 4, 4] }', mean: 10 / 3 },
    { cost: '{ choice: [2, 4, 9], weights: [1, 1, 0] }', mean: 3 },
    // Rounded half up: a quarter 2, a half 3, a quarter 4.
    { cost: '{ uniform: [2, 4] }', mean: 3 },
    // A seventh of the range each, half of that at the ends.
    { cost: '{ uniform: [1.5, 5] }', mean: (2 + 3 + 4) / 3.5 + (5 * 0.5) / 3.5 },
    { cost: '{ exponential: 2, min: 2, max: 5 }', mean: meanOfRoundedExponential(2, 2, 5) },
  ])('pays for the mean of what is really drawn: $cost', ({ cost, mean }) => {
    expect(alone(cost).progressPerDay).toEqual(exactly(1440 / mean));
    expect(alone(cost).meanWaitMs).toEqual(exactly(60_000 * mean));
  });

  it('is shared half and half by two who differ in nothing, where a coin decides', () => {
    const steps = 'trigger: always, steps: [{ repeat: [{ spend: { api: 2 } }, progress, { work: 1m }] }]';
    const { tasks } = chances(`order: fair
supplies: { api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 4, debt: none } }
tasks: { one: { ${steps} }, other: { ${steps} } }
`);
    expect(tasks.map(({ longRun }) => longRun.progressPerDay)).toEqual([exactly(360), exactly(360)]);
  });

  it('counts starts that are served, and the time that is waited', () => {
    // 60 tokens take 12 min and a start is due every 10: five of six are served.
    const { tasks } = chances(`supplies:
  api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: any, debt: none }
tasks: { one: { trigger: { every: 10m, offset: any }, whenBusy: skip, steps: [{ spend: { api: 60 } }, progress] } }
`);
    expect(tasks[0]!.longRun).toEqual({
      progressPerDay: exactly(120),
      meanWaitMs: exactly(720_000),
      // A start that finds its minute m past a ten waits 2 + m: m is even, or odd, as the offset has it.
      waiting: { low: expect.closeTo(30 / 60, 9), high: expect.closeTo(35 / 60, 9) },
      served: exactly(5 / 6),
    });
  });
});

function meanOfRoundedExponential(mean: number, min: number, max: number): number {
  const below = (x: number): number => (1 - Math.exp(-(x - min) / mean)) / (1 - Math.exp(-(max - min) / mean));
  const ends = [min, 2.5, 3.5, 4.5, max];
  return [2, 3, 4, 5].reduce((sum, value, at) => sum + value * (below(ends[at + 1]!) - below(ends[at]!)), 0);
}

/** The story: batches of 40 above a threshold, an Upserter every 15 min at 50 that pays 40 or 60, one-minute steps. */
function keepa(how: { threshold: number; every: string; costs: string; skips: boolean }): Chances {
  const wait = how.skips ? ', atMost: 0s, otherwise: stop' : '';
  return chances(`supplies:
  keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited }
facts: { COST: { choice: [${how.costs}] } }
tasks:
  upserter:
    trigger: { every: ${how.every}, offset: any }
    whenBusy: skip
    steps: [{ await: { keepa: 50${wait} } }, { spend: { keepa: $COST } }, progress]
  backfiller:
    trigger: always
    steps: [{ repeat: [{ await: { keepa: ${how.threshold} } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }]
`);
}

describe('the story, if a coin decides the order', () => {
  const after = { every: '15m', costs: '40, 60' };
  const before = { threshold: 80, every: '10m', costs: '60, 80, 100' };

  it.each([
    { name: 'after the fix, waiting', how: { ...after, threshold: 50, skips: false }, batches: 96, served: 70 },
    { name: 'after the fix, skipping', how: { ...after, threshold: 50, skips: true }, batches: 172, served: 7 },
    { name: 'had 80 been kept, waiting', how: { ...after, threshold: 80, skips: false }, batches: 60, served: 100 },
    { name: 'had 80 been kept, skipping', how: { ...after, threshold: 80, skips: true }, batches: 86, served: 78 },
    { name: 'threshold 55, waiting', how: { ...after, threshold: 55, skips: false }, batches: 60, served: 100 },
    { name: 'threshold 55, skipping', how: { ...after, threshold: 55, skips: true }, batches: 153, served: 23 },
    { name: 'threshold 90, skipping', how: { ...after, threshold: 90, skips: true }, batches: 60, served: 100 },
    { name: 'before the fix, waiting', how: { ...before, skips: false }, batches: 0, served: 63 },
    { name: 'before the fix, skipping', how: { ...before, skips: true }, batches: 26, served: 54 },
  ])('comes to what long simulations show: $name', ({ how, batches, served }) => {
    const [upserter, backfiller] = keepa(how).tasks;
    const { low, high } = backfiller!.longRun.progressPerDay;
    expect(low - 0.6).toBeLessThan(batches);
    expect(high + 0.6).toBeGreaterThan(batches);
    // Levels one token apart may never meet: then there are several long runs, and all but one of them are like this.
    expect(high - low).toBeLessThan(how.skips && how.every === '10m' ? 3.1 : 1e-9);
    expect(upserter!.longRun.served!.low * 100 - 0.6).toBeLessThan(served);
    expect(upserter!.longRun.served!.high * 100 + 0.6).toBeGreaterThan(served);
  });

  it('starves by the adversary alone after the fix, and before it, where starts are skipped, by draws that never come', () => {
    const chance = ({ tasks }: Chances) => tasks.map((one) => [one.starvesAgainstAdversary, one.starvesByCoin]);
    const never = ['never', 'never'];
    expect(chance(keepa({ ...after, threshold: 50, skips: false }))).toEqual([['possible', 'never'], never]);
    // 100 again and again starves the Backfiller: a run without a chance, whoever has the turns.
    expect(chance(keepa({ ...before, skips: true }))).toEqual([never, never]);
    expect(chance(keepa({ ...before, skips: false }))).toEqual([never, ['certain', 'certain']]);
    expect(chance(keepa({ ...after, threshold: 80, skips: true }))).toEqual([never, never]);
  });
});

describe('a limit', () => {
  it('leaves the chances open, just over it, and not at it', () => {
    let complete = 0;
    fc.assert(
      fc.property(contended, (model) => {
        const graph = graphOf(model);
        if (graph.stopped !== 'complete') return;
        complete++;
        const states = graph.table.count;
        expect(chainOf(graph, { ...LIMITS, statesMax: states })).toBeTypeOf('object');
        expect(chainOf(graph, { ...LIMITS, statesMax: states - 1 })).toBe(
          `there are more than ${states - 1} states to weigh`,
        );
        expect(chainOf(graph, { ...LIMITS, waysMax: states - 1 })).toBe(
          `there are more than ${states - 1} ways to weigh`,
        );
        const { shares } = chainOf(graph, LIMITS) as Chain;
        for (let state = 0; state < states; state++) {
          const mine = shares.subarray(graph.edges.start(state), graph.edges.start(state + 1));
          expect(mine.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: 20 },
    );
    expect(complete).toBeGreaterThan(10);
  });

  it('is where the exploration was stopped', () => {
    const [model] = fc.sample(contended, { numRuns: 1, seed: 1 });
    const graph = graphOf(model!, { statesMax: 3 });
    expect(graph.stopped).toBe('states-max');
    expect(chancesOf(graph, ['unknown', 'unknown'])).toBe('not everything was explored');
  });
});

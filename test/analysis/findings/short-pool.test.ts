/** A pool is told to be too small where lines grow, and not one step beside it: edges, plain runs, and what recurs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { lint } from '../../../src/analysis/findings/lint.ts';
import { shortPool } from '../../../src/analysis/findings/short-pool.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import { futureOf } from '../../../src/sim/future/future.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Amount, Model } from '../../../src/sim/model.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { NEVER } from '../../../src/sim/time.ts';
import { constant, lock, model, task } from '../../sim/build.ts';
import { closedSystem } from '../closed-systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** What lint says of a pool of two slots: severity and message of each finding about it. */
function told(...tasks: readonly string[]): string[] {
  const head = ['quotasim: 1', 'horizon: 1d', 'start: 2026-01-01', 'pools: { workers: { slots: 2 } }'];
  const supply = 'supplies: { api: { model: token-bucket, refill: 1/min, capacity: 9, debt: none } }';
  const { worlds } = lint(loadScenario([...head, supply, 'tasks:', ...tasks].join('\n'), { file: 'pool.yaml' }));
  return worlds.flatMap(({ findings }) =>
    findings.filter(({ code }) => code === 'QS017').map(({ severity, message }) => `${severity} ${message}`),
  );
}

const job = (name: string, trigger: string, whenBusy: string, steps: string): string =>
  `  ${name}: { trigger: { ${trigger} }, whenBusy: ${whenBusy}, pool: workers, steps: [${steps}] }`;

describe('a pool that is too small', () => {
  const render = (work: string, { every = 'every: 2m, offset: any', whenBusy = 'allow' } = {}) =>
    told(job('render', every, whenBusy, `work: ${work}, progress`));

  it.each([
    { work: '3m59s', found: 0 },
    { work: '4m', found: 0 },
    { work: '4001ms', every: 'every: 2s, offset: any', found: 1 },
    { work: '241s', found: 1 },
    { work: '{ choice: [3m, 5m] }', found: 0 },
    { work: '{ choice: [3m, 301s] }', found: 1 },
    { work: '{ choice: [241s, 5m] }', found: 1 },
    { work: '{ uniform: [3m, 5m] }', found: 0 },
    { work: '{ uniform: [3m, 301s] }', found: 1 },
    { work: '{ exponential: 4m }', found: 0 },
    { work: '{ exponential: 241s }', found: 1 },
    { work: '{ exponential: 241s, max: 1h }', found: 0 },
    { work: '{ exponential: 241s }', every: 'poisson: 30/h', found: 1 },
    { work: '{ exponential: 4m }', every: 'poisson: 30/h', found: 0 },
    { work: '241s', every: 'cron: "*/2 * * * *"', found: 0 },
    { work: '5m', whenBusy: 'skip', found: 0 },
    // One run at a time leaves a slot free, however long its line is.
    { work: '5m', whenBusy: 'queue all', found: 0 },
  ])('is told $found times of $work', ({ work, found, ...rest }) => {
    expect(render(work, rest).length).toBe(found);
  });

  it('says how many slots would be busy, and by what that is known', () => {
    expect(render('5m')).toMatchInlineSnapshot(`
      [
        "error to do all that is due render would keep at least 2.5 slots of workers busy at a time, and there are 2: its line grows without end",
      ]
    `);
    expect(render('{ choice: [3m, 6m] }')).toMatchInlineSnapshot(`
      [
        "error to do all that is due render would keep on average 2.25 slots of workers busy at a time, and there are 2: its line grows without end",
      ]
    `);
  });

  it.each([
    { jobs: 2, work: '5m', found: 0 },
    { jobs: 3, work: '80s', found: 0 },
    { jobs: 3, work: '81s', found: 1 },
    { jobs: 3, work: '5m', found: 1 },
  ])('counts each of $jobs tasks that queue with one run of $work at the most', ({ jobs, work, found }) => {
    const tasks = Array.from({ length: jobs }, (_, index) =>
      job(`render${index}`, 'every: 2m, offset: any', 'queue all', `work: ${work}, progress`),
    );
    expect(told(...tasks).length).toBe(found);
  });

  it('does not count who may end before its work is done, nor time after the slot is given back', () => {
    const one = (steps: string) => told(job('render', 'every: 2m, offset: any', 'allow', steps)).length;
    expect(one('spend: { api: 1 }, work: 5m, progress')).toBe(1);
    expect(one('spend: { api: 1, atMost: 1m }, work: 5m, progress')).toBe(0);
    expect(one('work: 1m, release: workers, work: 5m, progress')).toBe(0);
    expect(one('repeat: [work: 5m, progress]')).toBe(0);
  });
});

describe('runs that take several permits at once', () => {
  const shared = (permits: number, steps: string): string[] => {
    const head = `quotasim: 1\nhorizon: 1d\nlocks: { disk: { permits: ${permits} } }`;
    const text = `${head}\ntasks:\n  scan: { trigger: { every: 2m, offset: any }, whenBusy: allow, steps: [${steps}] }`;
    const { worlds } = lint(loadScenario(text, { file: 'disk.yaml' }));
    return worlds.flatMap(({ findings }) =>
      findings.filter(({ code }) => code === 'QS017').map(({ severity, message }) => `${severity} ${message}`),
    );
  };

  it.each([
    { permits: 2, steps: 'acquire: { disk: 2 }, work: 2m', found: 0 },
    { permits: 2, steps: 'acquire: { disk: 2 }, work: 121s', found: 1 },
    { permits: 3, steps: 'acquire: { disk: 3 }, work: 121s', found: 1 },
    // Both come back in the end, one after the other.
    { permits: 2, steps: 'acquire: { disk: 2 }, release: { disk: 1 }, release: { disk: 1 }, work: 1h', found: 0 },
    { permits: 2, steps: 'acquire: { disk: 2 }, work: 1m, release: { disk: 1 }, work: 2m', found: 0 },
    { permits: 2, steps: 'acquire: { disk: 2 }, work: 1m, release: { disk: 1 }, work: 121s', found: 1 },
    // What a loop gives back turn by turn is not counted.
    {
      permits: 3,
      steps: 'acquire: { disk: 3 }, repeat: { times: 3, steps: [{ work: 1m }, { release: { disk: 1 } }] }, work: 1h',
      found: 0,
    },
    // One permit of three is left over, and no use to a run that takes two.
    { permits: 3, steps: 'acquire: { disk: 2 }, work: 2m', found: 0 },
    { permits: 3, steps: 'acquire: { disk: 2 }, work: 121s', found: 1 },
    { permits: 4, steps: 'acquire: { disk: 2 }, work: 4m', found: 0 },
    { permits: 3, steps: 'acquire: { disk: 2 }, work: 90s, release: { disk: 1 }, work: 60s', found: 0 },
  ])('keep each of them: told $found times of $steps, $permits permits', ({ permits, steps, found }) => {
    expect(shared(permits, `${steps}, progress`).length).toBe(found);
  });

  it('are told what is of use to them', () => {
    expect(shared(3, 'acquire: { disk: 2 }, work: 150s, progress')).toMatchInlineSnapshot(`
      [
        "error to do all that is due scan would keep at least 2.5 permits of disk busy at a time, and it takes so many at once that it can have no more than 2 of the 3: its line grows without end",
      ]
    `);
  });
});

/** Tasks that share a pool or a lock with a lease, and work before, while and after they hold it. */
const crowd: fc.Arbitrary<Model> = fc
  .record({
    permits: fc.constantFrom(1, 1, 2, 3),
    leaseMs: fc.constantFrom(NEVER, NEVER, 4),
    tasks: fc.array(
      fc.record({
        period: fc.constantFrom(3, 4, 6, 8),
        whenBusy: fc.constantFrom('allow', 'allow', 'queue all', 'skip'),
        works: fc.tuple(...[3, 9, 3].map((max) => fc.integer({ min: 0, max }))),
        longer: fc.constantFrom(0, 0, 5),
        count: fc.constantFrom(1, 1, 1, 2, 3),
        partly: fc.boolean(),
        releases: fc.boolean(),
        gives: fc.constantFrom(undefined, undefined, undefined, 'stop', 'continue'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ permits, leaseMs, tasks }) =>
    model({
      order: 'any',
      locks: [lock({ kind: leaseMs === NEVER ? 'pool' : 'lock', permits, leaseMs })],
      tasks: tasks.map(({ whenBusy, works, longer, releases, gives, ...more }, index) => {
        const count = Math.min(permits, more.count);
        const partly = count > 1 && more.partly ? 1 : 0;
        const work = (ms: number, more = 0) => {
          if (ms === 0) return [];
          const drawn = { kind: 'variable', variable: 0 } as const;
          const duration: Amount =
            more === 0 ? constant(ms) : { kind: 'computed', expression: drawn, unit: 1, each: 1 };
          return [{ kind: 'work', duration } as const];
        };
        return task(
          `job${index}`,
          [
            ...work(works[0]!),
            { kind: 'acquire', lock: 0, count, ...(gives && { atMost: constant(2), otherwise: gives }) },
            ...work(works[1]!, longer),
            ...(partly > 0 ? [{ kind: 'release', lock: 0, count: partly } as const, ...work(works[2]!)] : []),
            ...(releases ? [{ kind: 'release', lock: 0, count: count - partly } as const] : []),
            ...work(works[2]!),
            { kind: 'progress', amount: constant(1) },
          ],
          { whenBusy, variables: [{ name: 'WORK', source: index }] },
        );
      }),
      triggers: tasks.map(({ period: periodMs }, index) => ({
        path: [],
        task: index,
        kind: 'every',
        periodMs,
        offsetMs: { kind: 'fixed', value: 1 + index },
      })),
      sources: tasks.map(({ works, longer }, index) => ({
        task: index,
        purpose: 'WORK',
        distribution: { kind: 'choice', values: [works[1]!, works[1]! + longer] },
        per: 'run',
      })),
    }),
  );

/** By task: how many more starts are due and not over at the end of a sampled run than in its middle. */
function growthOf(of: Model, untilMs: number): readonly number[] {
  const machine = assemble(of);
  const choose = sampler(machine, { seed: '1', replication: 0 });
  const state = begin(machine, choose);
  const left = () => of.tasks.map((_, index) => state.queued[index]! + state.alive[index]!);
  run(machine, state, choose, { untilMs: untilMs / 2 });
  const half = left();
  expect(run(machine, state, choose, { untilMs }).stopped).toBe('until');
  return left().map((now, index) => now - half[index]!);
}

describe('what is told of a pool', () => {
  it('is true of random systems: the line of one of its tasks grows as far as is looked', () => {
    let [found, claimed] = [0, 0];
    fc.assert(
      fc.property(crowd, (of) => {
        const findings = shortPool.find!(evidenceOf(of));
        if (findings.length === 0) return;
        found++;
        const [, needed] = /on average ([\d.]+) /.exec(findings[0]!.message) ?? [];
        // What is too much by a hair, and by chance, takes longer to show.
        if (needed !== undefined && Number(needed) < 1.1 * of.locks[0]!.permits) return;
        const growth = growthOf(of, 8_000);
        expect({ grows: Math.max(...growth) > 5, growth, findings }).toMatchObject({ grows: true });
        for (const { task: index, claim, with: others = [] } of findings) {
          if (claim !== 'overloaded') continue;
          claimed++;
          for (const each of [index!, ...others]) expect(growth[each]).toBeGreaterThan(5);
        }
      }),
      { numRuns: LONG ? 5_000 : 150 },
    );
    expect(found).toBeGreaterThan(LONG ? 1_000 : 20);
    expect(claimed).toBeGreaterThan(LONG ? 500 : 10);
  });

  it('is what the only run comes to, where tasks queue: it is told exactly where lines must grow', () => {
    const times = fc.array(fc.record({ period: fc.constantFrom(4, 6, 8, 12), work: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    let grown = 0;
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 3 }), (jobs, permits) => {
        const of = model({
          order: 'priority',
          locks: [lock({ kind: 'pool', name: 'pool', permits })],
          tasks: jobs.map(({ work }, index) =>
            task(
              `job${index}`,
              [
                { kind: 'acquire', lock: 0 },
                { kind: 'work', duration: constant(work) },
                { kind: 'progress', amount: constant(1) },
              ],
              { whenBusy: 'queue all', priority: index },
            ),
          ),
          triggers: jobs.map(({ period: periodMs }, index) => ({
            path: [],
            task: index,
            kind: 'every',
            periodMs,
            offsetMs: { kind: 'fixed', value: 1 },
          })),
        });
        const future = futureOf(assemble(of), 50_000);
        if (future.kind !== 'recurs') return;
        const grows = future.growth?.queued.some((by) => by > 0) ?? false;
        const isTold = shortPool.find!(evidenceOf(of)).length > 0;
        // Whose own runs are longer than its period has a growing line whatever the pool.
        const busy = jobs.reduce((sum, { period, work }) => sum + Math.min(1, work / period), 0);
        const alone = jobs.some(({ period, work }) => work > period);
        expect(isTold).toBe(busy > permits + 1e-9);
        if (isTold) expect(grows).toBe(true);
        if (grows) expect(isTold || alone || jobs.length > permits).toBe(true);
        if (grows && isTold) grown++;
      }),
      { numRuns: LONG ? 5_000 : 180 },
    );
    expect(grown).toBeGreaterThan(50);
  });

  it('never speaks of a lock whose only run comes to have no line that grows', () => {
    let quiet = 0;
    fc.assert(
      fc.property(closedSystem, (of) => {
        const future = futureOf(assemble(of), 20_000);
        if (future.kind !== 'recurs' || future.growth !== undefined) return;
        quiet++;
        expect(shortPool.find!(evidenceOf(of))).toEqual([]);
      }),
      { numRuns: LONG ? 20_000 : 200 },
    );
    expect(quiet).toBeGreaterThan(100);
  });
});

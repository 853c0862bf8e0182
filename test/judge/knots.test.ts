/** Deadlocks that runs come into: who is caught, since when, and what it means. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import type { Report } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { knotsIn } from '../../src/sim/future/knots.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { STATUS, type State } from '../../src/sim/state.ts';
import { verify } from '../../src/verify/verify.ts';
import { system } from '../analysis/systems.ts';
import { load, reportOf } from './scenario-text.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Two locks in opposite order; ann takes her second one after some work, bob, 5 minutes later, after his. */
function crossed(
  ann: string,
  more = '',
  locks = '{ left: { lease: none }, right: { lease: none } }',
  bob = '6m',
): string {
  return `quotasim: 1
horizon: 6h
locks: ${locks}
order: priority
tasks:
  ann: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, priority: 1, steps: [acquire: left, { work: ${ann} }, acquire: right, progress] }
  bob: { trigger: { every: 20m, offset: 5m }, whenBusy: skip, steps: [acquire: right, { work: ${bob} }, acquire: left, progress] }
${more}`;
}

/** Something is left to chance, and changes nothing. */
const CHANCE =
  '  dice: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [{ work: { choice: [1s, 2s] } }, progress] }';

function deadlocks({ findings }: Report): string[] {
  return findings.filter(({ code }) => code === 'QS905').map(({ message, at }) => `${message} (${at})`);
}

describe('two locks taken in opposite order', () => {
  it('are a deadlock from the instant at which both wait, and the two tasks and locks are named', () => {
    const report = reportOf(load(crossed('7m')));
    expect(deadlocks(report)).toMatchInlineSnapshot(`
      [
        "deadlock at 00:11: ann holds left since 00:00 and waits for the lock right since 00:07; bob holds right since 00:05 and waits for the lock left since 00:11: none of them can ever go on (test.yaml:7:101)",
      ]
    `);
    for (const name of ['ann', 'bob']) {
      expect(report.tasks[name]).toMatchObject({
        claim: 'starved',
        evidence: { kind: 'recurrence' },
        mechanism: 'deadlock',
      });
    }
    expect(report.tasks.ann!.cause).toBe(report.tasks.bob!.cause);
  });

  it.each([
    // He has given both back when she comes again at 00:10, or asks for hers in the instant in which she takes it.
    { bob: '4m59s', caught: false },
    { bob: '5m', caught: true },
    { bob: '5m1s', caught: true },
  ])('where bob works for $bob before he asks for the second: caught $caught', ({ bob, caught }) => {
    const locks = '{ left: { lease: none }, right: { lease: none } }';
    expect(deadlocks(reportOf(load(crossed('1m', '', locks, bob)))).length > 0).toBe(caught);
  });

  it('are none where one of them has a lease, or a second permit', () => {
    expect(deadlocks(reportOf(load(crossed('7m', '', '{ left: { lease: 30m }, right: { lease: none } }'))))).toEqual(
      [],
    );
    const two = '{ left: { lease: none, permits: 2 }, right: { lease: none } }';
    expect(deadlocks(reportOf(load(crossed('7m', '', two))))).toEqual([]);
  });

  it('that chance leads into in some runs are a counterexample: who is caught can starve', () => {
    const { report } = simulate(load(crossed('7m', CHANCE)), { replications: 3 });
    expect(report.tasks.ann).toMatchObject({ claim: 'starvable', mechanism: 'deadlock' });
    expect(report.tasks.ann!.evidence.kind).toBe('counterexample');
    expect(report.tasks.dice!.claim).toBe('unknown');
    expect(report.goals.find(({ of, goal }) => of === 'ann' && goal === 'neverStarves')).toMatchObject({
      verdict: 'missed',
      evidence: 'counterexample',
    });
    expect(deadlocks(report)[0]).toMatch(/ \(run 1; 3 of 3 runs come into it\) \(test\.yaml:7:\d+\)$/);
  });

  it('catch whoever needs one of them later, which is said to be behind it', () => {
    const cat =
      '  cat: { trigger: { every: 1h, offset: 30m }, whenBusy: skip, priority: 2, steps: [acquire: left, progress] }';
    const { tasks } = reportOf(load(crossed('7m', cat)));
    expect(tasks.cat).toMatchObject({ claim: 'starved', mechanism: 'deadlock' });
    expect(tasks.cat!.cause).toMatch(
      /^cat waits for ever for the lock left, behind a deadlock at 00:11: ann holds left /,
    );
  });

  it('are told by exploration in the same words', () => {
    const scenario = load(crossed('7m'));
    const alone = simulate(scenario);
    const both = withProofs(alone, scenario, verify(scenario));
    expect(both.report.tasks.ann).toMatchObject({
      claim: 'starved',
      evidence: { kind: 'proof' },
      mechanism: 'deadlock',
    });
    expect(both.report.tasks.ann!.counterexample!.text).toBe(alone.report.tasks.ann!.cause);
  });
});

describe('a pool', () => {
  /** Two workers; `page` holds a worker while it waits for the index, which `index` gives back after a step in the pool. */
  const pages = (slots: number): string => `quotasim: 1
horizon: 6h
locks: { index: { lease: none } }
pools: { workers: { slots: ${slots} } }
order: priority
tasks:
  index: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, priority: 2, steps: [acquire: index, { work: 2m }, acquire: workers, { work: 1m }, progress] }
  page: { trigger: { every: 10m, offset: 1m }, whenBusy: skip, priority: 1, pool: workers, steps: [acquire: index, progress] }
  query: { trigger: { every: 10m, offset: 1m }, whenBusy: skip, pool: workers, steps: [acquire: index, progress] }`;

  it.each([
    { slots: 2, caught: ['index', 'page', 'query'] },
    { slots: 3, caught: [] },
  ])('of $slots slots, filled by two who wait for what its holder gives back in it, catches $caught', (one) => {
    const report = reportOf(load(pages(one.slots)));
    const caught = Object.entries(report.tasks).filter(([, { mechanism }]) => mechanism === 'deadlock');
    expect(caught.map(([name]) => name)).toEqual(one.caught);
    expect(deadlocks(report).length).toBe(one.caught.length > 0 ? 1 : 0);
    if (one.caught.length > 0) {
      expect(deadlocks(report)[0]).toMatchInlineSnapshot(
        `"deadlock at 00:02: index holds index since 00:00 and waits for the pool workers since 00:02; page holds a slot of workers since 00:01 and waits for the lock index since 00:01; query holds a slot of workers since 00:01 and waits for the lock index since 00:01: none of them can ever go on (test.yaml:7:115)"`,
      );
    }
  });

  it('can be filled by runs of one task', () => {
    const report = reportOf(
      load(`quotasim: 1
horizon: 6h
locks: { index: { lease: none } }
pools: { workers: { slots: 2 } }
tasks:
  index: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [acquire: index, { work: 4m }, acquire: workers, progress] }
  page: { trigger: { every: 1m, offset: 30s }, whenBusy: allow, pool: workers, steps: [acquire: index, progress] }`),
    );
    expect(deadlocks(report)).toMatchInlineSnapshot(`
      [
        "deadlock at 00:04: index holds index since 00:00 and waits for the pool workers since 00:04; 2 runs of page hold a slot of workers since 00:00:30 to 00:01:30 and wait for the lock index since 00:00:30 to 00:01:30: none of them can ever go on (run 1; 4 of 4 runs come into it) (test.yaml:6:102)",
      ]
    `);
    // Other runs of it wait for a slot, but they are not part of the knot; what each run of it comes to is not claimed.
    expect([report.tasks.index!.claim, report.tasks.page!.claim]).toEqual(['starvable', 'unknown']);
  });

  it('is a deadlock for who takes the same lock twice', () => {
    const twice = `quotasim: 1
horizon: 6h
locks: { door: { lease: none } }
tasks: { job: { trigger: { every: 10m, offset: 3m }, whenBusy: skip, steps: [acquire: door, { work: 1m }, acquire: door, progress] } }`;
    expect(deadlocks(reportOf(load(twice)))).toMatchInlineSnapshot(`
      [
        "deadlock at 00:04: job holds door since 00:03 and waits for the lock door since 00:04: it can never go on (test.yaml:4:107)",
      ]
    `);
  });
});

function standing(state: State): readonly (readonly [number, number])[] {
  return Array.from({ length: state.runsMax }, (_, frame) => [state.task[frame]!, state.operation[frame]!] as const);
}

it('catches for good whoever it says, at the instant it says, and nobody is caught unseen', () => {
  let found = 0;
  fc.assert(
    fc.property(system, fc.nat(), (of, seed) => {
      const machine = assemble(of);
      const choose = sampler(machine, { seed: `${seed}`, replication: 0 });
      const state = begin(machine, choose);
      const untilMs = 600;
      const end = run(machine, state, choose, { untilMs });
      if (end.stopped === 'zeno') return;
      const knots = knotsIn(machine, state);
      const before = standing(state);
      // The same run, up to just before and through the instant at which the knot closed.
      const knotsAt = (atMs: number) => {
        const again = sampler(machine, { seed: `${seed}`, replication: 0 });
        const early = begin(machine, again);
        run(machine, early, again, { untilMs: atMs });
        return knotsIn(machine, early).map(({ members }) => members.map(({ run: frame }) => frame));
      };
      for (const { members, closedMs } of knots) {
        const frames = members.map(({ run: frame }) => frame);
        expect(knotsAt(closedMs + 1)).toContainEqual(frames);
        expect(knotsAt(closedMs)).not.toContainEqual(frames);
      }
      run(machine, state, choose, { untilMs: untilMs + 600 });
      const after = standing(state);
      const caught = new Set(knots.flatMap(({ members }) => members.map(({ run: frame }) => frame)));
      for (const frame of caught) expect(after[frame]).toEqual(before[frame]);
      if (caught.size > 0) found++;
      // Who waits for a lock in a system where nothing can happen any more is in a knot or behind one.
      if (end.stopped !== 'idle') return;
      const waits = before.flatMap(([task], frame) => (state.status[frame] === STATUS.waitsLock ? [task] : []));
      for (const task of waits) expect(knots.some(({ tasks }) => tasks.includes(task))).toBe(true);
    }),
    { numRuns: LONG ? 5_000 : 250 },
  );
  expect(found).toBeGreaterThan(10);
});

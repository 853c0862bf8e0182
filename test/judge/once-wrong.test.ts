/** Reports that were wrong once, each found by random scenarios that are made of everything. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';

const reportOf = (text: string) => simulate(loadScenario(text, { file: 'once.yaml' })).report;

describe('ages of items', () => {
  const text = (copies: number) => `quotasim: 1
horizon: 1d
replications: 1
backlogs:
  young: { arrivals: { every: 1h, offset: 1h } }
  old: { arrivals: { every: 1h, offset: 30m } }
tasks:
  both:
    trigger: { every: 1h, offset: 1h }
    whenBusy: skip
    copies: ${copies}
    steps:
      - take: { young: 1, atMost: 0s, otherwise: continue }
      - take: { old: 1, atMost: 0s, otherwise: continue }
      - progress
`;

  it.each([1, 2, 3])('are those of their backlog, however many tasks and copies (%i) there are', (copies) => {
    const { young, old } = reportOf(text(copies)).backlogs!;
    expect([young!.done, young!.ageMs!.count, young!.ageMs!.max]).toEqual([23, 23, 0]);
    expect([old!.done, old!.ageMs!.count, old!.ageMs!.max]).toEqual([23, 23, 1_800_000]);
  });
});

describe('a window that was overdrawn', () => {
  /** What a spends at minute 10 turns out to be dearer; b wants the whole of the next window. */
  const text = (window: string, more = '') => `quotasim: 1
horizon: 10h
order: priority
supplies: { api: { model: fixed-window, limit: 10, ${window}${more} } }
tasks:
  a: { trigger: { every: 10h, offset: 10m }, whenBusy: skip, priority: 2, steps: [spend: { api: 8, actual: 15 }, progress] }
  b:
    trigger: { every: 10h, offset: 70m }
    whenBusy: skip
    priority: 1
    steps: [spend: { api: 10, atMost: 0s, otherwise: fail }, progress]
`;

  it.each(['every: 1h', 'every: 1h, anchor: first-use'])('is followed by a whole one: %s', (window) => {
    const scenario = loadScenario(text(window), { file: 'once.yaml' });
    expect(verify(scenario).worlds[0]!.tasks.map(({ claim }) => claim)).toEqual(['live', 'live']);
    const { report } = simulate(scenario);
    expect(Object.values(report.tasks).map(({ progress }) => progress.amount)).toEqual([1, 1]);
    // What came is what was used, is left, or had no room: nothing is wasted less than nothing.
    expect(report.supplies.api!.wasted).toBeGreaterThanOrEqual(0);
  });

  it('is followed by a whole one of its new limit, where that became less than was used', () => {
    const { report } = simulate(
      loadScenario(
        text('every: 1h', ', changes: [{ at: 30m, limit: 10 }, { at: 40m, limit: 8 }, { at: 65m, limit: 10 }]'),
      ),
    );
    expect(report.tasks.b!.progress.amount).toBe(1);
  });
});

describe('a task whose backlog grows', () => {
  const text = (last: string) => `quotasim: 1
horizon: 10d
order: priority
backlogs: { todo: { arrivals: { every: 1h, items: 2, offset: 30m } } }
tasks: { job: { trigger: { every: 1h, offset: 45m }, whenBusy: skip, steps: [take: { todo: 1, atMost: 0s }, ${last}] } }
`;

  it.each([
    ['progress', 'overloaded'],
    ['stop', 'starved'],
  ])('and that ends each run with %s is %s: it had nothing to do only before the first items came', (last, claim) => {
    const { tasks } = reportOf(text(last));
    expect(tasks.job!.claim).toBe(claim);
  });
});

describe('a deadlock in which a task is caught that has nothing to do', () => {
  const text = (initial: number, expires = ', expires: { after: 2ms, pruneEvery: 1ms }') => `quotasim: 1
horizon: 100ms
pools: { p0: { slots: 2 } }
backlogs: { b0: { initial: ${initial}${expires} } }
tasks:
  starter: { trigger: always, pool: { p0: 2 }, steps: [{ work: 3ms }, { emit: { taker: 1, wait: true } }, progress] }
  taker: { trigger: { on: [starter] }, whenBusy: skip, pool: p0, steps: [{ take: { b0: 1 } }, progress] }
`;

  it.each([
    { what: 'its items are thrown away', written: text(1), taker: 'live' },
    { what: 'its items stay', written: text(1, ''), taker: 'starved' },
  ])('starves it only where it has something to do: $what', ({ written, taker }) => {
    const scenario = loadScenario(written, { file: 'once.yaml' });
    const verified = verify(scenario);
    expect(verified.worlds[0]!.tasks.map(({ claim }) => claim)).toEqual(['starved', taker]);
    // Throws where a run contradicts what was proved.
    const { tasks } = withProofs(simulate(scenario), scenario, verified).report;
    expect([tasks.starter!.claim, tasks.taker!.claim]).toEqual(['starved', taker]);
  });
});

describe('progress of nothing', () => {
  // As `progress: n` where a take gave up: each other start gets nothing done.
  const text = (more = '') => `quotasim: 1
horizon: 10h
order: priority
backlogs: { items: { arrivals: { every: 1h, offset: 0 } } }
tasks:
  sweep:
    trigger: { every: 30m, offset: 0 }
    whenBusy: skip
    steps: [take: { items: 1, atMost: 0s, otherwise: continue }, work: 1m, progress: n]
${more}`;
  const verdicts = (of: string) => reportOf(of).goals.map(({ goal, verdict }) => `${goal} ${verdict}`);

  it('serves no start, and ages and gaps go on', () => {
    const { served, progress } = reportOf(text()).tasks.sweep!;
    expect(progress).toMatchObject({ amount: 10, firstMs: 60_000, lastMs: 9 * 3_600_000 + 60_000 });
    expect(progress.betweenMs).toMatchObject({ p50: 3_600_000, max: 3_600_000 });
    expect(served!.share).toBe(0.5);
    const goals = 'goals: { sweep: { served: 51%, age: { p95: 56m } } }';
    expect(verdicts(text(goals))).toEqual(['neverStarves met', 'served missed', 'age missed']);
  });

  it('keeps no promise in runs alone', () => {
    const drawn = `quotasim: 1
horizon: 10h
facts: { DONE: { choice: [0, 1] } }
tasks: { draw: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [progress: $DONE] } }
goals: { draw: { served: 90%, progressWithin: 10m } }
`;
    expect(verdicts(drawn)).toEqual(expect.arrayContaining(['served missed', 'progressWithin missed']));
    expect(reportOf(drawn).tasks.draw!.progress.longestMs).toBeGreaterThan(600_000);
  });
});

describe('a start that is delivered to a second and a third run', () => {
  const text = (horizon: string) => `quotasim: 1
horizon: ${horizon}
tasks:
  report:
    trigger: { every: 12h, offset: 0 }
    whenBusy: allow
    delivery: { visibility: 1h, deliveries: 3 }
    steps: [work: 61m, progress]
goals: { report: { doneBy: 61m, latency: { max: 61m } } }
`;

  it.each(['12h', '90m'])('is done once, when the first of them is, within %s', (horizon) => {
    const { goals, tasks } = reportOf(text(horizon));
    const { latency, runs } = tasks.report!;
    expect(runs).toMatchObject(horizon === '12h' ? { started: 60, duplicates: 40 } : { started: 40, unfinished: 20 });
    expect(latency).toMatchObject({ count: 20, mean: 61 * 60_000, max: 61 * 60_000 });
    expect(goals.map(({ goal, verdict }) => `${goal} ${verdict}`)).toEqual(
      expect.arrayContaining(['doneBy met', 'latency met']),
    );
  });
});

describe('a run that waits for a lock for ever until the next start replaces it', () => {
  const text = (whenBusy: string) => `quotasim: 1
horizon: 2h
order: priority
locks: { left: { lease: none }, right: { lease: none } }
tasks:
  ann:
    trigger: { every: 10m, offset: 0 }
    whenBusy: ${whenBusy}
    priority: 2
    steps: [progress, acquire: left, work: 2m, acquire: right, work: 1m]
  bob:
    trigger: { every: 10m, offset: 1m }
    whenBusy: skip
    priority: 1
    steps: [acquire: right, work: 2m, acquire: left, progress]
`;

  it.each([
    ['replace', 'live'],
    ['replace hard', 'starved'],
  ])('is in no deadlock: %s', (whenBusy, bob) => {
    const scenario = loadScenario(text(whenBusy), { file: 'once.yaml' });
    const { tasks } = withProofs(simulate(scenario), scenario, verify(scenario)).report;
    expect([tasks.ann!.claim, tasks.bob!.claim]).toEqual(['live', bob]);
  });
});

describe('a run whose time is up while it stands first in a line', () => {
  it('is over, and does not come back when its patience would have been', () => {
    const { tasks } = reportOf(`quotasim: 1
horizon: 1h
supplies: { api: { model: fixed-window, limit: 8, every: 30m, turn: fifo } }
tasks:
  once:
    trigger: { every: 1h, offset: 1m }
    whenBusy: skip
    timeLimit: 2m
    steps: [spend: { api: 8 }, await: { api: 5, atMost: 5m, otherwise: continue }, progress]
`);
    expect(tasks.once!.runs).toMatchObject({ triggered: 1, failed: 1, completed: 0 });
    expect(tasks.once!.progress.amount).toBe(0);
  });
});

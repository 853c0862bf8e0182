/** Backlogs by example, just under, at and just over; and what holds whatever a scenario with one is made of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { itemsIn } from '../../src/sim/backlogs/backlogs.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { logRun } from './log.ts';
import { stocked, stockedText } from './stocked.ts';

interface Parts {
  readonly backlog: string;
  readonly tasks: string;
  readonly horizon?: string;
  readonly trace?: string;
}

/** What happens, times in minutes. */
function told({ backlog, tasks, horizon = '10m', trace = '' }: Parts): string[] {
  const text = `quotasim: 1
horizon: ${horizon}
order: priority
supplies: { api: { model: token-bucket, refill: 1/min, capacity: 100, debt: none } }
locks: { door: {} }
backlogs: { todo: ${backlog} }
tasks: ${tasks}
`;
  const { model } = loadScenario(text, { file: 'told.yaml', read: () => trace }).worlds[0]!;
  return logRun(model).lines.map((line) => line.replace(/^\d+/, (atMs) => String(Number(atMs) / 60_000)));
}

const only = (lines: readonly string[], what: RegExp): string[] => lines.filter((line) => what.test(line));

describe('a take', () => {
  it.each([
    [2, ['0 a takes 2 of todo']],
    [3, ['0 a takes 3 of todo']],
    [4, ['0 a takes 3 of todo']],
  ])('of %i from a backlog of three takes what is there', (most, lines) => {
    const tasks = `{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: ${most} }, progress] } }`;
    expect(only(told({ backlog: '{ initial: 3 }', tasks }), /takes/)).toEqual(lines);
  });

  it.each([
    [1, '3 a takes 1 of todo'],
    [2, '6 a takes 2 of todo'],
    [3, '9 a takes 3 of todo'],
  ])('waits until at least %i are there, which come every three minutes', (atLeast, line) => {
    const tasks = `{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 9, atLeast: ${atLeast} }, progress] } }`;
    expect(only(told({ backlog: '{ arrivals: { every: 3m, offset: 3m } }', tasks }), /takes/)).toEqual([line]);
  });

  it.each([
    ['2m', '2 a gives up after 120000'],
    ['3m', '3 a takes 1 of todo'],
    ['4m', '3 a takes 1 of todo'],
  ])('that waits %s at most goes on with what comes after three minutes, or gives up', (atMost, line) => {
    const tasks = `{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 1, atMost: ${atMost} }, progress] } }`;
    expect(told({ backlog: '{ arrivals: { every: 3m, offset: 3m } }', tasks, horizon: '5m' })).toContain(line);
  });

  it('is served in the order in which runs came, also where the later one needs less', () => {
    const tasks = `{
      first: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 5, atLeast: 2 }, progress] },
      later: { trigger: { every: 1h, offset: 1m }, whenBusy: skip, priority: 1, steps: [take: { todo: 5 }, progress] } }`;
    const lines = told({ backlog: '{ arrivals: { every: 2m, offset: 2m } }', tasks, horizon: '7m' });
    expect(only(lines, /takes/)).toEqual(['4 first takes 2 of todo', '6 later takes 1 of todo']);
  });

  it('lets the next in line go on when the first gives up', () => {
    const tasks = `{
      first: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 5, atLeast: 4, atMost: 5m }, progress] },
      later: { trigger: { every: 1h, offset: 1m }, whenBusy: skip, steps: [take: { todo: 5 }, progress] } }`;
    const lines = told({ backlog: '{ arrivals: { every: 2m, offset: 2m } }', tasks, horizon: '7m' });
    expect(only(lines, /takes|gives/)).toEqual(['5 first gives up after 300000', '5 later takes 2 of todo']);
  });

  it('never has to wait for an unlimited backlog', () => {
    const tasks =
      '{ a: { trigger: { every: 4m, offset: 0 }, whenBusy: skip, steps: [take: { todo: 7 }, progress: n] } }';
    const lines = told({ backlog: '{ initial: unlimited }', tasks, horizon: '5m' });
    expect(only(lines, /takes|progresses/)).toEqual([
      '0 a takes 7 of todo',
      '0 a progresses 7',
      '4 a takes 7 of todo',
      '4 a progresses 7',
    ]);
  });
});

describe('n', () => {
  it('is what the last take took, and 0 after one that was given up', () => {
    const tasks = `{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps:
      [take: { todo: 2 }, work: 1m * n, take: { todo: 2, atMost: 0s, otherwise: continue }, progress: 10 + n,
       take: { todo: 2, atMost: 0s, otherwise: continue }, progress: n] } }`;
    const lines = told({ backlog: '{ initial: 3 }', tasks });
    expect(only(lines, /works|progresses/)).toEqual([
      '0 a works until 120000',
      '2 a progresses 11',
      '2 a progresses 0',
    ]);
  });
});

describe('a loop that takes', () => {
  it('ends when there are too few, without waiting', () => {
    const tasks = `{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps:
      [repeat: { while: { take: { todo: 4, atLeast: 2 } }, steps: [progress: n, work: 1m] }, work: 1m, progress: 100] } }`;
    const lines = told({ backlog: '{ initial: 7 }', tasks });
    expect(only(lines, /progresses/)).toEqual(['0 a progresses 4', '1 a progresses 3', '3 a progresses 100']);
  });
});

describe('what a run has in hand', () => {
  it('goes back when the run ends without progress since the take, and only then', () => {
    const give = (end: string) =>
      told({
        backlog: '{ initial: 2 }',
        tasks: `{
          a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 2 }, ${end}] },
          b: { trigger: { every: 1h, offset: 2m }, whenBusy: skip, steps: [take: { todo: 2, atMost: 0s }, progress: n] } }`,
      });
    const back = ['2 b takes 2 of todo', '2 b progresses 2'];
    expect(only(give('work: 1m, stop'), / b (takes|progresses)/)).toEqual(back);
    expect(only(give('work: 1m, fail'), / b (takes|progresses)/)).toEqual(back);
    expect(only(give('work: 1m'), / b (takes|progresses)/)).toEqual(back);
    expect(only(give('progress, work: 1m, fail'), / b (takes|progresses)/)).toEqual([]);
    expect(only(give('progress: 0, work: 1m, fail'), / b (takes|progresses)/)).toEqual([]);
    // Still in hand at that time.
    expect(only(give('work: 3m, stop'), / b (takes|progresses)/)).toEqual([]);
  });

  it('is there for whoever waits, at the same instant', () => {
    const tasks = `{
      a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 2 }, work: 3m, stop] },
      b: { trigger: { every: 1h, offset: 1m }, whenBusy: skip, steps: [take: { todo: 2 }, progress] } }`;
    expect(told({ backlog: '{ initial: 2 }', tasks })).toContain('3 b takes 2 of todo');
  });
});

describe('a capacity', () => {
  it.each([
    [2, '3 todo gets 2, loses 1'],
    [3, '3 todo gets 3'],
    [4, '3 todo gets 3'],
  ])('of %i has room for as many of three that come, and the rest is lost', (capacity, line) => {
    const backlog = `{ capacity: ${capacity}, arrivals: { every: 1h, items: 3, offset: 3m } }`;
    const tasks = '{ a: { trigger: { every: 1h, offset: 9m }, whenBusy: skip, steps: [take: todo, progress] } }';
    expect(told({ backlog, tasks })).toContain(line);
  });

  it('counts what runs have in hand: it may come back', () => {
    const backlog = '{ initial: 2, capacity: 3, arrivals: { every: 1h, items: 2, offset: 3m } }';
    const tasks =
      '{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: { todo: 2 }, work: 5m, stop] } }';
    expect(told({ backlog, tasks })).toContain('3 todo gets 1, loses 1');
  });
});

describe('expiry', () => {
  // One item comes at 1, 3, 5, … min; prunings at 2, 4, 6, … min.
  it.each([
    ['59s', ['2 todo throws 1 away', '4 todo throws 1 away']],
    ['1m', ['4 todo throws 1 away', '6 todo throws 1 away']],
    ['61s', ['4 todo throws 1 away', '6 todo throws 1 away']],
    ['3m', ['6 todo throws 1 away', '8 todo throws 1 away']],
  ])('after %s throws away at the first pruning at which an item is older', (after, lines) => {
    const backlog = `{ arrivals: { every: 2m, offset: 1m }, expires: { after: ${after}, pruneEvery: 2m } }`;
    const tasks = '{ a: { trigger: { every: 1h, offset: 59m }, whenBusy: skip, steps: [take: todo, progress] } }';
    expect(only(told({ backlog, tasks }), /throws/).slice(0, 2)).toEqual(lines);
  });

  it('spares what is in hand, and takes it when it has come back', () => {
    const backlog = '{ initial: 2, expires: { after: 1m, pruneEvery: 2m } }';
    const tasks = '{ a: { trigger: { every: 1h, offset: 0 }, whenBusy: skip, steps: [take: todo, work: 5m, stop] } }';
    expect(only(told({ backlog, tasks }), /throws/)).toEqual(['2 todo throws 1 away', '6 todo throws 1 away']);
  });
});

describe('a trace', () => {
  it('brings what it says when it says so, and nothing more', () => {
    const tasks = '{ a: { trigger: { every: 1h, offset: 59m }, whenBusy: skip, steps: [take: todo, progress] } }';
    const trace = 'at,items\n0,1\n90s,2\n2m,0\n2m,3\n';
    expect(told({ backlog: '{ arrivals: { trace: came.csv } }', tasks, trace })).toEqual([
      '0 todo gets 1',
      '1.5 todo gets 2',
      '2 todo gets 3',
    ]);
  });
});

describe('whatever a scenario with a backlog is made of', () => {
  it('no item is lost or done twice, in the state and in what is counted', () => {
    let moved = 0;
    fc.assert(
      fc.property(stockedText, fc.nat(), (text, seed) => {
        const machine = assemble(stocked(text).worlds[0]!.model);
        const choose = sampler(machine, { seed: `${seed}`, replication: 0 });
        const state = begin(machine, choose);
        const recorder = new Recorder(machine, state);
        const end = run(machine, state, choose, { untilMs: 3_600_000, observer: recorder, eventsMax: 5000 });
        fc.pre(end.stopped !== 'zeno');
        const [row] = machine.stock.backlogs;
        const [record] = recorder.record(end.atMs).backlogs;
        const inHand = state.inHand.reduce((sum, items) => sum + items, 0);
        if (row!.unlimited) return;
        expect(record).toMatchObject({ left: itemsIn(state, row!), inHand });
        const { initial, arrived, lost, done, expired, left } = record!;
        expect(initial + arrived).toBe(lost + done + expired + left + inHand);
        expect(state.items.every((items) => items >= 0)).toBe(true);
        expect(left + inHand).toBeLessThanOrEqual(row!.capacity);
        moved += done + expired;
      }),
    );
    expect(moved).toBeGreaterThan(1000);
  });

  it('a longer run has the shorter one as its prefix, and a copy of the state goes on like the state', () => {
    fc.assert(
      fc.property(stockedText, fc.nat(), fc.integer({ min: 1, max: 60 }), (text, seed, minutes) => {
        const machine = assemble(stocked(text).worlds[0]!.model);
        const go = (stops: readonly number[]) => {
          const choose = sampler(machine, { seed: `${seed}`, replication: 0 });
          const state = begin(machine, choose);
          let end = 'until';
          for (const untilMs of stops)
            if (end === 'until' || end === 'idle') end = run(machine, state, choose, { untilMs }).stopped;
          return { state, choose, zeno: end === 'zeno' };
        };
        const halted = go([minutes * 60_000]);
        fc.pre(!halted.zeno);
        const copy = copyState(machine, halted.state);
        expect(equalStates(copy, halted.state)).toBe(true);
        const twice = go([minutes * 60_000, 3_600_000]);
        const once = go([3_600_000]);
        fc.pre(!once.zeno);
        expect(equalStates(twice.state, once.state)).toBe(true);
        run(machine, copy, halted.choose, { untilMs: 3_600_000 });
        expect(equalStates(copy, once.state)).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Tracer } from '../../src/analysis/meters/tracer.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import type { Trace } from '../../src/sim/listen/trace.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model, Supply } from '../../src/sim/model.ts';
import { constant, every, lock, MINUTE, model, supply, task } from '../sim/build.ts';
import { first } from '../sim/log.ts';

function trace(of: Model, entriesMax?: number): Trace {
  const machine = assemble(of);
  const state = begin(machine, first);
  const tracer = new Tracer(machine, state, entriesMax === undefined ? {} : { entriesMax });
  return tracer.trace(run(machine, state, first, { untilMs: of.horizonMs, observer: tracer }).atMs);
}

/** A task that every `everyMs` awaits 10 grains, pays 10, works for 4 ms and progresses, under a lock. */
function system(bucket: Partial<Supply>, everyMs: number, horizonMs: number): Model {
  return model({
    horizonMs,
    supplies: [supply({ capacityGrains: 24, ...bucket })],
    locks: [lock()],
    tasks: [
      task('payer', [
        { kind: 'acquire', lock: 0 },
        { kind: 'await', supply: 0, target: { kind: 'level', level: constant(10) } },
        { kind: 'spend', supply: 0, cost: constant(10) },
        { kind: 'work', duration: constant(4) },
        { kind: 'progress', amount: constant(2) },
      ]),
    ],
    triggers: [every(0, everyMs, everyMs)],
  });
}

const line = ({ supplies }: Trace) => supplies[0]!.level.map(({ atMs, tokens }) => [atMs, tokens]);

const continuous: Partial<Supply> = { refill: { kind: 'continuous', grainsPerMs: 1 }, grainsPerToken: 2 };

describe('a trace', () => {
  it('draws a continuous refill straight, with a corner where the supply is full', () => {
    expect(line(trace(system(continuous, 30, 60)))).toEqual([
      [0, 0],
      [24, 12],
      [30, 12],
      [30, 7],
      [40, 12],
      [60, 12],
    ]);
  });

  it('draws each step of a refill, and none once the supply is full', () => {
    const refill = { kind: 'stepwise', grains: 10, everyMs: 8, phaseMs: { kind: 'fixed', value: 0 } } as const;
    expect(line(trace(system({ refill }, 33, 40)))).toEqual([
      [0, 0],
      [8, 0],
      [8, 10],
      [16, 10],
      [16, 20],
      [24, 20],
      [24, 24],
      [33, 24],
      [33, 14],
      [40, 14],
      [40, 24],
    ]);
  });

  it('draws steps too many to be seen as a straight line', () => {
    const refill = { kind: 'stepwise', grains: 1, everyMs: 2, phaseMs: { kind: 'fixed', value: 0 } } as const;
    const horizonMs = 200_000;
    expect(line(trace(system({ refill, capacityGrains: 1_000 }, 150_000, horizonMs))).slice(0, 4)).toEqual([
      [0, 0],
      [2_000, 1_000],
      [150_000, 1_000],
      [150_000, 990],
    ]);
  });

  it('has a span for each wait and each work, with what was waited for and whether a lock was held', () => {
    const { lanes, spends, progress } = trace(system(continuous, 5, 16));
    expect(lanes).toEqual([
      {
        task: 'payer',
        spans: [
          { fromMs: 5, toMs: 10, doing: 'supply', name: 'api', holding: true },
          { fromMs: 10, toMs: 14, doing: 'working', holding: true },
          { fromMs: 15, toMs: 16, doing: 'supply', name: 'api', holding: true },
        ],
      },
    ]);
    expect(spends).toEqual([{ atMs: 10, task: 'payer', supply: 'api', tokens: 5, kind: 'spend' }]);
    expect(progress).toEqual([{ atMs: 14, task: 'payer', amount: 2 }]);
  });

  it('tells the starts that were skipped', () => {
    const { misses } = trace(system(continuous, 3, 12));
    expect(misses).toEqual([6, 9].map((atMs) => ({ atMs, task: 'payer', kind: 'skipped' })));
  });

  it('stops at a limit, at the end of an instant, and says where', () => {
    const whole = trace(system(continuous, 30, 10 * MINUTE));
    const part = trace(system(continuous, 30, 10 * MINUTE), 5);
    expect(whole.recordedUntilMs).toBe(10 * MINUTE);
    // Spend, work and progress of two runs are six entries: the fifth shares an instant with nothing later.
    expect(part).toMatchObject({ horizonMs: 10 * MINUTE, recordedUntilMs: 64 });
    expect(part.progress).toEqual(whole.progress.slice(0, 1));
    expect(part.supplies[0]!.level.at(-1)).toEqual({ atMs: 64, tokens: 9 });
    expect(part.lanes[0]!.spans.at(-1)).toEqual({ fromMs: 60, toMs: 64, doing: 'working', holding: true });
  });
});

describe('a run that waits for what it started', () => {
  it('is seen to, with the task it waits for', () => {
    const text = `quotasim: 1
horizon: 10m
tasks:
  report: { trigger: { every: 5m, offset: 0 }, whenBusy: skip, steps: [{ work: 1m }, { emit: { page: 1, wait: true } }, progress] }
  page: { trigger: { on: report }, whenBusy: queue all, steps: [{ work: 2m }, progress] }
`;
    const { lanes } = trace(loadScenario(text, { file: 'parent.yaml' }).worlds[0]!.model);
    expect(lanes[0]!.spans.slice(0, 2)).toEqual([
      { fromMs: 0, toMs: MINUTE, doing: 'working', holding: false },
      { fromMs: MINUTE, toMs: 3 * MINUTE, doing: 'runs', name: 'page', holding: false },
    ]);
  });
});

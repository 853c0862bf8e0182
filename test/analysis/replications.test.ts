import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tracer } from '../../src/analysis/meters/tracer.ts';
import { replicate } from '../../src/analysis/replications.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { constant, every, lock, model, task } from '../sim/build.ts';
import { first } from '../sim/log.ts';
import { system } from './systems.ts';

const options = { seed: '1', replications: 5, eventsMax: 2_000 };

/** All a set of replications says, tallies included. */
function told(of: Model, order?: readonly number[], seed = '1'): string {
  const { exact, records, gaps, waits, trace } = replicate(assemble(of), {
    ...options,
    seed,
    ...(order === undefined ? {} : { order }),
  });
  const tallies = [...gaps, ...waits].map((tally) => [tally.count, tally.sum, tally.quantile(0.5), tally.max]);
  return JSON.stringify({ exact, records, tallies, trace });
}

/** Two tasks that tie for a lock every 10 ms: the order is open. */
function tied(): Model {
  const steps = [
    { kind: 'acquire', lock: 0 },
    { kind: 'work', duration: constant(3) },
    { kind: 'progress', amount: constant(1) },
  ] as const;
  return model({
    horizonMs: 1_000,
    order: 'any',
    locks: [lock()],
    tasks: [task('left', steps), task('right', steps)],
    triggers: [every(0, 10), every(1, 10)],
  });
}

describe('replications', () => {
  it('come to the same twice, and in whatever order they are run', () => {
    fc.assert(
      fc.property(system, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (of, order) => {
        expect(told(of)).toBe(told(of));
        expect(told(of, order)).toBe(told(of));
      }),
      { numRuns: 50 },
    );
  });

  it('differ from each other, and with the seed', () => {
    const { records } = replicate(assemble(tied()), options);
    expect(new Set(records.map((record) => JSON.stringify(record))).size).toBe(records.length);
    expect(told(tied(), undefined, '2')).not.toBe(told(tied()));
  });

  it('are one where nothing is left open, and that is exact', () => {
    const { exact, records } = replicate(
      assemble({
        ...tied(),
        order: 'priority',
        tasks: tied().tasks.map((one, index) => ({ ...one, priority: index })),
      }),
      options,
    );
    expect([exact, records.length]).toEqual([true, 1]);
  });

  it('draw the whole of a run that jumps over its cycles, up to what the drawing holds', () => {
    const of = {
      ...tied(),
      order: 'priority',
      tasks: tied().tasks.map((one, priority) => ({ ...one, priority })),
    } as const;
    for (const horizonMs of [1_000, 1_000_000]) {
      const machine = assemble({ ...of, horizonMs });
      const state = begin(machine, first);
      const tracer = new Tracer(machine, state);
      const { atMs } = run(machine, state, first, { untilMs: horizonMs, observer: tracer });
      const { trace, recurrence } = replicate(machine, { ...options, eventsMax: 1_000_000 });
      expect(recurrence.kind).toBe('recurs');
      // Three spans and a progress each of two tasks in 10 ms: the longer one is more than is drawn.
      expect(trace.recordedUntilMs < horizonMs).toBe(horizonMs > 1_000);
      expect(trace).toEqual(tracer.trace(atMs));
    }
  });

  it.each([1, 3])('keep how old items were by backlog, whatever copies tasks have: %i', (copies) => {
    const text = `quotasim: 1
horizon: 1h
backlogs: { idle: {}, todo: { initial: 6 }, other: {} }
tasks: { job: { trigger: { every: 10m, offset: 5m }, whenBusy: skip, copies: ${copies}, steps: [take: todo, progress] } }
`;
    const [world] = loadScenario(text, { file: 'copies.yaml' }).worlds;
    const { itemAges } = replicate(assemble(world!.model), options);
    expect(itemAges.map(({ count }) => count)).toEqual([0, 6 * (copies === 1 ? 1 : options.replications), 0]);
  });

  it('tell how far they are', () => {
    const told: string[] = [];
    replicate(assemble(tied()), { ...options, onDone: (done, total) => told.push(`${done} of ${total}`) });
    expect(told).toEqual(['1 of 5', '2 of 5', '3 of 5', '4 of 5', '5 of 5']);
  });
});

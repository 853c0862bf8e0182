import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, step } from '../../src/sim/engine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import type { State } from '../../src/sim/state.ts';
import { explorerFor } from './explored.ts';
import { expectPaths, expectReadBack } from './roads.ts';
import { boundedSystem, openSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Models as they are written by hand. */
const modelOf = (model: Model): Model => model;

describe('exploring', () => {
  it('finds every run: each run of the engine, sampled by chance, is a path of the graph', () => {
    const { complete, steps } = expectPaths({ values: openSystem, modelOf, numRuns: LONG ? 3000 : 60 });
    expect(complete).toBeGreaterThan(LONG ? 1500 : 40);
    expect(steps).toBeGreaterThan(100 * (LONG ? 1000 : 24));
  });

  it('loses nothing of what a run stands on: permits, lines, queues and levels are read back as they were', () => {
    let read = 0;
    fc.assert(
      fc.property(boundedSystem, fc.integer(), (model, seed) => {
        const explorer = explorerFor(model);
        const { packer, words, state, space } = explorer;
        const choose = sampler(space.machine, { seed: String(seed), replication: 0 });
        const run = begin(space.machine, choose);
        const standing = ({
          task,
          status,
          operation,
          holds,
          used,
          alive,
          queued,
          leaseHolder,
          firstWaiter,
          lastWaiter,
          next,
        }: State) =>
          [task, status, operation, holds, used, alive, queued, leaseHolder, firstWaiter, lastWaiter, next].map(
            (cells) => [...cells],
          );
        for (let count = 0; count < 100; count++) {
          const { events, stopped } = step(space.machine, run, choose);
          if (events === 0 || stopped === 'zeno') return;
          if (!packer.pack(run, words)) return;
          packer.unpack(words, 0, state);
          // Frames that are free may stand at any operation.
          const expected = standing(run);
          expect(standing(state)).toEqual(
            expected.map((cells, index) =>
              index === 2
                ? cells.map((cell, frame) => (run.task[frame] === -1 ? state.operation[frame]! : cell))
                : cells,
            ),
          );
          expect([...state.level]).toEqual([...run.level]);
          expect(run.sinceMs.map((sinceMs) => run.nowMs - sinceMs)).toEqual(
            state.sinceMs.map((sinceMs) => state.nowMs - sinceMs),
          );
          read++;
        }
      }),
      { numRuns: LONG ? 1000 : 40 },
    );
    expect(read).toBeGreaterThan(1000);
  });

  it('reads back what it writes', () => {
    expectReadBack({ values: boundedSystem, modelOf, numRuns: LONG ? 600 : 30 }, 500);
  });
});

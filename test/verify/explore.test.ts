import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { graphOf, Walker } from './explored.ts';
import { boundedSystem, openSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

describe('exploring', () => {
  it('finds every run: each run of the engine, sampled by chance, is a path of the graph', () => {
    let [complete, steps] = [0, 0];
    fc.assert(
      fc.property(openSystem, fc.integer(), (model, seed) => {
        const graph = graphOf(model);
        if (graph.stopped !== 'complete') return;
        complete++;
        const walker = new Walker(graph, String(seed));
        let left = 0;
        for (let count = 0; count < 200; count++) {
          const how = walker.advance();
          if (how === 'idle') break;
          if (how === 'zeno') {
            expect(graph.zeno).toBeDefined();
            break;
          }
          expect(how).not.toBe('lost');
          // Wakes that somebody's spending made useless are no states, and bring nothing.
          left = how === 'between' ? left + 1 : 0;
          expect(left).toBeLessThan(20);
          steps++;
        }
      }),
      { numRuns: LONG ? 3000 : 200, endOnFailure: true },
    );
    expect(complete).toBeGreaterThan(LONG ? 1500 : 100);
    expect(steps).toBeGreaterThan(100 * (LONG ? 1000 : 60));
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(boundedSystem, (model) => {
        const graph = graphOf(model, { statesMax: 500 });
        const { packer, words, state, space } = graph.explorer;
        for (let id = 0; id < Math.min(graph.table.count, 500); id++) {
          packer.unpack(graph.table.chunkOf(id), graph.table.placeOf(id), state);
          const read = copyState(space.machine, state);
          expect(packer.pack(state, words)).toBe(true);
          expect(graph.table.add(words)).toBe(id);
          packer.unpack(words, 0, state);
          expect(equalStates(read, state)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

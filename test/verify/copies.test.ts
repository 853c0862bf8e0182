/** Copies of a task: what is proved of them is what is true of as many tasks with names of their own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin } from '../../src/sim/engine.ts';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import type { Graph } from '../../src/verify/graph/explore.ts';
import { drawsOf } from '../../src/verify/plain/draws.ts';
import { Images } from '../../src/verify/plain/image.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import { apart, copiedModel, copiedSystem, exchanged } from './copies.ts';
import { graphOf, verifyModel, Walker } from './explored.ts';
import { plainClaim, plainGraph } from './plain.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 400, stepsMax: 4000, startsMax: 4000, looksMax: 200_000 };

describe('a task with copies', () => {
  it('has the claim and the waits of each of as many separate tasks, and every script is confirmed', () => {
    const seen = { compared: 0, scripts: 0 };
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const model = copiedModel(generate);
        const world = verifyModel(model, LIMITS);
        const scripts = world.tasks.flatMap((task) => [
          task.counterexample?.script,
          task.longestWait,
          task.served?.script,
          task.stuck?.script,
        ]);
        for (const script of [...scripts, world.zeno?.script]) {
          if (script === undefined) continue;
          seen.scripts++;
          expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
        }
        if (world.stopped !== 'complete') return;
        const graph = plainGraph(apart(assemble(model).model), 5_000);
        if (graph === 'too many ways') return;
        expect(world.zeno !== undefined).toBe(graph === 'an instant never ends');
        if (typeof graph === 'string') return;
        world.tasks.forEach(({ claim, worst }, task) => {
          const { copies = 1 } = model.tasks[task]!;
          for (let copy = 1; copy <= copies; copy++) {
            // The copies follow behind all tasks.
            const index = copy === 1 ? task : model.tasks.length + copy - 2;
            seen.compared++;
            expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, index));
          }
        });
      }),
      { numRuns: LONG ? 2000 : 30, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 1000 : 10);
    expect(seen.scripts).toBeGreaterThan(LONG ? 1000 : 12);
  });

  it('has as many states as there are states of separate tasks that no exchange of copies turns into each other', () => {
    const seen = { compared: 0, fewer: 0 };
    fc.assert(
      fc.property(copiedSystem, (model) => {
        const separate = graphOf(apart(assemble(model).model), { statesMax: 800, startsMax: 300 });
        if (separate.stopped !== 'complete' || separate.zeno !== undefined) return;
        const sorted = graphOf(model, { statesMax: 800, startsMax: 300 });
        seen.compared++;
        if (sorted.table.count < separate.table.count) seen.fewer++;
        expect(sorted.table.count).toBe(orbitsOf(separate, assemble(model)));
      }),
      { numRuns: LONG ? 2000 : 30, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 500 : 10);
    expect(seen.fewer).toBeGreaterThan(LONG ? 100 : 2);
  });

  it('is explored so that every sampled run is a way through its states', () => {
    let steps = 0;
    fc.assert(
      fc.property(copiedSystem, fc.integer(), (model, seed) => {
        const graph = graphOf(model, { statesMax: 800, startsMax: 300 });
        if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
        const walker = new Walker(graph, String(seed));
        let between = 0;
        for (let step = 0; step < 100; step++) {
          const how = walker.advance();
          if (how === 'idle') break;
          expect(['on', 'between']).toContain(how);
          between = how === 'between' ? between + 1 : 0;
          // Wakes that somebody's spending made useless are no states; there are never many in a row.
          expect(between).toBeLessThan(20);
          steps++;
        }
      }),
      { numRuns: LONG ? 1000 : 25, endOnFailure: true },
    );
    expect(steps).toBeGreaterThan(LONG ? 10_000 : 500);
  });
});

/** How many states are left where those that an exchange of copies turns into each other are one. */
function orbitsOf({ explorer, table }: Graph, copied: Machine): number {
  const { packer, state, space, words } = explorer;
  const { machine } = space;
  const draws = machine.model.sources.map((_, source) => drawsOf(machine, source)!);
  const images = new Images(
    machine,
    draws,
    begin(machine, { ...FIRST, amount: (source) => draws[source]!.values[0]! }),
  );
  const other = images.room();
  const orbits = new Set<string>();
  for (let id = 0; id < table.count; id++) {
    packer.unpack(table.chunkOf(id), table.placeOf(id), state);
    const marks = packer.marks.slice();
    const texts = exchanged(copied, images.of(state)).map(({ to, image }) => {
      images.read(image, other);
      // Each task has its run in the frame of its number.
      to.forEach((target, task) => {
        packer.marks[target] = marks[task]!;
      });
      expect(packer.pack(other, words)).toBe(true);
      return words.join();
    });
    orbits.add(texts.sort()[0]!);
  }
  return orbits.size;
}

const FIRST = { start: () => 0, turn: () => 0, began: () => undefined };

/** What a counterexample shows is what the engine does: it replays, its cycle closes, takes time, and has no progress in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { replay } from '../../src/verify/script/replay.ts';
import type { Script } from '../../src/verify/script/script.ts';
import { verifyModel } from './explored.ts';
import { boundedSystem, openSystem } from './systems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** A script that has been written to a file and read back. */
function saved(script: Script): Script {
  return JSON.parse(JSON.stringify(script)) as Script;
}

function expectStarvation(model: Model, script: Script, task: string): void {
  const replayed = replay(assemble(model), saved(script), { laps: 2, observer: () => SILENT });
  expect(replayed).toMatchObject({ kind: 'replayed', zeno: false, cycle: { closes: true } });
  if (replayed.kind !== 'replayed') return;
  expect(replayed.cycle!.durationMs).toBeGreaterThan(0);
  expect(replayed.cycle!.progressed).not.toContain(task);
}

describe('a counterexample', () => {
  it('replays: its cycle closes, takes time, and the task makes no progress on it', () => {
    let [starvable, stuck, shares] = [0, 0, 0];
    fc.assert(
      fc.property(fc.oneof(boundedSystem, openSystem), (model) => {
        for (const { task, counterexample, stuck: held, served } of verifyModel(model).tasks) {
          if (counterexample !== undefined) {
            starvable++;
            expectStarvation(model, counterexample.script, task);
            expect(counterexample.story.at(-1)!.inCycle).toBe(true);
          }
          if (held !== undefined) {
            stuck++;
            expect(held.tasks).toContain(task);
            expect(replay(assemble(model), saved(held.script))).toMatchObject({ kind: 'replayed' });
          }
          if (served?.script !== undefined) {
            shares++;
            expect(replay(assemble(model), saved(served.script))).toMatchObject({
              kind: 'replayed',
              cycle: { closes: true },
            });
          }
        }
      }),
      { numRuns: LONG ? 2000 : 30, endOnFailure: !LONG },
    );
    expect(starvable).toBeGreaterThan(15);
    expect(stuck).toBeGreaterThan(1);
    expect(shares).toBeGreaterThan(0);
  });

  it('fits no other answers: a choice that is changed, left out or added is told', () => {
    let changed = 0;
    fc.assert(
      fc.property(boundedSystem, (model) => {
        const [script] = verifyModel(model).tasks.flatMap(({ counterexample }) => counterexample?.script ?? []);
        if (script === undefined) return;
        const machine = assemble(model);
        const longer = { ...script, starts: [...script.starts, { draw: 'nobody NOTHING', value: 1 }] };
        expect(replay(machine, longer)).toMatchObject({ kind: 'misfit', step: 0 });
        const [first, ...rest] = script.steps;
        const late = { ...script, steps: [{ ...first!, afterMs: first!.afterMs + 1 }, ...rest] };
        expect(replay(machine, late).kind).toBe('misfit');
        changed++;
        const asking = script.steps.findIndex(({ choices }) => choices.some((choice) => 'turn' in choice));
        if (asking < 0) return;
        const silent = script.steps.map((step, index) => (index === asking ? { ...step, choices: [] } : step));
        expect(replay(machine, { ...script, steps: silent })).toMatchObject({ kind: 'misfit', step: asking });
      }),
      { numRuns: LONG ? 600 : 25 },
    );
    expect(changed).toBeGreaterThan(10);
  });
});

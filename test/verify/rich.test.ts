/** Whatever a scenario is made of: claims and waits are those of a plain exploration, and every script shows what it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { plainClaim, plainGraph } from './plain.ts';
import { richScenario } from './rich.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 400, stepsMax: 4000, looksMax: 200_000 };

function scriptsOf({ tasks, zeno }: WorldVerification) {
  const shown = tasks.flatMap((task) => [
    task.counterexample?.script,
    task.longestWait,
    task.served?.script,
    task.stuck?.script,
  ]);
  return [...shown, zeno?.script].filter((script) => script !== undefined);
}

describe('a scenario with many elements at once', () => {
  it('is judged as a plain exploration judges it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0 };
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const scenario = loadScenario(richScenario(generate), { file: 'rich.yaml' });
        const verified = verify(scenario, LIMITS);
        const [world, { model }] = [verified.worlds[0]!, scenario.worlds[0]!];
        for (const script of scriptsOf(world)) {
          seen.scripts++;
          expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
        }
        // Throws where a run waits longer than was proved.
        withProofs(simulate(scenario), scenario, verified);
        if (world.stopped !== 'complete') return;
        const graph = plainGraph(model, 20_000);
        if (graph === 'too many ways') return;
        expect(world.zeno !== undefined).toBe(graph === 'an instant never ends');
        if (typeof graph === 'string') return;
        world.tasks.forEach(({ claim, worst }, task) => {
          seen.compared++;
          expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
        });
      }),
      { numRuns: LONG ? 3000 : 35, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 30);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 60);
  });
});

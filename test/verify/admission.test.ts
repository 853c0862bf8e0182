/** Lines, lock-outs, calls and limits on waits: the explorer, a plain exploration, sampled runs and certificates agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certifyWorld } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { graphOf, walkWithin } from './explored.ts';
import { plainClaim, plainGraph } from './plain.ts';
import { richScenario } from './rich.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 400, stepsMax: 4000, looksMax: 200_000 };

const scenario: fc.Arbitrary<Scenario> = fc
  .gen()
  .map((generate) => loadScenario(richScenario(generate, { served: true }), { file: 'rich.yaml' }));
const modelOf = ({ worlds }: Scenario): Model => worlds[0]!.model;

function scriptsOf({ tasks, zeno }: WorldVerification) {
  const shown = tasks.flatMap(({ counterexample, longestWait, served, stuck }) => [
    counterexample?.script,
    longestWait,
    served?.script,
    stuck?.script,
  ]);
  return [...shown, zeno?.script].filter((script) => script !== undefined);
}

/** What of the new elements a model has, by name. */
function elementsOf({ supplies, tasks }: Model): string[] {
  const steps = tasks.flatMap(({ program }) => program);
  return [
    ...supplies.flatMap(({ turn, lockout }) => [...(turn ? [turn] : []), ...(lockout ? ['lockout'] : [])]),
    ...steps.flatMap((step) =>
      step.kind === 'call' ? ['call', ...(step.retry ? ['retry'] : []), ...(step.also ? ['several'] : [])] : [],
    ),
    ...steps.flatMap((step) => ('giveUpIfLongerThan' in step && step.giveUpIfLongerThan ? ['giveUp'] : [])),
  ];
}

describe('a scenario with lines, lock-outs and calls', () => {
  it('is judged as a plain exploration judges it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0 };
    const elements = new Map<string, number>();
    fc.assert(
      fc.property(scenario, (one) => {
        const verified = verify(one, LIMITS);
        const world = verified.worlds[0]!;
        const model = modelOf(one);
        for (const script of scriptsOf(world)) {
          seen.scripts++;
          expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
        }
        // Throws where a run waits longer than was proved.
        withProofs(simulate(one), one, verified);
        if (world.stopped !== 'complete') return;
        const graph = plainGraph(model, 20_000);
        if (graph === 'too many ways') return;
        expect(world.zeno !== undefined).toBe(graph === 'an instant never ends');
        if (typeof graph === 'string') return;
        for (const name of elementsOf(model)) elements.set(name, (elements.get(name) ?? 0) + 1);
        world.tasks.forEach(({ claim, worst }, task) => {
          seen.compared++;
          expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
        });
      }),
      { numRuns: LONG ? 4000 : 50, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 20);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 30);
    expect([...elements.keys()].sort()).toEqual([
      'call',
      'fair',
      'fifo',
      'giveUp',
      'lockout',
      'priority',
      'retry',
      'several',
    ]);
  });

  it('is explored wholly: each run of the engine, sampled by chance, is a path of the graph', () => {
    let [complete, steps] = [0, 0];
    fc.assert(
      fc.property(scenario, fc.integer(), (one, seed) => {
        const graph = graphOf(modelOf(one));
        if (graph.stopped !== 'complete') return;
        complete++;
        steps += walkWithin(graph, String(seed), 200);
      }),
      { numRuns: LONG ? 3000 : 40, endOnFailure: true },
    );
    expect(complete).toBeGreaterThan(LONG ? 1000 : 12);
    expect(steps).toBeGreaterThan(100 * (LONG ? 500 : 6));
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const graph = graphOf(modelOf(one), { statesMax: 300 });
        const { packer, words, state, space } = graph.explorer;
        for (let id = 0; id < Math.min(graph.table.count, 300); id++) {
          packer.unpack(graph.table.chunkOf(id), graph.table.placeOf(id), state);
          const read = copyState(space.machine, state);
          expect(packer.pack(state, words)).toBe(true);
          expect(graph.table.add(words)).toBe(id);
          packer.unpack(words, 0, state);
          expect(equalStates(read, state)).toBe(true);
        }
      }),
      { numRuns: LONG ? 600 : 20 },
    );
  });

  it('has certificates that check', () => {
    let checked = 0;
    fc.assert(
      fc.property(scenario, (one) => {
        const world = one.worlds[0]!;
        const verified = verify(one, LIMITS).worlds[0]!;
        if (verified.stopped !== 'complete') return;
        const made = certifyWorld(world, verified, 20_000);
        if (made.kind !== 'certificate') return;
        checked++;
        const file = { quotasimCertificate: 1, quotasim: '0', scenario: 'test', set: {}, worlds: [made.certificate] };
        expect(
          checkCertificate({ worlds: [world] }, certificateText(file as Parameters<typeof certificateText>[0])),
        ).toMatchObject({
          kind: 'holds',
        });
      }),
      { numRuns: LONG ? 1500 : 40, endOnFailure: true },
    );
    expect(checked).toBeGreaterThan(LONG ? 200 : 4);
  });
});

/** Policies decide: the explorer, a plain exploration, sampled runs, rules and certificates agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsByRule } from '../../src/analysis/findings/claims.ts';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { hysteresis } from '../../src/policies/hysteresis.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../../src/policies/index.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { type AdmissionView, waitUntil } from '../../src/sim/policy.ts';
import { copyState, equalStates } from '../../src/sim/state.ts';
import { certificateText } from '../../src/verify/certificate/certificate.ts';
import { certifyWorld } from '../../src/verify/certificate/certify.ts';
import { checkCertificate } from '../../src/verify/certificate/check-certificate.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { verify } from '../../src/verify/verify.ts';
import { graphOf, verifyModel, walkWithin } from './explored.ts';
import { plainClaim, plainGraph } from './plain.ts';
import { policed } from './policed.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 1000, stepsMax: 8000, looksMax: 200_000 };

const scenarioOf = (text: string): Scenario => loadScenario(text, { file: 'policed.yaml' });
const modelOf = (text: string): Model => scenarioOf(text).worlds[0]!.model;

function scriptsOf({ tasks, zeno }: WorldVerification) {
  const shown = tasks.flatMap(({ counterexample, longestWait, served, stuck }) => [
    counterexample?.script,
    longestWait,
    served?.script,
    stuck?.script,
  ]);
  return [...shown, zeno?.script].filter((script) => script !== undefined);
}

/** Policies by name, and whether they are shared. */
const policiesOf = ({ policies }: Model): string[] =>
  policies.map(({ name, shared }) => `${shared === true ? 'shared' : 'own'} ${name}`);

describe('a scenario in which policies decide', () => {
  it('is judged as a plain exploration judges it, no rule contradicts it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0, rules: 0 };
    const policies = new Map<string, number>();
    fc.assert(
      fc.property(policed, (text) => {
        const one = scenarioOf(text);
        const verified = verify(one, LIMITS);
        const world = verified.worlds[0]!;
        const { model } = one.worlds[0]!;
        for (const script of scriptsOf(world)) {
          seen.scripts++;
          expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
        }
        // Throws where a run waits longer than was proved.
        withProofs(simulate(one), one, verified);
        if (world.stopped !== 'complete') return;
        for (const { task, claim } of claimsByRule(model)) {
          seen.rules++;
          const proved = world.tasks[task]!.claim;
          if (proved === 'unknown') continue;
          expect([claim, claim === 'starvable' ? 'starved' : claim]).toContain(proved);
        }
        const graph = plainGraph(model, 20_000);
        if (graph === 'too many ways') return;
        expect(world.zeno !== undefined).toBe(graph === 'an instant never ends');
        if (typeof graph === 'string') return;
        for (const name of policiesOf(model)) policies.set(name, (policies.get(name) ?? 0) + 1);
        world.tasks.forEach(({ claim, worst }, task) => {
          seen.compared++;
          expect({ claim, ...(worst && { worst }) }).toEqual(plainClaim(graph, task));
        });
      }),
      { numRuns: LONG ? 4000 : 20, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 10);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 10);
    expect([...policies.keys()]).toEqual(
      expect.arrayContaining(['own hysteresis', 'shared hysteresis', 'shared fair-share']),
    );
  });

  it('is explored wholly: each run of the engine, sampled by chance, is a path of the graph', () => {
    let [complete, steps] = [0, 0];
    const policies = new Set<string>();
    fc.assert(
      fc.property(policed, fc.integer(), (text, seed) => {
        const graph = graphOf(modelOf(text));
        if (graph.stopped !== 'complete' || graph.zeno !== undefined) return;
        complete++;
        for (const name of policiesOf(modelOf(text))) policies.add(name);
        steps += walkWithin(graph, String(seed), 200);
      }),
      { numRuns: LONG ? 3000 : 10, endOnFailure: true },
    );
    expect(complete).toBeGreaterThan(LONG ? 1000 : 4);
    expect(steps).toBeGreaterThan(100 * (LONG ? 500 : 2));
    if (LONG) {
      const all = [...admissionPolicies, ...intervalPolicies, ...batchPolicies].map(({ name }) => name);
      expect([...policies].map((name) => name.replace(/^\w+ /, '')).sort()).toEqual(expect.arrayContaining(all));
    }
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(policed, (text) => {
        const graph = graphOf(modelOf(text), { statesMax: 300 });
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
      { numRuns: LONG ? 600 : 8 },
    );
  });

  it('has certificates that check', () => {
    let checked = 0;
    fc.assert(
      fc.property(policed, (text) => {
        const one = scenarioOf(text);
        const world = one.worlds[0]!;
        const verified = verify(one, LIMITS).worlds[0]!;
        if (verified.stopped !== 'complete') return;
        const made = certifyWorld(world, verified, 20_000);
        if (made.kind !== 'certificate') return;
        checked++;
        const file = { quotasimCertificate: 1, quotasim: '0', scenario: 'test', set: {}, worlds: [made.certificate] };
        const written = certificateText(file as Parameters<typeof certificateText>[0]);
        expect(checkCertificate({ worlds: [world] }, written)).toMatchObject({ kind: 'holds' });
      }),
      { numRuns: LONG ? 1500 : 10, endOnFailure: true },
    );
    expect(checked).toBeGreaterThan(LONG ? 200 : 2);
  });
});

describe('a hysteresis that forgets to release', () => {
  it('is found to starve whoever uses it', () => {
    const text = `quotasim: 1
horizon: 1d
grid: 1m
supplies: { s: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited } }
policies: { pause: { use: hysteresis, low: 20, high: 80 } }
tasks:
  a: { trigger: always, steps: [{ await: { s: { use: pause } } }, { spend: { s: 40 } }, progress, { work: 1m }] }
  b: { trigger: { every: 15m }, whenBusy: skip, steps: [{ await: { s: { use: pause } } }, { spend: { s: 40 } }, progress] }
`;
    const { model } = scenarioOf(text).worlds[0]!;
    const claims = (policies: Model['policies']) =>
      verifyModel({ ...model, policies }, { statesMax: 100_000 }).tasks.map(({ claim }) => claim);
    expect(claims(model.policies)).toEqual(['live', 'live']);
    const pauses = hysteresis({ low: model.policies[0]!.settings!.low!, high: model.policies[0]!.settings!.high! });
    const forgets = {
      ...pauses,
      shared: true,
      remember: ({ levelGrains }: AdmissionView, [recharging = 0]: readonly number[]) => [
        levelGrains < pauses.pause!.belowGrains ? 1 : recharging,
      ],
      admit: (view: AdmissionView, [recharging = 0]: readonly number[]) =>
        recharging === 1 ? waitUntil(view.capacityGrains + 1, 'recharging') : pauses.admit(view, [0]),
    };
    expect(claims([forgets])).toEqual(['starved', 'starved']);
  });
});

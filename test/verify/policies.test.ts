/** Policies decide: the explorer, a plain exploration, sampled runs, rules and certificates agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsByRule } from '../../src/analysis/findings/claims.ts';
import { hysteresis } from '../../src/policies/hysteresis.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../../src/policies/index.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';
import { type AdmissionView, waitUntil } from '../../src/sim/policy.ts';
import { verifyModel } from './explored.ts';
import { judgedPlainly } from './plain-judgement.ts';
import { policed } from './policed.ts';
import { expectCertificates, expectPaths, expectReadBack } from './roads.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: LONG ? 1000 : 500, stepsMax: LONG ? 8000 : 2000, looksMax: 200_000 };

const scenarioOf = (text: string): Scenario => loadScenario(text, { file: 'policed.yaml' });
const modelOf = (text: string): Model => scenarioOf(text).worlds[0]!.model;

/** Policies by name, and whether they are shared. */
const policiesOf = ({ policies }: Model): string[] =>
  policies.map(({ name, shared }) => `${shared === true ? 'shared' : 'own'} ${name}`);

describe('a scenario in which policies decide', () => {
  it('is judged as a plain exploration judges it, no rule contradicts it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0, rules: 0 };
    const policies = new Map<string, number>();
    fc.assert(
      fc.property(policed, (text) => {
        const { model, verified, isCompared } = judgedPlainly(text, seen, LIMITS);
        for (const { task, claim } of claimsByRule(model)) {
          seen.rules++;
          const proved = verified.worlds[0]!.tasks[task]!.claim;
          if (proved === 'unknown') continue;
          expect([claim, claim === 'starvable' ? 'starved' : claim]).toContain(proved);
        }
        for (const name of isCompared ? policiesOf(model) : []) policies.set(name, (policies.get(name) ?? 0) + 1);
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
    const policies = new Set<string>();
    const { complete, steps } = expectPaths({ values: policed, modelOf, numRuns: LONG ? 3000 : 10 }, (model) => {
      for (const name of policiesOf(model)) policies.add(name);
    });
    expect(complete).toBeGreaterThan(LONG ? 1000 : 4);
    expect(steps).toBeGreaterThan(100 * (LONG ? 500 : 2));
    if (LONG) {
      const all = [...admissionPolicies, ...intervalPolicies, ...batchPolicies].map(({ name }) => name);
      expect([...policies].map((name) => name.replace(/^\w+ /, '')).sort()).toEqual(expect.arrayContaining(all));
    }
  });

  it('reads back what it writes', () => {
    expectReadBack({ values: policed, modelOf, numRuns: LONG ? 600 : 8 }, 300);
  });

  it('has certificates that check', () => {
    const checked = expectCertificates(policed, scenarioOf, { numRuns: LONG ? 1500 : 10, limits: LIMITS });
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

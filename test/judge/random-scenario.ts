/** Scenarios around models that were made up, for what judges scenarios. */
import type { Goal, Scenario } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';

/** A scenario of one world around a model; every task has both goals about every run. */
export function scenarioOf(model: Model, limitMs: number): Scenario {
  const goals = model.tasks.flatMap(({ name }): Goal[] => [
    { of: name, goal: 'neverStarves', path: [], implicit: true },
    { of: name, goal: 'progressWithin', path: [], implicit: false, limitMs },
  ]);
  return {
    name: 'random',
    title: 'random',
    seed: undefined,
    replications: undefined,
    parameters: {},
    files: [],
    settings: [],
    lattices: [],
    worlds: [{ set: {}, model, goals, assumptions: [] }],
    plan: {
      target: undefined,
      front: [],
      constraints: [],
      priceAt: undefined,
      confidence: 0.95,
      indifference: { kind: 'relative', share: 0.01 },
    },
    locate: () => ({ file: 'random.yaml', line: 1, column: 1 }),
  };
}

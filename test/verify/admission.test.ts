/** Lines, lock-outs, calls and limits on waits: the explorer, a plain exploration, sampled runs and certificates agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Model } from '../../src/sim/model.ts';
import { expectPlainJudgement } from './plain-judgement.ts';
import { richScenario } from './rich.ts';
import { expectCertificates, expectPaths, expectReadBack } from './roads.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 400, stepsMax: 4000, looksMax: 200_000 };

const texts = fc.gen().map((generate) => richScenario(generate, { served: true }));
const load = (text: string): Scenario => loadScenario(text, { file: 'rich.yaml' });
const modelOf = (text: string): Model => load(text).worlds[0]!.model;

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
    const elements = new Set<string>();
    fc.assert(
      fc.property(texts, (text) => {
        const judged = expectPlainJudgement(text, seen, LIMITS);
        for (const name of judged === undefined ? [] : elementsOf(judged.model)) elements.add(name);
      }),
      { numRuns: LONG ? 4000 : 30, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 12);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 18);
    expect([...elements].sort()).toEqual(['call', 'fair', 'fifo', 'giveUp', 'lockout', 'priority', 'retry', 'several']);
  });

  it('is explored wholly: each run of the engine, sampled by chance, is a path of the graph', () => {
    const { complete, steps } = expectPaths({ values: texts, modelOf, numRuns: LONG ? 3000 : 25 });
    expect(complete).toBeGreaterThan(LONG ? 1000 : 7);
    expect(steps).toBeGreaterThan(100 * (LONG ? 500 : 4));
  });

  it('reads back what it writes', () => {
    expectReadBack({ values: texts, modelOf, numRuns: LONG ? 600 : 20 }, 300);
  });

  it('has certificates that check', () => {
    const checked = expectCertificates(texts, load, { numRuns: LONG ? 1500 : 20, limits: LIMITS });
    expect(checked).toBeGreaterThan(LONG ? 200 : 2);
  });
});

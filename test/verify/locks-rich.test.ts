/** Locks and pools of every kind: both drivers agree, claims and waits are those of a plain exploration, scripts show what they say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { lockScenario } from './locks-rich.ts';
import { expectPlainJudgement } from './plain-judgement.ts';
import { expectPaths } from './roads.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 600, stepsMax: 6000, looksMax: 200_000 };

/** What a model is made of, to see that the generator comes to everything. */
function partsOf({ locks, tasks }: Model): readonly string[] {
  const operations = tasks.flatMap(({ program }) => program);
  return [
    ...locks.flatMap(({ line }) => (line === undefined ? [] : [line.order, ...(line.passOver ? ['passOver'] : [])])),
    ...locks.flatMap(({ line }) => (line !== undefined && line.prefetch > 0 ? ['prefetch'] : [])),
    ...locks.flatMap(({ renew }) => (renew === undefined ? [] : ['renew', ...(renew.lost.length > 0 ? ['lost'] : [])])),
    ...locks.flatMap(({ leaseFromDue }) => (leaseFromDue === true ? ['enqueue'] : [])),
    ...operations.flatMap((one) => (one.kind === 'acquire' && one.pollMs !== undefined ? ['poll'] : [])),
    ...operations.flatMap((one) => (one.kind === 'acquire' && (one.count ?? 1) > 1 ? ['several'] : [])),
    ...operations.flatMap((one) => ('gives' in one ? ['gives'] : [])),
    ...operations.flatMap(({ kind }) => (kind === 'crash' ? ['crash'] : [])),
    ...tasks.flatMap(({ crashesMs = [] }) => (crashesMs.length > 0 ? ['date'] : [])),
  ];
}

describe('a scenario about locks', () => {
  it('is judged as a plain exploration judges it, and every script of it is confirmed', () => {
    const seen = { compared: 0, scripts: 0 };
    const parts = new Map<string, number>();
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const judged = expectPlainJudgement(lockScenario(generate), seen, LIMITS);
        if (judged === undefined) return;
        for (const part of new Set(partsOf(judged.model))) parts.set(part, (parts.get(part) ?? 0) + 1);
      }),
      { numRuns: LONG ? 3000 : 24, endOnFailure: true },
    );
    expect(seen.compared).toBeGreaterThan(LONG ? 2000 : 40);
    expect(seen.scripts).toBeGreaterThan(LONG ? 2000 : 40);
    expect(parts.size).toBe(13);
  });

  it('runs, sampled, only along edges of its graph', () => {
    const { steps } = expectPaths({
      values: fc.gen().map((generate) => lockScenario(generate)),
      modelOf: (text) => loadScenario(text, { file: 'locks.yaml' }).worlds[0]!.model,
      numRuns: LONG ? 2000 : 40,
    });
    expect(steps).toBeGreaterThan(LONG ? 20_000 : 500);
  });
});

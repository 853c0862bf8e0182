/** Starts that others lead to can be left out: no claim and no wait changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Model } from '../../src/sim/model.ts';
import { verifyModel } from './explored.ts';
import { policed } from './policed.ts';
import { richScenario } from './rich.ts';
import { startScenario } from './starts-rich.ts';
import { boundedSystem } from './systems.ts';
import { scenarioText, twoTasks } from './two-tasks.ts';
import { wholeScenario } from './whole.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 8000, stepsMax: 50_000, looksMax: 20_000_000, chances: 'almost-safe' } as const;

const modelOf = (text: string): Model => loadScenario(text, { file: 'merged.yaml' }).worlds[0]!.model;

/** A task on a clock that may begin anywhere, another that is always there, and a supply at any level. */
const clocked = fc
  .record({
    capacity: fc.integer({ min: 4, max: 20 }),
    refill: fc.integer({ min: 1, max: 3 }),
    every: fc.integer({ min: 3, max: 12 }),
    gate: fc.integer({ min: 1, max: 8 }),
    threshold: fc.integer({ min: 1, max: 12 }),
    cost: fc.constantFrom('2', '{ choice: [1, 3] }', '5'),
    batch: fc.integer({ min: 1, max: 6 }),
    debt: fc.constantFrom('unlimited', 'none', 'clamp'),
    whenBusy: fc.constantFrom('skip', 'queue one', 'queue all', 'replace'),
    work: fc.constantFrom('1s', '2s', '{ choice: [1s, 2s] }'),
    poll: fc.constantFrom('', ', poll: { every: 1s }', ', poll: { every: 2s }', ', poll: { every: 2s, cost: 1 }'),
    begins: fc.constantFrom('always', '{ always: { pause: 1s } }', '{ every: 2s, offset: any }', '{ every: 4s }'),
    second: fc.boolean(),
    order: fc.constantFrom('any', 'fair', 'priority'),
    lock: fc.boolean(),
  })
  .map(
    (one) => `quotasim: 1
title: a clock that may begin anywhere
horizon: 1h
grid: 1s
order: ${one.order}
facts:
  COST: ${one.cost}
supplies:
  api: { model: token-bucket, refill: { tokens: ${one.refill}, every: 1s }, capacity: ${one.capacity}, initial: any, debt: ${one.debt} }
locks:
  only: { lease: none }
tasks:
  clocked:
    trigger: { every: ${one.every}s, offset: any }
    whenBusy: ${one.whenBusy}
    steps:
      - await: { api: ${Math.min(one.gate, one.capacity)}, atMost: ${one.second ? '2s' : '0s'}, otherwise: stop }
      - spend: { api: $COST }
      - progress
  waiting:
    trigger: ${one.begins}
${one.begins.includes('every') ? '    whenBusy: skip\n' : ''}    steps:
${one.lock ? '      - acquire: only\n' : ''}      - await: { api: ${Math.min(one.threshold, one.capacity)}${one.poll} }
      - spend: { api: ${one.batch} }
      - progress
      - work: ${one.work}
${one.second ? `  other:\n    trigger: { every: ${one.every + 1}s, offset: any }\n    whenBusy: skip\n    steps:\n      - spend: { api: 1 }\n      - progress\n` : ''}`,
  );

/** What a proof says, without what it counts and shows. */
function said(model: Model, starts: 'all' | 'merged') {
  const { stopped, zeno, tasks, states } = verifyModel(model, { ...LIMITS, starts, shows: false });
  const claims = tasks.map(({ task, claim, worst, served, almostSafe, stuck }) => {
    return { task, claim, worst, served, almostSafe, stuck: stuck?.because };
  });
  return { states, stopped, said: { endless: zeno !== undefined, claims } };
}

describe('starts that others lead to', () => {
  it.each([
    { what: 'a clock', models: clocked.map(modelOf), few: 40, least: 3 },
    { what: 'two tasks', models: twoTasks.map((form) => modelOf(scenarioText(form))), few: 15, least: 0 },
    { what: 'systems that were left open', models: boundedSystem, few: 20, least: 0 },
    { what: 'rich scenarios', models: fc.gen().map((one) => modelOf(richScenario(one))), few: 15, least: 0 },
    { what: 'tasks that start others', models: fc.gen().map((one) => modelOf(startScenario(one))), few: 15, least: 0 },
    { what: 'whatever elements', models: fc.gen().map((one) => modelOf(wholeScenario(one))), few: 10, least: 0 },
    { what: 'policies', models: policed.map(modelOf), few: 15, least: 0 },
  ])(
    'change nothing that is proved where they are left out: $what',
    ({ models, few, least }) => {
      let [compared, fewer] = [0, 0];
      fc.assert(
        fc.property(models, (model) => {
          const all = said(model, 'all');
          if (all.stopped !== 'complete') return;
          const merged = said(model, 'merged');
          compared++;
          fewer += Number(merged.states < all.states);
          expect(merged.said).toEqual(all.said);
          expect(merged.states).toBeLessThanOrEqual(all.states);
        }),
        { numRuns: LONG ? 60 * few : few, endOnFailure: true },
      );
      expect(compared).toBeGreaterThan(few / 4);
      expect(fewer).toBeGreaterThanOrEqual(least);
    },
    600_000,
  );
});

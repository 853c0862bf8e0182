/** Ways that were gone before with other clocks are written down: the graph is the one that is found without, to the last label. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { explore } from '../../src/verify/graph/explore.ts';
import { explorerOf, isExplorer } from '../../src/verify/graph/explorer.ts';
import { KnownWays } from '../../src/verify/graph/known-ways.ts';
import { copiedSystem } from './copies.ts';
import { policed } from './policed.ts';
import { richScenario } from './rich.ts';
import { startScenario } from './starts-rich.ts';
import { boundedSystem } from './systems.ts';
import { scenarioText, twoTasks } from './two-tasks.ts';
import { wholeScenario } from './whole.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
let taken = 0;
const { target } = KnownWays.prototype;
beforeAll(() => {
  KnownWays.prototype.target = function (place, index) {
    taken++;
    return target.call(this, place, index);
  };
});
afterAll(() => {
  KnownWays.prototype.target = target;
});

const LIMITS = { statesMax: 5000, stepsMax: 50_000, bytesMax: 2 ** 30, startsMax: 1e6 };

const modelOf = (text: string): Model => loadScenario(text, { file: 'clocks.yaml' }).worlds[0]!.model;

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

/** All that was explored, in the order in which it was found. */
function explored(model: Model, remembers: boolean) {
  const explorer = explorerOf(assemble(model));
  // Some of whatever elements are refused.
  if (!isExplorer(explorer)) return undefined;
  const { table, edges, labels, roots, stopped, zeno, dead } = explore(explorer, { ...LIMITS, remembers });
  const each = <Value>(count: number, of: (index: number) => Value) => Array.from({ length: count }, (_, at) => of(at));
  return {
    ...{ stopped, zeno, dead },
    states: each(table.count, (id) => [
      ...table.chunkOf(id).subarray(table.placeOf(id), table.placeOf(id) + table.words),
    ]),
    edges: each(edges.sources, (state) =>
      each(edges.start(state + 1) - edges.start(state), (at) => {
        const edge = edges.start(state) + at;
        return [edges.target(edge), edges.label(edge)];
      }),
    ),
    roots: each(roots.count, (root) => [roots.start(root), roots.target(root), roots.label(root)]),
    labels: each(labels.count, (label) => [
      labels.durationMs(label),
      each(labels.tasks, (task) => [
        labels.progressed(label, task),
        labels.due(label, task),
        labels.served(label, task),
      ]),
    ]),
  };
}

describe('ways that were gone before with other clocks', () => {
  it.each([
    { what: 'a clock', models: clocked.map(modelOf), few: 15, least: 1500 },
    { what: 'two tasks', models: twoTasks.map((form) => modelOf(scenarioText(form))), few: 10, least: 50 },
    { what: 'systems that were left open', models: boundedSystem, few: 15, least: 200 },
    { what: 'rich scenarios', models: fc.gen().map((one) => modelOf(richScenario(one))), few: 8, least: 200 },
    {
      what: 'tasks that start others',
      models: fc.gen().map((one) => modelOf(startScenario(one))),
      few: 20,
      least: 500,
    },
    { what: 'whatever elements', models: fc.gen().map((one) => modelOf(wholeScenario(one))), few: 5, least: 50 },
    { what: 'copies', models: copiedSystem, few: 5, least: 100 },
    { what: 'policies', models: policed.map(modelOf), few: 10, least: 1 },
  ])(
    'are those that are gone now: $what',
    ({ models, few, least }) => {
      const before = taken;
      fc.assert(
        fc.property(models, (model) => {
          const [known, gone] = [explored(model, true), explored(model, false)];
          // To compare two long texts takes a moment; what is different is told by looking closer.
          if (JSON.stringify(known) !== JSON.stringify(gone)) expect(known).toEqual(gone);
        }),
        { numRuns: LONG ? 200 * few : few, endOnFailure: true },
      );
      expect(taken - before).toBeGreaterThanOrEqual(least);
    },
    600_000,
  );
});

import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { rational } from '../../src/sim/numbers/rational.ts';
import { refusal } from './refusal.ts';
import { broken, VALID } from './valid.ts';

function load(text: string, set: Readonly<Record<string, string>> = {}, horizon?: string): Scenario {
  return loadScenario(text, { file: 'scenarios/test.yaml', set, ...(horizon !== undefined && { horizon }) });
}

const OPEN = broken('debt: unlimited', 'debt: { unsure: [unlimited, none, 20] }')
  .replace('COST: { choice: [40, 60] }', 'COST: { unsure: [50, { choice: [40, 60] }] }')
  .replace('horizon: 7d', 'horizon: 7d\norder: { unsure: [any, fair] }');

describe('what is unsure', () => {
  it('makes a world of each combination, the last varying fastest', () => {
    const sets = load(OPEN).worlds.map(({ set }) => Object.values(set).join(' | '));
    expect(sets).toEqual([
      '50 | unlimited | any',
      '50 | unlimited | fair',
      '50 | none | any',
      '50 | none | fair',
      '50 | 20 | any',
      '50 | 20 | fair',
      'choice 40, 60 | unlimited | any',
      'choice 40, 60 | unlimited | fair',
      'choice 40, 60 | none | any',
      'choice 40, 60 | none | fair',
      'choice 40, 60 | 20 | any',
      'choice 40, 60 | 20 | fair',
    ]);
    expect(Object.keys(load(OPEN).worlds[0]!.set)).toEqual(['COST', 'supplies.keepa.debt', 'order']);
  });

  it('is compiled as if it stood in the document', () => {
    const { model } = load(OPEN).worlds[9]!;
    expect(model).toMatchObject({ order: 'fair', supplies: [{ debt: { kind: 'none' } }] });
    expect(model.sources[0]!.distribution).toEqual({ kind: 'choice', values: [40, 60] });
    expect(load(OPEN).worlds[4]!.model.supplies[0]!.debt).toEqual({ kind: 'limited', grains: 240_000 });
  });

  it('is settled by a setting', () => {
    const { worlds } = load(OPEN, { 'supplies.keepa.debt': 'clamp', COST: '45' });
    expect(worlds.map(({ set }) => set)).toEqual([{ order: 'any' }, { order: 'fair' }]);
    expect(worlds[0]!.model.supplies[0]!.debt).toEqual({ kind: 'clamp' });
  });

  it('is at most sixteen worlds', () => {
    const text = OPEN.replace('whenBusy: skip', 'whenBusy: { unsure: [skip, allow] }');
    expect(refusal(text).issues.map(({ code }) => code)).toEqual(['too_many_worlds']);
  });

  it('is told in the world in which it is wrong', () => {
    const text = broken('debt: unlimited', 'debt: { unsure: [unlimited, -5] }');
    expect(refusal(text).issues).toMatchObject([{ code: 'too_small', line: 9, column: 91 }]);
  });
});

describe('a setting', () => {
  it('sets a parameter, a fact, a mode and the horizon', () => {
    const { worlds, parameters } = load(VALID, { GATE: '60', COST: '{ uniform: [1, 9] }', order: 'fair' }, '2d');
    const { model } = worlds[0]!;
    expect(model).toMatchObject({ order: 'fair', horizonMs: 172_800_000 });
    expect(model.tasks[0]!.program[0]).toMatchObject({ target: { level: { value: 720_000 } } });
    expect(parameters).toEqual({ GATE: '60', COST: 'uniform 1, 9' });
  });

  it('may be an expression', () => {
    expect(load(VALID, { GATE: '2 * 30' }).worlds[0]!.model.tasks[0]!.program[0]).toMatchObject({
      target: { level: { value: 720_000 } },
    });
  });
});

describe('a scenario', () => {
  it('knows its name, its values as written, and its lines', () => {
    const scenario = load(broken('title: Two jobs', 'title: Two jobs\nseed: 7\nreplications: 3'));
    expect(scenario).toMatchObject({ name: 'test', title: 'Two jobs', seed: '7', replications: 3 });
    expect(scenario.parameters).toEqual({ COST: 'choice 40, 60', GATE: '50' });
    expect(scenario.locate(['tasks', 'upserter', 'steps', 1])).toEqual({
      file: 'scenarios/test.yaml',
      line: 20,
      column: 9,
    });
  });

  it('has every task never starve, and what it says beside', () => {
    const text = broken('{ served: 95% }', '{ served: 95%, progressWithin: 2h, progressPerDay: 60, accept: known }');
    expect(load(text).worlds[0]!.goals.map(({ path: _, ...goal }) => goal)).toEqual([
      { of: 'upserter', goal: 'neverStarves', implicit: true, accepted: 'known' },
      { of: 'upserter', goal: 'progressWithin', implicit: false, limitMs: 7_200_000 },
      { of: 'upserter', goal: 'progressPerDay', implicit: false, amount: 60, exact: rational(60) },
      { of: 'upserter', goal: 'served', implicit: false, share: 0.95, exact: rational(19, 20) },
    ]);
  });

  it('says what a verdict rests on', () => {
    const text = OPEN.replace('$GATE }', '$GATE, poll: { every: 30s, cost: $POLL } }').replace(
      'facts:',
      'facts:\n  POLL: 0',
    );
    expect(load(text).worlds[1]!.assumptions.map((one) => one.text)).toMatchInlineSnapshot(`
      [
        "keepa may go below zero: a cost is admitted whenever there is one unit (debt unlimited)",
        "polls of keepa are free (POLL 0)",
        "upserter: a start that finds it busy is skipped",
        "whoever can go on at the same instant takes turns fairly (order fair)",
        "tasks.upserter.trigger.offset is any of 30: 30s to 15m by 30s",
        "COST is 50 in this world",
      ]
    `);
  });

  it('works with anchors and merge keys', () => {
    const text = broken('- spend: { keepa: $COST }', '- spend: { <<: *gate, keepa: $COST }').replace(
      'await: { keepa: $GATE }',
      'await: &gate { keepa: $GATE, atMost: 5m }',
    );
    expect(load(text).worlds[0]!.model.tasks[0]!.program[1]).toMatchObject({
      kind: 'spend',
      atMost: { value: 300_000 },
    });
  });
});

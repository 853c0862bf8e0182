/** Policies in a scenario: who shares what, and what is wrong with one is told where it stands. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';
import type { Model } from '../../src/sim/model.ts';

function textOf(policies: string, first: string, second = '{ api: 10 }'): string {
  return `quotasim: 1
horizon: 1d
supplies:
  api: { model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited }
  web: { model: token-bucket, refill: 5/min, capacity: 300, debt: unlimited }
policies: ${policies}
tasks:
  a: { trigger: always, steps: [{ await: ${first} }, progress, { work: 1m }] }
  b: { trigger: always, copies: 2, steps: [{ await: ${second} }, progress, { work: 1m }] }
`;
}

const modelOf = (...parts: Parameters<typeof textOf>): Model =>
  loadScenario(textOf(...parts), { file: 'p.yaml' }).worlds[0]!.model;

/** "line:column sentence" of each mistake. */
const refused = (...parts: Parameters<typeof textOf>): string[] => told(textOf(...parts));

function told(text: string): string[] {
  try {
    loadScenario(text, { file: 'p.yaml' });
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.issues.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
  return [];
}

describe('a policy', () => {
  it('that is named is one for all who use it', () => {
    const { policies, tasks } = modelOf(
      '{ pause: { use: hysteresis, low: 20, high: 80 } }',
      '{ api: { use: pause } }',
      '{ api: { use: pause } }',
    );
    expect(policies.map(({ name, shared, settings }) => ({ name, shared, settings }))).toEqual([
      { name: 'hysteresis', shared: true, settings: { low: 20 * 12_000, high: 80 * 12_000 } },
    ]);
    expect(tasks.map(({ program }) => program[0])).toMatchObject([
      { target: { kind: 'policy', policy: 0 } },
      { target: { kind: 'policy', policy: 0 } },
    ]);
  });

  it('that is written in place is one for each use', () => {
    const own = '{ api: { use: hysteresis, low: 20, high: 80 } }';
    expect(modelOf('{}', own, own).policies.map(({ shared }) => shared)).toEqual([undefined, undefined]);
  });

  it('knows how many tasks share it, copies counted as one', () => {
    const { policies } = modelOf('{ t: { use: fair-share } }', '{ api: { use: t } }', '{ api: { use: t } }');
    expect(policies[0]!.memory).toHaveLength(2);
  });

  it('is not used by nobody for nothing', () => {
    expect(modelOf('{ t: { use: fair-share } }', '{ api: 5 }').policies).toEqual([]);
  });
});

describe('an interval or batch policy that is wrong', () => {
  const wrong = (pause: string, items: string): string[] => {
    const text = `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 300, debt: none } }
backlogs: { deals: { initial: unlimited } }
tasks:
  a: { trigger: { always: { pause: ${pause} } }, steps: [{ take: { deals: ${items} } }, { spend: { api: n } }, progress] }
policies: { gate: { use: threshold, level: 5 } }
`;
    return told(text);
  };
  const good = { pause: '{ use: backoff, from: 1m, to: 8m }', items: '{ use: aimd, most: 4 }' };

  it.each([
    { what: 'nothing wrong' },
    { what: 'one of another family', pause: '{ use: hysteresis, low: 1, high: 2 }' },
    { what: 'no unit', pause: '{ use: backoff, from: 1, to: 8m }' },
    { what: 'the longest below the shortest', pause: '{ use: backoff, from: 8m, to: 1m }' },
    { what: 'no time', pause: '{ use: fixed, pause: 0s }' },
    { what: 'no supply', pause: '{ use: adaptive, from: 1m, to: 8m, enough: 5 }' },
    { what: 'a supply that is none', pause: '{ use: adaptive, supply: ape, from: 1m, to: 8m, enough: 5 }' },
    { what: 'a supply where none is seen', pause: '{ use: backoff, supply: api, from: 1m, to: 8m }' },
    { what: 'an unknown batch', items: '{ use: fitt, most: 4 }' },
    { what: 'a batch of nothing', items: '{ use: aimd, most: 0 }' },
    { what: 'a batch without end', items: '{ use: aimd, most: 20000 }' },
    { what: 'one that stands under policies', pause: '{ use: gate }' },
    { what: 'items for nothing', items: '{ use: fit, most: 4, supply: api, cost: 0 }' },
  ])('is told where it stands: $what', ({ pause, items }) => {
    expect(wrong(pause ?? good.pause, items ?? good.items)).toMatchSnapshot();
  });
});

describe('a policy that is wrong', () => {
  it.each([
    { what: 'an unknown one', policies: '{}', first: '{ api: { use: histeresis, low: 2, high: 8 } }' },
    { what: 'an unknown name', policies: '{ pause: { use: threshold, level: 1 } }', first: '{ api: { use: paus } }' },
    { what: 'an option it has not', policies: '{}', first: '{ api: { use: threshold, level: 5, high: 8 } }' },
    { what: 'an option that is missing', policies: '{}', first: '{ api: { use: hysteresis, low: 2 } }' },
    { what: 'a band that is none', policies: '{}', first: '{ api: { use: hysteresis, low: 80, high: 80 } }' },
    { what: 'a level below 0', policies: '{}', first: '{ api: { use: threshold, level: -1 } }' },
    { what: 'a list for a level', policies: '{}', first: '{ api: { use: threshold, level: [1] } }' },
    { what: 'half a priority', policies: '{}', first: '{ api: { use: reserve, keep: 5, from: 0.5 } }' },
    { what: 'one for several by one', policies: '{}', first: '{ api: { use: fair-share } }' },
    {
      what: 'options beside a name',
      policies: '{ pause: { use: threshold, level: 1 } }',
      first: '{ api: { use: pause, level: 2 } }',
    },
    { what: 'a name that is taken', policies: '{ priority: { use: threshold, level: 1 } }', first: '{ api: 1 }' },
    { what: 'a pause that is shared', policies: '{ wait: { use: backoff, from: 1m, to: 8m } }', first: '{ api: 1 }' },
    { what: 'a batch that is shared', policies: '{ some: { use: aimd, most: 4 } }', first: '{ api: { use: some } }' },
    { what: 'a pause where tokens are awaited', policies: '{}', first: '{ api: { use: backoff, from: 1m, to: 8m } }' },
    { what: 'one that nobody uses', policies: '{ pause: { use: threshold } }', first: '{ api: 1 }' },
    {
      what: 'a name for another name',
      policies: '{ x: { use: y }, y: { use: threshold, level: 1 } }',
      first: '{ api: 1 }',
    },
    {
      what: 'one for two supplies',
      policies: '{ pause: { use: threshold, level: 1 } }',
      first: '{ api: { use: pause } }',
      second: '{ web: { use: pause } }',
    },
  ])('is told where it stands: $what', ({ policies, first, second }) => {
    expect(refused(policies, first, second)).toMatchSnapshot();
  });
});

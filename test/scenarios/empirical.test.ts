/** Amounts that were measured: lists and files of values, what is read of them, what is refused, and what a proof makes of them. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Distribution } from '../../src/sim/numbers/distribution.ts';
import { verify } from '../../src/verify/verify.ts';
import { refusal } from './refusal.ts';
import { broken, VALID } from './valid.ts';

/** The valid scenario with another distribution of its cost, in tokens. */
function costing(text: string): string {
  return broken('{ choice: [40, 60] }', text);
}

function costOf(text: string, file = ''): Distribution {
  return loadScenario(costing(text), { file: 'test.yaml', read: () => file }).worlds[0]!.model.sources[0]!.distribution;
}

function workOf(text: string, file = ''): Distribution {
  const scenario = VALID.replace('- progress', `- work: ${text}`);
  return loadScenario(scenario, { file: 'test.yaml', read: () => file }).worlds[0]!.model.sources[1]!.distribution;
}

function refused(text: string, file = ''): readonly { readonly code: string; readonly message: string }[] {
  return refusal(costing(text), { read: () => file }).issues.map(({ code, message }) => ({ code, message }));
}

describe('what was measured', () => {
  it('may be a list, which is sorted, each value as often as it stands there', () => {
    expect(costOf('{ empirical: [60, 40, $GATE, 40] }')).toEqual({ kind: 'empirical', values: [40, 40, 50, 60] });
    expect(costOf('{ empirical: [60, 40, 50], weights: [1, 0, 3] }')).toEqual({
      kind: 'empirical',
      values: [50, 60],
      weights: [3, 1],
    });
  });

  it('may be a file, with weights or without, in units of its own or in those that `in` names', () => {
    expect(workOf('{ empirical: took.csv }', 'value\n2.5s\n800ms\n2.5s\n')).toEqual({
      kind: 'empirical',
      values: [800, 2500, 2500],
    });
    expect(workOf('{ empirical: took.csv, in: s }', 'value,weight\n2.5,1\n0.8,12.5\n')).toEqual({
      kind: 'empirical',
      values: [800, 2500],
      weights: [12.5, 1],
    });
    expect(workOf('{ empirical: [3, 2], in: min }')).toEqual({ kind: 'empirical', values: [120_000, 180_000] });
  });

  it('is cut where `min` and `max` say so, ends included', () => {
    expect(costOf('{ empirical: [10, 20, 30, 40, 50], min: 20, max: 40 }')).toEqual({
      kind: 'empirical',
      values: [20, 30, 40],
    });
  });

  it('holds its values in the hash of the model, and its file in the list of files', () => {
    const scenario = (file: string) =>
      loadScenario(costing('{ empirical: cost.csv }'), { file: 'test.yaml', read: () => file });
    expect(scenario('value\n1\n').files).toEqual([{ path: 'cost.csv', hash: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
    expect(scenario('value\n1\n').files).not.toEqual(scenario('value\n2\n').files);
  });

  it('does not count for the grid: a stopwatch has no step', () => {
    const gridOf = (work: string) =>
      loadScenario(VALID.replace('- progress', `- work: ${work}`), { file: 'test.yaml' }).worlds[0]!.model.gridMs;
    expect(gridOf('{ empirical: [1237ms, 801ms] }')).toBe(gridOf('{ uniform: [801ms, 1237ms] }'));
    expect(gridOf('{ choice: [1237ms, 801ms] }')).toBe(1);
  });

  it.each([
    ['{ empirical: [] }', 'too_few', 'facts.COST.empirical must have at least 1 entries, received 0'],
    ['{ empirical: [40, -1] }', 'too_small', 'facts.COST.empirical[1] must be at least 0, received -1'],
    ['{ empirical: [40, 3s] }', 'mixed_units', 'facts.COST mixes a number and a duration'],
    [
      '{ empirical: [3s, 4], in: s }',
      'wrong_unit',
      'facts.COST.empirical[0] must be a number such as 40, received a duration',
    ],
    ['{ empirical: [3], in: sec }', 'not_one_of', 'facts.COST.in must be one of 1, %, d, h, min, s, ms'],
    [
      '{ empirical: [1, 2], weights: [0, 0] }',
      'bad_weights',
      'needs one weight of at least 0 for each of the 2 values',
    ],
    ['{ empirical: [1, 2], weights: [1] }', 'bad_weights', 'received 1'],
    ['{ empirical: [1, 2], min: 3 }', 'nothing_kept', 'between 3 and infinity'],
    ['{ empirical: [1, 2], min: 2, max: 1 }', 'too_small', 'facts.COST.max must be at least 2, received 1'],
    ['{ empirical: [1, 2], max: 1s }', 'mixed_units', 'facts.COST mixes a number and a duration'],
    ['{ empirical: [1, $COST2] }', 'unknown_name', 'there is no parameter or fact "COST2"'],
    [
      '{ empirical: cost.csv, weights: [1] }',
      'no_meaning',
      '"weights" has no meaning here: a file has them in a column',
    ],
    ['{ empirical: /etc/cost.csv }', 'bad_file', 'must be a path relative to the scenario'],
  ])('%s is refused', (text, code, message) => {
    const issues = refused(text, 'value\n1\n');
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]!.message).toContain(message);
  });

  it.each([
    ['', 'cost.csv: is empty; its first line must be value or value,weight'],
    ['12\n13\n', 'cost.csv:1: the first line must be value or value,weight, found "12"'],
    ['value\n', 'cost.csv: has no row below its first line'],
    [
      'value\n12\nabc\n',
      'cost.csv:3: value must be a number such as 40, or one with its unit such as 2.5s, found "abc"',
    ],
    ['value\n12\n-3\n', 'cost.csv:3: value must be at least 0, found "-3"'],
    ['value\n12\n3s\n', 'cost.csv:3: value "3s" is a duration, those above it are a number each'],
    ['value\n12\n1e99\n', 'cost.csv:3: value is larger than can be counted exactly'],
    ['value,weight\n12,1\n13\n', 'cost.csv:3: expected 2 cells, found 1'],
    ['value,weight\n12,-1\n', 'cost.csv:2: weight must be a number of at least 0, found "-1"'],
    ['value,weight\n12,0\n13,0\n', 'cost.csv: all weights are 0: nothing can be drawn'],
  ])('in the file %j is told with its line', (file, says) => {
    expect(refused('{ empirical: cost.csv }', file)).toEqual([
      { code: 'bad_file', message: `facts.COST.empirical: ${says}` },
    ]);
  });

  it('with `in` must be bare numbers', () => {
    const text = VALID.replace('- progress', '- work: { empirical: took.csv, in: ms }');
    expect(refusal(text, { read: () => 'value\n12s\n' }).issues[0]!.message).toContain(
      'took.csv:2: value must be a number without a unit, as the scenario says `in`, found "12s"',
    );
  });
});

describe('a proof', () => {
  const closed = (cost: string): string => `quotasim: 1
horizon: 1d
grid: 1m
facts: { COST: ${cost} }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 120, initial: 60, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 15m, offset: 0s }
    whenBusy: skip
    steps: [{ await: { keepa: 50 } }, { spend: { keepa: $COST } }, progress]
  backfiller:
    trigger: always
    steps: [{ repeat: [{ await: { keepa: 50, poll: { every: 1m } } }, { spend: { keepa: 40 } }, progress, { work: 1m }] }]
`;
  const proved = (cost: string) => {
    const world = verify(loadScenario(closed(cost), { file: 'test.yaml' })).worlds[0]!;
    return { states: world.states, tasks: world.tasks.map(({ task, claim, worst }) => ({ task, claim, worst })) };
  };

  it('of what was measured says what one of a choice of the same amounts says, however often each was seen', () => {
    const choice = proved('{ choice: [40, 60] }');
    expect(choice.tasks.map(({ claim }) => claim)).toContain('starvable');
    expect(proved('{ empirical: [60, 39.7, 40, 40.2, 60.1, 40] }')).toEqual(choice);
  });

  it('is none where more is told apart than can be tried, and the reason says what to write', () => {
    const values = Array.from({ length: 1001 }, (_, index) => index + 1).join(', ');
    const world = verify(loadScenario(closed(`{ empirical: [${values}] }`), { file: 'test.yaml' })).worlds[0]!;
    expect(JSON.stringify(world)).toContain(
      '1001 different outcomes (at most 1000); write a `choice` of those that matter',
    );
    expect(world.tasks.map(({ claim }) => claim)).toEqual(['unknown', 'unknown']);
  });
});

/** What a plan varies of the facts: every rate, every cost and every load, however it is written. */
import { describe, expect, it } from 'vitest';
import { factChanges } from '../../src/plan/facts.ts';
import { plan } from '../../src/plan/plan.ts';
import { familyOf } from '../../src/scenarios/parse.ts';

function textOf(
  spend: string,
  supply = '{ model: token-bucket, refill: 20/min, capacity: 100, initial: 100, debt: none }',
) {
  return `quotasim: 1
horizon: 4h
start: 2026-03-02T00:00:00Z
parameters: { EVERY: { value: 5m, oneOf: [5m, 10m] } }
facts: { COST: { choice: [10, 20] } }
supplies: { api: ${supply} }
tasks: { t: { trigger: { every: $EVERY, offset: 0s }, whenBusy: skip, steps: [{ spend: ${spend} }, progress] } }
`;
}

const changesOf = (text: string, read = (): string => '') => factChanges(familyOf(text, { read }).document);
const editsOf = (text: string, what: string) => {
  const change = changesOf(text).find((one) => one.what === what && one.by === '+20 %');
  return change?.edits.map(({ path, text: said }) => [path.slice(-2).join('.'), said]);
};

describe('costs a fifth more', () => {
  it.each<[string, [string, string][]]>([
    ['{ api: 40 }', [['spend.api', '(40) * 6/5']]],
    ['{ api: $COST }', [['spend.api', '($COST) * 6/5']]],
    [
      '{ api: { choice: [10, 20], weights: [1, 3] } }',
      [
        ['choice.0', '(10) * 6/5'],
        ['choice.1', '(20) * 6/5'],
      ],
    ],
    [
      '{ api: { uniform: [10, 20] } }',
      [
        ['uniform.0', '(10) * 6/5'],
        ['uniform.1', '(20) * 6/5'],
      ],
    ],
    [
      '{ api: { exponential: 10, max: 50 } }',
      [
        ['api.exponential', '(10) * 6/5'],
        ['api.max', '(50) * 6/5'],
      ],
    ],
    [
      '{ api: { normal: { mean: 10, sd: 2 }, min: 1 } }',
      [
        ['normal.mean', '(10) * 6/5'],
        ['normal.sd', '(2) * 6/5'],
        ['api.min', '(1) * 6/5'],
      ],
    ],
    ['{ api: { weibull: { scale: 10, shape: 2 } } }', [['weibull.scale', '(10) * 6/5']]],
    [
      '{ api: { empirical: [5, 10] } }',
      [
        ['empirical.0', '(5) * 6/5'],
        ['empirical.1', '(10) * 6/5'],
      ],
    ],
    [
      '{ api: 40, actual: { choice: [10, 40] } , lasts: 1s }',
      [
        ['spend.api', '(40) * 6/5'],
        ['choice.0', '(10) * 6/5'],
        ['choice.1', '(40) * 6/5'],
      ],
    ],
  ])('are %s with each value so', (spend, edits) => {
    const text = textOf(spend);
    expect(editsOf(text, 'costs')).toEqual(edits);
    // What comes of them is a scenario.
    for (const change of changesOf(text)) expect(() => familyOf(text).at({}, change.edits)).not.toThrow();
  });

  it('are left out where a part of them stands in a file', () => {
    const read = (): string => 'value\n5\n10\n';
    expect(changesOf(textOf('{ api: { empirical: costs.csv } }'), read).map(({ what }) => what)).not.toContain('costs');
  });
});

describe('the rate of a supply', () => {
  it.each<[string, [string, string][]]>([
    ['{ preset: keepa, rate: 20/min }', [['refill.tokens', '(20/min * 1m) * 6/5']]],
    ['{ model: fixed-window, limit: 100, every: 1m, anchor: clock }', [['api.limit', '(100) * 6/5']]],
    ['{ model: leaky-bucket, rate: 20/min, burst: 60 }', [['api.rate', '(20/min) * 6/5']]],
  ])('of %s is a fifth more', (supply, edits) => {
    const text = textOf('{ api: 40 }', supply);
    expect(editsOf(text, 'rate of api')).toEqual(edits);
    for (const change of changesOf(text)) expect(() => familyOf(text).at({}, change.edits)).not.toThrow();
  });
});

it('is what a plan says of its choice, with the goal that is missed and not what is not proved', async () => {
  const text = `${textOf('{ api: { choice: [60, 90] } }')}goals: { t: { served: 99% } }\nplan: { maximize: t.served }\n`;
  const { chosen, robustness, present } = await plan(text, { file: 'facts.yaml' });
  expect(chosen?.values).toEqual({ EVERY: '5m' });
  expect(present?.standing).toBe('proved');
  const told = robustness.map(({ what, by, standing, why }) => [what, by, standing, why]);
  expect(told).toMatchInlineSnapshot(`
    [
      [
        "rate of api",
        "x 1/2",
        "missed",
        "t served 99 %: missed, at most 83 % in the long run, as it needs more of api than comes (by rule); 68 % to 69 %, as 7 of 960 starts are unfinished at the end in the runs; in the worst case 56 % in the long run (proved)",
      ],
      [
        "rate of api",
        "-20 %",
        "proved",
        null,
      ],
      [
        "rate of api",
        "+20 %",
        "proved",
        null,
      ],
      [
        "rate of api",
        "x 2",
        "proved",
        null,
      ],
      [
        "rate of api",
        "x 5",
        "proved",
        null,
      ],
      [
        "costs",
        "-20 %",
        "proved",
        null,
      ],
      [
        "costs",
        "+20 %",
        "unsafe",
        "t needs api at 108 in some runs, but it holds at most 100: such a run waits for ever (QS001)",
      ],
    ]
  `);
});

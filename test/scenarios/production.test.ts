/** How a parameter says where and as what production keeps it. */
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { countOf } from '../../src/scenarios/values/production.ts';
import { formatRational } from '../../src/sim/numbers/rational.ts';

const load = (parameter: string) =>
  loadScenario(`quotasim: 1
horizon: 1h
parameters: { A: ${parameter} }
tasks: { t: { trigger: always, steps: [work: 1m, progress] } }
`);

describe('a parameter of production', () => {
  it.each([
    ['{ value: 15m, in: s }', '900'],
    ['{ value: 15m, in: min }', '15'],
    ['{ value: 90s, in: h }', '0.025'],
    ['{ value: 5/min, in: /h }', '300'],
    ['{ value: 95%, in: "%" }', '95'],
    ['{ value: 95%, in: "1" }', '0.95'],
    ['7', '7'],
  ])('%s is counted as %s', (parameter, count) => {
    const [setting] = load(parameter).settings;
    expect(formatRational(countOf(setting!))).toBe(count);
  });

  it('is kept where `from` says', () => {
    expect(load('{ value: 7, from: app/settings.py#LIMIT }').settings[0]!.from).toEqual({
      file: 'app/settings.py',
      symbol: 'LIMIT',
    });
  });

  it.each([
    ['{ value: 15m, in: fortnights }', /not_one_of/],
    ['{ value: 7, in: s }', /in_of_number/],
    ['{ value: 7, from: settings.py }', /bad_reference[\s\S]*must be path#symbol/],
  ])('tells what is wrong: %s', (parameter, says) => {
    expect(() => load(parameter)).toThrow(says);
  });
});

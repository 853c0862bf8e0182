/** Scenarios in JSON: what is wrong is told in JSON's words, at the place where it is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';
import { jsonMistake } from '../../src/scenarios/text/json-mistake.ts';

const SCENARIO = `{
  "quotasim": 1,
  "horizon": "1d",
  "tasks": {
    "sync": { "trigger": { "every": "15m" }, "whenBusy": "skip", "steps": [{ "work": "1m" }, "progress"] }
  }
}
`;

function told(text: string, file = 'prod.json'): string {
  try {
    loadScenario(text, { file });
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('a scenario in JSON', () => {
  it('is taken as it is', () => {
    expect(told(SCENARIO)).toBe('nothing');
    expect(told(`\ufeff${SCENARIO}`)).toBe('nothing');
  });

  it.each([
    ['"1d",', '"1d"', '4:3', '"," or ":" is missing before this'],
    ['"1d"', '// a day\n"1d"', '3:14', 'JSON has no comments: take it away, or write the scenario as .yaml'],
    ['"1d"', '"1d', '3:14', 'this text has no closing double quote on its line'],
    ['"1d"', '"1\\d"', '3:16', 'a backslash in a text is written twice: \\\\'],
    ['"horizon": "1d"', '"horizon" "1d"', '3:13', '"," or ":" is missing before this'],
    ['"progress"]', '"progress"', '5:75', 'the "[" here is not closed by "]"'],
    ['  }\n}', '  }', '1:1', 'the "{" here is not closed by "}"'],
    ['  }\n}', '  }\n}\n}', '8:1', '"}" cannot stand here'],
  ])('with %j as %j is told at %s', (from, to, at, says) => {
    const text = SCENARIO.replace(from, () => to);
    expect(text).not.toBe(SCENARIO);
    const message = told(text);
    expect(message).toContain(`prod.json:${at} not_json\n  not valid JSON: `);
    expect(message).toContain(says);
    expect(message).not.toMatch(/YAML|mapping|indent/);
  });

  it.each([
    ['"horizon"', 'horizon', '3:3', 'horizon is no number, true, false or null; texts and keys stand in double quotes'],
    ['"1d"', '1d', '3:14', '1d is no number, true, false or null; texts and keys stand in double quotes'],
    ['"1d"', "'1d'", '3:14', "texts and keys stand in double quotes, found '1d'"],
    ['"quotasim": 1,', '"quotasim": 1, # version', '2:18', 'JSON has no comments'],
  ])('is taken with %j as %j, which YAML allows; were it not, it would be told at %s', (from, to, at, says) => {
    const text = SCENARIO.replace(from, () => to);
    expect(told(text)).toBe('nothing');
    const { offset, text: message } = jsonMistake(text)!;
    const before = text.slice(0, offset).split('\n');
    expect([`${before.length}:${before.at(-1)!.length + 1}`, message]).toEqual([at, expect.stringContaining(says)]);
  });

  it('is told its mistakes of shape as JSON calls what stands there', () => {
    expect(told(SCENARIO.replace('"tasks": {', '"backlogs": [], "tasks": {'))).toContain(
      'backlogs must be an object, received an array',
    );
    expect(told(SCENARIO.replace('"tasks": {', '"backlogs": [], "tasks": {'), 'prod.yaml')).toContain(
      'backlogs must be a map, received a list',
    );
  });

  it('leaves a YAML file to YAML', () => {
    expect(told('a: [\n', 'prod.yaml')).toMatch(/^prod\.yaml:\d+:\d+ not_yaml\n/);
  });
});

describe('the first place that is no JSON', () => {
  it('is none where a text is JSON, and one where it is not', () => {
    const runs = process.env.QUOTASIM_LONG === undefined ? 300 : 20_000;
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const cut = fc.tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', ':', '0', '\\', 'x', '\t'),
    );
    fc.assert(
      fc.property(cut, ([text, at, letter]) => {
        expect(jsonMistake(text)).toBeUndefined();
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + letter + text.slice(place + 1);
        const mistake = jsonMistake(broken);
        expect(mistake === undefined).toBe(isJson(broken));
        expect(mistake?.offset ?? 0).toBeLessThanOrEqual(broken.length);
      }),
      { numRuns: runs },
    );
  });
});

/** Impossible settings of every element: told at their place in one sentence, or found by a rule; nothing hangs or breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/analysis/findings/lint.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';
import { FOUND, REFUSED, written } from './impossible.ts';
import { refusal } from './refusal.ts';
import { refusalOf } from './refused.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

function partsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('; ').map((part) => {
      const at = part.indexOf(' = ');
      return [part.slice(0, at), part.slice(at + 3)];
    }),
  );
}

describe('an impossible setting', () => {
  it.each(REFUSED.map((row) => row.split(' | ')))('is told: %s', (parts, word, sentence) => {
    const text = written(partsOf(parts!));
    const { issues } = refusal(text);
    const [{ line, column, message }] = issues as [(typeof issues)[number]];
    expect(issues.length).toBe(1);
    expect(message).toBe(sentence);
    expect(text.split('\n')[line - 1]!.slice(column - 1)).toMatch(
      new RegExp(`^${word!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
    );
  });

  it.each(FOUND.map((row) => row.split(' | ')))('that can be written is found: %s, %s', (parts, code) => {
    const scenario = loadScenario(written(partsOf(parts!)), { file: 'impossible.yaml' });
    expect(lint(scenario).worlds.flatMap(({ findings }) => findings.map((one) => one.code))).toContain(code);
  });

  it.each(['', 'at,items\n', 'at,items\n5m,1\n1m,1\n', 'at,items\n5m,x\n', 'at,items\n5m,-1\n'])(
    'of a trace is told, with its line: %j',
    (trace) => {
      expect(refusalOf(written({ b: '{ arrivals: { trace: x.csv } }' }), trace)).toMatchSnapshot();
    },
  );
});

describe('any two of them together', () => {
  const rows = [...REFUSED, ...FOUND].map((row) => partsOf(row.split(' | ')[0]!));

  it('are refused at their places, or run to their end', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.constantFrom(...rows), (one, other) => {
        const text = written({ ...one, ...other });
        try {
          const scenario = loadScenario(text, { file: 'both.yaml', horizon: '1h' });
          expect(['pass', 'fail', 'unknown']).toContain(simulate(scenario, { replications: 1 }).report.verdict);
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error;
          refused++;
          const lines = text.split('\n');
          for (const { line, column, message } of error.issues) {
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
            expect(message).not.toMatch(/undefined|\[object|NaN/);
          }
        }
      }),
      { numRuns: LONG ? 5000 : 60 },
    );
    expect(refused).toBeGreaterThan(20);
  });
});

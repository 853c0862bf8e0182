/** Whatever a file holds, the answer is a scenario or located issues: nothing else is ever thrown. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';
import { VALID } from './valid.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

const shipped = readdirSync('scenarios')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(`scenarios/${name}`, 'utf8'));

/** Loads a text; every issue must point into it. */
function expectHandled(text: string): void {
  const lines = text.split('\n');
  try {
    expect(loadScenario(text, { file: 'fuzz.yaml' }).worlds.length).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    expect(error.issues.length).toBeGreaterThan(0);
    for (const { file, line, column, message } of error.issues) {
      expect(file).toBe('fuzz.yaml');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
      expect(message).not.toMatch(/undefined|\[object|(?<!received )NaN/);
    }
  }
}

const VALUES = [
  '-1',
  '0',
  '1e308',
  '1e999',
  '.inf',
  '.nan',
  '~',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '[1, 2]',
  '{ unsure: [0, 1] }',
  '{ unsure: [] }',
  '{ choice: [] }',
  '{ choice: [1, 2m] }',
  '{ uniform: [5, 1] }',
  '{ exponential: -1s }',
  '$COST',
  '$NOPE',
  '5/min',
  '-5/min',
  '0/s',
  '0s',
  '15m',
  '-15m',
  '0.5ms',
  '95%',
  '400%',
  'any',
  '{ any: 0 }',
  '{ any: 1s }',
  'unlimited',
  'always',
  'progress',
  '{ repeat: [] }',
  '{ use: threshold }',
  '{ use: nothing }',
  '*a',
  '&a 5',
  '<<',
  '"\\u0000"',
  '!!binary aGk=',
  '2026-02-30',
  'min()',
  'min(1',
  '$',
  '((((1))))',
  '1/0',
  '1e-300',
  '9007199254740993',
  "'it''s'",
  '|',
  '>-',
  '? x',
  '@daily',
  '%',
  '`',
  '%YAML 1.1',
]; // prettier-ignore

/** A valid document with one thing wrong: a value, a key, an indentation, a line, some bytes. */
const mutated = fc
  .tuple(
    fc.constantFrom(VALID, ...shipped),
    fc.nat(),
    fc.constantFrom('value', 'key', 'indent', 'drop', 'double', 'bytes'),
    fc.constantFrom(...VALUES),
    fc.string({ maxLength: 6, unit: 'binary' }),
  )
  .map(([text, seed, how, value, bytes]) => mutate(text, seed, how, value, bytes));

function mutate(text: string, seed: number, how: string, value: string, bytes: string): string {
  const lines = text.split('\n');
  const at = seed % lines.length;
  const line = lines[at]!;
  const pieces = [...line.matchAll(/[\w$.%/-]+/g)];
  const piece = pieces[seed % Math.max(1, pieces.length)];
  switch (how) {
    case 'value':
    case 'key':
      if (piece !== undefined) {
        const replacement = how === 'value' ? value : `${piece[0].slice(0, -1)}${bytes.slice(0, 2)}`;
        lines[at] = line.slice(0, piece.index) + replacement + line.slice(piece.index + piece[0].length);
      }
      break;
    case 'indent':
      lines[at] = ` ${line}`;
      break;
    case 'drop':
      lines.splice(at, 1);
      break;
    case 'double':
      lines.splice(at, 0, line);
      break;
    default:
      lines[at] = line.slice(0, seed % (line.length + 1)) + bytes + line.slice(seed % (line.length + 1));
  }
  return lines.join('\n');
}

describe('loadScenario', () => {
  it('takes any text at all', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60, unit: 'binary' }), expectHandled));
  });

  it('takes text made of what YAML is made of', () => {
    const token = fc.constantFrom(
      ...'{}[],:-?&*!|>\'"%@`#\n\t ',
      '  ',
      'a',
      '1',
      '<<',
      '- ',
      ': ',
      '&a ',
      '*a ',
      '---\n',
      '...\n',
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join('')),
        expectHandled,
      ),
    );
  });

  it('takes a valid document with something wrong in it', () => {
    fc.assert(fc.property(mutated, expectHandled), { numRuns: Number(process.env.FC_RUNS ?? (LONG ? 5000 : 250)) });
  });

  it('takes a valid document with two things wrong in it', () => {
    const twice = fc
      .tuple(mutated, fc.nat(), fc.constantFrom('value', 'key', 'drop'), fc.constantFrom(...VALUES))
      .map(([text, seed, how, value]) => mutate(text, seed, how, value, 'x'));
    fc.assert(fc.property(twice, expectHandled), { numRuns: Number(process.env.FC_RUNS ?? (LONG ? 2000 : 150)) });
  });
});

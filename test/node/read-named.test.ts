/** A file beside a scenario is read whole, or refused with a reason. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readNamedFile } from '../../src/node/read-named.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'quotasim-named-'));
  writeFileSync(join(directory, 'arrivals.csv'), 'at,items\n0s,1\n');
  writeFileSync(join(directory, 'binary.csv'), Uint8Array.from([0x61, 0, 0x62]));
  writeFileSync(join(directory, 'latin.csv'), Uint8Array.from([0x61, 0xe4, 0x62]));
});
afterAll(() => rmSync(directory, { recursive: true }));

it('reads relative to the scenario', () => {
  expect(readNamedFile(join(directory, 'prod.yaml'), 'arrivals.csv')).toBe('at,items\n0s,1\n');
  expect(readNamedFile(join(directory, 'deep/prod.yaml'), '../arrivals.csv')).toBe('at,items\n0s,1\n');
});

it.each([
  ['missing.csv', 'no_such_file'],
  ['.', 'not_readable'],
  ['binary.csv', 'not_text'],
  ['latin.csv', 'not_text'],
])('refuses %s', (named, code) => {
  expect(() => readNamedFile(join(directory, 'prod.yaml'), named)).toThrow(expect.objectContaining({ code }));
});

/** The reference in docs/language.md: every key of the schema, and nothing else, with a value that the schema takes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fits, KEY_NOTES, noteOf } from '../../src/scenarios/schema/key-notes.ts';
import { keysOfLanguage } from '../../src/scenarios/schema/keys.ts';
import { referenceText } from '../../src/scenarios/schema/reference.ts';

const FILE = 'docs/language.md';
const [BEGIN, END] = [
  '<!-- the tables below are generated: UPDATE_DOCS=1 npx vitest run test/scenarios/reference.test.ts -->',
  '<!-- end of the tables -->',
];

describe('the reference', () => {
  const keys = keysOfLanguage();

  it('has a note for every key of the schema, with what it is when left out', () => {
    const bare = keys.filter(({ path, required, description }) => {
      const note = noteOf(path);
      if (note === undefined || (note.what ?? description) === undefined) return true;
      return !required && note.default === undefined;
    });
    expect(bare.map(({ path }) => `${path}: add it in src/scenarios/notes`)).toEqual([]);
  });

  it('has no note for a key that is none', () => {
    const stray = Object.keys(KEY_NOTES).filter((pattern) => !keys.some(({ path }) => fits(pattern, path)));
    expect(stray).toEqual([]);
  });

  it.each(keys.filter(({ path }) => noteOf(path) !== undefined))(
    'gives an example for $path that the schema takes',
    ({ path, schema }) => {
      const parsed = schema.safeParse(parse(noteOf(path)!.example));
      expect(parsed.error?.issues ?? []).toEqual([]);
    },
  );

  it('goes into each kind of value and each step once', () => {
    expect(new Set(keys.map(({ path }) => path)).size).toBe(keys.length);
    expect(keys.some(({ path }) => path.includes('repeat.steps.repeat'))).toBe(false);
    expect(keys.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['tasks.NAME.copies', 'tasks.NAME.steps.repeat.times']),
    );
  });

  it('is what docs/language.md shows', () => {
    const text = readFileSync(FILE, 'utf8');
    const [before, rest = ''] = text.split(BEGIN);
    const after = rest.split(END)[1] ?? '\n';
    const wanted = `${before}${BEGIN}\n\n${referenceText()}\n${END}${after}`;
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(FILE, wanted);
    expect(readFileSync(FILE, 'utf8')).toBe(wanted);
  });
});

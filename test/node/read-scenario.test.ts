import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { readScenario, readTextFile, SCENARIO_BYTES_MAX } from '../../src/node/read-scenario.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

/** What the user reads, without the folder that differs from run to run. */
async function complaint(name: string): Promise<string> {
  const error = await readScenario(at(name)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileError);
  return (error as FileError).message.replaceAll(folder, 'scenarios');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotasim-read-'));
  await writeFile(at('prod.yaml'), '\uFEFFtitle: größer\n');
  await writeFile(at('keepa-after.yaml'), '');
  await writeFile(at('notes.txt'), '');
  await writeFile(at('zeros.yaml'), new Uint8Array(100));
  await writeFile(at('latin.yaml'), new Uint8Array([0x74, 0xe9]));
  await writeFile(at('just-fits.yaml'), ' '.repeat(SCENARIO_BYTES_MAX));
  await writeFile(at('too-large.yaml'), ' '.repeat(SCENARIO_BYTES_MAX + 1));
});
afterAll(async () => rm(folder, { recursive: true }));

describe('readScenario', () => {
  it('reads UTF-8, without its mark', async () => {
    expect(await readScenario(at('prod.yaml'))).toBe('title: größer\n');
    expect(await readScenario(at('keepa-after.yaml'))).toBe('');
  });

  it.each([
    {
      when: 'a letter is wrong',
      name: 'prdo.yaml',
      says: 'scenarios/prdo.yaml: no such file\n  did you mean scenarios/prod.yaml?',
    },
    {
      when: 'the ending is missing',
      name: 'keepa-after',
      says: 'scenarios/keepa-after: no such file\n  did you mean scenarios/keepa-after.yaml?',
    },
    { when: 'its folder is a file', name: 'prod.yaml/x.yaml', says: 'scenarios/prod.yaml/x.yaml: no such file' },
    { when: 'the name is too long', name: 'x'.repeat(300), says: `scenarios/${'x'.repeat(300)}: no such file` },
    {
      when: 'it is full of zeros',
      name: 'zeros.yaml',
      says: 'scenarios/zeros.yaml: not a text file\n  a scenario is YAML, written in UTF-8',
    },
    {
      when: 'it is not UTF-8',
      name: 'latin.yaml',
      says: 'scenarios/latin.yaml: not a text file\n  a scenario is YAML, written in UTF-8',
    },
    {
      when: 'it is a byte too long',
      name: 'too-large.yaml',
      says: 'scenarios/too-large.yaml: larger than 4 MB, which no scenario is',
    },
  ])('says so when $when', async ({ name, says }) => {
    expect((await complaint(name)).split('\n  scenarios there')[0]).toBe(says);
  });

  it('says what lies in a directory', async () => {
    expect(await complaint('.')).toMatch(/: is a directory, not a scenario\n {2}scenarios in it: .*prod\.yaml/);
  });

  it('lists what there is where no name comes near', async () => {
    expect(await complaint('entirely-different')).toMatch(/no such file\n {2}scenarios there: .*prod\.yaml/);
  });

  it.each([
    ['settings', '.', /: is a directory, not a settings file\n {2}settings files in it: .*prod\.yaml/],
    ['settings', 'zeros.yaml', /: not a text file\n {2}a settings file is a text, written in UTF-8$/],
    ['settings', 'too-large.yaml', /: larger than 4 MB, which no settings file is$/],
    ['schedules', 'entirely-different', /: no such file\n {2}files of schedules there: .*prod\.yaml/],
    ['script', '.', /: is a directory, not a script\n {2}it holds no script$/],
  ] as const)('speaks of %s, and not of a scenario, where that is wanted: %s', async (wanted, name, says) => {
    const told = await readTextFile(at(name), wanted).catch((error: Error) => error.message);
    expect(told).toMatch(says);
  });

  it('reads up to the limit', async () => {
    expect((await readScenario(at('just-fits.yaml'))).length).toBe(SCENARIO_BYTES_MAX);
  });

  it.skipIf(process.platform === 'win32')('does not read for ever from what never ends', async () => {
    await expect(readScenario('/dev/zero')).rejects.toMatchObject({ code: 'too_large' });
  });
});

/** Files that hold values which try to break out: each reader gives the very text or refuses the file with a place, and runs nothing. */
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkConfig } from '../../src/export/check-config.ts';
import { ConfigError } from '../../src/export/config-error.ts';
import { formatOf } from '../../src/export/formats.ts';
import { readPythonSettings } from '../../src/node/python-settings.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

const HOSTILE = [
  'it\'s "quoted" `twice`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a shell would obey
  '$(touch owned) ${HOME} `touch owned`; touch owned',
  '--- !!js/function >\n- a',
  'line\nline\r\nB=2\n',
  '*/ process.exit(1) //',
  '"""); __import__("os").system("touch owned") #',
  '\\',
  "\\'",
  '{{ x }} {% y %} %0A::error::',
  '# not a comment',
  ' blanks around ',
  'é ß 日本語 😀 \u2028 \u0085',
  'x'.repeat(20_000),
  '__proto__',
  '=cmd|x',
];

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

const escaped = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029]/g, unicode);
const unicode = (one: string): string => `\\u${one.codePointAt(0)!.toString(16).padStart(4, '0')}`;

/** A file as people and their tools write it, with one value in quotes of its own kind. */
const FILES: Readonly<Record<string, (text: string) => string>> = {
  '.env': (text) => `A='${text.replaceAll("'", "'\\''")}'\nB=1\n`,
  'a.json': (text) => JSON.stringify({ A: text, B: 1 }),
  'a.yaml': (text) => stringify({ A: text, B: 1 }),
  'a.toml': (text) => `A = ${escaped(text)}\nB = 1\n`,
  'a.ts': (text) => `export const A = ${escaped(text)};\nexport const B = 1;\n`,
  'a.py': (text) => `A = ${escaped(text)}\nB = 1\n`,
};

describe.each(Object.entries(FILES))('%s', (file, write) => {
  const read = async (text: string) => formatOf(file)!.read?.(text, file) ?? readPythonSettings(text, file);
  // Python is asked by a process of its own, which takes its time.
  const numRuns = file === 'a.py' ? (process.env.QUOTASIM_LONG === undefined ? 3 : 100) : 150;

  /** Whether the value was found, as it is; false where the file was refused with a place, or the value passed over. */
  async function comesBack(text: string): Promise<boolean> {
    try {
      const found = await read(write(text));
      // What no scenario could ever take need not be found; what is found is what stands there, and B is B.
      for (const { name, scalar } of found) {
        if (scalar.kind === 'unclear') continue;
        if (name === 'A') expect(scalar.kind === 'text' ? scalar.text : scalar.digits).toBe(text);
        else expect([name, scalar]).toMatchObject(['B', file === '.env' ? { text: '1' } : { digits: '1' }]);
      }
      expect(found.filter(({ name }) => name === 'B')).toHaveLength(1);
      return found.some(({ name, scalar }) => name === 'A' && scalar.kind !== 'unclear');
    } catch (error) {
      if (!(error instanceof Error) || !/^(?:ConfigError|FileError)$/.test(error.name)) throw error;
      expect(error.message).toMatch(new RegExp(`^${file.replace('.', '\\.')}:\\d+:\\d+ `));
      return false;
    }
  }

  it('gives the very value, or a place', async () => {
    const property = fc.asyncProperty(value, async (text) => void (await comesBack(text)));
    await fc.assert(property, { numRuns, seed: 11 });
    expect(existsSync('owned')).toBe(false);
  });

  it('gives what is on one line', async () => {
    // A constant of TypeScript that needs a backslash is passed over, and told to be missing.
    const holds = (text: string) => !text.includes('\n') && (file !== 'a.ts' || !/[\\"\u0085\u2028]/.test(text));
    const texts = file === 'a.py' ? HOSTILE.slice(1, 2) : HOSTILE.filter(holds);
    for (const text of texts) expect([text, await comesBack(text)]).toEqual([text, true]);
  });
});

it('is no value of a parameter, and told so where it stands', () => {
  const scenario = `quotasim: 1
horizon: 1d
parameters: { A: { value: 5, range: [1, 10] } }
tasks: { t: { trigger: always, steps: [work: 1m, progress] } }
`;
  const told = HOSTILE.map((text) => {
    try {
      checkConfig(scenario, { file: 'it.yaml' }, [{ file: 'a.json', text: JSON.stringify({ A: text }) }]);
      return 'it passed';
    } catch (error) {
      if (error instanceof ScenarioError) return error.issues[0]!.file;
      if (error instanceof ConfigError) return error.issues[0]!.file;
      throw error;
    }
  });
  expect(new Set(told)).toEqual(new Set(['a.json']));
});

/** Every format: what is written is read back, whatever a title holds, and nothing else is. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { exportConfig } from '../../src/export/export-config.ts';
import type { Format, Found } from '../../src/export/format.ts';
import { FORMATS, formatOf } from '../../src/export/formats.ts';
import { scalarOf, settingText } from '../../src/export/scalar.ts';
import { expectKnownNames } from '../../src/export/strict.ts';
import { judge } from '../../src/judge/judge.ts';
import { readPythonSettings } from '../../src/node/python-settings.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { printable } from '../../src/scenarios/text/source.ts';
import type { Setting } from '../../src/scenarios/values/production.ts';
import { rational } from '../../src/sim/numbers/rational.ts';
import { settings } from './settings.ts';

const HOSTILE = [
  '*/ --> $HOME $(touch owned) `id`',
  "'); DROP TABLE x; --",
  '"""\\',
  '--- !!js',
  '\u2028next',
  'line\nline',
];

function write(format: Format, list: readonly Setting[], head: readonly string[] = []): string {
  return format.write(
    list.map((setting) => ({ setting, scalar: scalarOf(setting) })),
    head.map(printable),
  );
}

async function read(format: Format, text: string): Promise<readonly Found[]> {
  const file = `settings${format.files[0]!}`;
  return format.read === undefined ? readPythonSettings(text, file) : format.read(text, file);
}

function readBack(list: readonly Setting[], found: readonly Found[]): Record<string, string> {
  return Object.fromEntries(
    found.flatMap(({ name, scalar }) =>
      scalar.kind === 'unclear' ? [] : [[name, settingText(list.find((one) => one.name === name)!, scalar)]],
    ),
  );
}

const textsOf = (list: readonly Setting[]) => Object.fromEntries(list.map(({ name, text }) => [name, text]));

/** A number is the same whether its last zeros are written or not. */
function sameValue(written: Record<string, string>, list: readonly Setting[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(written).map(([name, text]) => {
      const { unit } = list.find((one) => one.name === name)!;
      return [name, unit === 'number' ? String(Number(text)) : text];
    }),
  );
}

const HOLDING = FORMATS.filter(({ alertsOnly }) => alertsOnly === undefined);

describe.each(HOLDING.map((format) => [format.name, format] as const))('%s', (_, format) => {
  // Python is asked by a process of its own.
  const numRuns = process.env.QUOTASIM_LONG !== undefined ? 300 : format.read !== undefined ? 80 : 5;

  it('reads back every value it wrote, below whatever head', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.array(fc.oneof(fc.string(), fc.constantFrom(...HOSTILE))), async (list, head) => {
        const found = await read(format, write(format, list, head));
        expect(sameValue(readBack(list, found), list)).toEqual(sameValue(textsOf(list), list));
      }),
      { numRuns, seed: 7 },
    );
  });

  it('writes the same bytes for the same settings, and ends its last line', () => {
    fc.assert(
      fc.property(settings, (list) => {
        const text = write(format, list, ['one', 'two']);
        expect(write(format, list, ['one', 'two'])).toBe(text);
        expect(text.endsWith('\n')).toBe(true);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it('knows its files by their names', () => {
    expect(formatOf(`deep/settings${format.files[0]!}`)).toBe(format);
  });

  it.each(['\0\0', '{', '- - -\n\t:', '=\n=', '---\n---\n'])(
    'refuses or passes over what is none of its files: %j',
    async (text) => {
      try {
        expect(await read(format, text)).toEqual([]);
      } catch (error) {
        expect((error as Error).name).toMatch(/^(ConfigError|FileError)$/);
        expect((error as Error).message).toMatch(/^settings\.[\w.]+:\d+:\d+ /);
      }
    },
  );
});

describe('env', () => {
  const [env] = FORMATS;

  it('is what a shell sources', () => {
    for (const list of fc.sample(settings, { numRuns: 12, seed: 3 })) {
      const script = `set -a; ${write(env, list, HOSTILE)}\nenv -0`;
      const seen = execFileSync('sh', ['-eu', '-c', script], { encoding: 'utf8', env: {} }).split('\0');
      const values = Object.fromEntries(seen.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
      expect(list.map(({ name }) => values[name])).toEqual(
        list.map((setting) => {
          const scalar = scalarOf(setting);
          return scalar.kind === 'number' ? scalar.digits : scalar.text;
        }),
      );
    }
  });

  it.each([
    ["A='it'\\''s'", "it's"],
    ['export A="two words" # why', 'two words'],
    ['A=', ''],
    ['A=5/min', '5/min'],
  ])('reads %s as %s', (line, value) => {
    expect(env.read!(line, '.env')).toMatchObject([{ name: 'A', scalar: { text: value } }]);
  });

  it('gives up a long line at once', () => {
    const line = `URL=postgres://${'host/'.repeat(5000)}$DATABASE`;
    expect(env.read!(line, '.env')).toMatchObject([{ name: 'URL', scalar: { kind: 'unclear' } }]);
  });

  it.each([
    ['A=$(id)', ['A']],
    ['A="$HOME"', ['A']],
    ['export A=`id`', ['A']],
    ['A=b c', ['A']],
    ['A=1 C=2', ['A', 'C']],
    ['A="x" D=$(E=1 id)', ['A', 'D', 'E']],
  ])('runs nothing, and says what it does not know: %s', (line, names) => {
    const [, ...found] = env.read!(`B=1\n${line}`, '.env');
    expect(found.map(({ name, scalar }) => [name, scalar.kind])).toEqual(names.map((name) => [name, 'unclear']));
  });

  it.each(["A='half", 'A="half', 'A=b\\', "A=it's", 'just words'])(
    'tells where a line is none that can be read: %s',
    (line) => {
      expect(() => env.read!(`B=1\n${line}`, '.env')).toThrow(/^\.env:2:\d+ /);
    },
  );
});

describe('typescript', () => {
  it('reads no constant that stands in a comment or a template', () => {
    const lines = [
      '/* what it was:',
      'export const A = 50;',
      '*/',
      "const NOTE = '/* no comment'; // nor ` a template",
      'const HELP = `',
      'export const B = 1;',
      '`;',
      'export const C = 7; // */ `',
      "export const D = '15m' as const;",
      '/* one line */ const E = 5;',
    ];
    const found = formatOf('a.ts')!.read!(lines.join('\r\n'), 'a.ts');
    expect(found).toMatchObject([
      { name: 'NOTE', line: 4 },
      { name: 'HELP', scalar: { kind: 'unclear' }, line: 5 },
      { name: 'C', scalar: { digits: '7' }, line: 8, column: 14 },
      { name: 'D', scalar: { text: '15m' }, line: 9 },
      { name: 'E', scalar: { digits: '5' }, line: 10 },
    ]);
  });
});

describe('python', () => {
  it('reads constants, of classes too, and says what is worked out', async () => {
    const text = [
      'import os, datetime',
      'A = 50',
      'B: int = 1_000',
      "C = '15m'",
      'D = datetime.timedelta(minutes=1, seconds=30)',
      'E = int(os.environ["E"])',
      'F = A * 2',
      'class Settings:',
      '    G = -0.5',
      'H = True',
      'if H:',
      '    I = 5',
      'A += 1',
      'J, K = 1, 2',
    ].join('\n');
    const found = await readPythonSettings(text, 'settings.py');
    expect(found.flatMap(({ name, scalar }) => (scalar.kind === 'unclear' ? [[name, scalar.written]] : []))).toEqual([
      ['E', 'int(os.environ["E"])'],
      ['F', 'A * 2'],
      ['H', 'True'],
      ['I', 'I = 5'],
      ['A', 'A += 1'],
      ['J', 'J, K = 1, 2'],
      ['K', 'J, K = 1, 2'],
    ]);
    expect(found.filter(({ scalar }) => scalar.kind !== 'unclear')).toMatchObject([
      { name: 'A', scalar: { kind: 'number', digits: '50' }, line: 2, column: 1 },
      { name: 'B', scalar: { kind: 'number', digits: '1000' }, line: 3, column: 1 },
      { name: 'C', scalar: { kind: 'text', text: '15m' }, line: 4, column: 1 },
      { name: 'D', scalar: { kind: 'text', text: '90000ms' }, line: 5, column: 1 },
      { name: 'G', scalar: { kind: 'number', digits: '-0.5' }, line: 9, column: 5 },
    ]);
  });

  it('reads a long module in no time', async () => {
    const text = Array.from({ length: 4000 }, (_, index) => `A${index} = f(x=g(${index}), y=b)`).join('\n');
    expect(await readPythonSettings(text, 'a.py')).toHaveLength(12_000);
  });

  it('tells where Python stops understanding', async () => {
    await expect(readPythonSettings('A = 1\nB = (2', 'settings.py')).rejects.toThrow(
      /^settings\.py:2:\d+ not_readable/,
    );
  });
});

describe('what is exported', () => {
  const scenario = loadScenario(
    `quotasim: 1
horizon: 1d
parameters: { ON: 5, EVERY: 15m }
supplies: { mail: { preset: bullmq, max: 5, duration: 1s } }
tasks: { sync: { trigger: { every: $EVERY }, whenBusy: replace, steps: [{ spend: { mail: $ON } }, progress] } }
`,
    { file: 'jobs.yaml' },
  );
  const { report } = judge(scenario, { replications: 2 });

  it.each(HOLDING.filter(({ read }) => read !== undefined).map((format) => [format.name, format] as const))(
    'is read back strictly: %s',
    (_, format) => {
      const file = `jobs${format.files[0]!}`;
      const text = exportConfig(scenario, report, format, { force: true });
      const config = { file, text, found: format.read!(text, file) };
      expect(() => expectKnownNames(scenario, [config])).not.toThrow();
      const typo = {
        ...config,
        found: config.found.map((one) => ({ ...one, name: one.name.replace('EVERY', 'EVRY') })),
      };
      expect(() => expectKnownNames(scenario, [typo])).toThrow(
        'EVRY is no parameter of the scenario (did you mean EVERY?)',
      );
    },
  );
});

describe.each(['yaml', 'kubernetes', 'github-actions'])('%s, read by either version of YAML', (format) => {
  const names = ['Y', 'n', 'Yes', 'NO', 'ON', 'off', 'True', 'FALSE', 'NULL', 'null', 'ONE', 'NOON', '_', 'E1', 'x'];
  const list = names.map((name, index): Setting => {
    const unit = index % 2 === 0 ? 'number' : 'duration';
    return { name, unit, value: rational(BigInt(index)), text: unit === 'number' ? String(index) : `${index}ms` };
  });
  const text = write(FORMATS.find(({ name }) => name === format)!, list);

  it('has every name as it is, and no value but numbers and texts', () => {
    for (const version of ['1.1', '1.2'] as const) {
      const [settings] = parseAllDocuments(text, { version }).map((document) => {
        const tree = document.toJS({ mapAsMap: true }) as Map<unknown, unknown>;
        return (tree.get('data') ?? tree.get('env') ?? tree) as Map<unknown, unknown>;
      });
      expect([...settings!.keys()]).toEqual(names);
      for (const value of settings!.values()) expect(['number', 'string']).toContain(typeof value);
    }
  });
});

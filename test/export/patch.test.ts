/** Patches of production's files: git applies them, and what comes out reads back to the new values and to nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from '../../src/export/diff.ts';
import { formatOf } from '../../src/export/formats.ts';
import { patchOf } from '../../src/export/patch.ts';
import { sameScalars, settingText } from '../../src/export/scalar.ts';
import { readPythonSettings } from '../../src/node/python-settings.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import type { Setting } from '../../src/scenarios/values/production.ts';

const find = async (text: string, file: string) => formatOf(file)!.read?.(text, file) ?? readPythonSettings(text, file);

/** Applies a patch to files in a directory of its own, by whichever tool, and gives back what they hold then. */
function applied(
  files: Readonly<Record<string, string>>,
  patch: string,
  tool: 'git' | 'patch',
): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'quotasim-patch-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const [command, ...argv] = tool === 'git' ? ['git', 'apply', '-'] : ['patch', '--binary', '-p1', '-s'];
    execFileSync(command!, argv, { cwd: folder, input: patch, stdio: 'pipe' });
    return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function settings(parameters: Readonly<Record<string, string>>, set: Readonly<Record<string, string>> = {}) {
  const lines = Object.entries(parameters).map(([name, text]) => `  ${name}: ${text}\n`);
  const text = `quotasim: 1\nhorizon: 1d\nparameters:\n${lines.join('')}tasks: { t: { trigger: always, steps: [work: 1m, progress] } }\n`;
  return loadScenario(text, { file: 'it.yaml', set }).settings;
}

async function patched(
  files: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
) {
  const [before, after] = [settings(parameters), settings(parameters, set)];
  const readText = async (file: string): Promise<string> => files[file]!;
  const { text } = await patchOf({ before, after, head: ['From it: title'], readText, find });
  const result = applied(files, text, 'git');
  expect(applied(files, text, 'patch')).toEqual(result);
  await expectValues(result, after);
  return { text, result };
}

async function expectValues(files: Readonly<Record<string, string>>, after: readonly Setting[]): Promise<void> {
  for (const setting of after) {
    const { file, symbol } = setting.from!;
    const one = (await find(files[file]!, file)).find(({ name }) => name === symbol)!;
    expect([
      setting.name,
      one.scalar.kind !== 'unclear' && sameScalars(settingText(setting, one.scalar), setting.text),
    ]).toEqual([setting.name, true]);
  }
}

const PYTHON = `"""Settings."""
import datetime
from celery import Celery

app = Celery("deals")


class Worker:
    BATCH = 5  # items


EVERY = datetime.timedelta(
    minutes=15,
)


@app.task(rate_limit="10/min", name="é 😀")
def refresh(pause=90, *, size: int = 1_000): ...
`;

describe('a patch of a Python module', () => {
  const parameters = {
    BATCH: '{ value: 5, from: app/settings.py#BATCH }',
    EVERY: '{ value: 15m, from: app/settings.py#EVERY }',
    RATE: '{ value: 10/min, from: app/settings.py#app.task(rate_limit) }',
    PAUSE: '{ value: 90s, in: s, from: app/settings.py#refresh(pause) }',
    SIZE: '{ value: 1000, from: app/settings.py#refresh(size) }',
  };
  const files = { 'app/settings.py': PYTHON };

  it('changes constants, arguments by keyword and defaults, in the manner in which they are written', async () => {
    const set = { BATCH: '8', EVERY: '20m', RATE: '12/min', PAUSE: '2m', SIZE: '1500' };
    const { text } = await patched(files, parameters, set);
    expect(text).toMatchInlineSnapshot(`
      "# From it: title
      --- a/app/settings.py
      +++ b/app/settings.py
      @@ -6,13 +6,11 @@
       
       
       class Worker:
      -    BATCH = 5  # items
      +    BATCH = 8  # items
       
       
      -EVERY = datetime.timedelta(
      -    minutes=15,
      -)
      +EVERY = datetime.timedelta(minutes=20)
       
       
      -@app.task(rate_limit="10/min", name="é 😀")
      +@app.task(rate_limit="12/min", name="é 😀")
      -def refresh(pause=90, *, size: int = 1_000): ...
      +def refresh(pause=120, *, size: int = 1500): ...
      "
    `);
    const changed = applied(files, text, 'git')['app/settings.py']!;
    execFileSync('python3', ['-I', '-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: changed });
  });

  it('changes one alone', async () => {
    const { result } = await patched(files, parameters, { SIZE: '1001' });
    expect(result['app/settings.py']).toBe(PYTHON.replace('1_000', '1001'));
  });

  it('is only its head where nothing is to change', async () => {
    const before = settings(parameters);
    const readText = async () => PYTHON;
    expect(await patchOf({ before, after: before, head: ['why'], readText, find })).toEqual({
      text: '# why\n',
      changed: [],
    });
  });
});

describe('a patch of other files', () => {
  it.each([
    ['deploy/prod.env', "# why\nexport BATCH='5' # items\nEVERY=15m", 'BATCH', 'EVERY'],
    ['deploy/values.yaml', 'worker:\n  batch: 5 # items\n  every: "15m"\nother: 5\n', 'batch', 'every'],
    ['deploy/values.json', '{ "x": { "batch": 5, "every": "15m" }, "other": [5] }', 'batch', 'every'],
    ['deploy/app.toml', '[worker]\nbatch = 5 # items\nevery = "15m"\n[other]\nx = 5\n', 'batch', 'every'],
    ['src/settings.ts', "export const BATCH = 5;\r\nconst EVERY: string = '15m'; // 15m\r\n", 'BATCH', 'EVERY'],
    ['with a blank/a.env', 'BATCH=5\nEVERY=15m\n', 'BATCH', 'EVERY'],
  ])('%s', async (file, text, batch, every) => {
    const parameters = { B: `{ value: 5, from: "${file}#${batch}" }`, E: `{ value: 15m, from: "${file}#${every}" }` };
    const { result } = await patched({ [file]: text }, parameters, { B: '12', E: '1h30m' });
    expect(result[file]).toBe(text.replace('5', '12').replace('15m', '1h30m'));
  });

  it('goes over several files at once', async () => {
    const parameters = { A: '{ value: 1, from: a.env#A }', B: '{ value: 2, from: b/b.yaml#B }' };
    const { result } = await patched({ 'a.env': 'A=1\n', 'b/b.yaml': 'B: 2\n' }, parameters, { A: '3', B: '4' });
    expect(result).toEqual({ 'a.env': 'A=3\n', 'b/b.yaml': 'B: 4\n' });
  });
});

describe('a place that does not hold what the scenario says', () => {
  const refused = async (file: string, text: string, parameter: string, set = '6') => {
    const parameters = { A: parameter };
    const [before, after] = [settings(parameters), settings(parameters, { A: set })];
    const readText = async (asked: string): Promise<string> => {
      expect(asked).toBe(file);
      return text;
    };
    return patchOf({ before, after, head: [], readText, find }).then(
      ({ text: patch }) => patch,
      (error: Error) => `${error.name}: ${error.message}`,
    );
  };

  it.each([
    [
      'another value',
      'a.env',
      'A=4\n',
      '{ value: 5, from: a.env#A }',
      /A \(a\.env#A\): line 1 holds 4, and the scenario says 5/,
    ],
    ['no such name', 'a.env', 'B=5\n', '{ value: 5, from: a.env#A }', /there is no such name/],
    [
      'the name twice',
      'a.yaml',
      'x: { A: 5 }\ny: { A: 5 }\n',
      '{ value: 5, from: a.yaml#A }',
      /more than once, on lines 1, 2/,
    ],
    [
      'what is worked out',
      'a.py',
      'A = 2 + 3\n',
      '{ value: 5, from: a.py#A }',
      /line 1 holds 2 \+ 3, which is no plain value/,
    ],
    ['a value elsewhere', 'a.yaml', 'x: &five 5\ny: *five\n', '{ value: 5, from: a.yaml#y }', /change it by hand/],
    ['a block', 'a.yaml', 'A: >-\n  5\n', '{ value: 5, from: a.yaml#A }', /change it by hand/],
    ['a path outside', 'a.env', 'A=5\n', '{ value: 5, from: ../a.env#A }', /cannot leave the directory/],
    ['no place', 'a.env', 'A=5\n', '{ value: 5 }', /nothing says where production keeps A/],
  ])('is told, never guessed: %s', async (_, file, text, parameter, says) => {
    expect(await refused(file, text, parameter)).toMatch(/^ExportError: /);
    expect(await refused(file, text, parameter)).toMatch(says);
  });

  it('is looked at even where nothing of it changes', async () => {
    expect(await refused('a.env', 'A=4\n', '{ value: 5, from: a.env#A }', '5')).toMatch(/holds 4/);
  });
});

describe('a diff', () => {
  it('is what git and patch make the new text of, whatever lines there are', () => {
    const line = fc.stringMatching(/^[a-z+@ -]{0,4}\r?$/);
    const texts = fc.tuple(fc.array(line, { minLength: 1, maxLength: 25 }), fc.boolean());
    fc.assert(
      fc.property(texts, fc.array(fc.nat(24), { minLength: 1, maxLength: 4 }), ([lines, ends], at) => {
        const text = lines.join('\n') + (ends ? '\n' : '');
        const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0));
        const rows = [...new Set(at.map((row) => row % lines.length))].filter(
          (row) => lines[row]!.replace('\r', '') !== '',
        );
        fc.pre(rows.length > 0);
        const changes = rows.map((row) => ({ start: starts[row]!, end: starts[row]! + 1, text: 'NEW' }));
        const wanted =
          lines.map((one, row) => (rows.includes(row) ? `NEW${one.slice(1)}` : one)).join('\n') + (ends ? '\n' : '');
        const patch = diffText('a.txt', text, changes);
        expect(applied({ 'a.txt': text }, patch, 'git')).toEqual({ 'a.txt': wanted });
        expect(applied({ 'a.txt': text }, patch, 'patch')).toEqual({ 'a.txt': wanted });
      }),
      { numRuns: process.env.QUOTASIM_LONG === undefined ? 25 : 500, seed: 5 },
    );
  });
});

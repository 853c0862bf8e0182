/** Each entry point, imported by plain Node from the installed package: it gives its names and does nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from './run.ts';

const whole = inject('whole');
const example = inject('example');
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> };
const entries = Object.keys(exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => entry.replace('.', 'quotasim'));

/** Says what an import changed. That the program ends says that nothing keeps it alive. */
const program = (entry: string): string => `
  const before = new Set(Reflect.ownKeys(globalThis).map(String));
  const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
  const heard = JSON.stringify(listeners());
  const names = Object.keys(await import('${entry}'));
  const added = Reflect.ownKeys(globalThis).map(String).filter((key) => !before.has(key) && !/^__zod_/.test(key));
  console.log(JSON.stringify({
    names: names.length > 0, added, listeners: heard === JSON.stringify(listeners()),
  }));
`;

/** The suite of vitest can be imported by vitest alone: the example does. */
const plain = entries.filter((entry) => !entry.endsWith('/vitest'));

describe.each(plain)('%s', (entry) => {
  // Those for tests need fast-check beside them.
  const home = entry.endsWith('/testing') ? example : whole;

  it('is imported by Node, prints nothing, writes nothing, keeps nothing alive', async () => {
    const before = readdirSync(home, { recursive: true }).length;
    const ended = await run(home, process.execPath, ['--input-type=module', '-e', program(entry)]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({ names: true, added: [], listeners: true });
    expect(readdirSync(home, { recursive: true }).length).toBe(before);
  });
});

it.each(entries)('%s has types beside it', (entry) => {
  const { types, default: code } = exports[entry.replace('quotasim', '.')] as { types: string; default: string };
  for (const path of [types, code]) {
    expect(readFileSync(join(whole, 'node_modules', 'quotasim', path), 'utf8')).not.toBe('');
  }
});

it('a project of CommonJS may import it, too', async () => {
  const { code, stdout } = await run(whole, process.execPath, [
    '--input-type=commonjs',
    '-e',
    "import('quotasim').then(({ VERSION }) => console.log(VERSION === require('quotasim/package.json').version))",
  ]);
  expect([code, stdout]).toEqual([0, 'true\n']);
});

it('what is not exported cannot be imported', async () => {
  const ended = await run(whole, process.execPath, ['--input-type=module', '-e', "import 'quotasim/dist/index.js'"]);
  expect([ended.code, /ERR_PACKAGE_PATH_NOT_EXPORTED/.test(ended.stderr)]).toEqual([1, true]);
});

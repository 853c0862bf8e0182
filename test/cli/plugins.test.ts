/** `--allow-plugins`: the programs of a scenario are run where their user says so, by every command that loads one. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptText } from '../../src/judge/script/script-file.ts';
import { sim } from './io.ts';

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quotasim-allow-'));
  path = join(folder, 'own.yaml');
  // What the example imports is checked by whoever loads it, too.
  const plugin = readFileSync('examples/own-policy/turns.js', 'utf8');
  writeFileSync(
    join(folder, 'turns.js'),
    plugin.replace("import { definePolicy } from 'quotasim';", 'const definePolicy = (policy) => policy;'),
  );
  copyFileSync('examples/own-policy/own-policy.yaml', path);
});
afterAll(() => rmSync(folder, { recursive: true }));

// A bucket of 60 that begins full: the same questions, and a hundred times fewer states.
const SMALL = ['--set', 'supplies.api.debt=unlimited', '--replications', '2'];
const files = () => ({
  [path]: readFileSync(path, 'utf8')
    .replace('initial: any', 'initial: 100')
    .replace('capacity: 300', 'capacity: 100')
    .replace('offset: any', 'offset: 0'),
});

describe('a scenario with a plugin', () => {
  it('runs where that is allowed, and says so in its report', async () => {
    const { exit, out, err, written } = await sim(['run', path, '--allow-plugins', ...SMALL], { files: files() });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { scenario, again } = written[0]!.result.report;
    expect(scenario.plugins).toEqual(['./turns.js']);
    expect(scenario.files).toEqual([{ path: './turns.js', hash: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
    expect(again).toContain('--allow-plugins');
    expect(out).toContain('sync   safe proved');
  });

  it.each(['run', 'lint', 'verify', 'check', 'compare', 'export'])('is refused by %s where it is not', async (verb) => {
    const more = { compare: ['--with', 'TURNS=5'], export: ['--to', 'env'] }[verb] ?? [];
    const { exit, err, written } = await sim([verb, path, ...more], { files: files() });
    expect({ exit, written }).toEqual({ exit: 2, written: [] });
    expect(err).toMatch(
      /own\.yaml:12:11 plugin_not_allowed\n {2}plugins\[0\]: \.\/turns\.js is a program, .*--allow-plugins/,
    );
  });

  it('is linted, exported and compared where that is allowed', async () => {
    const linted = await sim(['lint', path, '--allow-plugins'], { files: files() });
    expect(linted.exit).toBe(0);
    const exported = await sim(['export', path, '--to', 'env', '--allow-plugins', ...SMALL], { files: files() });
    expect(exported.out).toContain('TURNS=3');
    const compared = await sim(['compare', path, '--with', 'TURNS=1', '--allow-plugins', ...SMALL], { files: files() });
    expect(compared.exit).toBe(0);
  });

  it('has counterexamples that replay and proofs that check, where that is allowed', async () => {
    const slow = { [path]: files()[path]!.replace('progressWithin: 1h', 'progressWithin: 5m') };
    const { exit, written, texts } = await sim(
      ['verify', path, '--allow-plugins', '--no-neighbours', '--certificate', 'c.json', ...SMALL],
      { files: slow },
    );
    expect(exit).toBe(1);
    const [{ result }] = written as [(typeof written)[number]];
    const [example] = result.counterexamples!;
    const source = { scenarioFile: 'own.yaml', set: {}, horizon: undefined };
    const script = join(folder, 'sync.script.json');
    const all = { ...slow, [script]: scriptText(example!, source), 'c.json': texts['c.json']! };
    const replayed = await sim(['replay', script, '--allow-plugins'], { files: all });
    expect({ exit: replayed.exit, err: replayed.err }).toEqual({ exit: 0, err: '' });
    expect((await sim(['replay', script], { files: all })).exit).toBe(2);
    const checked = await sim(['check-certificate', 'c.json', path, '--allow-plugins'], { files: all });
    expect(checked.out).toContain('HOLDS');
    expect((await sim(['check-certificate', 'c.json', path], { files: all })).exit).toBe(2);
    // Another text is another scenario.
    writeFileSync(join(folder, 'turns.js'), `${readFileSync(join(folder, 'turns.js'), 'utf8')}// other\n`);
    const other = await sim(['check-certificate', 'c.json', path, '--allow-plugins'], { files: all });
    expect({ exit: other.exit, says: other.err }).toEqual({ exit: 2, says: expect.stringContaining('other_scenario') });
  });

  it('whose policy decides by dice is the user’s mistake, with its place, and no bug of ours', async () => {
    writeFileSync(
      join(folder, 'dice.js'),
      `let asked = 0;
export const dice = { family: 'admission', name: 'dice', describe: 'by dice', options: [], create: () => ({
  admit: () => (++asked % 2 === 0 ? { kind: 'go' } : { kind: 'wait', untilGrains: 1e9, because: 'no luck' }) }) };
`,
    );
    const text = files()
      [path]!.replace('./turns.js', './dice.js')
      .replace(/use: turns.*/, 'use: dice }');
    const { exit, err, out } = await sim(['run', path, '--allow-plugins', '--json'], { files: { [path]: text } });
    expect(exit).toBe(2);
    expect(err).toMatch(/own\.yaml:18:16 bad_policy\n {2}the policy dice: does not decide by what it is shown/);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'policy' } });
  });
});

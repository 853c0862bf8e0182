/** `sim export FILE` and `sim check FILE`: settings go to production only when they keep the goals, and are judged there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/judge/report/report.ts';
import { sim } from './io.ts';

const prod = readFileSync('scenarios/prod.yaml', 'utf8');
const files = { 'prod.yaml': prod };
const FEW = ['--replications', '2'];

describe('sim export', () => {
  it('writes the settings below where they come from and what is known of them', async () => {
    const { exit, out, err } = await sim(['export', 'prod.yaml', '--to', 'env', ...FEW], { files });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out.replace(/scenario [0-9a-f]{16}/, 'scenario HASH')).toMatchInlineSnapshot(`
      "# Settings of prod: Keepa deals, the settings to deploy
      # quotasim 0.1.0, scenario HASH, seed 1: every goal met
      # upserter: live, by proof
      # backfiller: live, by proof
      BACKFILL_MIN_TOKENS=80
      MAX_ASINS_PER_BATCH=2
      UPSERT_EVERY=15m
      UPSERT_MIN_TOKENS=50
      "
    `);
  });

  it('refuses settings that miss a goal, and says so in the file where it is forced', async () => {
    const unsafe = ['export', 'prod.yaml', '--to', 'yaml', '--set', 'BACKFILL_MIN_TOKENS=50', ...FEW];
    const refused = await sim(unsafe, { files });
    expect({ exit: refused.exit, out: refused.out }).toEqual({ exit: 2, out: '' });
    expect(refused.err).toMatch(/^not exported: a goal is missed \(--force exports it all the same\)\n {2}upserter: /);
    const forced = await sim([...unsafe, '--force', '--out', 'prod.values.yaml'], { files });
    expect(forced).toMatchObject({ exit: 0, out: 'wrote prod.values.yaml\n' });
    expect(forced.texts['prod.values.yaml']).toMatch(/# upserter: starvable \(starvation\), by counterexample\n/);
    expect(forced.texts['prod.values.yaml']).toMatch(/# MISSED by upserter: [^\n]+\n/);
    expect(forced.texts['prod.values.yaml']).toMatch(/\nBACKFILL_MIN_TOKENS: 50\n/);
  });

  it('asks for a format it knows', async () => {
    const { exit, err } = await sim(['export', 'prod.yaml'], { files });
    expect({ exit, err }).toMatchObject({
      exit: 2,
      err: expect.stringContaining('export needs --to, one of env, json'),
    });
  });
});

describe('sim check', () => {
  it('fails the deployed fix of the story, names who starves, and suggests a value that works', async () => {
    const deployed = {
      ...files,
      '.env.production': 'BACKFILL_MIN_TOKENS=50\nMAX_ASINS_PER_BATCH=2\nUPSERT_EVERY=15m\n',
    };
    const { exit, out } = await sim(['check', 'prod.yaml', '--config', '.env.production', ...FEW], { files: deployed });
    expect(exit).toBe(1);
    expect(out).toContain('upserter');
    expect(out).toMatch(/Config .*not all values of the scenario/);
    expect(out).toMatch(/BACKFILL_MIN_TOKENS is 50, and 80 in the scenario\s+\(\.env\.production:1\)/);
    expect(out).toMatch(/UPSERT_MIN_TOKENS is not in it/);
    expect(out).toMatch(/Fix .*BACKFILL_MIN_TOKENS 50 -> 55/);
    expect(out).toMatch(/Again +sim check prod\.yaml --config \.env\.production --seed 1/);
    // What is suggested is taken at its word.
    const mended = deployed['.env.production'].replace('50', '55');
    const again = ['check', 'prod.yaml', '--config', '.env.production', ...FEW];
    const { exit: then, out: says } = await sim(again, { files: { ...files, '.env.production': mended } });
    expect([then, says.split('\n')[0]]).toEqual([0, 'PASS  prod   all 5 goals met']);
    expect(says).toContain('polls of keepa are free (POLL_COST 0)');
  });

  it('passes what the scenario has, resting on free polls', async () => {
    const deployed = {
      ...files,
      'settings.json': '{ "BACKFILL_MIN_TOKENS": 80, "nested": { "UPSERT_EVERY": "900s" }, "LOG": "debug" }',
    };
    const { exit, out } = await sim(['check', 'prod.yaml', '--config', 'settings.json', '--json', ...FEW], {
      files: deployed,
    });
    const report: Report = JSON.parse(out);
    expect(exit).toBe(0);
    expect(report.config).toEqual({
      files: ['settings.json'],
      changed: [],
      missing: ['MAX_ASINS_PER_BATCH', 'UPSERT_MIN_TOKENS'],
      unknown: [{ name: 'LOG', at: 'settings.json:1' }],
    });
    expect(report.restsOn.map(({ text }) => text).join('\n')).toContain('polls of keepa are free');
  });

  it('finds a setting in the file and under the name that its `from` gives', async () => {
    const python = 'MIN_TOKEN_THRESHOLD = 50\nMAX_ASINS_PER_BATCH = 2\n';
    const path = 'app/keepa_deals/backfiller.py';
    const { exit, out } = await sim(['check', 'prod.yaml', '--config', path, ...FEW], {
      files: { ...files, [path]: python },
    });
    expect(exit).toBe(1);
    expect(out).toMatch(/BACKFILL_MIN_TOKENS is 50, and 80 in the scenario\s+\(app\/keepa_deals\/backfiller\.py:1\)/);
  });

  it.each([
    ['settings.py', 'import os\nBACKFILL_MIN_TOKENS = int(os.environ.get("B", 80))\n', ':2:1'],
    ['settings.py', 'if PROD:\n    BACKFILL_MIN_TOKENS = 50\n', ':2:5'],
    ['settings.ts', 'export const BACKFILL_MIN_TOKENS = Number(process.env.B ?? 80);\n', ':1:14'],
    ['now.env', 'BACKFILL_MIN_TOKENS=$B\n', ':1:1'],
    ['now.env', 'OTHER=1; BACKFILL_MIN_TOKENS=80\n', ':1:1'],
    ['settings.ts', 'let BACKFILL_MIN_TOKENS = 80;\n', ':1:5'],
  ])('guesses nothing that is known only when a program runs: %s %j', async (file, text, at) => {
    const deployed = { ...files, [file]: text, 'later.env': 'BACKFILL_MIN_TOKENS=85\n' };
    const { exit, err } = await sim(['check', 'prod.yaml', '--config', file], { files: deployed });
    expect(exit).toBe(2);
    expect(err).toContain(`${file}${at} not_a_value\n  BACKFILL_MIN_TOKENS: which value it is cannot be told`);
    const said = ['check', 'prod.yaml', '--config', file, '--config', 'later.env', '--replications', '1', '--json'];
    const { out } = await sim(said, { files: deployed });
    expect((JSON.parse(out) as Report).scenario.parameters.BACKFILL_MIN_TOKENS).toBe('85');
  });

  it('reads a file in which other values are none of its business', async () => {
    const text = 'DB=postgres://u:p@$HOST/x?a=1&b=2\nGREETING=hello world\nKEY="a$b"\nBACKFILL_MIN_TOKENS=80\n';
    const argv = ['check', 'prod.yaml', '--config', '.env', '--replications', '1', '--json'];
    const { err, out } = await sim(argv, { files: { ...files, '.env': text } });
    expect(err).toBe('');
    const { config } = JSON.parse(out) as Report;
    expect(config).toMatchObject({ changed: [], unknown: [] });
    expect(config?.missing).not.toContain('BACKFILL_MIN_TOKENS');
  });

  it('takes a value that is changed further down for two', async () => {
    const text = 'BACKFILL_MIN_TOKENS = 80\nif PROD:\n    BACKFILL_MIN_TOKENS = 50\n';
    const { exit, err } = await sim(['check', 'prod.yaml', '--config', 's.py'], { files: { ...files, 's.py': text } });
    expect(exit).toBe(2);
    expect(err).toMatch(/^s\.py:3:5 duplicate_name\n/);
  });

  it('takes the environment, and lets later files win', async () => {
    const deployed = { ...files, 'a.env': 'BACKFILL_MIN_TOKENS=50\n' };
    const argv = ['check', 'prod.yaml', '--config', 'a.env', '--config', 'env:', '--json', ...FEW];
    const { exit, out } = await sim(argv, { files: deployed, env: { BACKFILL_MIN_TOKENS: '80' } });
    expect({ exit, parameters: (JSON.parse(out) as Report).scenario.parameters }).toMatchObject({
      exit: 0,
      parameters: { BACKFILL_MIN_TOKENS: '80' },
    });
  });

  it.each([
    [
      '# The fix.\nexport BACKFILL_MIN_TOKENS=500\n',
      /^\.env:2:8 too_big\n.*received 500\n {2}\.env:2 BACKFILL_MIN_TOKENS=500\n/,
    ],
    ['BACKFILL_MIN_TOKENS=eighty\n', /^\.env:1:1 bare_word\n/],
    ['BACKFILL_MIN_TOKENS=80\nBACKFILL_MIN_TOKENS=50\n', /^\.env:2:1 duplicate_name\n/],
    ['THRESHOLD=80\n', /^\.env:1:1 nothing_known\n {2}it holds none of the scenario's parameters/],
    ['half', /^\.env:1:1 not_readable\n/],
  ])('tells where a deployed value is wrong: %j', async (text, says) => {
    const { exit, out, err } = await sim(['check', 'prod.yaml', '--config', '.env'], {
      files: { ...files, '.env': text },
    });
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(says);
  });

  describe('--strict', () => {
    const strictly = (text: string, more: readonly string[] = []) =>
      sim(['check', 'prod.yaml', '--config', '.env', '--strict', ...more, '--replications', '1'], {
        files: { ...files, '.env': text },
      });
    const KNOWN = 'BACKFILL_MIN_TOKENS=80\n';

    it('makes mistakes of all names that no parameter has, each with its place and what was perhaps meant', async () => {
      const { exit, out, err } = await strictly(`${KNOWN}UPSERT_EVRY=15m\nLOG=debug\n`);
      expect({ exit, out, err }).toMatchInlineSnapshot(`
        {
          "err": ".env:2:1 unknown_name
          UPSERT_EVRY is no parameter of the scenario (did you mean UPSERT_EVERY?); if it belongs here, --ignore UPSERT_EVRY passes over it
          2 | UPSERT_EVRY=15m
              ^

        .env:3:1 unknown_name
          LOG is no parameter of the scenario; if it belongs here, --ignore LOG passes over it
          3 | LOG=debug
              ^
        ",
          "exit": 2,
          "out": "",
        }
      `);
    });

    it('is content with names that it knows, and tells the same command again', async () => {
      const { exit, out, err } = await strictly(`${KNOWN}LOG=debug\n`, ['--ignore', 'LOG']);
      expect(exit).not.toBe(2);
      expect(err).toBe('');
      expect(out.replace(/\s+/g, ' ')).toContain('sim check prod.yaml --config .env --strict --ignore LOG --seed 1');
    });

    it.each([
      { ignored: 'DB_*', names: 'DB_HOST', refused: false },
      { ignored: 'DB_*', names: 'MY_DB_HOST', refused: true },
      { ignored: '*_URL', names: 'A.B_URL', refused: false },
      { ignored: 'A.*', names: 'AB_URL', refused: true },
      { ignored: '*', names: 'LOG', refused: false },
      { ignored: '*', names: 'UPSERT_EVRY', refused: true },
      { ignored: 'UPSERT_EVRY', names: 'UPSERT_EVRY', refused: false },
    ])('passes over $names by $ignored, or not ($refused)', async ({ ignored, names, refused }) => {
      const text = JSON.stringify({ BACKFILL_MIN_TOKENS: 80, [names]: '15m' });
      const argv = ['check', 'prod.yaml', '--config', 's.json', '--strict', '--ignore', ignored, '--replications', '1'];
      const { exit } = await sim(argv, { files: { ...files, 's.json': text } });
      expect(exit === 2).toBe(refused);
    });

    it('takes no name for a typo of a parameter that the file has', async () => {
      const { exit, err } = await strictly(`${KNOWN}BACKFILL_MIN_TOKEN=3\n`);
      expect(exit).toBe(2);
      expect(err).not.toContain('did you mean');
    });

    it.each([
      [['--strict'], 'give some with --config'],
      [['--config', '.env', '--ignore', 'X'], '--ignore is for --strict'],
    ])('wants something to be strict about: %j', async (more, says) => {
      const { exit, err } = await sim(['check', 'prod.yaml', ...more], { files: { ...files, '.env': KNOWN } });
      expect(exit).toBe(2);
      expect(err).toContain(says);
    });
  });

  it('says which name is perhaps meant where a file has no parameter at all', async () => {
    const text = '# only this\nBACKFIL_MIN_TOKENS=80\n';
    const { exit, err } = await sim(['check', 'prod.yaml', '--config', '.env'], { files: { ...files, '.env': text } });
    expect(exit).toBe(2);
    expect(err).toMatch(/^\.env:2:1 nothing_known\n.*; is BACKFIL_MIN_TOKENS meant to be BACKFILL_MIN_TOKENS\?\n/);
  });

  it('tells a value of the environment, and a bare number what the scenario may say of it', async () => {
    const argv = ['check', 'prod.yaml', '--config', 'env:', '--replications', '1'];
    const { exit, err } = await sim(argv, { files, env: { UPSERT_EVERY: '900' } });
    expect(exit).toBe(2);
    expect(err).toMatchInlineSnapshot(`
      "environment:1:1 needs_unit
        parameters.UPSERT_EVERY.value must be a duration such as 30s, 15m or 1h30m, received the bare number 900; if it counts seconds there, say so at the parameter: \`in: s\`
        environment:1 UPSERT_EVERY=900
                                   ^
      "
    `);
    const { out } = await sim(argv, { files, env: { UPSERT_EVERY: '10m' } });
    expect(out).toMatch(/Config environment: not all values/);
    expect(out).toContain('UPSERT_EVERY is 10m, and 15m in the scenario (environment)');
  });

  it('wants a name that tells the format', async () => {
    const { exit, err } = await sim(['check', 'prod.yaml', '--config', 'settings.ini'], { files });
    expect(exit).toBe(2);
    expect(err).toContain('its name does not tell its format');
  });
});

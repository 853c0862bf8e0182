/** The command of the installed package, in a project that has nothing else. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { VERSION } from '../../src/sim/version.ts';
import { run } from './run.ts';

/** What npx finds, without its second of looking. */
const SIM = 'node_modules/.bin/sim';
const PROD = 'node_modules/quotasim/scenarios/prod.yaml';

describe.each([
  ['whole', inject('whole')],
  ['without optional packages', inject('slim')],
])('%s', (name, cwd) => {
  const sim = (...words: readonly string[]) => run(cwd, SIM, words);
  const isWhole = name === 'whole';

  it('says the verdict on the shipped scenario, and draws it as far as it can', async () => {
    const { code, stdout, stderr } = await sim(PROD);
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'PASS  prod   all 5 goals met']);
    const files = readdirSync(join(cwd, 'reports/prod'));
    expect(files).toEqual(expect.arrayContaining(['report.html', 'report.json']));
    expect(files.filter((file) => file.endsWith('.png')).length > 0).toBe(isWhole);
    // Without the package the page draws its charts itself, and that is said.
    expect(stderr).toBe(isWhole ? '' : NO_PICTURES);
    const page = readFileSync(join(cwd, 'reports/prod/report.html'), 'utf8');
    expect([page.split('<figure data-chart=').length > 4, page.includes('new Chart')]).toEqual([true, true]);
  });

  it('is called by either name, and knows its version', async () => {
    for (const called of ['sim', 'quotasim'])
      expect(await run(cwd, 'npx', [called, '--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it('stops a deployment of what starves, and names what works', async () => {
    writeFileSync(join(cwd, 'production.env'), 'BACKFILL_MIN_TOKENS=50\n');
    const words = ['check', PROD, '--config', 'production.env', '--replications', '2', '--sarif', 'out.sarif'];
    const { code, stdout } = await sim(...words);
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/upserter can starve.*BACKFILL_MIN_TOKENS 50 -> 55/);
    expect(existsSync(join(cwd, 'out.sarif'))).toBe(true);
  });
});

describe('whole', () => {
  const cwd = inject('whole');
  const sim = (...words: readonly string[]) => run(cwd, SIM, words);

  it('plans with its own workers', async () => {
    writeFileSync(join(cwd, 'small.yaml'), SMALL);
    const { code, stdout } = await sim('plan', 'small.yaml', '--jobs', '2', '--replications', '1', '--out', 'planned');
    expect([code, /INDEX_MIN_TOKENS/.test(stdout)]).toEqual([0, true]);
    expect(readdirSync(join(cwd, 'planned'))).toEqual(expect.arrayContaining(['plan.html', 'plan.json']));
  });

  it('writes a first scenario that it can judge', async () => {
    const jobs = [
      '--job',
      'sync=15m',
      '--job',
      'nightly=0 3 * * *',
      '--api',
      'none',
      '--lasts',
      '1m',
      '--within',
      '2d',
    ];
    expect((await sim('init', 'first.yaml', ...jobs, '--yes')).code).toBe(0);
    expect((await sim('first.yaml', '--horizon', '2d')).code).toBe(0);
  });

  it('exports what production reads', async () => {
    const { code, stdout } = await sim('export', 'small.yaml', '--to', 'env');
    expect([code, stdout.split('\n').at(-2)]).toEqual([0, 'INDEX_MIN_TOKENS=80']);
  });

  it('says what is wrong with a sentence', async () => {
    const { code, stdout, stderr } = await sim('nowhere.yaml');
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', 'nowhere.yaml: no such file']);
  });
});

const SMALL = `quotasim: 1
horizon: 1d
grid: 1m
parameters: { INDEX_MIN_TOKENS: { value: 80, range: [50, 80], step: 10 } }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 100, initial: 100, debt: unlimited } }
tasks:
  sync: { trigger: { every: 15m, offset: 0 }, whenBusy: skip, steps: [{ await: { api: 50 } }, { spend: { api: 60 } }, progress] }
  index: { trigger: always, steps: [{ await: { api: $INDEX_MIN_TOKENS } }, { spend: { api: 40 } }, progress, { work: 1m }] }
goals: { index: { progressWithin: 2h } }
`;

const NO_PICTURES =
  'remark: no PNG and SVG were drawn: the optional package @napi-rs/canvas, or its binary for this machine, is not installed; ' +
  'report.html draws its charts itself\n';

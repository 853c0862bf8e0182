/** `sim FILE`: what it prints, writes and exits with. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { type Report, reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { NEAR_QUICK, withNeighbours } from '../../src/plan/near.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { sim } from './io.ts';
import { keepaBefore } from './scenario.ts';

const met = ['--set', 'UPSERT_COST=30'];

describe('sim FILE', () => {
  it('prints the verdict with its reasons, and writes the report', async () => {
    const { exit, out, err, written } = await sim(['keepa.yaml']);
    expect({ exit, err, directories: written.map(({ directory }) => directory) }).toEqual({
      exit: 1,
      err: '',
      directories: ['reports/keepa'],
    });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      FAIL  keepa   backfiller starves; 2 of 4 goals missed
      proof 10 states, 10 edges, grid 1 min · estimate 20 x 24 h, seed 1; one goal met
      and not shown (never starves)

      task        verdict         per day     gap at most  goal
      upserter    safe proved     120 of 144  12 min       served 40 %    met 83 %
      backfiller  STARVES proved  0           unbounded    progress 2 h   MISSED
                                                           never starves  MISSED

      Why    backfiller has waited from the start of run 1 for keepa to reach 80; the
             level never rose above 50, because upserter, which asks already at 50,
             took all of the tokens.
      How    backfiller waits for ever for keepa to reach 80: every 1 h upserter takes
             300 of it in 5 goes, each at 50.
             00:00  keepa 0    upserter starts; backfiller starts; upserter waits for
                               keepa to reach 50; backfiller waits for keepa to reach
                               80
             for ever, every 1 h:
             00:10  keepa −10  upserter is due, and skipped because its run is still
                               busy; upserter takes 60 of keepa (50 -> −10), makes
                               progress and ends
             00:20  keepa 40   upserter starts and waits for keepa to reach 50
             00:22  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             00:30  keepa 30   upserter starts and waits for keepa to reach 50
             00:34  keepa −10  upserter takes 60 of keepa (50 -> −10), makes progress
                               and ends
             … and 5 more instants
      Fix    none was found: 24 settings with one other value were tried, not all
             there are.
      Error  QS002 upserter needs at least 8,640 of keepa a day to serve all its
             starts, but 7,200 come: no more than 83 % of them can be served
             (keepa.yaml:13:13)
      Error  QS004 backfiller needs keepa at 80, which does not come: upserter takes
             60 every 10 min from 50 on, and at most 50 come meanwhile (5 every
             1 min); it starves (keepa.yaml:28:25)
      Rests  keepa may go below zero: a cost is admitted whenever there is one unit
             (debt unlimited)
             polls of keepa are free (POLL_COST 0)
             upserter: a start that finds it busy is skipped
             whoever can go on at the same instant may be first (order any)
      Again  sim keepa.yaml --seed 1
      Wrote  reports/keepa/report.html and one file beside it
      "
    `);
  });

  it('is sim run FILE', async () => {
    expect(await sim(['run', 'keepa.yaml'])).toEqual(await sim(['keepa.yaml']));
    expect(await sim(['--seed', '1', 'run', 'keepa.yaml'])).toEqual(await sim(['keepa.yaml', '--seed', '1']));
    expect((await sim(['run', '--', '--odd.yaml'])).err).toBe('--odd.yaml: no such file\n');
  });

  it('exits 0 when every goal is met, and 3 when it is not known', async () => {
    expect((await sim(['keepa.yaml', ...met])).exit).toBe(0);
    expect((await sim(['keepa.yaml', ...met, '--require', 'proof'])).exit).toBe(0);
    expect((await sim(['keepa.yaml', ...met, '--require', 'proof', '--no-verify'])).exit).toBe(3);
  });

  it('writes where --out says', async () => {
    const { written, out } = await sim(['keepa.yaml', '--out', 'elsewhere']);
    expect(written.map(({ directory }) => directory)).toEqual(['elsewhere']);
    expect(out).toContain('Wrote  elsewhere/report.html and one file beside it\n');
  });

  it('passes on what is to be known about the files, on stderr', async () => {
    const { err } = await sim(['keepa.yaml'], { remarks: ['no pictures were drawn'] });
    expect(err).toBe('remark: no pictures were drawn\n');
  });

  it('shows progress, and ends it', async () => {
    const { progress } = await sim(['keepa.yaml', '--replications', '2']);
    expect(progress[0]).toBe('begin keepa');
    expect(progress.at(-1)).toBe('stop');
    expect(progress.length).toBeGreaterThan(2);
  });

  it('paints when the terminal can', async () => {
    const ESC = String.fromCharCode(27);
    expect((await sim(['keepa.yaml'], { colour: true })).out).toContain(`${ESC}[31m`);
  });
});

describe('sim FILE --json', () => {
  it('prints report.json and nothing else, and writes nothing', async () => {
    const { exit, out, err, written } = await sim(['keepa.yaml', '--json']);
    expect({ exit, err, written }).toEqual({ exit: 1, err: '', written: [] });
    expect(reportSchema.parse(JSON.parse(out)).verdict).toBe('fail');
    expect(out).toBe(`${JSON.stringify(JSON.parse(out), undefined, 2)}\n`);
  });

  it('writes with --out, and prints what it writes', async () => {
    const { out, written } = await sim(['keepa.yaml', '--json', '--out', 'there']);
    expect(written.map(({ directory }) => directory)).toEqual(['there']);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(written[0]!.result.report)));
  });

  it('is what the library says', async () => {
    const load = { file: 'keepa.yaml' };
    const scenario = loadScenario(keepaBefore, load);
    const verification = verify(scenario, quickLimits(1));
    const proved = withProofs(simulate(scenario), scenario, verification);
    const { report } = withNeighbours(proved, { text: keepaBefore, load, scenario, verification }, NEAR_QUICK);
    expect(report.fix).toMatchObject({ kind: 'none' });
    expect(JSON.parse((await sim(['keepa.yaml', '--json'])).out)).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('says the same twice, wherever it is called from, and another thing for another setting', async () => {
    const first = await sim(['keepa.yaml', '--json', '--seed', '7']);
    const again = await sim(['run', '--json', '--seed=7', 'keepa.yaml'], { env: { npm_command: 'exec' } });
    expect(again.out).toBe(first.out);
    expect((await sim(['keepa.yaml', '--json', ...met])).out).not.toBe(first.out);
  });
});

describe('the command that repeats a result', () => {
  async function again(...argv: string[]): Promise<string> {
    return (JSON.parse((await sim([...argv, '--json'])).out) as Report).again;
  }

  it('names the seed in any case', async () => {
    expect(await again('keepa.yaml')).toBe('sim keepa.yaml --seed 1');
  });

  it('has every option that enters the result, quoted for a shell', async () => {
    const options = [
      '--replications',
      '3',
      '--no-verify',
      '--seed',
      "it's",
      '--horizon',
      '12h',
      ...met,
      '--require',
      'proof',
    ];
    expect(await again('keepa.yaml', ...options, '--out', 'there')).toBe(
      `sim keepa.yaml --set UPSERT_COST=30 --horizon 12h --seed 'it'\\''s' --replications 3 --require proof --no-verify`,
    );
  });

  it('begins with npx for whoever came by npx', async () => {
    const { out } = await sim(['keepa.yaml'], { env: { npm_command: 'exec' } });
    expect(out).toContain('Again  npx sim keepa.yaml --seed 1\n');
  });
});

describe('a scenario that cannot be used', () => {
  it.each([
    { what: 'a file that is not there', argv: ['none.yaml'], says: 'none.yaml: no such file\n' },
    { what: 'a typo', text: keepaBefore.replace('whenBusy', 'whenBussy') },
    { what: 'bad indentation', text: keepaBefore.replace('    steps:', '   steps:') },
    { what: 'nothing', text: '' },
    { what: 'an unknown parameter to set', argv: ['keepa.yaml', '--set', 'NONE=5'] },
    { what: 'a horizon without a unit', argv: ['keepa.yaml', '--horizon', '5'] },
    { what: 'an expression that calls', text: keepaBefore.replace('keepa: $UPSERT_COST', 'keepa: process.exit(1)') },
  ])('$what: exit 2, said on stderr, nothing written', async ({ argv = ['keepa.yaml'], text = keepaBefore, says }) => {
    const { exit, out, err, written } = await sim(argv, { files: { 'keepa.yaml': text } });
    expect({ exit, out, written }).toEqual({ exit: 2, out: '', written: [] });
    expect(err).toMatch(/^\S+\.yaml:|^--?\w+/);
    expect(err).not.toMatch(/\n\s+at |Error:/);
    if (says !== undefined) expect(err).toBe(says);
  });

  it('cannot command the terminal by its mistakes', async () => {
    const evil = keepaBefore.replace('horizon: 1d', `"hor\u001b[2Jizon": 1d`);
    const { err } = await sim(['keepa.yaml'], { files: { 'keepa.yaml': evil } });
    expect(err).not.toContain('\u001b');
  });
});

/** The command as people call it: a process of its own, from the build that `npm test` makes first. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/judge/report/report.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SIM = join(ROOT, 'bin/sim.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function started(argv: readonly string[], shell?: string): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1' };
  const [file, words] = shell === undefined ? [process.execPath, [SIM, ...argv]] : ['bash', ['-c', shell]];
  try {
    const { stdout, stderr } = await promisify(execFile)(file, words, { cwd: ROOT, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

describe('bin/sim.js', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'quotasim-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('says the verdict on what we would deploy, and draws it', async () => {
    const out = join(directory, 'prod');
    const { code, stdout, stderr } = await started(['scenarios/prod.yaml', '--out', out]);
    expect({ code, stderr, first: stdout.split('\n')[0] }).toEqual({
      code: 0,
      stderr: '',
      first: 'PASS  prod   all 5 goals met',
    });
    const files = await readdir(out);
    expect(files).toEqual(expect.arrayContaining(['report.html', 'report.json']));
    expect(files.filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(4);
    const report = reportSchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    expect(report.verdict).toBe('pass');
  });

  it('shows how a task starves, with a script that replays', async () => {
    const out = join(directory, 'before');
    const { code, stdout } = await started([
      'verify',
      'scenarios/keepa-before.yaml',
      '--out',
      out,
      '--replications',
      '1',
      '--no-neighbours',
    ]);
    const script = join(out, 'backfiller.script.json');
    // By npx, where these tests are run so.
    const replay = stdout
      .split('\n')
      .find((line) => line.startsWith('Replay'))!
      .replace('npx ', '');
    expect([code, replay]).toEqual([1, `Replay sim replay ${script}`]);
    const replayed = await started(['replay', script]);
    expect([replayed.code, replayed.stderr, replayed.stdout.split(' ')[0]]).toEqual([0, '', 'CONFIRMED']);
  });

  it('exits 2 with a sentence, and not with a stack', async () => {
    const { code, stdout, stderr } = await started(['scenarios/prd.yaml']);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'scenarios/prd.yaml: no such file\n  did you mean scenarios/prod.yaml?\n',
    });
  });

  it('is quiet when nobody reads to the end', async () => {
    const { code, stderr } = await started([], `node ${SIM} schema | head -c 1 >/dev/null; exit "\${PIPESTATUS[0]}"`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

/** Scripts of counterexamples as files: they find their scenario wherever both are moved together, and old ones go. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import type { Result } from '../../src/judge/report/report.ts';
import { readScript } from '../../src/judge/script/script-file.ts';
import { simulate } from '../../src/judge/simulate.ts';
import type { ChartRenderer } from '../../src/node/canvas.ts';
import { pathBeside, pathFrom } from '../../src/node/paths.ts';
import { writeReport } from '../../src/node/write-report.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { keepaBefore } from '../cli/scenario.ts';

/** Draws names instead of pictures: quick, and to be recognized. */
const namesOnly: ChartRenderer = {
  render: async ({ name }) => ({ png: Buffer.from(`png ${name}`), svg: `svg ${name}` }),
};

function result(set: Readonly<Record<string, string>> = {}): Result {
  const scenario = loadScenario(keepaBefore, { file: 'keepa.yaml', set });
  return withProofs(simulate(scenario), scenario, verify(scenario));
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotasim-scripts-'));
});
afterEach(async () => rm(folder, { recursive: true }));

describe('a counterexample', () => {
  it('is written as a script and drawn like any run, and the script names its scenario relative to itself', async () => {
    const out = join(folder, 'reports', 'keepa');
    const { files } = await writeReport(result(), out, namesOnly, { file: join(folder, 'keepa.yaml'), set: {} });
    expect(
      files.map((file) => file.slice(out.length + 1)).filter((name) => /script|counterexample/.test(name)),
    ).toEqual([
      'counterexample-backfiller-level.png',
      'counterexample-backfiller-level.svg',
      'counterexample-backfiller-lanes.png',
      'counterexample-backfiller-lanes.svg',
      'backfiller.script.json',
    ]);
    const path = join(out, 'backfiller.script.json');
    const text = await readFile(path, 'utf8');
    const script = readScript(text, path);
    expect(script.scenarioFile).toBe('../../keepa.yaml');
    expect(pathBeside(path, script.scenarioFile)).toBe(join(folder, 'keepa.yaml'));
    expect(text).not.toContain(folder);
    // For a person: one step a line.
    expect(text).toContain('\n    {"afterMs":0,"levels":{"keepa":0},"choices":[');
  });

  it('of an earlier run is removed when this run has none; what is not ours stays', async () => {
    const source = { file: join(folder, 'keepa.yaml'), set: {} };
    await writeReport(result(), folder, namesOnly, source);
    await writeFile(join(folder, 'mine.script.json'), '{}');
    await writeFile(join(folder, 'world-2-backfiller.script.json'), '{}');
    await mkdir(join(folder, 'upserter.script.json'));
    await writeReport(result({ UPSERT_COST: '30' }), folder, namesOnly, source);
    const left = await readdir(folder);
    expect(left.filter((name) => name.includes('script'))).toEqual(['mine.script.json', 'upserter.script.json']);
    expect(left.filter((name) => name.startsWith('counterexample'))).toEqual([]);
  });

  it('is not written where nobody says which scenario it belongs to', async () => {
    await writeReport(result(), folder, namesOnly);
    expect((await readdir(folder)).filter((name) => name.includes('script'))).toEqual([]);
  });
});

describe('a path in a file', () => {
  it.each([
    { directory: 'reports/keepa', path: 'scenarios/keepa.yaml', named: '../../scenarios/keepa.yaml' },
    { directory: '.', path: 'keepa.yaml', named: 'keepa.yaml' },
    { directory: 'reports', path: './reports/keepa.yaml', named: 'keepa.yaml' },
  ])('from $directory to $path is $named, and leads back', ({ directory, path, named }) => {
    expect(pathFrom(directory, path)).toBe(named);
    expect(pathBeside(join(directory, 'x.script.json'), named)).toBe(join(path));
  });
});

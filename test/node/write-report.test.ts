import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/judge/report/report.ts';
import type { ChartRenderer } from '../../src/node/canvas.ts';
import { FileError } from '../../src/node/file-error.ts';
import { writeReport } from '../../src/node/write-report.ts';
import { DAY, keepaResult } from '../report/fixture.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Draws names instead of pictures: quick, and to be recognized. */
const namesOnly: ChartRenderer = {
  render: async ({ name }) => ({ png: Buffer.from(`png ${name}`), svg: `svg ${name}` }),
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quotasim-report-'));
});
afterEach(async () => rm(folder, { recursive: true }));

describe('writeReport', () => {
  it('writes the page, the numbers, and a PNG and an SVG of each chart', async () => {
    const out = join(folder, 'reports', 'keepa-before');
    const { files, remarks } = await writeReport(keepaResult(), out);
    const charts = ['lanes', 'lanes-detail', 'level', 'level-detail', 'served', 'since-progress', 'tokens', 'waits'];
    const expected = ['report.html', 'report.json', ...charts.flatMap((name) => [`${name}.png`, `${name}.svg`])];
    expect((await readdir(out)).sort()).toEqual(expected.sort());
    expect(files.map((file) => file.slice(out.length + 1)).sort()).toEqual(expected);
    expect(remarks).toEqual([]);
    const json = await readFile(join(out, 'report.json'), 'utf8');
    expect(reportSchema.parse(JSON.parse(json))).toEqual(keepaResult().report);
    expect(json).toMatch(/^\{\n {2}"quotasim"[\s\S]*\}\n$/);
    const page = await readFile(join(out, 'report.html'), 'utf8');
    expect(page.match(/<img src="data:image\/png;base64,iVBOR/g)).toHaveLength(charts.length);
    expect(page).not.toMatch(/sourceMappingURL|(?:src|href)="https?:/);
  });

  it('writes the same bytes again', async () => {
    const read = async (out: string): Promise<string[]> => {
      // That a picture is the same again is tested where it is drawn; here all of them are in the long form.
      await writeReport(keepaResult({ horizonMs: DAY }), out, ...(LONG ? [] : [namesOnly]));
      const names = (await readdir(out)).sort();
      return Promise.all(names.map(async (name) => `${name} ${await readFile(join(out, name), 'base64')}`));
    };
    expect(await read(join(folder, 'one'))).toEqual(await read(join(folder, 'two')));
  });

  it('removes the charts of an earlier run, and nothing else', async () => {
    await writeFile(join(folder, 'world-9-level.png'), 'old');
    await writeFile(join(folder, 'level-other.svg'), 'old');
    await writeFile(join(folder, 'my-level.png'), 'mine');
    await writeFile(join(folder, 'level.txt'), 'mine');
    await mkdir(join(folder, 'lanes-old.png'));
    await writeReport(keepaResult(), folder, namesOnly);
    const left = await readdir(folder);
    expect(left).not.toContain('world-9-level.png');
    expect(left).not.toContain('level-other.svg');
    expect(left).toEqual(expect.arrayContaining(['my-level.png', 'level.txt', 'lanes-old.png']));
    expect(await readFile(join(folder, 'level.png'), 'utf8')).toBe('png level');
  });

  it('draws the worst of many worlds, and says what it did not draw', async () => {
    const worlds = [45, 46, 47, 48, 480].map((gate) => ({ gate, everyMinutes: 60 }));
    const { remarks } = await writeReport(keepaResult({}, worlds), folder, namesOnly);
    const drawn = new Set((await readdir(folder)).flatMap((name) => /^(world-\d)/.exec(name)?.[1] ?? []));
    expect([...drawn].sort()).toEqual(['world-1', 'world-2', 'world-5']);
    expect(remarks).toEqual(['PNG and SVG were drawn of 3 worlds; report.html draws the charts of the other 2 itself']);
  });

  it('says which names the font of the pictures cannot write', async () => {
    const names = { upserter: 'Überträger', backfiller: 'タスク', supply: 'žeton' };
    const { remarks } = await writeReport(keepaResult({ names }), folder, namesOnly);
    expect(remarks).toEqual([
      'the font of the pictures lacks letters of タスク, žeton: PNG and SVG may show boxes there; report.html shows the names in its charts',
    ]);
  });

  it('writes nothing when the report breaks its schema', async () => {
    const { report, traces } = keepaResult();
    const broken = { ...report, replications: -1 };
    await expect(writeReport({ report: broken, traces }, join(folder, 'x'), namesOnly)).rejects.toThrow(
      'a report keeps to its schema',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says when a file stands where the directory should be', async () => {
    await writeFile(join(folder, 'taken'), '');
    await expect(writeReport(keepaResult(), join(folder, 'taken'), namesOnly)).rejects.toThrow(FileError);
  });
});

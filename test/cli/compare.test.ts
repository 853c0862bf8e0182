/** `sim compare A B…`: the story's settings side by side, in words and files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeComparison } from '../../src/node/write-comparison.ts';
import { sim } from './io.ts';

const files = { 'prod.yaml': readFileSync('scenarios/prod.yaml', 'utf8') };
const FEW = ['--replications', '3', '--horizon', '1d'];
const story = ['compare', 'prod.yaml', '--with', 'BACKFILL_MIN_TOKENS=50', ...FEW];

describe('sim compare', () => {
  it('tells what a threshold of 50 does to both tasks, and exits as the second side deserves', async () => {
    const { exit, out, compared } = await sim(story, { files });
    expect(exit).toBe(1);
    expect(out).toMatch(/^COMPARE {2}prod \| BACKFILL_MIN_TOKENS=50\n/);
    expect(out).toMatch(/\nBACKFILL_MIN_TOKENS +80 +50\n/);
    expect(out).toMatch(/\nverdict +PASS +FAIL\nupserter +live +starvable\nbackfiller +live +live\n/);
    expect(out).toMatch(/\nupserter served +100 % +\d/);
    expect(out).toContain('Again  sim compare prod.yaml --with BACKFILL_MIN_TOKENS=50 --horizon 1d --seed 1');
    expect(compared.map(({ directory }) => directory)).toEqual(['reports/compare-prod']);

    const folder = mkdtempSync(join(tmpdir(), 'quotasim-compare-'));
    try {
      const drawn: string[] = [];
      const renderer = {
        render: async ({ name }: { name: string }) => {
          drawn.push(name);
          return { png: new Uint8Array([1]), svg: '<svg/>' };
        },
      };
      await writeComparison(compared[0]!.compared, folder, renderer);
      expect(drawn).toEqual(['compare-progress', 'compare-served', 'compare-longest', 'compare-level']);
      expect(readdirSync(folder)).toContain('comparison.json');
      const page = readFileSync(join(folder, 'compare.html'), 'utf8');
      expect(page).toContain('BACKFILL_MIN_TOKENS=50 against prod: worse: upserter');
      const seen = page.slice(0, page.indexOf('<script'));
      expect(seen.match(/undefined|NaN|\[object/)).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('prints comparison.json alone with --json, the same bytes each time', async () => {
    const once = await sim([...story, '--json'], { files });
    const again = await sim([...story, '--json'], { files });
    expect(once.out).toBe(again.out);
    expect(JSON.parse(once.out).sides.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['pass', 'fail']);
    expect(once.compared).toEqual([]);
  });

  it('calls files by their names, and by their paths where these are the same', async () => {
    const two = { ...files, 'next/prod.yaml': files['prod.yaml'] };
    const { out, exit } = await sim(['compare', 'prod.yaml', 'next/prod.yaml', ...FEW, '--json'], { files: two });
    expect(exit).toBe(0);
    expect(JSON.parse(out).sides.map(({ label }: { label: string }) => label)).toEqual(['prod.yaml', 'next/prod.yaml']);
  });

  it.each([
    [['compare', 'prod.yaml'], 'compare needs a second scenario, or --with NAME=VALUE'],
    [['compare', 'prod.yaml', 'prod.yaml'], 'compare was given prod.yaml twice'],
    [['compare', 'prod.yaml', '--with', 'THRESHOLD'], '--with needs NAME=VALUE, received "THRESHOLD"'],
    [['compare', ...Array.from({ length: 9 }, () => 'prod.yaml')], 'compare takes at most 8 sides, received 9'],
  ])('refuses %j', async (argv, says) => {
    const { exit, err } = await sim(argv, { files });
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining(says) });
  });
});

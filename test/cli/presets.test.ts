/** `sim presets`. */
import { expect, it } from 'vitest';
import { PRESETS } from '../../src/scenarios/presets/index.ts';
import { sim } from './io.ts';

it('lists every preset with where it can stand', async () => {
  const { exit, out, err } = await sim(['presets']);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out.trimEnd().split('\n')).toHaveLength(PRESETS.length);
  expect(out).toContain(`celery${' '.repeat(14)}supplies, pools, tasks  Celery: `);
});

it('shows one with its source, its date and what it stands for', async () => {
  const { exit, out } = await sim(['presets', 'youtube-search']);
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "## youtube-search

    YouTube Data API v3: searches a day (uploads have as many of their own). Read in 2026-11: <https://developers.google.com/youtube/v3/determine_quota_cost>.

    \`supplies: { api: { preset: youtube-search } }\` stands for

    \`\`\`yaml
    model: quota
    limit: 100
    resets: { at: "00:00", zone: America/Los_Angeles }
    \`\`\`

    Know that

    - A call costs 1.
    - Before 2026 a search cost 100 of the 10,000 units of preset youtube: so it may still be for your project.
    "
  `);
});

it('knows what was perhaps meant', async () => {
  expect(await sim(['presets', 'sidekick'])).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining('there is no preset "sidekick"; did you mean sidekiq?'),
  });
  expect((await sim(['presets', 'zzzzzzzz'])).err).toContain('sim presets lists all');
});

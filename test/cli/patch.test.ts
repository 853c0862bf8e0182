/** `sim export --to patch`: the change that is asked for, where production keeps it. */
import { expect, it } from 'vitest';
import { sim } from './io.ts';

const files = {
  'sync.yaml': `quotasim: 1
horizon: 1d
parameters:
  BATCH: { value: 5, from: deploy/sync.env#SYNC_BATCH }
  EVERY: { value: 15m, in: s, from: src/settings.ts#EVERY_SECONDS }
tasks: { sync: { trigger: { every: $EVERY, offset: 0 }, whenBusy: skip, steps: [{ work: 1m }, { progress: $BATCH }] } }
`,
  'app/deploy/sync.env': 'SYNC_BATCH=5\n',
  'app/src/settings.ts': 'export const EVERY_SECONDS = 900;\n',
  'old/deploy/sync.env': 'SYNC_BATCH=4\n',
  'old/src/settings.ts': 'export const EVERY_SECONDS = 900;\n',
};
const to = (root: string, ...set: readonly string[]) =>
  sim(['export', 'sync.yaml', '--to', 'patch', '--root', root, ...set.flatMap((one) => ['--set', one])], { files });

it('prints a diff below where it comes from', async () => {
  const { exit, out, err } = await to('app', 'EVERY=20m');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toMatch(/^# Settings of sync\n# quotasim [^\n]+: every goal met\n/);
  expect(out.slice(out.indexOf('---'))).toBe(
    [
      '--- a/src/settings.ts',
      '+++ b/src/settings.ts',
      '@@ -1,1 +1,1 @@',
      '-export const EVERY_SECONDS = 900;',
      '+export const EVERY_SECONDS = 1200;',
      '',
    ].join('\n'),
  );
});

it('refuses a scenario that says of no parameter where it is kept, and says what to write', async () => {
  const text = files['sync.yaml'].replace(/, from: [^ ]+/g, '');
  const { exit, out, err } = await sim(['export', 'sync.yaml', '--to', 'patch'], { files: { 'sync.yaml': text } });
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(
    'no parameter says where production keeps it, so there is nothing to patch: write `from: path#symbol` at it',
  );
});

it('says where nothing is to change, and where production holds something else', async () => {
  const same = await to('app/');
  expect(same).toMatchObject({
    exit: 0,
    err: expect.stringMatching(/^nothing to change: .*sim export \S+ --to patch --set [A-Z_]+=VALUE\n$/),
  });
  expect(same.out).not.toContain('---');
  const other = await to('old', 'EVERY=20m');
  expect({ exit: other.exit, out: other.out }).toEqual({ exit: 2, out: '' });
  expect(other.err).toContain('BATCH (deploy/sync.env#SYNC_BATCH): line 1 holds 4, and the scenario says 5');
});

/** Prometheus' own checker takes the alerts. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exported, withConsumer } from './consumer.ts';

const SAFE = `quotasim: 1
title: 'hostile {{ value }} """ --- title'
horizon: 2d
parameters: { BATCH: 5 }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, debt: none, initial: any } }
tasks:
  "a \\"b\\" {{c}} \\\\ ' é": { trigger: { every: 15m, offset: any }, whenBusy: skip, steps: [{ spend: { api: $BATCH } }, progress] }
  plain: { trigger: { every: 1h, offset: any }, whenBusy: skip, steps: [{ spend: { api: $BATCH } }, progress] }
`;

withConsumer({ name: 'promtool', from: 'apt-get install prometheus', probe: ['promtool', '--version'] }, () => {
  /** What promtool says of a text. */
  function checked(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'quotasim-promtool-'));
    try {
      writeFileSync(join(folder, 'rules.yaml'), text);
      return execFileSync('promtool', ['check', 'rules', 'rules.yaml'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const text = exported('prometheus', SAFE);

  it('takes an alert for each task', () => {
    expect(checked(text)).toMatch(/SUCCESS: 2 rules found/);
  });

  it('refuses a broken one', () => {
    expect(() => checked(text.replace(/expr: .*/, 'expr: "time( -"'))).toThrow(/promtool/);
  });
});

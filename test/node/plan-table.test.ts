/** A plan's results as a Parquet file, read back by a reader of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, expect, it } from 'vitest';
import { openStore, prepareStore } from '../../src/node/plan-store.ts';
import { writePlanTable } from '../../src/node/plan-table.ts';
import { plan } from '../../src/plan/plan.ts';

const TEXT = `quotasim: 1
horizon: 1d
grid: 1m
parameters:
  HIGH: { value: 60, range: [20, 80], step: 20 }
  EVERY: { value: 15m, oneOf: [15m, 30m] }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, initial: any, debt: unlimited } }
tasks:
  low: { trigger: { every: $EVERY }, whenBusy: skip, steps: [{ await: { api: 40 } }, { spend: { api: 20 } }, progress] }
  high: { trigger: always, steps: [{ repeat: [{ await: { api: $HIGH } }, { spend: { api: 20 } }, progress, { work: 1m }] }] }
`;
const directory = mkdtempSync(join(tmpdir(), 'quotasim-table-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('has a row for each setting, with its values and what is known of it', async () => {
  const store = join(directory, 'plan.jsonl');
  await prepareStore(store);
  const report = await plan(TEXT, {}, { store: (hash) => openStore(store, { hash, resume: false }) });
  const path = await writePlanTable(store);
  expect(path).toBe(join(directory, 'plan.parquet'));
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = await parquetReadObjects({ file });
  expect(rows).toHaveLength(report.counts.looked);
  expect(rows.filter(({ safety }) => safety === 'safe')).toHaveLength(report.counts.safe);
  expect(Object.keys(rows[0]!)).toMatchInlineSnapshot(`
    [
      "value.HIGH",
      "value.EVERY",
      "safety",
      "by",
      "why",
      "states",
      "verdict",
      "score",
      "perDay.low",
      "perDay.high",
      "served.low",
    ]
  `);
  const chosen = Object.entries(report.chosen!.values);
  const row = rows.find((one) => chosen.every(([name, value]) => one[`value.${name}`] === value));
  expect(row).toMatchObject({ safety: 'safe', verdict: 'pass', why: null });
});

it('is empty where nothing was looked at yet', async () => {
  const store = join(directory, 'begun.jsonl');
  writeFileSync(store, '{"format":"quotasim-plan-2","plan":"0"}\n');
  const bytes = readFileSync(await writePlanTable(store));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  expect(await parquetReadObjects({ file })).toEqual([]);
});

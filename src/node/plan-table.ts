/**
 * The results of a plan as a table for other programs: a Parquet file with a row for each setting that was looked at.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Job, JobResult, Look } from '../plan/job.ts';
import { writeWhole } from './files.ts';

interface Row {
  readonly values: Readonly<Record<string, string>>;
  readonly look: Look;
}

/**
 * Writes `plan.parquet` beside the store of a plan, which has one row for each setting: its values (`value.NAME`, as texts), how
 * safe it is (`safety`, `by`, `why`), `states` that were explored, the `verdict` and `score` of its runs, and by task
 * `worstMs.TASK` (proved), `perDay.TASK` and `served.TASK`. Empty where nothing is known.
 *
 * @returns the path of the file.
 * @throws {FileError} when it cannot be written.
 * @example
 * await writePlanTable('reports/plan-prod/plan.jsonl'); // 'reports/plan-prod/plan.parquet'
 */
export async function writePlanTable(store: string): Promise<string> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const rows = rowsOf(readFileSync(store, 'utf8'));
  const path = store.replace(/\.jsonl$/, '.parquet');
  await writeWhole(path, new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(rows) })));
  return path;
}

/** The last look at each setting; with facts as they are. */
function rowsOf(text: string): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const line of text.split('\n').slice(1, -1)) {
    const { key, result } = JSON.parse(line) as { readonly key: string; readonly result: JobResult };
    const job = JSON.parse(key) as Job;
    if (job.kind !== 'look' || result.kind !== 'look' || job.edits !== undefined) continue;
    rows.set(JSON.stringify(job.values), { values: job.values, look: result });
  }
  return [...rows.values()];
}

interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'DOUBLE';
  readonly data: (string | number | null)[];
}

function columnsOf(rows: readonly Row[]): Column[] {
  const text = (name: string, of: (row: Row) => string | undefined): Column => {
    return { name, type: 'STRING', data: rows.map((row) => of(row) ?? null) };
  };
  const figure = (name: string, of: (look: Look) => number | undefined): Column => {
    return { name, type: 'DOUBLE', data: rows.map(({ look }) => of(look) ?? null) };
  };
  const byTask = (name: string, of: (look: Look) => Readonly<Record<string, number>> | undefined): Column[] => {
    const tasks = new Set(rows.flatMap(({ look }) => Object.keys(of(look) ?? {})));
    return [...tasks].map((task) => figure(`${name}.${task}`, (look) => of(look)?.[task]));
  };
  return [
    ...Object.keys(rows[0]?.values ?? {}).map((name) => text(`value.${name}`, ({ values }) => values[name])),
    text('safety', ({ look }) => (look.invalid === undefined ? look.safety : 'invalid')),
    text('by', ({ look }) => look.by),
    text('why', ({ look }) => look.invalid ?? look.why),
    figure('states', ({ states }) => states),
    text('verdict', ({ look }) => look.judged?.verdict),
    figure('score', ({ judged }) => judged?.score),
    ...byTask('worstMs', ({ worstMs }) => worstMs),
    ...byTask('perDay', ({ judged }) => judged?.perDay),
    ...byTask('served', ({ judged }) => judged?.served),
  ];
}

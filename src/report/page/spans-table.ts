/**
 * The table of report.html that has every wait, latency, gap and age in numbers, each with its interval and how it was
 * obtained.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { AgeReport, TaskReport, WaitReport, WorldReport } from '../../judge/report/report.ts';
import type { ChartTable } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { intervalText } from '../text/goal-text.ts';

const COLUMNS = ['task', 'what', 'count', 'mean', 'p50', 'p95', 'p99', 'longest', 'obtained'];

/** A row for each thing of each task that took any time. */
export function spansTable({ tasks }: Pick<WorldReport, 'tasks'>): ChartTable {
  const rows = Object.entries(tasks).flatMap(([name, task]) =>
    rowsOf(task).map(([what = '', ...cells]) => [name, what, ...cells]),
  );
  return { columns: COLUMNS, rows };
}

function rowsOf({ waitMs, latency, age, progress, waited }: TaskReport): string[][] {
  const samples = (what: string, values: WaitReport | null) =>
    values === null || values.max === 0
      ? []
      : [spanRow(what, values, amountText(values.count), durationText(values.max))];
  const { betweenMs } = progress;
  const { ms, interval, by } = waited.median;
  return [
    ...samples('waits for tokens', waitMs.supply),
    ...samples('waits for a lock', waitMs.lock),
    ...samples('waits for a pool', waitMs.pool),
    ...samples('latency, due to done', latency),
    ...(betweenMs === null
      ? []
      : [['between two progresses', '', '', ...quantileCells(betweenMs), durationText(betweenMs.max), betweenMs.by]]),
    ...(age === null ? [] : [spanRow('age of the last progress', age, '', '')]),
    ...(ms === 0 ? [] : [['longest wait of each run', '', '', withInterval(ms, interval), '', '', '', by]]),
  ];
}

function spanRow(what: string, values: AgeReport, count: string, longest: string): string[] {
  const { mean, interval, by } = values;
  // Where there is one run, both were obtained in the same way.
  const how = by.mean === by.quantiles ? by.mean : `${by.mean}; ${by.quantiles}`;
  return [what, count, withInterval(mean, interval), ...quantileCells(values), longest, how];
}

function quantileCells({ p50, p95, p99, intervals }: Pick<AgeReport, 'p50' | 'p95' | 'p99' | 'intervals'>): string[] {
  return [withInterval(p50, intervals.p50), withInterval(p95, intervals.p95), withInterval(p99, intervals.p99)];
}

function withInterval(ms: number, interval: readonly [number, number] | null): string {
  return durationText(ms) + intervalText(interval, durationText);
}

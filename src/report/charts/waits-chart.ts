/**
 * How long each task waits: median, 95th and 99th of a hundred, and the longest, over or not, on an axis that goes from a second to
 * years in about equal ratios.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TaskReport } from '../../judge/report/report.ts';
import type { TimeMs } from '../../sim/time.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject, Point } from '../spec.ts';
import { CHART_WIDTH, headHeight, shorten } from '../text/text-fit.ts';
import { atLeastText, unfinishedMs } from '../unfinished.ts';
import type { World } from '../world.ts';
import { frame, rowScale, timeScale } from './frame.ts';
import { pen, rectanglePath, shapes } from './pens.ts';

const ROW = 34;
/** Beyond a dozen rows. */
const ROW_MANY = 25;
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** Ticks of about equal ratio that people can name. */
const LADDER: readonly { readonly ms: TimeMs; readonly text: string }[] = [
  { ms: 0, text: '0' },
  { ms: 10, text: '10 ms' },
  { ms: 100, text: '100 ms' },
  { ms: SECOND, text: '1 s' },
  { ms: 10 * SECOND, text: '10 s' },
  { ms: 60 * SECOND, text: '1 min' },
  { ms: 600 * SECOND, text: '10 min' },
  { ms: HOUR, text: '1 h' },
  { ms: 6 * HOUR, text: '6 h' },
  { ms: DAY, text: '1 d' },
  { ms: 7 * DAY, text: '7 d' },
  { ms: 30 * DAY, text: '30 d' },
  { ms: 365 * DAY, text: '1 y' },
  { ms: 3650 * DAY, text: '10 y' },
  { ms: 36500 * DAY, text: '100 y' },
];

const QUANTILES = [
  { key: 'p50', label: 'half of the waits are shorter', style: 'circle', radius: 4.5 },
  { key: 'p95', label: '95 of 100 are shorter', style: 'line', radius: 6 },
  { key: 'p99', label: '99 of 100 are shorter', style: 'crossRot', radius: 5 },
  { key: 'max', label: 'the longest', style: 'rectRot', radius: 6 },
] as const;

/** Quantiles are of what ended; `max` is of unfinished waits too. */
interface Values {
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly max: number;
}

interface Row {
  readonly task: string;
  readonly label: string;
  readonly what: string;
  readonly count: number | undefined;
  readonly values: Values;
  /** The longest of all was not over when its run ended; 0 where it was. */
  readonly openMs: number;
}

/** The waits of all tasks; undefined where nobody ever waited. */
export function waitsChart(world: World, name: string): ChartSpec | undefined {
  const rows = world.tasks.flatMap((task) => rowsOf(task, world.world.tasks[task]!));
  if (rows.length === 0) return undefined;
  const ladder = ladderFor(rows.flatMap(({ values }) => [values.p50 ?? values.max, values.max]));
  const title = titleOf(rows);
  const subtitle = 'all runs; each step of the axis is several times the one before';
  return {
    name,
    title,
    describe: `Waits by task: ${rows.map(rowText).join('; ')}.`,
    width: CHART_WIDTH,
    height: (rows.length > 12 ? ROW_MANY : ROW) * rows.length + headHeight(title, subtitle) + 84,
    config: {
      type: 'line',
      data: { datasets: datasets(world, rows, ladder) },
      options: frame({
        title,
        subtitle,
        scales: {
          x: timeScale({ fromMs: 0, toMs: 0, stepMs: 1, labels: ladder.map(({ text }) => text) }),
          y: rowScale(
            rows.map(({ label }) => label),
            rows.map(({ task }) => world.colour(task)),
          ),
        },
        legendForward: true,
        interaction: { mode: 'nearest', intersect: true },
      }),
    },
    table: {
      columns: ['task', 'what', 'waits', 'p50', 'p95', 'p99', 'longest'],
      rows: rows.map(({ task, what, count, values, openMs }) => [
        task,
        what,
        count === undefined ? '' : String(count),
        ...[values.p50, values.p95, values.p99].map((ms) => (ms === undefined ? '' : durationText(ms))),
        longestText({ values, openMs }),
      ]),
    },
  };
}

function rowsOf(task: string, report: TaskReport): Row[] {
  const kinds = [
    ['supply', 'tokens'],
    ['lock', 'a lock'],
    ['pool', 'a pool'],
  ] as const;
  const waits = kinds.flatMap(([kind, text]): Row[] => {
    const ended = report.waitMs[kind];
    const unfinished = unfinishedMs(report.longestWait, kind);
    // Who never had to wait is not worth a row.
    if (unfinished === 0 && (ended === null || ended.max === 0)) return [];
    const openMs = unfinished > (ended?.max ?? 0) ? unfinished : 0;
    const quantiles = ended === null ? {} : { p50: ended.p50, p95: ended.p95, p99: ended.p99 };
    const values = { ...quantiles, max: Math.max(unfinished, ended?.max ?? 0) };
    const count = ended?.count ?? 0;
    return [{ task, label: `${shorten(task)}, for ${text}`, what: `waits for ${text}`, count, values, openMs }];
  });
  const between = report.progress.betweenMs;
  if (between === null) return waits;
  const label = `${shorten(task)}, between progress`;
  return [...waits, { task, label, what: 'between two progresses', count: undefined, values: between, openMs: 0 }];
}

function ladderFor(values: readonly number[]): typeof LADDER {
  const largest = Math.max(...values);
  const positive = values.filter((value) => value > 0);
  const least = positive.length === 0 ? SECOND : Math.min(...positive);
  const top = Math.max(
    2,
    LADDER.findIndex(({ ms }) => ms >= largest) < 0 ? LADDER.length - 1 : LADDER.findIndex(({ ms }) => ms >= largest),
  );
  // The rung just below the least value, and 0 before it.
  const bottom = Math.min(
    top - 1,
    Math.max(
      1,
      LADDER.findLastIndex(({ ms }) => ms <= least),
    ),
  );
  return [LADDER[0]!, ...LADDER.slice(bottom, top + 1)];
}

/** Between two rungs a wait stands where its logarithm does; below the second rung, in proportion. */
function rung(ladder: typeof LADDER, ms: TimeMs): number {
  const above = ladder.findIndex((step) => step.ms >= ms);
  if (above === 0) return 0;
  if (above < 0) return ladder.length - 1;
  const [low, high] = [ladder[above - 1]!.ms, ladder[above]!.ms];
  const part = low === 0 ? ms / high : Math.log(ms / low) / Math.log(high / low);
  return Math.round((above - 1 + part) * 1e4) / 1e4;
}

function datasets(world: World, rows: readonly Row[], ladder: typeof LADDER): JsonObject[] {
  const marks = QUANTILES.map(({ key, label, style, radius }) => {
    const points = rows.flatMap(({ values }, row): Point[] => {
      const value = values[key];
      return value === undefined ? [] : [{ x: rung(ladder, value), y: row }];
    });
    return pen(label, points, INK.text, 1, {
      showLine: false,
      pointStyle: style,
      pointRotation: style === 'line' ? 90 : 0,
      pointRadius: radius,
      pointHitRadius: 8,
      pointBackgroundColor: key === 'p50' ? '#ffffff' : INK.text,
      backgroundColor: key === 'p50' ? '#ffffff' : INK.text,
      pointBorderWidth: 2,
    });
  });
  const ranges = rows.map(({ task, values }, row) => {
    const [left, right] = [rung(ladder, values.p50 ?? values.max), rung(ladder, values.max)];
    return shapes('', rectanglePath({ left, right, top: row - 0.09, bottom: row + 0.09 }), world.colour(task), {});
  });
  return [...marks, ...ranges];
}

function titleOf(rows: readonly Row[]): string {
  const worst = rows
    .filter(({ what }) => what.startsWith('waits'))
    .sort((left, right) => right.values.max - left.values.max)[0];
  if (worst === undefined || worst.values.max === 0) return 'How long tasks wait';
  const waiter = shorten(worst.task, 40);
  const what = worst.what.replace('waits ', '');
  const { p50, max } = worst.values;
  if (worst.openMs > 0) return `${waiter} waits ${what} for at least ${durationText(max)}, not over at the end`;
  const longest = `${waiter} waits up to ${durationText(max)} ${what}`;
  if (p50 === undefined || p50 > max / 2) return longest;
  const half = p50 === 0 ? 'half the time it does not wait' : `half of its waits are below ${durationText(p50)}`;
  return `${longest}; ${half}`;
}

function longestText({ values, openMs }: Pick<Row, 'values' | 'openMs'>): string {
  return openMs > 0 ? atLeastText(0, openMs) : durationText(values.max);
}

function rowText({ label, values, openMs }: Row): string {
  const half = values.p50 === undefined ? '' : ` half below ${durationText(values.p50)},`;
  return `${label}${half} longest ${longestText({ values, openMs })}`;
}

/**
 * The level of a supply against time: the saw-tooth, who cuts it down, and the lines that tasks wait for.
 *
 * @module
 */
import { durationText } from '../analysis/duration-text.ts';
import { assert } from '../sim/assert.ts';
import type { TimeMs } from '../sim/time.ts';
import { amountText } from './amount-text.ts';
import { position, type TimeAxis, timeAxis, type ValueAxis, valueAxis } from './axis.ts';
import { CHART_WIDTH, frame, headHeight, pen, shorten, timeScale, valueScale } from './frame.ts';
import { levelTitle } from './level-title.ts';
import { limitLabels, limitsOf } from './limits.ts';
import { INK } from './palette.ts';
import type { ChartSpec, ChartTable, JsonObject, Point } from './spec.ts';
import { type Drop, dropsOf } from './strokes.ts';
import { type Columns, type Sample, thin, thinStrokes } from './thin.ts';
import type { Window } from './window.ts';
import type { World } from './world.ts';

const PLOT_HEIGHT = 250;
const RIGHT = 190;
const PLOT_WIDTH = CHART_WIDTH - RIGHT - 70;

/** The level of `supply` over the whole run, or over `window`. */
export function levelChart(world: World, supply: string, name: string, window?: Window): ChartSpec {
  const { trace } = world;
  const axis = timeAxis(window?.fromMs ?? 0, window?.toMs ?? trace.horizonMs);
  const columns = { from: 0, to: axis.labels.length - 1, count: PLOT_WIDTH };
  const line = lineOf(world, supply, axis);
  const drops = dropsOf(trace, supply).filter(({ atMs }) => atMs >= axis.fromMs && atMs <= axis.toMs);
  const limits = limitsOf(world, supply, line);
  const values = valueAxis(
    Math.min(0, ...extremes(line, drops).map(({ low }) => low)),
    Math.max(...limits.shown.map(({ tokens }) => tokens), ...extremes(line, drops).map(({ high }) => high), 1),
  );
  const title = window === undefined ? levelTitle(world, supply) : detailTitle(supply, window);
  const subtitle = [subtitleOf(world, supply), limits.remark, lookRemark(drops)]
    .filter((part) => part !== '')
    .join(' · ');
  const legend = drops.length > 0;
  return {
    name,
    title,
    describe: describeLevel(world, supply, line, window),
    width: CHART_WIDTH,
    height: PLOT_HEIGHT + headHeight(title, subtitle) + 50 + (legend ? 36 : 0),
    config: {
      type: 'line',
      data: { datasets: datasets(world, line, drops, axis, columns, (values.max - values.min) / PLOT_HEIGHT) },
      options: frame({
        title,
        subtitle,
        legend,
        right: RIGHT,
        scales: { x: timeScale(axis), y: valueScale(values, `tokens of ${shorten(supply)}`) },
        annotations: {
          ...zeroLine(values),
          ...limitLabels(limits.shown, { values, plotHeight: PLOT_HEIGHT, right: axis.labels.length - 1 }),
        },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
      }),
    },
    table: levelTable(world, supply),
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

function detailTitle(supply: string, { fromMs, toMs, text }: Window): string {
  return fromMs === 0
    ? `${shorten(supply, 40)} in the first ${durationText(toMs)}, in detail`
    : `${shorten(supply, 40)} from ${durationText(fromMs)} to ${durationText(toMs)}, ${text}`;
}

/** The level's corners inside the axis, with a point on each edge where the line crosses it. */
function lineOf({ trace }: World, supply: string, axis: TimeAxis): Sample[] {
  const corners = trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  const line: Sample[] = [];
  for (const [index, corner] of corners.entries()) {
    const next = corners[index + 1];
    if (corner.atMs < axis.fromMs) {
      if (next !== undefined && next.atMs > axis.fromMs) line.push({ x: 0, y: between(corner, next, axis.fromMs) });
    } else if (corner.atMs > axis.toMs) break;
    else {
      line.push({ x: position(axis, corner.atMs), y: corner.tokens });
      if (next !== undefined && next.atMs > axis.toMs)
        line.push({ x: position(axis, axis.toMs), y: between(corner, next, axis.toMs) });
    }
  }
  return line;
}

interface Corner {
  readonly atMs: TimeMs;
  readonly tokens: number;
}

function between(from: Corner, to: Corner, atMs: TimeMs): number {
  assert(to.atMs > from.atMs, 'corners come in order', { from: from.atMs, to: to.atMs });
  return from.tokens + ((to.tokens - from.tokens) * (atMs - from.atMs)) / (to.atMs - from.atMs);
}

/** Lowest and highest of line and drops; a loop, because a million corners do not fit into an argument list. */
function extremes(line: readonly Sample[], drops: readonly Drop[]): { readonly low: number; readonly high: number }[] {
  if (line.length + drops.length === 0) return [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of line) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  for (const { before, after } of drops) {
    low = Math.min(low, after);
    high = Math.max(high, before);
  }
  return [{ low, high }];
}

function datasets(
  world: World,
  line: readonly Sample[],
  drops: readonly Drop[],
  axis: TimeAxis,
  columns: Columns,
  pixel: number,
): readonly JsonObject[] {
  const crowd = (own: readonly Drop[]): boolean => own.length > columns.count / 8;
  const dense = crowd(drops.filter(({ kind }) => kind === 'spend'));
  const spends = legendOf(drops, dense).map(({ task, own }) => {
    const colour = task === undefined ? INK.poll : world.colour(task);
    const label = task === undefined ? 'paid looks at the balance' : `${shorten(task)} spends`;
    if (!dense) return pen(label, strokePath(own, axis, columns), colour, task === undefined && crowd(own) ? 1 : 2.5);
    // Whole strokes would be one band of ink: short ones show at which level each task takes its tokens.
    const tops = own.map(({ atMs, before }) => ({ x: position(axis, atMs), y: before }));
    const marks = thin(tops, columns).flatMap(({ x, y }) => [
      { x, y: y + 2 * pixel },
      { x, y: y - 2 * pixel },
      { x, y: null },
    ]);
    return pen(`${label}, from this level`, marks, colour, 2);
  });
  const level = dense
    ? pen('level', thin(line, columns), INK.axis, 0.75)
    : pen('level', thin(line, columns), INK.level, 1.5);
  return [...spends, level];
}

/**
 * The strokes of each task that spends, and of all paid looks together: the rarest first, which is on top, so that a task
 * that seldom gets its turn is not painted over. In a dense picture the looks would hide the rest and are left out.
 */
function legendOf(
  drops: readonly Drop[],
  dense: boolean,
): { readonly task: string | undefined; readonly own: readonly Drop[] }[] {
  const groups = new Map<string | undefined, Drop[]>();
  for (const drop of drops) {
    const key = drop.kind === 'poll' ? undefined : drop.task;
    if (dense && key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [drop]);
    else group.push(drop);
  }
  const entries = [...groups].map(([task, own]) => ({ task, own }));
  return entries.sort((left, right) => left.own.length - right.own.length);
}

function strokePath(drops: readonly Drop[], axis: TimeAxis, columns: Columns): Point[] {
  const strokes = drops.map(({ atMs, before, after }) => ({ x: position(axis, atMs), low: after, high: before }));
  return thinStrokes(strokes, columns).flatMap(({ x, low, high }) => [
    { x, y: high },
    { x, y: low },
    { x, y: null },
  ]);
}

function zeroLine(values: ValueAxis): JsonObject {
  if (values.min >= 0) return {};
  return {
    zero: { type: 'line', yMin: 0, yMax: 0, borderColor: INK.axis, borderWidth: 1.5, drawTime: 'beforeDatasetsDraw' },
  };
}

function subtitleOf({ world, trace }: World, supply: string): string {
  const numbers = world.supplies[supply];
  const stopped =
    trace.recordedUntilMs < trace.horizonMs ? `recorded until ${durationText(trace.recordedUntilMs)}` : '';
  const mean =
    numbers === undefined ? '' : `one run; mean level over all runs ${amountText(numbers.level.mean)} tokens`;
  return [mean, stopped].filter((part) => part !== '').join(' · ');
}

/** What `datasets` leaves out of a dense picture. */
function lookRemark(drops: readonly Drop[]): string {
  const looks = drops.filter(({ kind }) => kind === 'poll').length;
  const dense = drops.length - looks > PLOT_WIDTH / 8;
  return dense && looks > 0 ? `${amountText(looks)} paid looks at the balance not drawn` : '';
}

function describeLevel(world: World, supply: string, line: readonly Sample[], window: Window | undefined): string {
  const span =
    window === undefined ? 'the whole run' : `${durationText(window.fromMs)} to ${durationText(window.toMs)}`;
  const [range] = extremes(line, []);
  const moves =
    range === undefined
      ? 'nothing was recorded'
      : `between ${amountText(range.low)} and ${amountText(range.high)} tokens`;
  const gates = (world.world.supplies[supply]?.gates ?? []).map(
    (gate) => `${gate.task} waits for ${amountText(gate.tokens)}`,
  );
  return `Level of ${supply} against time, ${span}: ${moves}${gates.length > 0 ? `; ${gates.join(', ')}` : ''}.`;
}

function levelTable({ world, trace }: World, supply: string): ChartTable {
  const numbers = world.supplies[supply];
  const drops = trace.spends.filter((spend) => spend.supply === supply);
  const rows = [...new Set(drops.map(({ task, kind }) => JSON.stringify([task, kind])))].map((key) => {
    const [task, kind] = JSON.parse(key) as [string, string];
    const own = drops.filter((drop) => drop.task === task && drop.kind === kind);
    const sum = own.reduce((total, drop) => total + drop.tokens, 0);
    return [
      kind === 'poll' ? `looks by ${task}` : `spends by ${task}`,
      `${own.length} times, ${amountText(sum)} tokens`,
    ];
  });
  if (numbers === undefined) return { columns: ['in the run shown', ''], rows };
  const { min, mean, max } = numbers.level;
  const level = ['level over all runs', `${amountText(min)} to ${amountText(max)}, mean ${amountText(mean)} tokens`];
  return {
    columns: ['in the run shown', ''],
    rows: [level, ['capacity', `${amountText(numbers.capacity)} tokens`], ...rows],
  };
}

/**
 * A lane per task against time: what its runs do. Where a picture has fewer columns than a lane has spans, each column is
 * filled by the share of its time that each activity took, so a minute of work in a day of waiting stays visible.
 *
 * @module
 */
import type { Trace } from '../../sim/listen/trace.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject, Point } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { CHART_WIDTH, headHeight, labelsOf, legendHeight, shorten, textWidth } from '../text/text-fit.ts';
import { recordedText, type World } from '../world.ts';
import { position, type TimeAxis, timeAxis } from './axis.ts';
import { cycleMark } from './cycle-mark.ts';
import { afterEnd, frame, rowScale, timeScale } from './frame.ts';
import { type Cell, cellsOf } from './lane-cells.ts';
import { ACTIVITIES, describeLanes, lanesTable, lanesTitle, windowText } from './lanes-words.ts';
import { pen, rectanglePath, shapes } from './pens.ts';
import type { Window } from './window.ts';

const ROW = 50;
const COLUMNS_MAX = 4800;
/** Half of a lane's height, as a share of its row. */
const HALF = 0.36;

/** What is marked above a lane. */
const MISSES = [
  { kind: 'skipped', label: 'start skipped', style: 'crossRot' },
  { kind: 'stopped', label: 'gave up', style: 'triangle' },
  { kind: 'failed', label: 'failed', style: 'star' },
  { kind: 'expired', label: 'start expired', style: 'rectRot' },
] as const;

interface Lane {
  readonly task: string;
  readonly label: string;
  readonly cells: readonly Cell[];
  /** The most runs alive at once: what the full height of the lane stands for. */
  readonly runsMax: number;
}

/** What every task does over the whole run, or over `window`. */
export function lanesChart(world: World, name: string, window?: Window): ChartSpec {
  const axis = timeAxis(window?.fromMs ?? 0, window?.toMs ?? world.endMs);
  const labelWidth = Math.max(...world.tasks.map((task) => textWidth(shorten(task), 14)), 40);
  const plotWidth = CHART_WIDTH - 60 - labelWidth;
  // Many lanes share a budget of columns, so that the page stays small.
  const columns = Math.floor(Math.min(plotWidth, COLUMNS_MAX / Math.max(1, world.tasks.length)));
  const lanes = world.tasks.map((task) => laneOf(world.trace, task, axis, columns));
  const title =
    window === undefined ? (world.example?.title ?? lanesTitle(world)) : `What each task does, ${windowText(window)}`;
  const drawn = datasets(world, lanes, axis, plotWidth);
  const crowded = lanes.filter(({ runsMax }) => runsMax > 1);
  const heights = crowded.map(({ label, runsMax }) => `full height of ${label}: ${amountText(runsMax)} runs at once`);
  const example = world.example?.subtitle ?? '';
  const subtitle = [example, ...heights, window === undefined ? recordedText(world) : ''].filter(Boolean).join(' · ');
  return {
    name,
    title,
    describe: describeLanes(world, window),
    width: CHART_WIDTH,
    height: ROW * Math.max(1, lanes.length) + headHeight(title, subtitle) + 42 + legendHeight(labelsOf(drawn)),
    config: {
      type: 'line',
      data: { datasets: drawn },
      options: frame({
        title,
        subtitle,
        scales: {
          x: timeScale(axis),
          y: rowScale(
            lanes.map(({ label }) => label),
            world.tasks.map(world.colour),
          ),
        },
        annotations: { ...afterEnd(axis, world.endMs), ...cycleMark(world, axis) },
        interaction: { mode: 'span' },
      }),
    },
    table: lanesTable(world, window),
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

function laneOf(trace: Trace, task: string, axis: TimeAxis, columns: number): Lane {
  const spans = trace.lanes.filter((lane) => lane.task === task).flatMap((lane) => lane.spans);
  return { task, label: shorten(task), ...cellsOf(spans, { fromMs: axis.fromMs, toMs: axis.toMs, columns }) };
}

function datasets(world: World, lanes: readonly Lane[], axis: TimeAxis, plotWidth: number): JsonObject[] {
  const hatching = lanes.flatMap(({ cells }, row) =>
    cells
      .filter((cell) => cell.holding && cell.kind !== 'working')
      .flatMap((cell) => hatch(cell, row, axis, plotWidth)),
  );
  const filled = ACTIVITIES.toReversed().map(({ kind, label, colour }) => {
    const path = lanes.flatMap(({ cells }, row) =>
      cells.filter((cell) => cell.kind === kind).flatMap((cell) => rectanglePath(place(cell, row, axis))),
    );
    return path.length === 0 ? undefined : shapes(label, path, colour);
  });
  const { misses, progress } = world.trace;
  const room = { world, axis, plotWidth };
  const above = MISSES.map(({ kind, label, style }) =>
    marks(
      label,
      misses.filter((miss) => miss.kind === kind),
      { ...room, beside: -1 },
      { pointStyle: style, pointRadius: 3.5 },
    ),
  );
  // Below a lane: a run may make progress in no time, and then it is nowhere else to be seen.
  const below = marks('makes progress', progress, { ...room, beside: 1 }, { pointStyle: 'circle', pointRadius: 1.5 });
  const hatched =
    hatching.length === 0
      ? undefined
      : pen('and keeps a lock or slot', hatching, INK.hatch, 1, { pointStyle: 'line', pointRotation: -45 });
  return [...above.reverse(), below, hatched, ...filled].filter((dataset) => dataset !== undefined);
}

function place(cell: Cell, row: number, axis: TimeAxis): { left: number; right: number; top: number; bottom: number } {
  return {
    left: position(axis, cell.fromMs),
    right: position(axis, cell.toMs),
    bottom: short(row + HALF - cell.low * 2 * HALF),
    top: short(row + HALF - cell.high * 2 * HALF),
  };
}

function short(value: number): number {
  // Plus 0, because JSON knows no -0.
  return Math.round(value * 1e3) / 1e3 + 0;
}

/** Slanted strokes seven pixels apart, cut to the cell: hatching as plain data. */
function hatch(cell: Cell, row: number, axis: TimeAxis, plotWidth: number): Point[] {
  const { left, right, top, bottom } = place(cell, row, axis);
  const perX = plotWidth / (axis.labels.length - 1);
  const [x0, x1, y0, y1] = [left * perX, right * perX, top * ROW, bottom * ROW];
  const points: Point[] = [];
  for (let sum = Math.ceil((x0 + y0) / 7) * 7; sum <= x1 + y1; sum += 7) {
    const startX = Math.max(x0, sum - y1);
    const endX = Math.min(x1, sum - y0);
    if (endX - startX < 0.5) continue;
    const end = { x: position5(endX / perX), y: short((sum - endX) / ROW) };
    points.push({ x: position5(startX / perX), y: short((sum - startX) / ROW) }, end, { x: end.x, y: null });
  }
  return points;
}

function position5(value: number): number {
  return Math.round(value * 1e5) / 1e5 + 0;
}

/** Marks above a lane (`beside` -1) or below it (1), one for every seven pixels. */
function marks(
  label: string,
  events: readonly { readonly atMs: number; readonly task: string }[],
  { world, axis, plotWidth, beside }: { world: World; axis: TimeAxis; plotWidth: number; beside: 1 | -1 },
  style: JsonObject,
): JsonObject | undefined {
  const seen = new Set<string>();
  const points: Point[] = [];
  for (const { atMs, task } of events) {
    if (atMs < axis.fromMs || atMs > axis.toMs) continue;
    const row = world.tasks.indexOf(task);
    const x = position(axis, atMs);
    const slot = `${row} ${Math.floor((x * plotWidth) / (axis.labels.length - 1) / 7)}`;
    if (row < 0 || seen.has(slot)) continue;
    seen.add(slot);
    points.push({ x, y: short(row + beside * (HALF + 0.06)) });
  }
  if (points.length === 0) return undefined;
  return pen(label, points, INK.text, 1.25, { showLine: false, pointBorderWidth: 1.25, ...style });
}

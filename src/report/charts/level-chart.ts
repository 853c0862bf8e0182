/**
 * The level of a supply against time: the saw-tooth, who cuts it down, and the lines that tasks wait for.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject, Point } from '../spec.ts';
import { CHART_WIDTH, headHeight, labelsOf, legendHeight, shorten } from '../text/text-fit.ts';
import type { World } from '../world.ts';
import { position, type TimeAxis, timeAxis, type ValueAxis, valueAxis } from './axis.ts';
import { bandPens } from './band-pens.ts';
import { cycleMark } from './cycle-mark.ts';
import { afterEnd, frame, timeScale, valueScale } from './frame.ts';
import { extremes, lineOf } from './level-line.ts';
import { levelTitle } from './level-title.ts';
import { denseRemark, describeLevel, levelTable, subtitleOf } from './level-words.ts';
import { limitLabels, limitsOf } from './limits.ts';
import { pen } from './pens.ts';
import { type Drop, dropsOf, groupDrops } from './strokes.ts';
import { type Columns, type Sample, thin, thinStrokes } from './thin.ts';
import type { Window } from './window.ts';

const PLOT_HEIGHT = 250;
const RIGHT = 190;
const PLOT_WIDTH = CHART_WIDTH - RIGHT - 70;

/** The level of `supply` over the whole run, or over `window`. */
export function levelChart(world: World, supply: string, name: string, window?: Window): ChartSpec {
  const { trace } = world;
  const axis = timeAxis(window?.fromMs ?? 0, window?.toMs ?? world.endMs);
  const columns = { from: 0, to: axis.labels.length - 1, count: PLOT_WIDTH };
  const line = lineOf(world, supply, axis);
  const drops = dropsOf(trace, supply).filter(({ atMs }) => atMs >= axis.fromMs && atMs <= axis.toMs);
  const dense = crowded(drops.filter(({ kind }) => kind === 'spend'));
  const limits = limitsOf(world, supply, line);
  const values = valueAxis(
    Math.min(0, ...extremes(line, drops).map(({ low }) => low)),
    Math.max(...limits.shown.map(({ tokens }) => tokens), ...extremes(line, drops).map(({ high }) => high), 1),
  );
  const title =
    world.example?.title ?? (window === undefined ? levelTitle(world, supply) : detailTitle(supply, window));
  const subtitle = [subtitleOf(world, supply), limits.remark, denseRemark(drops, dense)]
    .filter((part) => part !== '')
    .join(' · ');
  const legend = drops.length > 0;
  const drawn = datasets(world, line, drops, axis, columns, (values.max - values.min) / PLOT_HEIGHT);
  return {
    name,
    title,
    describe: describeLevel(world, supply, line, window),
    width: CHART_WIDTH,
    height: PLOT_HEIGHT + headHeight(title, subtitle) + 50 + (legend ? legendHeight(labelsOf(drawn)) : 0),
    config: {
      type: 'line',
      data: { datasets: drawn },
      options: frame({
        title,
        subtitle,
        legend,
        right: RIGHT,
        scales: { x: timeScale(axis), y: valueScale(values, `tokens of ${shorten(supply)}`) },
        annotations: {
          ...afterEnd(axis, world.endMs),
          ...zeroLine(values),
          ...cycleMark(world, axis),
          ...limitLabels(limits.shown, { values, plotHeight: PLOT_HEIGHT, right: axis.labels.length - 1 }),
        },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
      }),
    },
    table: levelTable(world, supply, drops),
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

function detailTitle(supply: string, { fromMs, toMs, text }: Window): string {
  return fromMs === 0
    ? `${shorten(supply, 40)} in the first ${durationText(toMs)}, in detail`
    : `${shorten(supply, 40)} from ${durationText(fromMs)} to ${durationText(toMs)}, ${text}`;
}

/** Whether strokes would run into one band of ink. */
function crowded(drops: readonly Drop[]): boolean {
  return drops.length > PLOT_WIDTH / 8;
}

function datasets(
  world: World,
  line: readonly Sample[],
  drops: readonly Drop[],
  axis: TimeAxis,
  columns: Columns,
  pixel: number,
): readonly JsonObject[] {
  const dense = crowded(drops.filter(({ kind }) => kind === 'spend'));
  const spends = groupDrops(drops, world.tasks, dense).map(({ task, own }) => {
    const colour = task === undefined ? INK.poll : world.colour(task);
    const label = task === undefined ? 'paid looks at the balance' : `${shorten(task)} spends`;
    if (!dense) return pen(label, strokePath(own, axis, columns), colour, task === undefined && crowded(own) ? 1 : 2.5);
    // Whole strokes would be one band of ink: short ones show at which level each task takes its tokens.
    const tops = own.map(({ atMs, before }) => ({ x: position(axis, atMs), y: before }));
    const marks = thin(tops, columns).flatMap(({ x, y }) => [
      { x, y: y + 2 * pixel },
      { x, y: y - 2 * pixel },
      { x, y: null },
    ]);
    return pen(label, marks, colour, 2);
  });
  return [
    ...spends,
    ...(dense ? bandPens(line, columns, 'level, ') : [pen('level', thin(line, columns), INK.level, 1.5)]),
  ];
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

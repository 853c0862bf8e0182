/**
 * A backlog against time: how many items lie in it, and below that how old the oldest of them is. What grows without end is
 * seen at a glance, and so is what is worked off.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TimeMs } from '../../sim/time.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject } from '../spec.ts';
import { amountText } from '../text/amount-text.ts';
import { CHART_WIDTH, headHeight, labelsOf, legendHeight, shorten } from '../text/text-fit.ts';
import type { World } from '../world.ts';
import { durationAxis, durationUnit, position, type TimeAxis, timeAxis, valueAxis } from './axis.ts';
import { type BacklogLine, backlogTable, backlogTitle, describeBacklog, subtitleOf } from './backlog-words.ts';
import { bandPens } from './band-pens.ts';
import { cycleMark } from './cycle-mark.ts';
import { afterEnd, frame, note, timeScale, valueScale } from './frame.ts';
import { pen } from './pens.ts';
import { type Sample, thin } from './thin.ts';

const ITEMS_HEIGHT = 190;
const AGE_HEIGHT = 105;
const RIGHT = 190;
const COLUMNS = CHART_WIDTH - RIGHT - 70;

/** The items of a backlog and the age of the oldest, over the whole run. */
export function backlogChart(world: World, backlog: BacklogLine, name: string): ChartSpec {
  const axis = timeAxis(0, world.endMs);
  const panes = [itemsPane(world, backlog, axis), ...agePane(backlog, axis)];
  const drawn = panes.flatMap(({ datasets }) => datasets);
  const legend = labelsOf(drawn).some((label) => label !== '');
  const [title, subtitle] = [backlogTitle(world, backlog), subtitleOf(world, backlog)];
  const plot = panes.reduce((sum, { height }) => sum + height, 0);
  return {
    name,
    title,
    describe: describeBacklog(backlog),
    width: CHART_WIDTH,
    height: plot + headHeight(title, subtitle) + 50 + (legend ? legendHeight(labelsOf(drawn)) : 0),
    config: {
      type: 'line',
      data: { datasets: drawn },
      options: frame({
        title,
        subtitle,
        legend,
        right: RIGHT,
        scales: { x: timeScale(axis), ...Object.fromEntries(panes.map(({ id, scale }) => [id, scale])) },
        annotations: {
          ...afterEnd(axis, world.endMs),
          ...cycleMark(world, axis),
          ...Object.fromEntries(panes.flatMap(({ labels }) => labels)),
        },
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
      }),
    },
    table: backlogTable(backlog, axis),
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

interface Pane {
  readonly id: string;
  readonly height: number;
  readonly datasets: readonly JsonObject[];
  readonly scale: JsonObject;
  readonly labels: readonly (readonly [string, JsonObject])[];
}

function itemsPane(world: World, backlog: BacklogLine, axis: TimeAxis): Pane {
  const most = highest(backlog.items, ({ items }) => items);
  const limit = limitOf(world, backlog, most);
  const values = valueAxis(0, Math.max(1, most, limit ?? 0), 4);
  const line = lineOf(backlog.items, axis, ({ items }) => items);
  const texts = [`most ${amountText(most)}`, `${amountText(backlog.items.at(-1)!.items)} at the end`];
  // The label of a capacity near the top would stand on the others.
  const below = limit === undefined || limit < values.max * 0.5 ? 0 : 1 - limit / values.max + 20 / ITEMS_HEIGHT;
  return {
    id: 'y',
    height: ITEMS_HEIGHT,
    datasets: panePens(line, axis, { yAxisID: 'y' }, ''),
    scale: valueScale(values, `items of ${shorten(backlog.name)}`, stacked(ITEMS_HEIGHT, 2)),
    labels: [...paneLabels('y', values.max * (1 - below), texts, axis), ...capacityLine(limit, axis)],
  };
}

/** None where every item is taken as it comes. */
function agePane({ oldest }: BacklogLine, axis: TimeAxis): Pane[] {
  const oldestMs = highest(oldest, ({ ageMs }) => ageMs);
  if (oldestMs === 0) return [];
  const unit = durationUnit(oldestMs);
  const values = durationAxis(oldestMs, unit, 3);
  const line = lineOf(oldest, axis, ({ ageMs }) => ageMs / unit.ms);
  const texts = ['age of the oldest', `up to ${durationText(oldestMs)}`];
  return [
    {
      id: 'age',
      height: AGE_HEIGHT,
      datasets: panePens(line, axis, { yAxisID: 'age' }, undefined),
      scale: valueScale(values, unit.text, stacked(AGE_HEIGHT, 1)),
      labels: paneLabels('age', values.max, texts, axis),
    },
  ];
}

/** Panes stand on each other, the weightiest on top. */
function stacked(height: number, weight: number): JsonObject {
  return { stack: 'panes', offset: false, stackWeight: height, weight };
}

/** Two lines to the right of a pane, from `at` on its axis down. */
function paneLabels(
  id: string,
  at: number,
  texts: readonly string[],
  axis: TimeAxis,
): (readonly [string, JsonObject])[] {
  return texts.map((text, index) => {
    const label = note(text, { colour: index === 0 ? INK.text : INK.quiet, bold: index === 0 });
    return [`${id}${index}`, { ...label, ...besides(axis), yScaleID: id, yValue: at, yAdjust: 8 + 18 * index }];
  });
}

/** A loop, because a million corners do not fit into an argument list. */
function highest<Corner>(corners: readonly Corner[], of: (corner: Corner) => number): number {
  let most = 0;
  for (const corner of corners) most = Math.max(most, of(corner));
  return most;
}

function lineOf<Corner extends { readonly atMs: TimeMs }>(
  corners: readonly Corner[],
  axis: TimeAxis,
  of: (corner: Corner) => number,
): Sample[] {
  return corners.map((corner) => ({ x: position(axis, corner.atMs), y: Math.round(of(corner) * 1e4) / 1e4 }));
}

/** The line itself, or a band where its teeth lie closer than pixels. */
function panePens(
  line: readonly Sample[],
  axis: TimeAxis,
  more: JsonObject,
  label: string | undefined,
): readonly JsonObject[] {
  const columns = { from: 0, to: axis.labels.length - 1, count: COLUMNS };
  if (line.length > 2 * COLUMNS) return bandPens(line, columns, label, more);
  return [pen('', thin(line, columns), INK.level, 1.5, { ...more, fill: false })];
}

/** The capacity, where a picture of the line can show it without being squashed. */
function limitOf({ world }: World, { name }: BacklogLine, most: number): number | undefined {
  const capacity = world.backlogs?.[name]?.capacity ?? undefined;
  return capacity !== undefined && capacity <= Math.max(1, most) * 2.5 ? capacity : undefined;
}

function capacityLine(limit: number | undefined, axis: TimeAxis): (readonly [string, JsonObject])[] {
  if (limit === undefined) return [];
  const line = {
    type: 'line',
    yMin: limit,
    yMax: limit,
    yScaleID: 'y',
    borderColor: INK.limit,
    borderWidth: 1.5,
    borderDash: [6, 4],
    drawTime: 'beforeDatasetsDraw',
  };
  const text = note(`${amountText(limit)}: capacity`, { colour: INK.quiet, bold: true });
  return [
    ['capacity', line],
    ['capacityText', { ...text, ...besides(axis), yScaleID: 'y', yValue: limit }],
  ];
}

/** Right of the plot. */
function besides(axis: TimeAxis): JsonObject {
  return { xValue: axis.labels.length - 1, xAdjust: 8, position: { x: 'start', y: 'center' } };
}

/**
 * How long each task has been without progress, against time: a tooth per wait, with the longest wait allowed as a line.
 * Each task has its own axis, because a task that starves would flatten all others.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { TimeMs } from '../../sim/time.ts';
import { INK } from '../palette.ts';
import type { ChartSpec, JsonObject } from '../spec.ts';
import { CHART_WIDTH, headHeight, LABEL_SIZE, shorten } from '../text/text-fit.ts';
import { recordedText, type World } from '../world.ts';
import { durationAxis, durationUnit, position, timeAxis } from './axis.ts';
import { afterEnd, frame, note, timeScale, valueScale } from './frame.ts';
import { pen } from './pens.ts';
import { type Sample, thin } from './thin.ts';

/** Height of a pane, by how many there are. */
function paneHeight(count: number): number {
  if (count <= 4) return 112;
  return count <= 8 ? 88 : 70;
}

const RIGHT = 190;
const COLUMNS = CHART_WIDTH - RIGHT - 70;

interface Pane {
  readonly task: string;
  readonly colour: string;
  readonly goalMs: TimeMs | undefined;
  readonly teeth: readonly Sample[];
  readonly longestMs: TimeMs;
  /** The longest wait has not ended. */
  readonly open: boolean;
}

/** Time since the last progress of every task; y in ms inside, in the pane's own unit on the axis. */
export function sinceProgressChart(world: World, name: string): ChartSpec {
  const axis = timeAxis(0, world.endMs);
  const panes = world.tasks.map((task) => paneOf(world, task));
  const title = titleOf(world, panes);
  const subtitle = ['one run; a tooth falls to zero at each progress', recordedText(world)].filter(Boolean).join(' · ');
  const columns = { from: 0, to: axis.labels.length - 1, count: COLUMNS };
  const height = paneHeight(panes.length);
  const drawn = panes.map((pane, index) => {
    const unit = durationUnit(Math.max(pane.longestMs, pane.goalMs ?? 0));
    const teeth = pane.teeth.map(({ x, y }) => ({ x: position(axis, x), y: Math.round((y / unit.ms) * 1e4) / 1e4 }));
    const dataset = pen(
      shorten(pane.task),
      thin(teeth, columns),
      pane.colour,
      pane.teeth.length > COLUMNS ? 0.75 : 1.5,
      {
        yAxisID: `y${index}`,
        fill: false,
      },
    );
    return { pane, unit, dataset, values: durationAxis(Math.max(pane.longestMs, pane.goalMs ?? 0), unit, 3) };
  });
  const scales = drawn.map(({ unit, values }, index): [string, JsonObject] => [
    `y${index}`,
    valueScale(values, unit.text, { stack: 'panes', stackWeight: 1, offset: false, weight: drawn.length - index }),
  ]);
  const annotations = drawn.flatMap(({ pane, unit, values }, index) =>
    paneLabels(pane, { index, top: values.max, unitMs: unit.ms, right: axis.labels.length - 1, height }),
  );
  return {
    name,
    title,
    describe: describe(panes),
    width: CHART_WIDTH,
    height: paneHeight(panes.length) * Math.max(1, panes.length) + headHeight(title, subtitle) + 50,
    config: {
      type: 'line',
      data: { datasets: drawn.map(({ dataset }) => dataset) },
      options: frame({
        title,
        subtitle,
        legend: false,
        right: RIGHT,
        scales: { x: timeScale(axis), ...Object.fromEntries(scales) },
        annotations: { ...afterEnd(axis, world.endMs), ...Object.fromEntries(annotations) },
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
      }),
    },
    table: {
      columns: ['task', 'longest without progress', 'goal'],
      rows: panes.map((pane) => [
        pane.task,
        durationText(pane.longestMs) + (pane.open ? ', not over at the end' : ''),
        pane.goalMs === undefined ? 'none' : `within ${durationText(pane.goalMs)}`,
      ]),
    },
    time: { fromMs: axis.fromMs, stepMs: axis.stepMs },
  };
}

function paneOf(world: World, task: string): Pane {
  const endMs = world.trace.recordedUntilMs;
  const teeth: Sample[] = [{ x: 0, y: 0 }];
  let lastMs = 0;
  let longestMs = 0;
  for (const { atMs, task: of } of world.trace.progress) {
    if (of !== task || atMs > endMs) continue;
    longestMs = Math.max(longestMs, atMs - lastMs);
    teeth.push({ x: atMs, y: atMs - lastMs }, { x: atMs, y: 0 });
    lastMs = atMs;
  }
  const open = endMs - lastMs > longestMs;
  teeth.push({ x: endMs, y: endMs - lastMs });
  const goal = world.world.goals.find((candidate) => candidate.of === task && candidate.goal === 'progressWithin');
  const goalMs = goal?.target ?? undefined;
  return { task, colour: world.colour(task), goalMs, teeth, longestMs: Math.max(longestMs, endMs - lastMs), open };
}

function titleOf(world: World, panes: readonly Pane[]): string {
  const endMs = world.trace.recordedUntilMs;
  const dry = panes.find(({ open, longestMs }) => open && longestMs >= world.endMs / 4);
  if (dry !== undefined) {
    const name = shorten(dry.task, 40);
    const sinceMs = endMs - dry.longestMs;
    return sinceMs === 0
      ? `${name} makes no progress at all`
      : `${name} makes no more progress after ${durationText(sinceMs)}`;
  }
  const late = panes.find(({ goalMs, longestMs }) => goalMs !== undefined && longestMs > goalMs);
  if (late !== undefined) {
    const { task, longestMs, goalMs } = late;
    return `${shorten(task, 40)} goes without progress for ${durationText(longestMs)}; ${durationText(goalMs ?? 0)} were allowed`;
  }
  const kept = panes.find(({ goalMs }) => goalMs !== undefined);
  if (kept === undefined) return 'Time since the last progress of each task';
  const longestMs = world.world.tasks[kept.task]?.progress.longestMs ?? kept.longestMs;
  const same = world.report.replications === 1 || durationText(longestMs) === durationText(kept.longestMs);
  const here = same ? '' : `, ${durationText(kept.longestMs)} in this one`;
  const { replications } = world.report;
  const runs = replications === 1 ? 'this run' : `any of these ${replications} runs`;
  return `${shorten(kept.task, 40)} is without progress for at most ${durationText(longestMs)} in ${runs}${here}`;
}

interface PanePlace {
  readonly index: number;
  /** The end of the axis, in units of `unitMs`. */
  readonly top: number;
  readonly unitMs: number;
  readonly right: number;
  /** CSS pixels. */
  readonly height: number;
}

function paneLabels(pane: Pane, { index, top, unitMs, right, height }: PanePlace): [string, JsonObject][] {
  const yScaleID = `y${index}`;
  const beside = { xValue: right, xAdjust: 8, position: { x: 'start', y: 'center' }, yScaleID };
  const name = { ...note(shorten(pane.task), { colour: pane.colour, bold: true }), ...beside, yValue: top, yAdjust: 8 };
  const longest = `longest ${durationText(pane.longestMs)}${pane.open ? ' so far' : ''}`;
  const under = { ...note(longest, { colour: INK.quiet }), ...beside, yValue: top, yAdjust: 26 };
  const labels: [string, JsonObject][] = [
    [`name${index}`, name],
    [`longest${index}`, under],
  ];
  if (pane.goalMs === undefined) return labels;
  const at = pane.goalMs / unitMs;
  const line = {
    type: 'line',
    yMin: at,
    yMax: at,
    yScaleID,
    borderColor: INK.limit,
    borderWidth: 1.5,
    borderDash: [6, 4],
  };
  // Near the top the label would stand on the task's name: then it goes below both.
  const clash = (1 - at / top) * height < 44;
  const text = { ...note(`goal ${durationText(pane.goalMs)}`, { colour: INK.text, bold: true }), ...beside };
  // Near the bottom it would stand on the axis of the pane: then it keeps half a line above it.
  const lifted = Math.max(0, Math.round(LABEL_SIZE - (at / top) * height));
  const placed = clash ? { yValue: top, yAdjust: 44 } : { yValue: at, yAdjust: 0 - lifted };
  return [...labels, [`goal${index}`, line], [`goalText${index}`, { ...text, ...placed }]];
}

function describe(panes: readonly Pane[]): string {
  const parts = panes.map((pane) => {
    const goal = pane.goalMs === undefined ? '' : `, allowed ${durationText(pane.goalMs)}`;
    return `${pane.task} at most ${durationText(pane.longestMs)}${goal}`;
  });
  return `Time since the last progress of each task against time: ${parts.join('; ')}.`;
}

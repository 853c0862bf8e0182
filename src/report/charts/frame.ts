/**
 * What all charts share: fonts, title, legend, scales. Plain data for chart.js, see `spec.ts`.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import { INK } from '../palette.ts';
import type { JsonObject } from '../spec.ts';
import { LABEL_SIZE, subtitleLines, TEXT_SIZE, TITLE_SIZE, titleLines } from '../text/text-fit.ts';
import { position, type TimeAxis, type ValueAxis } from './axis.ts';

const FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif";

export interface Frame {
  readonly title: string;
  /** One quiet line below the title; empty for none. */
  readonly subtitle: string;
  readonly scales: JsonObject;
  readonly annotations?: JsonObject;
  readonly legend?: boolean;
  /** The topmost dataset comes first in the data, and so last in the legend; unless it is a bar that is read from the left. */
  readonly legendForward?: boolean;
  /** Room to the right of the plot, for labels of lines. */
  readonly right?: number;
  /** How a pointer finds what it points at; `span` is the page's own mode for lanes. */
  readonly interaction?: JsonObject;
}

/** The options of a chart. */
export function frame({
  title,
  subtitle,
  scales,
  annotations,
  legend,
  legendForward,
  right,
  interaction,
}: Frame): JsonObject {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    responsive: false,
    color: INK.text,
    font: { family: FONT, size: TEXT_SIZE },
    layout: { padding: { left: 12, right: right ?? 24, top: 10, bottom: 10 }, autoPadding: false },
    ...(interaction === undefined ? {} : { interaction }),
    scales,
    plugins: {
      title: {
        display: true,
        text: titleLines(title),
        align: 'start',
        color: INK.text,
        font: { family: FONT, size: TITLE_SIZE, weight: 'bold' },
        padding: { top: 2, bottom: subtitle === '' ? 14 : 4 },
      },
      subtitle: {
        display: subtitle !== '',
        text: subtitleLines(subtitle),
        align: 'start',
        color: INK.quiet,
        font: { family: FONT, size: TEXT_SIZE },
        padding: { bottom: 14 },
      },
      legend: {
        display: legend ?? true,
        reverse: legendForward !== true,
        position: 'bottom',
        align: 'start',
        labels: {
          color: INK.text,
          usePointStyle: true,
          boxWidth: 14,
          boxHeight: 9,
          padding: 16,
          font: { family: FONT, size: TEXT_SIZE },
        },
      },
      annotation: { clip: false, annotations: annotations ?? {} },
    },
  };
}

/** A time scale: a category axis whose labels are the ticks. */
export function timeScale(axis: TimeAxis): JsonObject {
  return {
    type: 'category',
    labels: axis.labels,
    offset: false,
    grid: { color: INK.grid, tickColor: INK.axis },
    border: { color: INK.axis },
    ticks: { autoSkip: false, maxRotation: 0, color: INK.quiet, font: { family: FONT, size: TEXT_SIZE } },
  };
}

/** Shades what a round axis shows beyond the end of the run: nothing happened there. */
export function afterEnd(axis: TimeAxis, endMs: TimeMs): JsonObject {
  if (axis.toMs <= endMs) return {};
  const [xMin, xMax] = [position(axis, endMs), axis.labels.length - 1];
  const shade = { type: 'box', xMin, xMax, backgroundColor: INK.left, borderWidth: 0, drawTime: 'beforeDatasetsDraw' };
  return { after: shade };
}

/** A scale of numbers with round ticks; `title` names the unit. */
export function valueScale(axis: ValueAxis, title: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'linear',
    min: axis.min,
    max: axis.max,
    grid: { color: INK.grid, tickColor: INK.axis },
    border: { color: INK.axis },
    ticks: {
      stepSize: axis.step,
      includeBounds: false,
      color: INK.quiet,
      font: { family: FONT, size: TEXT_SIZE },
      format: { useGrouping: true, maximumFractionDigits: 6 },
    },
    title: { display: title !== '', text: title, color: INK.quiet, font: { family: FONT, size: TEXT_SIZE } },
    ...more,
  };
}

/** A row per label, from the top; each label in the colour of its row. */
export function rowScale(labels: readonly string[], colours: readonly string[]): JsonObject {
  return {
    type: 'category',
    labels,
    offset: true,
    grid: { display: false },
    border: { color: INK.axis },
    ticks: {
      autoSkip: false,
      color: colours.length > 0 ? colours : INK.text,
      font: { family: FONT, size: TEXT_SIZE, weight: 'bold' },
    },
  };
}

/** A text on the chart, in one or more lines. */
export function note(
  content: string | readonly string[],
  options: { readonly colour: string; readonly bold?: boolean },
): JsonObject {
  return {
    type: 'label',
    content: typeof content === 'string' ? [content] : content,
    textAlign: 'start',
    color: options.colour,
    padding: 0,
    font: { family: FONT, size: LABEL_SIZE, weight: options.bold === true ? 'bold' : 'normal' },
  };
}

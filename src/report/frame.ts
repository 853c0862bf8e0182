/**
 * What all charts share: fonts, title, legend, axes. Plain data for chart.js, see `spec.ts`.
 *
 * @module
 */
import type { TimeAxis, ValueAxis } from './axis.ts';
import { INK } from './palette.ts';
import type { Json, JsonObject, Point } from './spec.ts';

/** CSS pixels; every picture is as wide, so that stacked charts line up. */
export const CHART_WIDTH = 1100;
const FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif";
const SIZE = 13;
/** Mean width of a letter in DejaVu Sans, as a share of its size: enough to know what fits. */
const LETTER = 0.6;

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
    font: { family: FONT, size: SIZE },
    layout: { padding: { left: 12, right: right ?? 24, top: 10, bottom: 10 }, autoPadding: false },
    ...(interaction === undefined ? {} : { interaction }),
    scales,
    plugins: {
      title: {
        display: true,
        text: wrap(title, Math.floor((CHART_WIDTH - 60) / (17 * 0.66))),
        align: 'start',
        color: INK.text,
        font: { family: FONT, size: 17, weight: 'bold' },
        padding: { top: 2, bottom: subtitle === '' ? 14 : 4 },
      },
      subtitle: {
        display: subtitle !== '',
        text: wrap(subtitle, Math.floor((CHART_WIDTH - 60) / (SIZE * LETTER))),
        align: 'start',
        color: INK.quiet,
        font: { family: FONT, size: SIZE },
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
          font: { family: FONT, size: SIZE },
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
    ticks: { autoSkip: false, maxRotation: 0, color: INK.quiet, font: { family: FONT, size: SIZE } },
  };
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
      font: { family: FONT, size: SIZE },
      format: { useGrouping: true, maximumFractionDigits: 6 },
    },
    title: { display: title !== '', text: title, color: INK.quiet, font: { family: FONT, size: SIZE } },
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
      font: { family: FONT, size: SIZE, weight: 'bold' },
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
    font: { family: FONT, size: 12, weight: options.bold === true ? 'bold' : 'normal' },
  };
}

/** A dataset of strokes and corners without points. */
export function pen(
  label: string,
  data: readonly Point[],
  colour: string,
  width: number,
  more: JsonObject = {},
): JsonObject {
  return {
    type: 'line',
    label,
    data: data as readonly Json[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    borderJoinStyle: 'bevel',
    pointRadius: 0,
    pointHitRadius: 5,
    pointStyle: 'rect',
    ...more,
  };
}

/** A dataset of filled shapes: closed paths with a gap after each. */
export function shapes(label: string, data: readonly Point[], colour: string, more: JsonObject = {}): JsonObject {
  // A dash, never drawn, keeps chart.js from joining corners that share a pixel: thin shapes would vanish.
  return pen(label, data, colour, 0, { fill: 'shape', pointHitRadius: 0, borderDash: [1, 0], ...more });
}

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Five corners and a gap: point `6 i` opens the i-th rectangle. */
export function rectanglePath({ left, right, top, bottom }: Rectangle): Point[] {
  return [
    { x: left, y: bottom },
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
    { x: right, y: null },
  ];
}

/** A name that fits: the middle of a long one gives way, because names differ at their ends. */
export function shorten(name: string, lettersMax = 22): string {
  const letters = [...name.replace(/\s+/g, ' ')];
  if (letters.length <= lettersMax) return letters.join('');
  const head = Math.ceil((lettersMax - 1) * 0.6);
  return letters.slice(0, head).join('') + '…' + letters.slice(letters.length - (lettersMax - 1 - head)).join('');
}

/** Breaks a sentence at blanks into lines of at most `lettersMax`; a longer word is cut. */
export function wrap(text: string, lettersMax: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const cut = shorten(word, lettersMax);
    if (line !== '' && line.length + 1 + cut.length > lettersMax) {
      lines.push(line);
      line = cut;
    } else line = line === '' ? cut : `${line} ${cut}`;
  }
  return [...lines, line];
}

/** About how many CSS pixels a text takes at the size of ticks and labels. */
export function textWidth(text: string, size = SIZE): number {
  return [...text].length * size * LETTER;
}

/** How many lines title and subtitle take up in the picture, in CSS pixels: what a chart's height has to grow by. */
export function headHeight(title: string, subtitle: string): number {
  const titleLines = wrap(title, Math.floor((CHART_WIDTH - 60) / (17 * 0.66))).length;
  const subtitleLines = subtitle === '' ? 0 : wrap(subtitle, Math.floor((CHART_WIDTH - 60) / (SIZE * LETTER))).length;
  return titleLines * 21 + subtitleLines * 16 + (subtitle === '' ? 16 : 20);
}

/**
 * One figure of all tasks, side by side: bars with intervals, and what differs from the first in words.
 *
 * @module
 */
import type { ComparedFigure, Comparison } from '../../judge/compare/comparison.ts';
import { INK, taskColour } from '../palette.ts';
import type { ChartSpec, JsonObject, Point } from '../spec.ts';
import { changeText, differenceText, figureName, figureText } from '../text/compare-text.ts';
import { intervalText } from '../text/goal-text.ts';
import { CHART_WIDTH, headHeight, shorten } from '../text/text-fit.ts';
import { durationUnit, type ValueAxis, valueAxis } from './axis.ts';
import { frame, note, rowScale, valueScale } from './frame.ts';
import { pen, rectanglePath, shapes } from './pens.ts';
import { whiskerPath } from './whiskers.ts';

const ROW = 34;
const RIGHT = 330;

interface Row {
  readonly label: string;
  readonly side: number;
  readonly figure: ComparedFigure;
  readonly at: ComparedFigure['sides'][number];
}

/** Undefined where no task has the figure. */
export function compareBars(
  sides: Comparison['sides'],
  figures: readonly ComparedFigure[],
  name: string,
): ChartSpec | undefined {
  const [first] = figures;
  if (first === undefined) return undefined;
  const rows = figures.flatMap((figure) =>
    figure.sides.map(
      (at, side): Row => ({
        label: `${shorten(figure.of, 14)} · ${shorten(sides[side]!.label, 20)}`,
        side,
        figure,
        at,
      }),
    ),
  );
  const { axis, unit, perUnit } = scaleOf(rows);
  const title = titleOf(sides, figures);
  const subtitle =
    'bar: mean of all runs · whisker: 95 % interval · beside it: the difference from the first, run by run';
  return {
    name,
    title,
    describe: `${figureName(first)}: ${rows.map((row) => `${row.label} ${meanText(row)}`).join('; ')}.`,
    width: CHART_WIDTH,
    height: ROW * rows.length + headHeight(title, subtitle) + 54,
    config: {
      type: 'line',
      data: { datasets: datasets(rows, perUnit) },
      options: frame({
        title,
        subtitle,
        legend: false,
        right: RIGHT,
        scales: {
          x: valueScale(axis, unit),
          y: rowScale(
            rows.map(({ label }) => label),
            rows.map(({ side }) => taskColour(side)),
          ),
        },
        annotations: labels(rows, axis),
        interaction: { mode: 'nearest', intersect: true },
      }),
    },
    table: {
      columns: ['task', 'side', figureName(first), 'difference from the first', ''],
      rows: rows.map(({ figure, side, at }) => [
        figure.of,
        sides[side]!.label,
        meanText({ figure, at }),
        differenceText(figure, at),
        changeText(at),
      ]),
    },
  };
}

function meanText({ figure, at }: Pick<Row, 'figure' | 'at'>): string {
  const text = figureText(figure);
  return at.measured === null ? 'no data' : text(at.measured.mean) + intervalText(at.measured.interval, text);
}

/** The axis, in what it counts, and how many of the figure's own units are one of it. */
function scaleOf(rows: readonly Row[]): { axis: ValueAxis; unit: string; perUnit: number } {
  const ends = rows.flatMap(({ at }) =>
    at.measured === null ? [] : [at.measured.mean, at.measured.interval?.[1] ?? at.measured.mean],
  );
  const high = Math.max(0, ...ends);
  switch (rows[0]!.figure.figure) {
    case 'served':
      return { axis: { min: 0, max: 100, step: 20 }, unit: '% of due starts', perUnit: 0.01 };
    case 'progressPerDay':
      return { axis: valueAxis(0, high), unit: 'a day', perUnit: 1 };
    case 'longestWithoutProgress': {
      const { ms, text } = durationUnit(high);
      return { axis: valueAxis(0, high / ms), unit: text, perUnit: ms };
    }
  }
}

function datasets(rows: readonly Row[], perUnit: number): JsonObject[] {
  const bars = rows.flatMap(({ label, side, at }, row) => {
    if (at.measured === null) return [];
    const rectangle = { left: 0, right: at.measured.mean / perUnit, top: row - 0.26, bottom: row + 0.26 };
    return [shapes(label, rectanglePath(rectangle), taskColour(side))];
  });
  const whiskers = rows.flatMap(({ at }, row): Point[] => {
    const interval = at.measured?.interval;
    return interval ? whiskerPath([Math.max(0, interval[0]) / perUnit, interval[1] / perUnit], row) : [];
  });
  return [pen('95 % interval', whiskers, INK.text, 2), ...bars];
}

function labels(rows: readonly Row[], axis: ValueAxis): JsonObject {
  return Object.fromEntries(
    rows.map(({ figure, at, side }, index) => {
      const text = side === 0 ? meanText({ figure, at }) : `${differenceText(figure, at)} ${changeText(at)}`.trim();
      const colour = { better: INK.text, worse: INK.text, same: INK.quiet, unclear: INK.quiet }[at.change];
      return [
        `difference${index}`,
        {
          ...note(text === '' ? 'no data' : text, { colour, bold: at.change === 'better' || at.change === 'worse' }),
          xValue: axis.max,
          yValue: index,
          position: { x: 'start', y: 'center' },
          xAdjust: 12,
        },
      ];
    }),
  );
}

/** What differs most plainly: a figure that is worse, else one that is better. */
function titleOf(sides: Comparison['sides'], figures: readonly ComparedFigure[]): string {
  const name = figureName(figures[0]!);
  for (const change of ['worse', 'better'] as const) {
    for (const figure of figures) {
      const side = figure.sides.findIndex((one) => one.change === change);
      if (side < 0) continue;
      const by = differenceText(figure, figure.sides[side]!).replace(/ \(.*$/, '');
      return `${shorten(sides[side]!.label, 30)} is ${change} than ${shorten(sides[0]!.label, 30)}: ${figure.of} ${name} ${by}`;
    }
  }
  return `No difference is certain: ${name}`;
}

/**
 * What each parameter matters by itself: between what the measure lies when it alone is another and every goal is still met,
 * the widest on top.
 *
 * @module
 */
import type { PlanReport } from '../../plan/report.ts';
import { INK, taskColour } from '../palette.ts';
import type { ChartSpec, JsonObject } from '../spec.ts';
import { figureText } from '../text/plan-words.ts';
import { CHART_WIDTH, headHeight, shorten } from '../text/text-fit.ts';
import { valueAxis } from './axis.ts';
import { frame, note, rowScale } from './frame.ts';
import { rectanglePath, shapes } from './pens.ts';
import { planUnit } from './plan-unit.ts';

const ROW = 38;
const RIGHT = 330;

/** Undefined where nothing is ranked, or no parameter can move by itself. */
export function planTornado(report: PlanReport, name: string): ChartSpec | undefined {
  const { measure, effects, chosen } = report;
  if (measure === null || chosen === null) return undefined;
  const rows = effects
    .flatMap(({ name: parameter, alone }) => (alone === null ? [] : [{ parameter, alone }]))
    .toSorted((left, right) => width(right.alone) - width(left.alone));
  const middle = chosen.figures.find((figure) => figure.target === measure)?.mean;
  const [widest] = rows;
  if (widest === undefined || width(widest.alone) === 0 || middle === undefined || middle === null) return undefined;
  const { perUnit, unit } = planUnit(measure, Math.max(...rows.map(({ alone }) => alone.high.value)));
  const title = `${widest.parameter} moves ${measure} most: from ${figureText(measure, widest.alone.low.value)} to ${figureText(measure, widest.alone.high.value)}`;
  const subtitle = 'each parameter alone, the others as chosen, every goal still met · line: what was chosen';
  const axis = valueAxis(
    Math.min(...rows.map(({ alone }) => alone.low.value)) / perUnit,
    Math.max(...rows.map(({ alone }) => alone.high.value)) / perUnit,
  );
  const bars = rows.flatMap(({ alone }, row) =>
    rectanglePath({
      left: alone.low.value / perUnit,
      right: alone.high.value / perUnit,
      top: row - 0.28,
      bottom: row + 0.28,
    }),
  );
  const span = ({ alone }: (typeof rows)[number]): string =>
    `${figureText(measure, alone.low.value)} at ${alone.low.at} to ${figureText(measure, alone.high.value)} at ${alone.high.at}`;
  return {
    name,
    title,
    describe: `${measure} where one parameter alone is another: ${rows.map((row) => `${row.parameter} ${span(row)}`).join('; ')}.`,
    width: CHART_WIDTH,
    height: ROW * rows.length + headHeight(title, subtitle) + 54,
    config: {
      type: 'line',
      data: { datasets: [shapes(measure, bars, taskColour(0))] },
      options: frame({
        title,
        subtitle,
        legend: false,
        right: RIGHT,
        scales: {
          x: {
            ...{ type: 'linear', min: axis.min, max: axis.max, grid: { color: INK.grid }, border: { color: INK.axis } },
            ticks: { stepSize: axis.step, color: INK.quiet, font: { size: 13 } },
            title: { display: true, text: unit, color: INK.quiet, font: { size: 13 } },
          },
          y: rowScale(
            rows.map(({ parameter }) => shorten(parameter, 24)),
            [],
          ),
        },
        annotations: { ...labels(rows.map(span), axis.max), chosen: lineAt(middle / perUnit) },
      }),
    },
    table: {
      columns: ['parameter', 'least', 'at', 'most', 'at'],
      rows: rows.map(({ parameter, alone: { low, high } }) => [
        parameter,
        figureText(measure, low.value),
        low.at,
        figureText(measure, high.value),
        high.at,
      ]),
    },
  };
}

type Alone = NonNullable<PlanReport['effects'][number]['alone']>;

function width({ low, high }: Alone): number {
  return high.value - low.value;
}

function labels(texts: readonly string[], max: number): JsonObject {
  return Object.fromEntries(
    texts.map((text, row) => [
      `span${row}`,
      {
        ...note(text, { colour: INK.text }),
        xValue: max,
        yValue: row,
        position: { x: 'start', y: 'center' },
        xAdjust: 12,
      },
    ]),
  );
}

function lineAt(value: number): JsonObject {
  return { type: 'line', xMin: value, xMax: value, borderColor: INK.text, borderWidth: 1.5 };
}

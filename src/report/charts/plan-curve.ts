/**
 * What a parameter buys: value by value, the best that any setting comes to which keeps every goal, and where none does. Of a
 * rate this is the curve of capacity.
 *
 * @module
 */
import type { PlanReport } from '../../plan/report.ts';
import { INK, taskColour } from '../palette.ts';
import type { ChartSpec } from '../spec.ts';
import { effectText, figureText } from '../text/plan-words.ts';
import { CHART_WIDTH, headHeight } from '../text/text-fit.ts';
import { valueAxis } from './axis.ts';
import { frame, rowScale, valueScale } from './frame.ts';
import { pen } from './pens.ts';
import { planUnit } from './plan-unit.ts';

type Effect = PlanReport['effects'][number];

const PLOT_HEIGHT = 260;
/** Below this there is no curve, and above nobody reads the ticks. */
const VALUES = { min: 3, max: 60 };

/** Dots, whole ones also at the very end of an axis. */
const DOTS = { pointRadius: 4, pointStyle: 'circle', spanGaps: false, clip: 6 };

/** Undefined where there are too few values for a curve. */
export function planCurve({ measure }: PlanReport, effect: Effect, name: string): ChartSpec | undefined {
  const { values } = effect;
  if (values.length < VALUES.min || values.length > VALUES.max) return undefined;
  const ranked = measure !== null && values.some(({ best }) => best !== null);
  const high = Math.max(...values.map(({ best }) => best ?? 0));
  const { unit, perUnit } = ranked ? planUnit(measure, high) : { unit: '% of settings keep every goal', perUnit: 0.01 };
  const worth = ({ best, kept, settings }: Effect['values'][number]): number | null =>
    ranked ? (best === null ? null : best / perUnit) : kept / settings / perUnit;
  const points = values.map((value, x) => ({ x, y: worth(value) }));
  const title = effectText(effect, null);
  const subtitle = ranked
    ? `the best ${measure} of any setting that keeps every goal · no point: none does`
    : 'the share of settings that keep every goal';
  const axis = valueAxis(0, Math.max(...points.map(({ y }) => y ?? 0)));
  return {
    name,
    title,
    describe: `${title}. ${values.map((value, index) => `${value.value}: ${cell(points[index]!.y)}`).join('; ')}.`,
    width: CHART_WIDTH,
    height: PLOT_HEIGHT + headHeight(title, subtitle) + 50,
    config: {
      type: 'line',
      data: {
        datasets: [pen(unit, points, taskColour(0), 2, DOTS)],
      },
      options: frame({
        title,
        subtitle,
        legend: false,
        scales: {
          x: {
            ...rowScale(
              values.map(({ value }) => value),
              [],
            ),
            title: { display: true, text: effect.name, color: INK.quiet, font: { size: 13 } },
          },
          y: valueScale(axis, unit),
        },
      }),
    },
    table: {
      columns: [effect.name, 'settings', 'proved safe', 'keep every goal', ...(ranked ? [`best ${measure}`] : [])],
      rows: values.map(({ value, settings, safe, kept, best }) => [
        value,
        String(settings),
        String(safe),
        String(kept),
        ...(ranked ? [best === null ? '–' : figureText(measure, best)] : []),
      ]),
    },
  };
}

function cell(y: number | null): string {
  return y === null ? 'none' : String(Number(y.toPrecision(4)));
}

/**
 * The charts of a plan: how settings stand over two parameters, what each parameter matters, and what each buys.
 *
 * @module
 */
import type { PlanReport } from '../../plan/report.ts';
import type { ChartSpec } from '../spec.ts';
import { planCurve } from './plan-curve.ts';
import { planHeat } from './plan-heat.ts';
import { planTornado } from './plan-tornado.ts';

const CURVES_MAX = 4;

/** Names are unique. */
export function planCharts(report: PlanReport): ChartSpec[] {
  const curves = report.effects.slice(0, CURVES_MAX).map((effect, index) => {
    return planCurve(report, effect, `plan-curve-${index + 1}`);
  });
  const all = [planHeat(report, 'plan-map'), planTornado(report, 'plan-tornado'), ...curves];
  return all.filter((chart) => chart !== undefined);
}

/** The names that `planCharts` gives. */
export const PLAN_CHART_NAME: RegExp = /^plan-(map|tornado|curve-\d+)$/;

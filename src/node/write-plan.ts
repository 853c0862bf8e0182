/**
 * Writes what a plan looks like into a directory: plan.html, plan.json, and a PNG and an SVG of each chart.
 *
 * @module
 */
import { type PlanReport, planReportSchema } from '../plan/report.ts';
import { PLAN_CHART_NAME, planCharts } from '../report/charts/plan-charts.ts';
import type { PageOptions } from '../report/page/page-shell.ts';
import { renderPlan } from '../report/page/plan-html.ts';
import { assert } from '../sim/assert.ts';
import type { ChartRenderer } from './canvas.ts';
import { writePage } from './write-page.ts';
import type { WrittenReport } from './write-report.ts';

/**
 * Writes `report` into `directory`, which is made where it is not there. Charts of an earlier plan that this one does not
 * have are removed. `run` is the page beside it of how the setting runs, where there is one.
 *
 * @throws {FileError} when the directory cannot be written.
 * @example
 * const { files } = await writePlan(report, 'reports/plan-prod');
 */
export async function writePlan(
  report: PlanReport,
  directory: string,
  renderer?: ChartRenderer,
  run?: string,
): Promise<WrittenReport> {
  const json = planReportSchema.safeParse(report);
  assert(json.success, 'a plan keeps to its schema', { issues: json.error?.issues.slice(0, 3) });
  const charts = planCharts(report);
  const page = {
    pageName: 'plan.html',
    dataName: 'plan.json',
    data: report,
    charts,
    chartName: PLAN_CHART_NAME,
    render: (options: PageOptions) => renderPlan(report, charts, { ...options, run }),
  };
  return writePage(page, directory, renderer);
}

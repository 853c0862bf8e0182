/**
 * Writes what a plan looks like into a directory: plan.html, plan.json, and a PNG and an SVG of each chart.
 *
 * @module
 */
import { join } from 'node:path';
import { type PlanReport, planReportSchema } from '../plan/report.ts';
import { PLAN_CHART_NAME, planCharts } from '../report/charts/plan-charts.ts';
import { renderPlan } from '../report/page/plan-html.ts';
import { assert } from '../sim/assert.ts';
import { type ChartRenderer, canvasRenderer } from './canvas.ts';
import { makeDirectory, removeFiles, writeWhole } from './files.ts';
import { draw, NOT_DRAWN, pageScripts, pictureFiles, urisOf } from './pictures.ts';
import type { WrittenReport } from './write-report.ts';

/**
 * Writes `report` into `directory`, which is made where it is not there. Charts of an earlier plan that this one does not
 * have are removed.
 *
 * @throws {FileError} when the directory cannot be written.
 */
export async function writePlan(
  report: PlanReport,
  directory: string,
  renderer?: ChartRenderer,
): Promise<WrittenReport> {
  const json = planReportSchema.safeParse(report);
  assert(json.success, 'a plan keeps to its schema', { issues: json.error?.issues.slice(0, 3) });
  await makeDirectory(directory);
  const charts = planCharts(report);
  const drawing = renderer ?? (await canvasRenderer());
  const pictures = drawing === undefined ? [] : await draw(drawing, charts);
  const page = renderPlan(report, charts, { pictures: urisOf(pictures), scripts: await pageScripts() });
  const files: (readonly [string, string | Uint8Array])[] = [
    ['plan.html', page],
    ['plan.json', `${JSON.stringify(report, undefined, 2)}\n`],
    ...pictureFiles(pictures),
  ];
  for (const [name, data] of files) await writeWhole(join(directory, name), data);
  const names = new Set(files.map(([name]) => name));
  await removeFiles(directory, (name) => isChartFile(name) && !names.has(name));
  return {
    files: files.map(([name]) => join(directory, name)),
    remarks: drawing === undefined ? [`${NOT_DRAWN}; plan.html draws its charts itself`] : [],
  };
}

function isChartFile(name: string): boolean {
  const [, stem] = /^(.*)\.(?:png|svg)$/.exec(name) ?? [];
  return stem !== undefined && PLAN_CHART_NAME.test(stem);
}

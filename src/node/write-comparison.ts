/**
 * Writes what a comparison looks like into a directory: compare.html, comparison.json, and a PNG and an SVG of each chart.
 *
 * @module
 */
import { comparisonSchema } from '../judge/compare/comparison.ts';
import { COMPARE_CHART_NAME, compareCharts } from '../report/charts/compare-charts.ts';
import type { Compared } from '../report/compared.ts';
import { renderComparison } from '../report/page/compare-html.ts';
import type { PageOptions } from '../report/page/page-shell.ts';
import { assert } from '../sim/assert.ts';
import type { ChartRenderer } from './canvas.ts';
import { writePage } from './write-page.ts';
import type { WrittenReport } from './write-report.ts';

/**
 * Writes `compared` into `directory`, which is made where it is not there. Charts of an earlier comparison that this one
 * does not have are removed.
 *
 * @throws {FileError} when the directory cannot be written.
 * @example
 * await writeComparison({ comparison, results }, 'reports/compare-prod');
 */
export async function writeComparison(
  compared: Compared,
  directory: string,
  renderer?: ChartRenderer,
): Promise<WrittenReport> {
  const { comparison } = compared;
  const json = comparisonSchema.safeParse(comparison);
  assert(json.success, 'a comparison keeps to its schema', { issues: json.error?.issues.slice(0, 3) });
  const charts = compareCharts(compared);
  const page = {
    pageName: 'compare.html',
    dataName: 'comparison.json',
    data: comparison,
    charts,
    chartName: COMPARE_CHART_NAME,
    render: (options: PageOptions) => renderComparison(comparison, charts, options),
  };
  return writePage(page, directory, renderer);
}

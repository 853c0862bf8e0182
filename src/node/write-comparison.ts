/**
 * Writes what a comparison looks like into a directory: compare.html, comparison.json, and a PNG and an SVG of each chart.
 *
 * @module
 */
import { join } from 'node:path';
import { comparisonSchema } from '../judge/compare/comparison.ts';
import { COMPARE_CHART_NAME, compareCharts } from '../report/charts/compare-charts.ts';
import type { Compared } from '../report/compared.ts';
import { renderComparison } from '../report/page/compare-html.ts';
import { assert } from '../sim/assert.ts';
import { type ChartRenderer, canvasRenderer } from './canvas.ts';
import { makeDirectory, removeFiles, writeWhole } from './files.ts';
import { draw, NOT_DRAWN, pageScripts, pictureFiles, urisOf } from './pictures.ts';
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
  await makeDirectory(directory);
  const charts = compareCharts(compared);
  const drawing = renderer ?? (await canvasRenderer());
  const pictures = drawing === undefined ? [] : await draw(drawing, charts);
  const page = renderComparison(comparison, charts, { pictures: urisOf(pictures), scripts: await pageScripts() });
  const files: (readonly [string, string | Uint8Array])[] = [
    ['compare.html', page],
    ['comparison.json', `${JSON.stringify(comparison, undefined, 2)}\n`],
    ...pictureFiles(pictures),
  ];
  for (const [name, data] of files) await writeWhole(join(directory, name), data);
  const names = new Set(files.map(([name]) => name));
  await removeFiles(directory, (name) => isChartFile(name) && !names.has(name));
  return {
    files: files.map(([name]) => join(directory, name)),
    remarks: drawing === undefined ? [`${NOT_DRAWN}; compare.html draws its charts itself`] : [],
  };
}

function isChartFile(name: string): boolean {
  const [, stem] = /^(.*)\.(?:png|svg)$/.exec(name) ?? [];
  return stem !== undefined && COMPARE_CHART_NAME.test(stem);
}

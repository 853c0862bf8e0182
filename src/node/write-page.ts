/**
 * Writes a page into a directory, what it shows as data beside it, and a PNG and an SVG of each of its charts.
 *
 * @module
 */
import { join } from 'node:path';
import type { PageOptions } from '../report/page/page-shell.ts';
import type { ChartSpec } from '../report/spec.ts';
import { type ChartRenderer, canvasRenderer } from './canvas.ts';
import { makeDirectory, removeFiles, writeWhole } from './files.ts';
import { draw, NOT_DRAWN, pageScripts, pictureFiles, urisOf } from './pictures.ts';
import type { WrittenReport } from './write-report.ts';

/** A page that is a file of its own. */
export interface PageFiles {
  /** `plan.html`; and the data it is made of, `plan.json`. */
  readonly pageName: string;
  readonly dataName: string;
  readonly data: unknown;
  readonly charts: readonly ChartSpec[];
  /** What charts of such pages are called: those of an earlier page that this one does not have are removed. */
  readonly chartName: RegExp;
  readonly render: (options: PageOptions) => string;
}

/**
 * Writes a page into `directory`, which is made where it is not there.
 *
 * @throws {FileError} when the directory cannot be written.
 */
export async function writePage(
  { pageName, dataName, data, charts, chartName, render }: PageFiles,
  directory: string,
  renderer?: ChartRenderer,
): Promise<WrittenReport> {
  await makeDirectory(directory);
  const drawing = renderer ?? (await canvasRenderer());
  const pictures = drawing === undefined ? [] : await draw(drawing, charts);
  const page = render({ pictures: urisOf(pictures), scripts: await pageScripts() });
  const files: (readonly [string, string | Uint8Array])[] = [
    [pageName, page],
    [dataName, `${JSON.stringify(data, undefined, 2)}\n`],
    ...pictureFiles(pictures),
  ];
  for (const [name, bytes] of files) await writeWhole(join(directory, name), bytes);
  const names = new Set(files.map(([name]) => name));
  await removeFiles(directory, (name) => isChartFile(name, chartName) && !names.has(name));
  return {
    files: files.map(([name]) => join(directory, name)),
    remarks: drawing === undefined ? [`${NOT_DRAWN}; ${pageName} draws its charts itself`] : [],
  };
}

function isChartFile(name: string, chartName: RegExp): boolean {
  const [, stem] = /^(.*)\.(?:png|svg)$/.exec(name) ?? [];
  return stem !== undefined && chartName.test(stem);
}

/**
 * What pages with pictures are made of: charts drawn, as files and inside a page, and the scripts that make them live.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PageOptions } from '../report/page/page-shell.ts';
import type { ChartSpec } from '../report/spec.ts';
import type { ChartPicture, ChartRenderer } from './canvas.ts';

/** Why there are no picture files. */
export const NOT_DRAWN =
  'no PNG and SVG were drawn: the optional package @napi-rs/canvas, or its binary for this machine, is not installed';

export interface Picture extends ChartPicture {
  readonly name: string;
}

/** Draws charts one after the other. */
export async function draw(renderer: ChartRenderer, specs: readonly ChartSpec[]): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const spec of specs) {
    pictures.push({ name: spec.name, ...(await renderer.render(spec)) });
  }
  return pictures;
}

/** The pictures by name, as a page takes them in. */
export function urisOf(pictures: readonly Picture[]): Map<string, string> {
  return new Map(pictures.map(({ name, png }) => [name, `data:image/png;base64,${base64(png)}`]));
}

/** Two files for each picture: name and bytes. */
export function pictureFiles(pictures: readonly Picture[]): (readonly [string, string | Uint8Array])[] {
  return pictures.flatMap(({ name, png, svg }) => [[`${name}.png`, png] as const, [`${name}.svg`, svg] as const]);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** chart.js and its plugin as the browser takes them, without the line that points at a map we do not ship. */
export async function pageScripts(): Promise<PageOptions['scripts']> {
  const { resolve } = createRequire(import.meta.url);
  const read = async (name: string, file: string): Promise<string> =>
    (await readFile(join(dirname(resolve(name)), file), 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  return {
    chartJs: await read('chart.js', 'chart.umd.min.js'),
    annotation: await read('chartjs-plugin-annotation', 'chartjs-plugin-annotation.min.js'),
  };
}

/**
 * Charts as PNG and SVG, by chart.js on @napi-rs/canvas. The one file that knows either; both are loaded at first use,
 * because the canvas is an optional, native package.
 *
 * @module
 */
import { createRequire } from 'node:module';
import type { ChartConfiguration, ChartItem, Chart as ChartJs } from 'chart.js';
import type { ChartSpec } from '../report/spec.ts';
import { assert } from '../sim/assert.ts';
import { type Context, twinContext } from './twin-context.ts';

/** Draws charts. chartjs-node-canvas, or a browser, can stand behind it as well. */
export interface ChartRenderer {
  render(spec: ChartSpec): Promise<ChartPicture>;
}

export interface ChartPicture {
  /** Two device pixels for each pixel of the chart. */
  readonly png: Uint8Array;
  /** Text is drawn as paths, so that the picture needs no font. */
  readonly svg: string;
}

/** The optional package. Its name is no literal in the import, and its types are our own: without it this still builds. */
const PACKAGE: string = '@napi-rs/canvas';

/** What is used of the package. */
interface Canvas {
  readonly GlobalFonts: { registerFromPath(path: string, name: string): unknown };
  readonly SvgExportFlag: { readonly ConvertTextToPaths: number };
  createCanvas(width: number, height: number): PngCanvas;
  createCanvas(width: number, height: number, flag: number): SvgCanvas;
}

interface Drawable {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): Context;
}

interface PngCanvas extends Drawable {
  encodeSync(format: 'png'): Uint8Array;
}

interface SvgCanvas extends Drawable {
  getContent(): Buffer;
}

interface Tools {
  readonly canvas: Canvas;
  readonly Chart: typeof ChartJs;
}

const PIXEL_RATIO = 2;
const FONT = 'DejaVu Sans';

let tools: Promise<Tools> | undefined;

/**
 * The renderer on @napi-rs/canvas; undefined where that optional package, or its binary for this machine, is not installed.
 *
 * @example
 * const renderer = await canvasRenderer(); // undefined where nothing can draw
 */
export async function canvasRenderer(): Promise<ChartRenderer | undefined> {
  tools ??= load();
  try {
    const loaded = await tools;
    return { render: async (spec) => draw(loaded, spec) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function load(): Promise<Tools> {
  const [canvas, { Chart, registerables }, annotation] = await Promise.all([
    import(PACKAGE) as Promise<Canvas>,
    import('chart.js'),
    import('chartjs-plugin-annotation'),
  ]);
  const { resolve } = createRequire(import.meta.url);
  for (const weight of [400, 700]) {
    const file = resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`);
    const key = canvas.GlobalFonts.registerFromPath(file, FONT);
    // Without a font the canvas draws no text and says nothing.
    assert(key !== null, 'the font of the charts can be read', { weight });
  }
  Chart.register(...registerables, annotation.default, { id: 'paper', beforeDraw: paper });
  Chart.defaults.plugins.legend.labels.filter = ({ text }) => text !== '';
  return { canvas, Chart };
}

function paper(chart: ChartJs): void {
  chart.ctx.save();
  chart.ctx.fillStyle = '#ffffff';
  chart.ctx.fillRect(0, 0, chart.width, chart.height);
  chart.ctx.restore();
}

/** Node says so of a package; the package itself says so of its binary, in words alone. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') || /native binding/i.test(error.message);
}

function draw({ canvas, Chart }: Tools, { config, width, height }: ChartSpec): ChartPicture {
  const pixels = canvas.createCanvas(width * PIXEL_RATIO, height * PIXEL_RATIO);
  const paths = canvas.createCanvas(width, height, canvas.SvgExportFlag.ConvertTextToPaths);
  const size = { width, height, ratio: PIXEL_RATIO };
  const context = twinContext(pixels.getContext('2d'), paths.getContext('2d'), size);
  // A deep copy, because chart.js keeps notes in the data it is given; and a spec is plain data, so this is safe.
  const copy = structuredClone(config) as unknown as ChartConfiguration;
  copy.options = { ...copy.options, devicePixelRatio: 1 };
  const chart = new Chart({ getContext: () => context } as unknown as ChartItem, copy);
  // Takes the chart out of chart.js's own list; the drawing stays on the canvas.
  chart.stop();
  delete (Chart.instances as Record<string, unknown>)[chart.id];
  return {
    png: pixels.encodeSync('png'),
    svg: steadyIds(compact(paths.getContent().toString('utf8'))),
  };
}

/** Without indentation, and to a hundredth of a pixel: half the bytes, the same picture. */
function compact(text: string): string {
  return text.replace(/\n\t*/g, '\n').replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}

/** Skia numbers its clip paths on through the life of the process; from 1 in each picture, equal charts are equal bytes. */
function steadyIds(text: string): string {
  const names = new Map<string, string>();
  for (const [, id] of text.matchAll(/\bid="([^"]+)"/g)) names.set(id!, `c${names.size + 1}`);
  return text.replace(
    /(\bid="|url\(#|href="#)([^")]+)/g,
    (_, before: string, id: string) => before + (names.get(id) ?? id),
  );
}

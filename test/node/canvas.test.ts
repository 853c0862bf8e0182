import { describe, expect, it } from 'vitest';
import { type ChartPicture, type ChartRenderer, canvasRenderer } from '../../src/node/canvas.ts';
import { allCharts } from '../../src/report/charts/charts.ts';
import type { ChartSpec } from '../../src/report/spec.ts';
import { keepaResult } from '../report/fixture.ts';

const charts = allCharts(keepaResult());
const spec = charts.find(({ name }) => name === 'served')!;

/** One chart, then each of them, then the first one again: drawing is slow, so that all tests look at the same pictures. */
let pictures: Promise<readonly ChartPicture[]> | undefined;

function drawn(): Promise<readonly ChartPicture[]> {
  pictures ??= drawAll();
  return pictures;
}

async function drawAll(): Promise<readonly ChartPicture[]> {
  const renderer = await drawing();
  const all: ChartPicture[] = [];
  for (const chart of [spec, ...charts, spec]) all.push(await renderer.render(chart));
  return all;
}

async function drawing(): Promise<ChartRenderer> {
  const renderer = await canvasRenderer();
  expect(renderer, 'the tests need @napi-rs/canvas').toBeDefined();
  return renderer!;
}

/** The pixels of a PNG, row by row, as 0 to 255 of grey. */
async function greyOf(
  png: Uint8Array,
): Promise<{ width: number; height: number; at: (x: number, y: number) => number }> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const at = (x: number, y: number): number => data[(y * image.width + x) * 4]!;
  return { width: image.width, height: image.height, at };
}

function darkPixels(
  grey: Awaited<ReturnType<typeof greyOf>>,
  box: { top: number; bottom: number; left: number; right: number },
): number {
  let dark = 0;
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) if (grey.at(x, y) < 100) dark += 1;
  }
  return dark;
}

describe('canvasRenderer', () => {
  it('draws a PNG at two pixels for one, on white paper', async () => {
    const { png } = await (await drawing()).render(spec);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const grey = await greyOf(png);
    expect([grey.width, grey.height]).toEqual([spec.width * 2, spec.height * 2]);
    expect(grey.at(grey.width - 1, grey.height - 1)).toBe(255);
  });

  it('draws text: a title leaves ink, and a longer one more of it', async () => {
    const renderer = await drawing();
    const titled = async (text: string): Promise<number> => {
      const plugins = spec.config.options.plugins as { readonly title: object };
      const options = { ...spec.config.options, plugins: { ...plugins, title: { ...plugins.title, text: [text] } } };
      const { png } = await renderer.render({ ...spec, config: { ...spec.config, options } } as ChartSpec);
      const grey = await greyOf(png);
      return darkPixels(grey, { top: 10, bottom: 70, left: 0, right: grey.width });
    };
    const [none, short, long] = [await titled(''), await titled('keepa'), await titled('keepa keepa keepa')];
    expect(short).toBeGreaterThan(none + 200);
    expect(long).toBeGreaterThan(none + (short - none) * 2);
  });

  it('draws the same bytes again, as PNG and as SVG, whatever was drawn between', async () => {
    const all = await drawn();
    expect(all.at(-1)).toEqual(all[0]);
  });

  it('draws text in an SVG as paths, and asks for no font and no file', async () => {
    const all = await drawn();
    expect(all).toHaveLength(charts.length + 2);
    for (const { svg } of all) {
      expect(svg).toMatch(/^<\?xml/);
      expect(svg.trimEnd()).toMatch(/<\/svg>$/);
      expect(svg).not.toMatch(/<text|<image|NaN|href="(?!#)/);
    }
  });

  it('leaves the chart it was given as it was', async () => {
    const before = JSON.stringify(spec);
    await (await drawing()).render(spec);
    expect(JSON.stringify(spec)).toBe(before);
  });
});

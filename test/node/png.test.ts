import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../src/node/png.ts';

/** What another reader of PNG finds in it: four bytes a pixel. */
async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; rgba: number[] }> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, rgba: [...canvas.data()] };
}

const colour = fc.constantFrom([255, 255, 255, 255], [0, 114, 178, 255], [213, 94, 0, 255], [1, 2, 3, 255]);

describe('encodePng', () => {
  it('keeps every pixel, whatever the picture looks like', async () => {
    const picture = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          pixels: fc.array(colour, { minLength: width * height, maxLength: width * height }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(picture, async ({ width, height, pixels }) => {
        const rgba = pixels.flat();
        expect(await pixelsOf(encodePng(Uint8Array.from(rgba), width, height))).toEqual({ width, height, rgba });
      }),
    );
  });

  it.each([
    ['columns', (x: number) => x],
    ['rows', (_x: number, y: number) => y],
  ])('packs a picture of %s well, which are filtered differently', async (_name, shade) => {
    const [width, height] = [200, 100];
    const rgba = Array.from({ length: width * height }, (_, at) => {
      const grey = (shade(at % width, Math.floor(at / width)) * 97) % 256;
      return [grey, (grey * 7) % 256, (grey * 31) % 256, 255];
    }).flat();
    const png = encodePng(Uint8Array.from(rgba), width, height);
    expect(await pixelsOf(png)).toEqual({ width, height, rgba });
    expect(png.length).toBeLessThan(1500);
  });

  it('refuses pixels that do not fill the picture', () => {
    expect(() => encodePng(new Uint8Array(4 * 6 - 1), 2, 3)).toThrow('a picture has all its pixels');
  });
});

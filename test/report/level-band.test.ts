/** The band of a dense level, against a count of every point of the line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf } from '../../src/report/charts/level-band.ts';

const columns = { from: 0, to: 10, count: 5 };

describe('the band of a level', () => {
  it('reaches from the lowest to the highest corner of each slice, and the median lies between', () => {
    const levels = fc.array(fc.integer({ min: -50, max: 100 }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(levels, (ys) => {
        const line = ys.map((y, index) => ({ x: (10 * index) / (ys.length - 1), y }));
        const band = bandOf(line, columns);
        expect(band).toHaveLength(5);
        for (const [index, { x, low, median, high }] of band.entries()) {
          expect(x).toBeCloseTo(2 * index + 1, 9);
          const own = line.filter((sample) => sample.x >= 2 * index && sample.x < 2 * index + 2).map(({ y }) => y);
          expect(low).toBeLessThanOrEqual(Math.min(...own, median));
          expect(high).toBeGreaterThanOrEqual(Math.max(...own, median));
          expect(low).toBeGreaterThanOrEqual(Math.min(...ys));
          expect(high).toBeLessThanOrEqual(Math.max(...ys));
        }
      }),
    );
  });

  it('has the level below which a saw-tooth is half of the time', () => {
    // From 0 up to 100 in each unit of time, and down at once.
    const line = Array.from({ length: 10 }, (_, tooth) => [
      { x: tooth, y: 0 },
      { x: tooth + 1, y: 100 },
    ]).flat();
    for (const { low, median, high } of bandOf(line, columns)) {
      expect([low, high]).toEqual([0, 100]);
      expect(Math.abs(median - 50)).toBeLessThan(4);
    }
  });

  it('is where the line is, and nowhere else', () => {
    expect(bandOf([], columns)).toEqual([]);
    const short = bandOf(
      [
        { x: 0, y: 7 },
        { x: 4, y: 7 },
      ],
      columns,
    );
    expect(short).toEqual([
      { x: 1, low: 7, median: 7, high: 7 },
      { x: 3, low: 7, median: 7, high: 7 },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Columns, columnOf, type Sample, type Stroke, thin, thinStrokes } from '../../src/report/charts/thin.ts';

// Small ranges, so that many samples fall into one column and values collide.
const columns: fc.Arbitrary<Columns> = fc.record({
  from: fc.constant(0),
  to: fc.integer({ min: 0, max: 20 }),
  count: fc.integer({ min: 1, max: 9 }),
});
const samples: fc.Arbitrary<Sample[]> = fc
  .array(fc.record({ x: fc.integer({ min: -2, max: 22 }), y: fc.integer({ min: -5, max: 5 }) }), { maxLength: 60 })
  .map((list) => list.sort((left, right) => left.x - right.x));

function byColumn<Item extends { readonly x: number }>(items: readonly Item[], within: Columns): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const column = columnOf(within, item.x);
    groups.set(column, [...(groups.get(column) ?? []), item]);
  }
  return groups;
}

describe('thin', () => {
  it('keeps the lowest and the highest sample of every column', () => {
    fc.assert(
      fc.property(samples, columns, (all, within) => {
        const kept = byColumn(thin(all, within), within);
        for (const [column, own] of byColumn(all, within)) {
          const heights = kept.get(column)!.map(({ y }) => y);
          expect(Math.min(...heights)).toBe(Math.min(...own.map(({ y }) => y)));
          expect(Math.max(...heights)).toBe(Math.max(...own.map(({ y }) => y)));
        }
      }),
    );
  });

  it('keeps the order, adds nothing, and takes at most four samples of a column', () => {
    fc.assert(
      fc.property(samples, columns, (all, within) => {
        const places = thin(all, within).map((sample) => all.indexOf(sample));
        expect(places).toEqual([...places].sort((left, right) => left - right));
        expect(places).not.toContain(-1);
        expect(new Set(places).size).toBe(places.length);
        for (const own of byColumn(thin(all, within), within).values()) expect(own.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('keeps where each column is entered and left, so that the line between columns is the same', () => {
    fc.assert(
      fc.property(samples, columns, (all, within) => {
        const kept = byColumn(thin(all, within), within);
        for (const [column, own] of byColumn(all, within)) {
          expect(kept.get(column)!.at(0)).toBe(own.at(0));
          expect(kept.get(column)!.at(-1)).toBe(own.at(-1));
        }
      }),
    );
  });

  it('leaves a line alone that has fewer samples than columns', () => {
    const line = [0, 1, 2, 3].map((x) => ({ x, y: -x }));
    expect(thin(line, { from: 0, to: 4, count: 100 })).toEqual(line);
  });
});

describe('thinStrokes', () => {
  const strokes: fc.Arbitrary<Stroke[]> = samples.map((list) => list.map(({ x, y }) => ({ x, low: y - 2, high: y })));

  it('draws one stroke per column, from the lowest to the highest of them', () => {
    fc.assert(
      fc.property(strokes, columns, (all, within) => {
        const kept = byColumn(thinStrokes(all, within), within);
        const own = byColumn(all, within);
        expect([...kept.keys()]).toEqual([...own.keys()]);
        for (const [column, group] of own) {
          const [only, ...more] = kept.get(column)!;
          expect(more).toEqual([]);
          expect(only!.low).toBe(Math.min(...group.map(({ low }) => low)));
          expect(only!.high).toBe(Math.max(...group.map(({ high }) => high)));
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, cellsOf } from '../../src/report/charts/lane-cells.ts';
import type { Span } from '../../src/sim/listen/trace.ts';

const span = (fromMs: number, toMs: number, more: Partial<Span> = {}): Span => ({
  fromMs,
  toMs,
  doing: 'working',
  holding: false,
  ...more,
});

const area = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { fromMs, toMs, low, high }) => sum + (toMs - fromMs) * (high - low), 0);

describe('cellsOf', () => {
  it('shows spans as they are while they can be told apart', () => {
    const { cells, runsMax } = cellsOf([span(0, 40), span(40, 100, { doing: 'supply', holding: true })], {
      fromMs: 0,
      toMs: 100,
      columns: 50,
    });
    expect(runsMax).toBe(1);
    expect(cells.map(({ fromMs, toMs, kind, holding }) => [fromMs, toMs, kind, holding])).toEqual([
      [0, 40, 'working', false],
      [40, 100, 'supply', true],
    ]);
  });

  it('makes a span wide enough to be seen', () => {
    const { cells } = cellsOf([span(10, 11)], { fromMs: 0, toMs: 1000, columns: 100 });
    expect(cells).toMatchObject([{ fromMs: 10, toMs: 25 }]);
  });

  it('cuts spans to the window', () => {
    const { cells } = cellsOf([span(0, 500), span(600, 700)], { fromMs: 100, toMs: 300, columns: 100 });
    expect(cells).toMatchObject([{ fromMs: 100, toMs: 300 }]);
  });

  it('stacks runs that overlap, and says how many there are', () => {
    const both = cellsOf([span(0, 100), span(0, 50, { doing: 'pool' })], { fromMs: 0, toMs: 100, columns: 20 });
    expect(both.runsMax).toBe(2);
    expect(both.cells.map(({ kind, low, high, toMs }) => [kind, low, high, toMs])).toEqual([
      ['working', 0, 0.5, 100],
      ['pool', 0.5, 1, 50],
    ]);
  });

  it('fills each lane by the share of time that was spent, however dense', () => {
    const spans = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: 80 })
      .map((gaps) => {
        let at = 0;
        return gaps.map(([idle, busy], index) => {
          const one = span(at + idle, at + idle + busy, { doing: (['working', 'lock'] as const)[index % 2]! });
          at = one.toMs;
          return one;
        });
      });
    fc.assert(
      fc.property(spans, (list) => {
        const toMs = Math.max(1, list.at(-1)?.toMs ?? 1);
        const { cells } = cellsOf(list, { fromMs: 0, toMs, columns: 12 });
        const spent = list.reduce((sum, each) => sum + each.toMs - each.fromMs, 0);
        // Heights are rounded to a hundredth of the lane; thin spans may have been widened.
        if (list.length > 4) expect(Math.abs(area(cells) - spent)).toBeLessThanOrEqual(toMs * 0.03);
        for (const cell of cells) expect(cell.high).toBeGreaterThan(cell.low);
      }),
    );
  });
});

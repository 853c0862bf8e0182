/** MSER-5 against its definition, computed anew for each cut, and on series whose beginning is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settling } from '../../src/analysis/statistics/mser.ts';
import { stream } from '../../src/sim/numbers/random.ts';

/** By definition: batches of five; for each cut the variance of the rest over its length, in whole numbers of 25ths. */
function byDefinition(values: readonly number[]): { readonly cut: number; readonly settled: boolean } {
  const batches: number[] = [];
  for (let at = 0; at + 5 <= values.length; at += 5) {
    batches.push(values.slice(at, at + 5).reduce((sum, value) => sum + value, 0));
  }
  const count = batches.length;
  const half = Math.floor(count / 2);
  // (k sum x^2 - (sum x)^2) / k^3, as a fraction so that equal errors are equal.
  const errorOf = (cut: number) => {
    const rest = batches.slice(cut).map(BigInt);
    const sum = rest.reduce((total, value) => total + value, 0n);
    const squares = rest.reduce((total, value) => total + value * value, 0n);
    const length = BigInt(rest.length);
    return { above: length * squares - sum * sum, below: length ** 3n };
  };
  const bestOf = (last: number) => {
    let best = 0;
    for (let cut = 1; cut <= last; cut++) {
      const [one, other] = [errorOf(cut), errorOf(best)];
      if (one.above * other.below < other.above * one.below) best = cut;
    }
    return best;
  };
  const best = count === 0 ? 0 : bestOf(Math.max(half, count - 5));
  return best <= half ? { cut: 5 * best, settled: true } : { cut: 5 * bestOf(half), settled: false };
}

describe('MSER-5', () => {
  it('is what its definition says', () => {
    const series = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 5, maxLength: 120 });
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 5_000 }),
        (values, until, lift) => {
          const raised = values.map((value, index) => (index < until ? value + lift : value));
          expect(settling(raised)).toEqual(byDefinition(raised));
        },
      ),
    );
  });

  it('cuts what is unlike the rest, by hand', () => {
    // Batches 9, 1, 1, 1, ...: without the first the error is nothing.
    const series = [...Array.from({ length: 5 }, () => 9), ...Array.from({ length: 45 }, () => 1)];
    expect(settling(series)).toEqual({ cut: 5, settled: true });
  });

  it('cuts nothing of what does not change, and nothing of what is too short', () => {
    expect(settling(Array.from({ length: 100 }, () => 7))).toEqual({ cut: 0, settled: true });
    expect(settling([3, 1, 4])).toEqual({ cut: 0, settled: true });
    expect(settling([])).toEqual({ cut: 0, settled: true });
  });

  it('finds where a start that decays has been forgotten', () => {
    const uniform = stream(['mser']);
    const series = Array.from({ length: 1000 }, (_, at) => 100 * 0.98 ** at + uniform());
    const { cut, settled } = settling(series);
    // 100 * 0.98^n is below the noise of 0.3 from n = 288 on.
    expect(settled).toBe(true);
    expect(cut).toBeGreaterThan(150);
    expect(cut).toBeLessThan(450);
  });

  it('does not call settled what goes on growing', () => {
    const uniform = stream(['mser', 'growing']);
    const { cut, settled } = settling(Array.from({ length: 1000 }, (_, at) => at + 20 * uniform()));
    expect([settled, cut <= 500]).toEqual([false, true]);
  });
});

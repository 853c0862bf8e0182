import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Peaks } from '../../src/analysis/meters/peaks.ts';

it('knows the highest value since any mark', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 }), (values) => {
      const peaks = new Peaks();
      const marks = values.map((value) => {
        const { mark } = peaks;
        peaks.push(value);
        return mark;
      });
      marks.forEach((mark, index) => {
        expect(peaks.since(mark)).toBe(Math.max(...values.slice(index)));
      });
      expect(peaks.since(peaks.mark)).toBe(Number.NEGATIVE_INFINITY);
    }),
  );
});

it('forgets what came before it was cleared, and keeps its marks in order', () => {
  const peaks = new Peaks();
  for (let value = 100; value > 0; value--) peaks.push(value);
  const { mark } = peaks;
  peaks.clear();
  expect(peaks.since(mark)).toBe(Number.NEGATIVE_INFINITY);
  peaks.push(3);
  expect(peaks.since(mark)).toBe(3);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../src/analysis/statistics/exact-sum.ts';

/** Around zero and around the largest number that is told from the next one. */
const term = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((value) => value * 2 ** 22),
  fc.constantFrom(2 ** 52 - 1, 2 ** 52, 2 ** 53, -(2 ** 52), 1 - 2 ** 52),
);

describe('an exact sum', () => {
  it('is the sum in big integers, however large and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 60 }), (terms) => {
        const sum = new ExactSum();
        for (const value of terms) sum.add(value);
        expect(sum.total()).toBe(terms.reduce((total, value) => total + BigInt(value), 0n));
      }),
    );
  });

  it('goes on from what it is set to', () => {
    const sum = new ExactSum();
    sum.set(2n ** 60n);
    sum.add(1);
    sum.add(-(2 ** 59));
    expect(sum.total()).toBe(2n ** 59n + 1n);
  });
});

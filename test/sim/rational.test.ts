import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  formatRational,
  fromDecimal,
  fromNumber,
  greatestCommonDivisor,
  isWhole,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from '../../src/sim/numbers/rational.ts';

const fraction = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .map(([above, below]): Rational => rational(above, below));

describe('rational', () => {
  it('is always in lowest terms with a positive denominator', () => {
    expect(rational(6, -4)).toEqual({ numerator: -3n, denominator: 2n });
    expect(rational(0, 7)).toEqual({ numerator: 0n, denominator: 1n });
  });

  it('refuses a zero below', () => {
    expect(() => rational(1, 0)).toThrow('no zero below');
  });

  it('adds what it subtracts and multiplies what it divides', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
        expect(Math.sign(compare(a, b))).toBe(Math.sign(toNumber(a) - toNumber(b)));
      }),
    );
  });

  it('reads decimals exactly', () => {
    expect(fromDecimal('0.9')).toEqual(rational(9, 10));
    expect(fromDecimal('-1.25e2')).toEqual(rational(-125));
    expect(fromNumber(0.1)).toEqual(rational(1, 10));
    expect(fromNumber(1e-7)).toEqual(rational(1, 10_000_000));
  });

  it('finds the largest fraction of which all are whole multiples', () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 5 }), (values) => {
        const shared = greatestCommonDivisor(values);
        if (shared.numerator === 0n) {
          expect(values.every((value) => value.numerator === 0n)).toBe(true);
          return;
        }
        const counts = values.map((value) => divide(value, shared));
        expect(counts.every(isWhole)).toBe(true);
        expect(greatestCommonDivisor(counts)).toEqual(rational(1));
      }),
    );
    expect(greatestCommonDivisor([])).toEqual(ZERO);
  });

  it.each([
    [rational(40), '40'],
    [rational(-1, 2), '-0.5'],
    [rational(1, 3), '1/3'],
    [rational(1, 12_000), '1/12000'],
    [rational(-5, 100), '-0.05'],
  ])('writes a fraction as a decimal where it ends', (value, text) => {
    expect(formatRational(value)).toBe(text);
  });

  it('becomes the nearest number, however many digits it has', () => {
    expect(toNumber(rational(1, 3))).toBe(1 / 3);
    expect(toNumber(rational(10n ** 400n, 10n ** 399n))).toBeCloseTo(10, 10);
    expect(toNumber(rational(10n ** 400n))).toBe(Number.POSITIVE_INFINITY);
  });
});

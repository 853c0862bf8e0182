/**
 * Fractions of whole numbers without a limit, always in lowest terms: what a scenario says stays exact until the grain
 * is known that makes all of it whole.
 *
 * @module
 */
import { assert } from '../assert.ts';

export interface Rational {
  readonly numerator: bigint;
  /** At least 1. */
  readonly denominator: bigint;
}

export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  if (below === 1n) return { numerator: above, denominator: below };
  assert(below !== 0n, 'a fraction has no zero below');
  const shared = gcd(above, below) * (below < 0n ? -1n : 1n);
  return { numerator: above / shared, denominator: below / shared };
}

export const ZERO: Rational = rational(0n);
export const ONE: Rational = rational(1n);

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** `b` must not be 0. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Below 0 where `a < b`, above 0 where `a > b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isWhole(value: Rational): boolean {
  return value.denominator === 1n;
}

/** The largest fraction of which every value is a whole multiple; 0 where all are 0. */
export function greatestCommonDivisor(values: readonly Rational[]): Rational {
  return values.reduce(
    (shared, value) =>
      rational(
        gcd(shared.numerator * value.denominator, value.numerator * shared.denominator),
        shared.denominator * value.denominator,
      ),
    ZERO,
  );
}

/** Reads `12`, `0.9`, `1e3`. The text must match `DECIMAL` as a whole, its exponent at most three digits long. */
export function fromDecimal(text: string): Rational {
  const [, sign, whole, fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  assert(whole !== undefined, 'a decimal number', { text });
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The number that JavaScript shows in the fewest digits, taken at its word: 0.1 is one tenth. Must be finite. */
export function fromNumber(value: number): Rational {
  return Number.isSafeInteger(value) ? rational(value) : fromDecimal(String(value));
}

/** The nearest number, up to a rounding in the last place; exact where numerator and denominator are below 2^53. */
export function toNumber({ numerator, denominator }: Rational): number {
  const excess = Math.max(bitLength(numerator), bitLength(denominator)) - 1000;
  const shift = BigInt(Math.max(0, excess));
  return Number(numerator >> shift) / Math.max(Number.MIN_VALUE, Number(denominator >> shift));
}

/** As a decimal where it ends within 12 places, else as `1/3`. */
export function formatRational(value: Rational): string {
  const { numerator, denominator } = value;
  if (denominator === 1n) return String(numerator);
  for (let places = 1; places <= 12; places++) {
    const scale = 10n ** BigInt(places);
    if (scale % denominator !== 0n) continue;
    const digits = String((abs(numerator) * scale) / denominator).padStart(places + 1, '0');
    return `${numerator < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
  return `${numerator}/${denominator}`;
}

/** How many binary digits `value` has. */
export function bitLength(value: bigint): number {
  return abs(value).toString(16).length * 4;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function gcd(a: bigint, b: bigint): bigint {
  let [large, small] = [abs(a), abs(b)];
  while (small !== 0n) [large, small] = [small, large % small];
  return large;
}

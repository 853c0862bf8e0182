/**
 * The exponential function from exact operations alone, for the same reason as `logarithm.ts`.
 *
 * @module
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1 / n! for n from 17 to 0: where the series of e^r for |r| <= ln(2) / 2 ends is below 2^-60. */
const COEFFICIENTS: readonly number[] = Array.from({ length: 18 }, (_, index) => 1 / factorial(17 - index));

/** e^x within 4 units in the last place; 0 below -745 and infinite above 709.78, as a double has it. */
export function exponentialOf(x: number): number {
  if (x < -745.2) return 0;
  if (x > 709.79) return Number.POSITIVE_INFINITY;
  // e^x = 2^k e^r with |r| <= ln(2) / 2; ln 2 is taken in two parts, so that k times it is exact.
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 0;
  for (const coefficient of COEFFICIENTS) sum = sum * r + coefficient;
  return scaled(sum, k);
}

/** value * 2^k in two halves, so that neither power is out of a double's range. */
function scaled(value: number, k: number): number {
  const half = Math.trunc(k / 2);
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  let power = 1;
  for (let n = Math.abs(k); n > 0; n--) power *= 2;
  return k < 0 ? 1 / power : power;
}

function factorial(n: number): number {
  return n === 0 ? 1 : n * factorial(n - 1);
}

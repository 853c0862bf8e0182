/**
 * The natural logarithm from additions, multiplications and divisions alone.
 *
 * Those are exact to the last bit by IEEE 754 in every engine, while `Math.log` is only "an approximation": a report
 * must be the same bytes wherever it is made.
 *
 * @module
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = Math.SQRT2;

const cell = new Float64Array(1);
const words = new Uint32Array(cell.buffer);
/** Which half of a double holds sign and exponent depends on the machine. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
/** 2^-k at k + 1022, for k from -1022 to 1023: multiplying by a power of two is exact. */
const POWERS: Float64Array = Float64Array.from({ length: 2046 }, (_, index) => 2 ** (1022 - index));

/**
 * ln(x) for a positive, normal x, within 2 units in the last place.
 *
 * x = 2^k * m with m in [1/sqrt 2, sqrt 2); ln m = 2 artanh(s) with s = (m - 1) / (m + 1), |s| < 0.1716, by its series
 * (Abramowitz and Stegun 4.1.27), cut where the next term is below 2^-56.
 */
export function naturalLog(x: number): number {
  cell[0] = x;
  let exponent = (words[HIGH]! >>> 20) - 1023;
  let mantissa = x * POWERS[exponent + 1022]!;
  if (mantissa > SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  // Even and odd powers apart: two short chains of multiplications run side by side.
  const w = z * z;
  const odd = z * (1 / 3 + w * (1 / 7 + w * (1 / 11 + w * (1 / 15 + w * (1 / 19)))));
  const even = w * (1 / 5 + w * (1 / 9 + w * (1 / 13 + w * (1 / 17 + w * (1 / 21)))));
  const series = odd + even;
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}

/**
 * The gamma distribution with scale 1: how much of it lies below a value, and its inverse.
 *
 * @module
 */
import { exponentialOf } from './exponent.ts';
import { naturalLog } from './logarithm.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const PRECISION = 1e-16;
/** Series and continued fraction need about 10 times the square root of the shape. */
const TERMS_MAX = 20_000;
const ROUNDS_MAX = 200;

/** P(shape, x): the probability of a value below `x`; `shape` between 0.01 and a million, within 1e-9 of it. */
export function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < shape + 1 ? lowerSeries(shape, x) : 1 - upperFraction(shape, x);
}

/** Q(shape, x) = 1 - P(shape, x), without the loss of digits where it is small. */
export function gammaAbove(shape: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < shape + 1 ? 1 - lowerSeries(shape, x) : upperFraction(shape, x);
}

/** The value below which a share `share` (in [0, 1)) lies: Newton's method, kept within a bracket that shrinks. */
export function gammaQuantile(shape: number, share: number): number {
  if (share <= 0) return 0;
  // The smaller tail has the more exact digits.
  const excess =
    share <= 0.5 ? (x: number) => gammaBelow(shape, x) - share : (x: number) => 1 - share - gammaAbove(shape, x);
  let low = 0;
  let high = Math.max(1, 2 * shape);
  while (excess(high) < 0) [low, high] = [high, 2 * high];
  let x = firstGuess(shape, share);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (!(x > low && x < high)) x = between(low, high);
    const over = excess(x);
    if (over === 0) return x;
    if (over < 0) low = x;
    else high = x;
    const next = x - over / density(shape, x);
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x || high - low <= Number.MIN_VALUE) return x;
    x = next;
  }
  return x;
}

/** Far out on the left the first term of the series is all there is; elsewhere the mean will do. */
function firstGuess(shape: number, share: number): number {
  const early = exponentialOf((naturalLog(share) + logGamma(shape + 1)) / shape);
  return shape < 1 || early < 0.2 * shape ? early : shape;
}

/** Halfway, by ratio where the bracket spans powers of ten. */
function between(low: number, high: number): number {
  if (low === 0) return high / 1024;
  return high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
}

function density(shape: number, x: number): number {
  return exponentialOf((shape - 1) * naturalLog(x) - x - logGamma(shape));
}

/** P = x^a e^-x / gamma(a + 1) * (1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + …), Abramowitz and Stegun 6.5.29. */
function lowerSeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < TERMS_MAX && term > sum * PRECISION; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return Math.min(1, sum * exponentialOf(shape * naturalLog(x) - x - logGamma(shape + 1)));
}

/** Q by its continued fraction (Abramowitz and Stegun 6.5.31 in its even form), evaluated by Lentz's method. */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let product = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    product *= c * d;
    if (Math.abs(c * d - 1) < PRECISION * 4) break;
  }
  return Math.min(1, product * exponentialOf(shape * naturalLog(x) - x - logGamma(shape)));
}

/** ln of the gamma function by Stirling's series (Abramowitz and Stegun 6.1.41), from 12 on good to the last digit. */
function logGamma(x: number): number {
  let shift = 1;
  let at = x;
  for (; at < 12; at += 1) shift *= at;
  const z = 1 / (at * at);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - (z * 691) / 360_360))))) / at;
  return (at - 0.5) * naturalLog(at) - at + HALF_LOG_TWO_PI + series - naturalLog(shift);
}

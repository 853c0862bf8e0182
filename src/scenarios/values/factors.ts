/**
 * The values of a range whose next value is a multiple of the one before: what spans several orders of magnitude is looked at
 * evenly by its logarithm.
 *
 * @module
 */
import { compare, multiply, ONE, type Rational, ZERO } from '../../sim/numbers/rational.ts';

/** The values of a range, each so many times the one below. */
export function factored(low: Rational, high: Rational, factor: Rational): readonly Rational[] {
  const values: Rational[] = [];
  if (compare(factor, ONE) <= 0 || compare(low, ZERO) <= 0) return values;
  for (let value = low; compare(value, high) <= 0 && values.length < FACTORED_MAX; value = multiply(value, factor)) {
    values.push(value);
  }
  return values;
}

/** Numbers grow with each factor, and stay exact. */
const FACTORED_MAX = 1000;

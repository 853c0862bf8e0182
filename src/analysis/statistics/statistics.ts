/**
 * Estimates from independent replications: mean and 95 % Student interval.
 *
 * @module
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';

export type Interval = readonly [low: number, high: number];

export interface Estimate {
  readonly mean: number;
  /** `null` where one replication of an open model says nothing about the others. */
  readonly interval: Interval | null;
}

/**
 * Mean of one value per replication, with its 95 % interval. `exact`: the model leaves nothing open, so a single value is
 * no estimate and its interval is a point. `undefined` where there are no values.
 */
export function estimate(values: readonly number[], exact: boolean): Estimate | undefined {
  if (values.length === 0) return undefined;
  const middle = mean([...values]);
  if (values.length === 1) return { mean: middle, interval: exact ? [middle, middle] : null };
  const half = studentHalf(values);
  return { mean: middle, interval: [middle - half, middle + half] };
}

/** Half the width of the 95 % Student interval of the mean of at least two values. */
export function studentHalf(values: readonly number[]): number {
  return (studentQuantile(values.length - 1) * sampleStandardDeviation([...values])) / Math.sqrt(values.length);
}

const known = new Map<number, number>();

/** The 97.5 % quantile of Student's t with `degrees` of freedom, a whole number from 1 up, to twelve digits. */
export function studentQuantile(degrees: number): number {
  let quantile = known.get(degrees);
  if (quantile === undefined) {
    quantile = solve(degrees);
    known.set(degrees, quantile);
  }
  return quantile;
}

function solve(degrees: number): number {
  let [low, high] = [1.9, 12.8];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (withinStudent(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  // The last digits depend on the sine of the machine; a report should not.
  return Number(((low + high) / 2).toPrecision(12));
}

/** So far out that Student's t with `degrees` of freedom lies beyond it, on that one side, with probability `beyond` (below one half). */
export function studentTail(degrees: number, beyond: number): number {
  let [low, high] = [0, 2];
  while (withinStudent(high, degrees) < 1 - 2 * beyond && high < 1e9) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (withinStudent(middle, degrees) < 1 - 2 * beyond) low = middle;
    else high = middle;
  }
  return Number(((low + high) / 2).toPrecision(12));
}

/**
 * P(|T| <= t): the finite series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4, in
 * the angle whose tangent is t / sqrt(degrees).
 */
function withinStudent(t: number, degrees: number): number {
  const cosine2 = degrees / (degrees + t * t);
  const sine = t / Math.sqrt(degrees + t * t);
  const odd = degrees % 2 === 1;
  let term = odd ? Math.sqrt(cosine2) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= (cosine2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (Math.atan(t / Math.sqrt(degrees)) + sine * sum) : sine * sum;
}

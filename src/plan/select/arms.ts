/**
 * What settings came to, run by run, while one of them is chosen. Run k of each met the same random numbers, so differences
 * are taken run by run. Larger is better here; whoever minimises turns the sign.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';

/**
 * Gives runs `from` to `to` (not included) of each of these arms; `most`: as far as the runs so far tell, no more than so many
 * of each will be asked for.
 */
export type Sample = (
  arms: readonly number[],
  from: number,
  to: number,
  most?: number,
) => Promise<readonly (readonly number[])[]>;

export class Arms {
  readonly values: number[][];
  readonly #sums: number[];

  /** `first`: the first runs of each arm, equally many. */
  constructor(first: readonly (readonly number[])[]) {
    this.values = first.map((values) => [...values]);
    this.#sums = first.map((values) => values.reduce((sum, value) => sum + value, 0));
  }

  get count(): number {
    return this.values.length;
  }

  runs(arm: number): number {
    return this.values[arm]!.length;
  }

  mean(arm: number): number {
    return this.#sums[arm]! / this.values[arm]!.length;
  }

  add(arm: number, more: readonly number[]): void {
    for (const value of more) {
      this.values[arm]!.push(value);
      this.#sums[arm]! += value;
    }
  }

  /** The arm with the largest mean; of equals the first. */
  best(among: readonly number[]): number {
    assert(among.length > 0, 'there is an arm to choose');
    return among.reduce((best, arm) => (this.mean(arm) > this.mean(best) ? arm : best));
  }

  /** These arms from the largest mean down. */
  ranked(among: readonly number[]): readonly number[] {
    return among.toSorted((left, right) => this.mean(right) - this.mean(left) || left - right);
  }
}

/** The variance of the difference over the first `count` runs. */
export function pairedVariance(left: readonly number[], right: readonly number[], count: number): number {
  let mean = 0;
  for (let run = 0; run < count; run++) mean += left[run]! - right[run]!;
  mean /= count;
  let squares = 0;
  for (let run = 0; run < count; run++) squares += (left[run]! - right[run]! - mean) ** 2;
  return squares / (count - 1);
}

/** Between the largest and the least difference over the first `count` runs. */
export function pairedRange(left: readonly number[], right: readonly number[], count: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let run = 0; run < count; run++) {
    const difference = left[run]! - right[run]!;
    low = Math.min(low, difference);
    high = Math.max(high, difference);
  }
  return high - low;
}

/** Runs by which the variance of a difference is estimated, at least: fewer make the rest of the work many times more. */
export const FIRST_RUNS = 20;

/** Arms against which others are held: a worse arm is outdone by one of the best or by none. */
export const LEADERS_MAX = 50;

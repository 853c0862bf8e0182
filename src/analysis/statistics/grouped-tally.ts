/**
 * Samples of many runs, together and apart: their quantiles, and how sure those are.
 *
 * Samples within a run depend on each other, so their number says little; runs are independent. The interval of a
 * quantile is that of order statistics for samples in groups (R. S. Woodruff, 1952): the share of samples at or below the
 * quantile is only known to lie within an interval, and the quantiles at the ends of that are the interval.
 *
 * Runs beyond thirty share a group, so that memory has a limit; groups are as independent as runs.
 *
 * @module
 */
import { halfOfShare } from './spread-of-share.ts';
import type { Interval } from './statistics.ts';
import { Tally } from './tally.ts';
import { NORMAL_QUANTILE } from './wilson.ts';

export const GROUPS_MAX = 30;

export class GroupedTally {
  readonly #groups: Tally[] = [];
  #all: Tally | undefined;
  #counts: readonly Counted[] | undefined;

  /** Counts what run number `run` came to, which nobody may count on with. */
  add(run: number, tally: Tally): void {
    const group = run % GROUPS_MAX;
    const mine = this.#groups[group];
    if (mine === undefined) this.#groups[group] = tally;
    else mine.merge(tally);
    this.#all = undefined;
    this.#counts = undefined;
  }

  /** What the runs that share group number `group` came to. */
  group(group: number): Tally | undefined {
    return this.#groups[group];
  }

  /** All samples. */
  get all(): Tally {
    if (this.#all === undefined) {
      this.#all = new Tally();
      for (const { tally } of this.#present()) this.#all.merge(tally);
    }
    return this.#all;
  }

  get count(): number {
    return this.all.count;
  }

  get sum(): number {
    return this.all.sum;
  }

  get max(): number {
    return this.all.max;
  }

  quantile(p: number): number {
    return this.all.quantile(p);
  }

  /** The 95 % interval of the quantile `p`; `null` where there are too few runs or samples to tell. */
  interval(p: number, exact: boolean): Interval | null {
    const { all } = this;
    const { count } = all;
    if (count === 0) return null;
    const value = all.quantile(p);
    if (exact) return [value, value];
    const groups = this.#present().map(({ tally, count: total }) => ({ hits: tally.countTo(value), total }));
    const seen = halfOfShare(groups);
    if (seen === undefined) return null;
    // Groups may agree by chance, or because all lies below: few samples are not made sure by that.
    const half = Math.max(seen, NORMAL_QUANTILE * Math.sqrt((p * (1 - p)) / count));
    // The quantile may lie above all that was seen.
    return half >= Math.min(p, 1 - p) ? null : [all.quantile(p - half), all.quantile(p + half)];
  }

  /** A run without a sample is a run all the same: it adds nothing to any sum. */
  #present(): readonly Counted[] {
    this.#counts ??= this.#groups
      .filter((group) => group !== undefined)
      .map((tally) => ({ tally, count: tally.count }));
    return this.#counts;
  }
}

interface Counted {
  readonly tally: Tally;
  readonly count: number;
}

/**
 * How often each of many whole numbers came up: exact counts, sums and quantiles without keeping the samples.
 *
 * Waits repeat, so a table from value to count stays small however long a run is. While there are at most 65,536 distinct
 * values everything is exact; beyond that values are rounded down to a resolution that doubles (`count`, `sum`, `min` and
 * `max` stay exact). The resolution depends only on which values came, not on their order: merging in any order is the same.
 *
 * Adding is what happens for every wait of every run, so it does one thing: it raises one count. All else is found out
 * when somebody asks.
 *
 * @module
 */

import { ExactSum } from './exact-sum.ts';

/** Distinct values above zero that a tally keeps apart before it rounds. */
export const DISTINCT_MAX = 65_536;

/** Small keys are counted in a table, the others in a hash: samples near each other then lie near each other. */
const TABLE_FIRST = 256;
/** From so many distinct values on, the table is as long as it gets. */
const TABLE_FROM = 2048;
const TABLE_LENGTH = 65_536;
const SLOTS_MIN = 16;
/** Counts in the table stay below; what is more goes to the hash. Half the bytes of a double: the table stays in the cache. */
const COUNT_LIMIT = 2 ** 31;
const NONE: Int32Array = new Int32Array(0);

export interface Totals {
  readonly count: number;
  readonly sum: number;
  /** `Infinity` and `-Infinity` while there is nothing. */
  readonly min: number;
  readonly max: number;
}

export class Tally {
  /** Values are told apart by `floor(value / resolution)`, their key; 1 is exact. */
  resolution = 1;
  /** Counts of the keys below its length. */
  #table: Int32Array = new Int32Array(TABLE_FIRST);
  /** The same table as long as a value is its own key, then an empty one. */
  #direct: Int32Array = this.#table;
  /** Key + 1 (0: free) and count of each slot of the hash, side by side. */
  #cells: Float64Array = new Float64Array(2 * SLOTS_MIN);
  #shift: number = Math.clz32(SLOTS_MIN - 1);
  #hashed = 0;
  /** The value that the hash counted last, where each is its own key (-1: none), and where: periods repeat. */
  #lastValue = -0.5;
  #lastCell = 0;
  /** Keys above 0. */
  #distinct = 0;
  /** What the keys do not tell any more once values are rounded. */
  #totals: Totals | undefined;
  #sorted: Sorted | undefined;

  constructor() {
    // The half above made this field a double for good.
    this.#lastValue = -1;
  }

  get count(): number {
    return this.#total().count;
  }

  get sum(): number {
    return this.#total().sum;
  }

  get min(): number {
    return this.#total().min;
  }

  get max(): number {
    return this.#total().max;
  }

  /** Count, sum and ends at once: each has to look through all that was counted. */
  totals(): Totals {
    return this.#total();
  }

  /** Counts one `value`, a whole number from 0 up. */
  add(value: number): void {
    const table = this.#direct;
    if (value < table.length) {
      const before = table[value]!;
      table[value] = before + 1;
      // A count that reached the limit has wrapped around to below zero.
      if (before <= 0) this.#addRarely(value, before);
    } else if (value === this.#lastValue) this.#cells[this.#lastCell]!++;
    else this.#addElsewhere(value);
  }

  /** Forgets everything. */
  clear(): void {
    this.resolution = 1;
    this.#table = new Int32Array(TABLE_FIRST);
    this.#direct = this.#table;
    this.#cells = new Float64Array(2 * SLOTS_MIN);
    this.#shift = Math.clz32(SLOTS_MIN - 1);
    this.#hashed = 0;
    this.#lastValue = -1;
    this.#distinct = 0;
    this.#totals = undefined;
    this.#sorted = undefined;
  }

  /** A tally of the same that goes its own way. */
  copy(): Tally {
    const copy = new Tally();
    copy.merge(this);
    return copy;
  }

  /** Counts what came since `earlier` was copied from this, `times` over. */
  repeat(earlier: Tally, times: number): void {
    const [now, then] = [this.#total(), earlier.#total()];
    const before = new Map<number, number>();
    earlier.#each((key, count) => {
      const mine = Math.floor((key * earlier.resolution) / this.resolution);
      before.set(mine, (before.get(mine) ?? 0) + count);
    });
    const gains = new Map<number, number>();
    this.#each((key, count) => {
      gains.set(key, (gains.get(key) ?? 0) + count);
    });
    for (const [key, count] of gains) {
      const gain = count - (before.get(key) ?? 0);
      if (gain > 0) this.#insert(key, gain * times);
    }
    this.#sorted = undefined;
    if (this.#totals === undefined) return;
    const again = (was: number, is: number) => is + times * (is - was);
    this.#totals = { ...now, count: again(then.count, now.count), sum: again(then.sum, now.sum) };
  }

  /** Counts everything that `other` counted, `times` over. */
  merge(other: Tally, times = 1): void {
    const [mine, others] = [this.#total(), other.#total()];
    while (this.resolution < other.resolution) this.#coarsen();
    other.#each((key, count) => {
      this.#put(Math.floor((key * other.resolution) / this.resolution), count * times);
    });
    if (this.resolution === 1) return;
    this.#totals = {
      count: mine.count + others.count * times,
      sum: mine.sum + others.sum * times,
      min: Math.min(mine.min, others.min),
      max: Math.max(mine.max, others.max),
    };
  }

  /** Mean of the samples; NaN where there are none. */
  mean(): number {
    const { sum, count } = this.#total();
    return sum / count;
  }

  /**
   * The nearest-rank quantile: the least value that at least a share `p` of the samples do not exceed. NaN where there are
   * no samples; rounded down to the resolution where that is above 1.
   */
  quantile(p: number): number {
    const { count, min, max } = this.#total();
    if (count === 0) return Number.NaN;
    // A share such as 0.07 of 100 samples is 7, though their product is a little more.
    const rank = Math.max(1, Math.ceil(p * count - 1e-9));
    if (rank >= count) return max;
    const { values, upTo } = this.#inOrder(count);
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! < rank) low = middle + 1;
      else high = middle;
    }
    return Math.max(min, values[low]!);
  }

  /** How many samples are at most `value`; those that are rounded to the same as `value` included. */
  countTo(value: number): number {
    const last = Math.floor(value / this.resolution);
    let count = 0;
    this.#each((key, times) => {
      if (key <= last) count += times;
    });
    return count;
  }

  /** Sum of the samples, none counted for more than `limit`. */
  sumTo(limit: number): number {
    let sum = 0;
    this.#each((key, times) => {
      sum += Math.min(key * this.resolution, limit) * times;
    });
    return sum;
  }

  /** Sum of the squares of the samples: exact, so that it does not depend on their order. */
  sumOfSquares(): bigint {
    const sum = new ExactSum();
    this.#each((key, times) => {
      const value = key * this.resolution;
      const product = value * value * times;
      if (Number.isSafeInteger(product)) sum.add(product);
      else sum.set(sum.total() + BigInt(value) * BigInt(value) * BigInt(times));
    });
    return sum.total();
  }

  /** Each value with how many samples have it, in ascending order. */
  ordered(): readonly (readonly [value: number, times: number])[] {
    const { values, upTo } = this.#inOrder(this.#total().count);
    return Array.from(values, (value, index) => [value, upTo[index]! - (upTo[index - 1] ?? 0)] as const);
  }

  #total(): Totals {
    if (this.#totals !== undefined) return this.#totals;
    let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    this.#each((value, times) => {
      count += times;
      sum += value * times;
      if (value < min) min = value;
      if (value > max) max = value;
    });
    return { count, sum, min, max };
  }

  /** The values in ascending order with how many samples lie at or below each; made anew only after samples came. */
  #inOrder(count: number): Sorted {
    if (this.#sorted?.count === count) return this.#sorted;
    const found: [key: number, times: number][] = [];
    this.#each((key, times) => {
      found.push([key, times]);
    });
    found.sort(([left], [right]) => left - right);
    let total = 0;
    const upTo = Float64Array.from(found, ([, times]) => {
      total += times;
      return total;
    });
    this.#sorted = { count, values: Float64Array.from(found, ([key]) => key * this.resolution), upTo };
    return this.#sorted;
  }

  /** Tells every key with its count, in no order, as things stood when it was asked. */
  #each(tell: (key: number, times: number) => void): void {
    const [table, cells] = [this.#table, this.#cells];
    for (let key = 0; key < table.length; key++) if (table[key] !== 0) tell(key, table[key]! >>> 0);
    for (let cell = 0; cell < cells.length; cell += 2) if (cells[cell]! > 0) tell(cells[cell]! - 1, cells[cell + 1]!);
  }

  /** A value that is new to the table, or has reached its limit. */
  #addRarely(value: number, before: number): void {
    if (before === 0) this.#came(value);
    else this.#insert(value, 0);
  }

  /** A value beyond the table, or one that is rounded. */
  #addElsewhere(value: number): void {
    if (this.#totals !== undefined) {
      const { count, sum, min, max } = this.#totals;
      this.#totals = { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) };
    }
    this.#put(this.resolution === 1 ? value : Math.floor(value / this.resolution), 1);
  }

  #put(key: number, times: number): void {
    if (this.#insert(key, times)) this.#came(key);
  }

  /** A key is new: is there room for more? */
  #came(key: number): void {
    if (key === 0) return;
    this.#distinct++;
    while (this.#distinct > DISTINCT_MAX) this.#coarsen();
    if (this.#distinct < TABLE_FROM || this.#table.length === TABLE_LENGTH) return;
    this.#rebuild(TABLE_LENGTH, this.#cells.length, 1);
  }

  /** Doubles the resolution. */
  #coarsen(): void {
    this.#totals = this.#total();
    this.resolution *= 2;
    this.#rebuild(this.#table.length, this.#cells.length, 2);
  }

  /** Counts a key where there is room for it; gives whether it is a new one. */
  #insert(key: number, times: number): boolean {
    const table = this.#table;
    if (key >= table.length) return this.#hash(key, times);
    const before = table[key]! >>> 0;
    const after = before + times;
    if (after < COUNT_LIMIT) table[key] = after;
    else this.#spill(key, before, after);
    return before === 0;
  }

  /** Moves all but one to the hash: a key with none in the table would be new again. */
  #spill(key: number, before: number, after: number): void {
    // The hash may make both anew, from what is counted at that moment.
    this.#table[key] = Math.min(before, 1);
    this.#hash(key, after - 1);
    this.#table[key] = 1;
  }

  /** Counts a key in the hash; gives whether it is a new one there. */
  #hash(key: number, times: number): boolean {
    const cells = this.#cells;
    const mask = cells.length - 1;
    let cell = (Math.imul(key, 0x9e3779b1) >>> this.#shift) << 1;
    for (let found = cells[cell]!; found !== 0; found = cells[cell]!) {
      if (found === key + 1) {
        cells[cell + 1]! += times;
        this.#lastValue = this.#totals === undefined ? key : -1;
        this.#lastCell = cell + 1;
        return false;
      }
      cell = (cell + 2) & mask;
    }
    // Half full at most; there is one more place when it is made anew, so this goes no deeper.
    if (4 * (this.#hashed + 1) > cells.length) {
      this.#rebuild(this.#table.length, 2 * cells.length, 1);
      return this.#hash(key, times);
    }
    cells[cell] = key + 1;
    cells[cell + 1] = times;
    this.#hashed++;
    return true;
  }

  #rebuild(tableLength: number, cells: number, divisor: number): void {
    const before: [key: number, times: number][] = [];
    this.#each((key, times) => {
      before.push([Math.floor(key / divisor), times]);
    });
    this.#table = new Int32Array(tableLength);
    this.#direct = this.resolution === 1 ? this.#table : NONE;
    this.#cells = new Float64Array(cells);
    this.#shift = Math.clz32(cells / 2 - 1);
    this.#lastValue = -1;
    this.#distinct = 0;
    this.#hashed = 0;
    for (const [key, times] of before) if (this.#insert(key, times) && key > 0) this.#distinct++;
  }
}

interface Sorted {
  readonly count: number;
  readonly values: Float64Array;
  readonly upTo: Float64Array;
}

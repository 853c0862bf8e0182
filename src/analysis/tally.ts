/**
 * How often each of many whole numbers came up: exact counts, sums and quantiles without keeping the samples.
 *
 * Waits repeat, so a hash from value to count stays small however long a run is. While there are at most 65,536 distinct
 * values everything is exact; beyond that values are rounded down to a resolution that doubles (`count`, `sum`, `min` and
 * `max` stay exact). The resolution depends only on which values came, not on their order: merging in any order is the same.
 *
 * @module
 */

/** Distinct values a tally keeps apart before it rounds. */
export const DISTINCT_MAX = 65_536;

const SLOTS_MIN = 16;

export class Tally {
  count = 0;
  sum = 0;
  /** `Infinity` and `-Infinity` while there is nothing. */
  min: number = Number.POSITIVE_INFINITY;
  max: number = Number.NEGATIVE_INFINITY;
  /** Values are told apart by `floor(value / resolution)`; 1 is exact. */
  resolution = 1;
  /** Zero is the most frequent value by far and marks an empty slot, so it is counted apart. */
  #zeros = 0;
  /** Key and count of each slot, side by side. */
  #cells: Float64Array = new Float64Array(2 * SLOTS_MIN);
  #shift: number = Math.clz32(SLOTS_MIN - 1);
  #distinct = 0;
  #sorted: Sorted | undefined;

  /** Counts one `value`, a whole number from 0 up. */
  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (value === 0) this.#zeros++;
    else this.#put(this.resolution === 1 ? value : Math.floor(value / this.resolution), 1);
  }

  /** Counts everything that `other` counted. */
  merge(other: Tally): void {
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.#zeros += other.#zeros;
    while (this.resolution < other.resolution) this.#coarsen();
    const cells = other.#cells;
    for (let cell = 0; cell < cells.length; cell += 2) {
      const value = cells[cell]! * other.resolution;
      if (value !== 0) this.#put(Math.floor(value / this.resolution), cells[cell + 1]!);
    }
  }

  /** Mean of the samples; NaN where there are none. */
  mean(): number {
    return this.sum / this.count;
  }

  /**
   * The nearest-rank quantile: the least value that at least a share `p` of the samples do not exceed. NaN where there are
   * no samples; rounded down to the resolution where that is above 1.
   */
  quantile(p: number): number {
    if (this.count === 0) return Number.NaN;
    // A share such as 0.07 of 100 samples is 7, though their product is a little more.
    const rank = Math.max(1, Math.ceil(p * this.count - 1e-9));
    if (rank >= this.count) return this.max;
    if (rank <= this.#zeros) return 0;
    const { values, upTo } = this.#inOrder();
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! < rank) low = middle + 1;
      else high = middle;
    }
    return Math.max(this.min, values[low]!);
  }

  /** The values in ascending order with how many samples lie at or below each; made anew only after samples came. */
  #inOrder(): Sorted {
    if (this.#sorted?.count === this.count) return this.#sorted;
    const cells = this.#cells;
    const slots: number[] = [];
    for (let cell = 0; cell < cells.length; cell += 2) if (cells[cell + 1]! > 0) slots.push(cell);
    slots.sort((left, right) => cells[left]! - cells[right]!);
    let total = this.#zeros;
    const upTo = Float64Array.from(slots, (cell) => {
      total += cells[cell + 1]!;
      return total;
    });
    this.#sorted = {
      count: this.count,
      values: Float64Array.from(slots, (cell) => cells[cell]! * this.resolution),
      upTo,
    };
    return this.#sorted;
  }

  #put(key: number, times: number): void {
    const cells = this.#cells;
    const mask = cells.length - 1;
    // A key below the resolution's first multiple is zero; its count keeps the slot in use.
    let cell = (Math.imul(key, 0x9e3779b1) >>> this.#shift) << 1;
    while (cells[cell + 1] !== 0) {
      if (cells[cell] === key) {
        cells[cell + 1]! += times;
        return;
      }
      cell = (cell + 2) & mask;
    }
    cells[cell] = key;
    cells[cell + 1] = times;
    this.#distinct++;
    if (this.#distinct > DISTINCT_MAX) this.#coarsen();
    else if (4 * this.#distinct > cells.length) this.#rehash(2 * cells.length);
  }

  /** Doubles the resolution until few enough values are told apart. */
  #coarsen(): void {
    do {
      this.resolution *= 2;
      this.#rehash(this.#cells.length, 2);
    } while (this.#distinct > DISTINCT_MAX);
  }

  #rehash(length: number, divisor = 1): void {
    const before = this.#cells;
    this.#cells = new Float64Array(length);
    this.#shift = Math.clz32(length / 2 - 1);
    this.#distinct = 0;
    for (let cell = 0; cell < before.length; cell += 2) {
      if (before[cell + 1]! > 0) this.#put(Math.floor(before[cell]! / divisor), before[cell + 1]!);
    }
  }
}

interface Sorted {
  readonly count: number;
  readonly values: Float64Array;
  readonly upTo: Float64Array;
}

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
/** From so many distinct values on, small ones are counted in a table: samples near each other then lie near each other. */
const TABLE_FROM = 2048;
const TABLE_LENGTH = 65_536;

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
  /** Counts of the keys below its length; empty until there are many. */
  #table: Float64Array = new Float64Array(0);
  /** Key and count of each slot of the hash, side by side. */
  #cells: Float64Array = new Float64Array(2 * SLOTS_MIN);
  #shift: number = Math.clz32(SLOTS_MIN - 1);
  #hashed = 0;
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
    while (this.resolution < other.resolution) {
      this.resolution *= 2;
      this.#rebuild({ tableLength: this.#table.length, cells: this.#cells.length, divisor: 2 });
    }
    other.#each((key, times) => {
      this.#put(Math.floor((key * other.resolution) / this.resolution), times);
    });
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
    const found: [key: number, times: number][] = [];
    this.#each((key, times) => {
      found.push([key, times]);
    });
    found.sort(([left], [right]) => left - right);
    let total = this.#zeros;
    const upTo = Float64Array.from(found, ([, times]) => {
      total += times;
      return total;
    });
    this.#sorted = { count: this.count, values: Float64Array.from(found, ([key]) => key * this.resolution), upTo };
    return this.#sorted;
  }

  /** Tells every key with its count, in no order, as things stood when it was asked. */
  #each(tell: (key: number, times: number) => void): void {
    const [table, cells] = [this.#table, this.#cells];
    for (let key = 0; key < table.length; key++) if (table[key]! > 0) tell(key, table[key]!);
    for (let cell = 0; cell < cells.length; cell += 2) if (cells[cell + 1]! > 0) tell(cells[cell]!, cells[cell + 1]!);
  }

  #put(key: number, times: number): void {
    if (!this.#insert(key, times)) return;
    this.#distinct++;
    if (this.#distinct > DISTINCT_MAX) {
      // Doubles the resolution until few enough values are told apart.
      do {
        this.resolution *= 2;
        this.#rebuild({ tableLength: this.#table.length, cells: this.#cells.length, divisor: 2 });
      } while (this.#distinct > DISTINCT_MAX);
    } else if (this.#distinct >= TABLE_FROM && this.#table.length === 0) {
      this.#rebuild({ tableLength: TABLE_LENGTH, cells: this.#cells.length, divisor: 1 });
    } else if (4 * this.#hashed > this.#cells.length) {
      this.#rebuild({ tableLength: this.#table.length, cells: 2 * this.#cells.length, divisor: 1 });
    }
  }

  /** Counts a key where there is room for it; gives whether it is a new one. */
  #insert(key: number, times: number): boolean {
    const table = this.#table;
    if (key < table.length) {
      const before = table[key]!;
      table[key] = before + times;
      return before === 0;
    }
    const cells = this.#cells;
    const mask = cells.length - 1;
    let cell = (Math.imul(key, 0x9e3779b1) >>> this.#shift) << 1;
    // A key below the resolution's first multiple is zero: it is the count that tells a slot in use.
    while (cells[cell + 1] !== 0) {
      if (cells[cell] === key) {
        cells[cell + 1]! += times;
        return false;
      }
      cell = (cell + 2) & mask;
    }
    cells[cell] = key;
    cells[cell + 1] = times;
    this.#hashed++;
    return true;
  }

  #rebuild(size: { readonly tableLength: number; readonly cells: number; readonly divisor: number }): void {
    const before: [key: number, times: number][] = [];
    this.#each((key, times) => {
      before.push([Math.floor(key / size.divisor), times]);
    });
    this.#table = new Float64Array(size.tableLength);
    this.#cells = new Float64Array(size.cells);
    this.#shift = Math.clz32(size.cells / 2 - 1);
    this.#distinct = 0;
    this.#hashed = 0;
    for (const [key, times] of before) if (this.#insert(key, times)) this.#distinct++;
  }
}

interface Sorted {
  readonly count: number;
  readonly values: Float64Array;
  readonly upTo: Float64Array;
}

/**
 * The records of interchangeable runs, sorted: which frame holds which makes no difference, so it is not written.
 *
 * @module
 */
import { getBits, putBits } from './bits.ts';
import type { Layout } from './layout.ts';

export class PoolRecords {
  readonly #layout: Layout;
  readonly #words: Uint32Array[];
  readonly #run: Int32Array;
  readonly #task: Int32Array;
  /** Records by rank. */
  readonly #order: Int32Array;
  /** The frame each run will be in when the words are read back. */
  readonly #frame: Int32Array;
  #count = 0;

  constructor(layout: Layout, runsMax: number) {
    this.#layout = layout;
    this.#words = layout.pool.map(() => new Uint32Array(Math.ceil(layout.poolBits / 32) + 1));
    this.#run = new Int32Array(layout.pool.length);
    this.#task = new Int32Array(layout.pool.length);
    this.#order = new Int32Array(layout.pool.length);
    this.#frame = Int32Array.from({ length: runsMax }, (_, run) => run);
  }

  clear(): void {
    this.#count = 0;
  }

  /** The empty record of a run that is in use. */
  open(run: number, task: number): Uint32Array {
    const index = this.#count++;
    this.#run[index] = run;
    this.#task[index] = task;
    return this.#words[index]!.fill(0);
  }

  /** Sorts the record that was just written in. */
  close(): void {
    const order = this.#order;
    const record = this.#count - 1;
    let rank = record;
    while (rank > 0 && this.#isBefore(record, order[rank - 1]!)) order[rank] = order[--rank]!;
    order[rank] = record;
  }

  /** Copies the records behind each other, and remembers which frame each run will be found in. */
  copyTo(out: Uint32Array): void {
    const { poolOffset, poolBits } = this.#layout;
    const assign = new Frames(this.#layout);
    for (let rank = 0; rank < this.#count; rank++) {
      const record = this.#order[rank]!;
      this.#frame[this.#run[record]!] = assign.next(this.#task[record]!);
      for (let bit = 0; bit < poolBits; bit += 32) {
        const bits = Math.min(32, poolBits - bit);
        putBits(out, poolOffset + rank * poolBits + bit, bits, getBits(this.#words[record]!, bit, bits));
      }
    }
  }

  /** The frame in which a run is found when the words are read back. */
  frameOf(run: number): number {
    return this.#frame[run]!;
  }

  #isBefore(left: number, right: number): boolean {
    const one = this.#words[left]!;
    const other = this.#words[right]!;
    for (let word = 0; word < one.length; word++) if (one[word] !== other[word]) return one[word]! < other[word]!;
    return false;
  }
}

/** Hands out frames to runs of the pool in the order of their records: a task's own frame first, then the shared ones. */
export class Frames {
  readonly #own: Set<number>;
  readonly #shared: number[];

  constructor({ pool, tasks }: Layout) {
    this.#own = new Set(pool.filter((run) => run < tasks));
    this.#shared = pool.filter((run) => run >= tasks);
  }

  next(task: number): number {
    return this.#own.delete(task) ? task : this.#shared.shift()!;
  }

  /** Shared frames that are left. */
  get free(): readonly number[] {
    return this.#shared;
  }
}

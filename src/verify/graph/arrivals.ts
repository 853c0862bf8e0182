/**
 * States that were reached and not looked for yet, in the order in which they were reached: the table finds many at a time
 * sooner than one by one.
 *
 * @module
 */
import { BATCH, type StateTable } from './table.ts';

export class Arrivals {
  count = 0;
  readonly #table: StateTable;
  readonly #words: number;
  readonly #packed: Uint32Array;
  readonly #from = new Int32Array(BATCH);
  readonly #label = new Uint32Array(BATCH);
  readonly #ids = new Uint32Array(BATCH);

  constructor(table: StateTable) {
    this.#table = table;
    this.#words = table.words;
    this.#packed = new Uint32Array(BATCH * table.words);
  }

  get isFull(): boolean {
    return this.count === BATCH;
  }

  /** Notes that the way with `label` leads from `from` to the state with these words. There must be room. */
  add(from: number, state: Uint32Array, label: number): void {
    const at = this.count * this.#words;
    for (let word = 0; word < this.#words; word++) this.#packed[at + word] = state[word]!;
    this.#from[this.count] = from;
    this.#label[this.count++] = label;
  }

  /**
   * Looks all of them up, tells where each way leads, and forgets them. False where the table had no room for one: that
   * one and those behind it are not told.
   */
  settle(tell: (from: number, target: number, label: number) => void): boolean {
    const { count } = this;
    this.count = 0;
    const found = this.#table.addAll(this.#packed, count, this.#ids);
    for (let one = 0; one < found; one++) tell(this.#from[one]!, this.#ids[one]!, this.#label[one]!);
    return found === count;
  }
}

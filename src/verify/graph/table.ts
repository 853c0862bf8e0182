/**
 * The states that were found: their packed words, one behind the other, and an index by open addressing.
 *
 * The index only proposes; words are always compared whole, so that a collision of hashes can never hide a state. A slot
 * of the index holds a state's number and, above it, those bits of its hash that did not choose the slot: what is not there
 * is mostly told by the slot itself. A state is known by its number, in the order in which it was found.
 *
 * Finding costs what memory costs. So states are looked for many at a time: their slots are touched first, one behind the
 * other, and the processor fetches them together instead of waiting for each.
 *
 * @module
 */

/** States in one chunk of words. */
const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;
/** A fuller index is doubled. */
const LOAD_MAX = 0.7;
const SLOTS = 1 << 12;
/** A smaller index grows fourfold. */
const SMALL = 1 << 18;
/** States that are looked for together at the most. */
export const BATCH = 128;

export class StateTable {
  readonly words: number;
  count = 0;
  /** What touching has read: kept, so that it is not left out as useless. */
  touched = 0;
  readonly #chunks: Uint32Array[] = [];
  /** By slot: 0 where it is free, else 1 + the number of its state, and the hash above the bits that such a number takes. */
  #index = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(BATCH);
  readonly #countMax: number;

  /** `countMax`: states that it holds at the most. */
  constructor(words: number, countMax = Infinity) {
    this.words = words;
    this.#countMax = countMax;
  }

  /** The number of the state with these words, which is new where it was not there; -1: there is no room for it. */
  add(state: Uint32Array): number {
    this.#makeRoom(1);
    return this.#find(state, 0, hashOf(state, 0, this.words));
  }

  /**
   * The same for `count` states (at most `BATCH`) that stand in `states` one behind the other; their numbers go to `ids`.
   * Returns how many: fewer than `count` where there was no room for the one behind them.
   */
  addAll(states: Uint32Array, count: number, ids: Uint32Array): number {
    const { words } = this;
    this.#makeRoom(count);
    const hashes = this.#hashes;
    const index = this.#index;
    const mask = index.length - 1;
    let touched = 0;
    for (let one = 0; one < count; one++) {
      const hash = hashOf(states, one * words, words);
      hashes[one] = hash;
      touched ^= index[hash & mask]!;
    }
    this.touched = touched;
    for (let one = 0; one < count; one++) {
      const id = this.#find(states, one * words, hashes[one]!);
      if (id < 0) return one;
      ids[one] = id;
    }
    return count;
  }

  /** The array that holds the words of a state, from `placeOf` on. */
  chunkOf(id: number): Uint32Array {
    return this.#chunks[id >>> CHUNK_BITS]!;
  }

  placeOf(id: number): number {
    return (id & (CHUNK - 1)) * this.words;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK * this.words * 4 + this.#index.byteLength;
  }

  /** Bytes there will be at the most while one more batch is added. */
  get bytesNext(): number {
    const chunk = this.#chunks.length * CHUNK < this.count + BATCH ? CHUNK * this.words * 4 : 0;
    const index = this.#isFull(BATCH) ? this.#index.byteLength * this.#growth() : 0;
    return this.bytes + chunk + index;
  }

  /** Gives the index back: nothing can be found any more. */
  closeIndex(): void {
    this.#index = new Int32Array(0);
  }

  #find(states: Uint32Array, at: number, hash: number): number {
    const index = this.#index;
    const mask = index.length - 1;
    let slot = hash & mask;
    for (let there = index[slot]!; there !== 0; there = index[slot]!) {
      if (((there ^ hash) & ~mask) === 0) {
        const id = (there & mask) - 1;
        if (this.#holds(id, states, at)) return id;
      }
      slot = (slot + 1) & mask;
    }
    if (this.count >= this.#countMax) return -1;
    index[slot] = (hash & ~mask) | (this.count + 1);
    return this.#append(states, at);
  }

  #append(states: Uint32Array, at: number): number {
    const { words } = this;
    const id = this.count++;
    if ((id & (CHUNK - 1)) === 0) this.#chunks.push(new Uint32Array(CHUNK * words));
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const to = (id & (CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) chunk[to + word] = states[at + word]!;
    return id;
  }

  #holds(id: number, states: Uint32Array, at: number): boolean {
    const { words } = this;
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const place = (id & (CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) if (chunk[place + word] !== states[at + word]) return false;
    return true;
  }

  #isFull(more: number): boolean {
    return this.count + more > this.#index.length * LOAD_MAX;
  }

  #makeRoom(more: number): void {
    while (this.#isFull(more)) this.#grow();
  }

  #growth(): number {
    return this.#index.length < SMALL ? 4 : 2;
  }

  #grow(): void {
    const index = new Int32Array(this.#index.length * this.#growth());
    const mask = index.length - 1;
    const hashes = this.#hashes;
    const { words, count } = this;
    for (let from = 0; from < count; from += BATCH) {
      const some = Math.min(BATCH, count - from);
      // A batch does not cross chunks.
      const chunk = this.chunkOf(from);
      const place = this.placeOf(from);
      let touched = 0;
      for (let one = 0; one < some; one++) {
        const hash = hashOf(chunk, place + one * words, words);
        hashes[one] = hash;
        touched ^= index[hash & mask]!;
      }
      this.touched = touched;
      for (let one = 0; one < some; one++) {
        const hash = hashes[one]!;
        let slot = hash & mask;
        while (index[slot] !== 0) slot = (slot + 1) & mask;
        index[slot] = (hash & ~mask) | (from + one + 1);
      }
    }
    this.#index = index;
  }
}

function hashOf(words: Uint32Array, at: number, count: number): number {
  let hash = 0x2545_f491;
  for (let word = at; word < at + count; word++) {
    hash = Math.imul(hash ^ words[word]!, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85eb_ca77);
  return hash ^ (hash >>> 13);
}

/**
 * The states that were found: their packed words, one behind the other, and an index by open addressing.
 *
 * The index only proposes; words are always compared whole, so that a collision of hashes can never hide a state. Each slot
 * of the index has seven more bits of the hash in a byte of its own: what is not there is mostly told by those bytes, which
 * lie together, and memory is what finding costs. A state is known by its number, in the order in which it was found.
 *
 * @module
 */

/** States in one chunk of words. */
const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
/** A fuller index is doubled. */
const LOAD_MAX = 0.8;
const SLOTS = 1 << 12;

export class StateTable {
  readonly words: number;
  count = 0;
  /** Whether the last `add` found its state for the first time. */
  added = false;
  readonly #chunks: Uint32Array[] = [];
  #index = new Uint32Array(SLOTS);
  /** By slot: 0 where it is free, else 1 + the upper bits of the hash. */
  #tags = new Uint8Array(SLOTS);

  constructor(words: number) {
    this.words = words;
  }

  /** The number of the state with these words, which is new where it was not there. */
  add(state: Uint32Array): number {
    const { words } = this;
    if (this.count >= this.#index.length * LOAD_MAX) this.#grow();
    const [index, tags] = [this.#index, this.#tags];
    const mask = index.length - 1;
    const hash = hashOf(state, 0, words);
    const tag = tagOf(hash);
    let slot = hash & mask;
    for (let there = tags[slot]!; there !== 0; there = tags[slot]!) {
      if (there === tag && this.#holds(index[slot]!, state)) {
        this.added = false;
        return index[slot]!;
      }
      slot = (slot + 1) & mask;
    }
    const id = this.count++;
    index[slot] = id;
    tags[slot] = tag;
    if ((id & (CHUNK - 1)) === 0) this.#chunks.push(new Uint32Array(CHUNK * words));
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const at = (id & (CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) chunk[at + word] = state[word]!;
    this.added = true;
    return id;
  }

  /** The array that holds the words of a state, from `placeOf` on. */
  chunkOf(id: number): Uint32Array {
    return this.#chunks[id >>> CHUNK_BITS]!;
  }

  placeOf(id: number): number {
    return (id & (CHUNK - 1)) * this.words;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK * this.words * 4 + this.#index.byteLength + this.#tags.byteLength;
  }

  /** Bytes there will be at the most while one more state is added. */
  get bytesNext(): number {
    const chunk = (this.count & (CHUNK - 1)) === 0 ? CHUNK * this.words * 4 : 0;
    const index = this.count >= this.#index.length * LOAD_MAX ? this.#index.length * 10 : 0;
    return this.bytes + chunk + index;
  }

  /** Gives the index back: nothing can be found any more. */
  closeIndex(): void {
    this.#index = new Uint32Array(0);
    this.#tags = new Uint8Array(0);
  }

  #holds(id: number, state: Uint32Array): boolean {
    const { words } = this;
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const at = (id & (CHUNK - 1)) * words;
    for (let word = 0; word < words; word++) if (chunk[at + word] !== state[word]) return false;
    return true;
  }

  #grow(): void {
    const index = new Uint32Array(this.#index.length * 2);
    const tags = new Uint8Array(index.length);
    const mask = index.length - 1;
    for (let id = 0; id < this.count; id++) {
      const hash = hashOf(this.chunkOf(id), this.placeOf(id), this.words);
      let slot = hash & mask;
      while (tags[slot] !== 0) slot = (slot + 1) & mask;
      index[slot] = id;
      tags[slot] = tagOf(hash);
    }
    this.#index = index;
    this.#tags = tags;
  }
}

function tagOf(hash: number): number {
  return (hash >>> 25) + 1;
}

function hashOf(words: Uint32Array, at: number, count: number): number {
  let hash = 0x2545_f491;
  for (let word = at; word < at + count; word++) {
    hash = Math.imul(hash ^ words[word]!, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85eb_ca77);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Ways that were gone before: what happens until a task's next start by the clock does not depend on how far away it is.
 *
 * Clocks are the triggers that come by a period. Two states that differ in their clocks alone, of which none is due in the
 * next instant, go on alike, and each clock is nearer then by the time that passed. So the ways on from one are those of the
 * other, with other clocks: written down instead of gone. Nothing else of the exploration changes, not even the order in which
 * states are found.
 *
 * @module
 */
import { getBits, putBits } from '../states/bits.ts';
import type { FieldRow } from '../states/field.ts';

const ROOM = 1 << 10;

/** The ways on from numbered places, without their clocks. */
export class KnownWays {
  /** The codes of the clocks where the ways begin, which the caller sets. */
  readonly codes: Float64Array;
  readonly #clocks: readonly FieldRow[];
  readonly #mask: Uint32Array;
  readonly #words: number;
  /** Scratch for one state. */
  readonly #out: Uint32Array;
  /** By place: the number of its first way + 1 (0: none is known, -1: they cannot be), how many, what the clocks lose, what it took. */
  #first = new Int32Array(ROOM);
  #count = new Uint32Array(ROOM);
  #passed = new Float64Array(ROOM);
  #cost = new Float64Array(ROOM);
  /** By way: its state without clocks, and its label. */
  #packed: Uint32Array;
  #labels = new Uint32Array(ROOM);
  #size = 0;
  /** Ways that are being noted: from here on, so much time later; whether they can be kept, and whether others of the place might. */
  #from = 0;
  #passing = -1;
  #fits = true;
  #hopeless = false;

  /** `clocks`: fields that lie outside of the records of runs, counted in quanta from now. */
  constructor(words: number, clocks: readonly FieldRow[]) {
    this.#words = words;
    this.#clocks = clocks;
    this.#mask = maskOf(words, clocks);
    this.codes = new Float64Array(clocks.length);
    this.#out = new Uint32Array(words);
    this.#packed = new Uint32Array(ROOM * words);
  }

  /** A state without its clocks, whose codes are kept. */
  key(states: Uint32Array, at: number): Uint32Array {
    const out = this.#out;
    for (let clock = 0; clock < this.#clocks.length; clock++) {
      const { offset, bits } = this.#clocks[clock]!;
      this.codes[clock] = getBits(states, at * 32 + offset, bits);
    }
    for (let word = 0; word < this.#words; word++) out[word] = states[at + word]! & this.#mask[word]!;
    return out;
  }

  /** How many ways lead on from `place` with the clocks as they are; 0: not known. */
  count(place: number): number {
    if (place >= this.#first.length || this.#first[place]! <= 0) return 0;
    const passed = this.#passed[place]!;
    for (let clock = 0; clock < this.codes.length; clock++) if (this.codes[clock]! <= passed) return 0;
    return this.#count[place]!;
  }

  /** The state to which way `index` of `place` leads: the same array each time. */
  target(place: number, index: number): Uint32Array {
    const out = this.#out;
    const from = (this.#first[place]! - 1 + index) * this.#words;
    for (let word = 0; word < this.#words; word++) out[word] = this.#packed[from + word]!;
    const passed = this.#passed[place]!;
    for (let clock = 0; clock < this.#clocks.length; clock++) {
      const { offset, bits } = this.#clocks[clock]!;
      putBits(out, offset, bits, this.codes[clock]! - passed);
    }
    return out;
  }

  label(place: number, index: number): number {
    return this.#labels[this.#first[place]! - 1 + index]!;
  }

  /** Steps that it took to find the ways of `place`. */
  cost(place: number): number {
    return this.#cost[place]!;
  }

  /** The ways of a place are about to be gone. */
  begin(): void {
    this.#from = this.#size;
    this.#passing = -1;
    this.#fits = true;
    this.#hopeless = false;
  }

  /** One leads to `state`, so many quanta later. */
  note(state: Uint32Array, label: number, passed: number): void {
    if (!this.#fits) return;
    if (this.#passing < 0) this.#passing = passed;
    if (!this.#isTimely(passed)) return;
    for (let clock = 0; clock < this.#clocks.length; clock++) {
      const { offset, bits } = this.#clocks[clock]!;
      if (getBits(state, offset, bits) !== this.codes[clock]! - passed) this.#fits = false;
    }
    this.#hopeless = !this.#fits;
    if (this.#fits) this.#append(state, label);
  }

  /** All have been gone, which took so many steps: they are those of `place`. */
  keep(place: number, cost: number): void {
    const count = this.#size - this.#from;
    if (place >= this.#first.length) this.#widen(place);
    if (!this.#fits || count === 0) {
      this.#size = this.#from;
      if (this.#hopeless) this.#first[place] = -1;
      return;
    }
    this.#first[place] = this.#from + 1;
    this.#count[place] = count;
    this.#passed[place] = this.#passing;
    this.#cost[place] = cost;
  }

  /** Whether ways of `place` are worth to be noted. */
  isOpen(place: number): boolean {
    return place >= this.#first.length || this.#first[place] === 0;
  }

  get bytes(): number {
    return this.#packed.byteLength + this.#labels.byteLength + this.#first.length * 24;
  }

  /** Whether it is the same instant for all ways, and no clock is due in it. */
  #isTimely(passed: number): boolean {
    this.#fits = passed === this.#passing && Number.isInteger(passed);
    for (let clock = 0; clock < this.codes.length; clock++) if (this.codes[clock]! <= passed) this.#fits = false;
    return this.#fits;
  }

  #append(state: Uint32Array, label: number): void {
    const words = this.#words;
    if (this.#size === this.#labels.length) {
      this.#labels = enlarged(this.#labels, this.#size * 2);
      this.#packed = enlarged(this.#packed, this.#size * 2 * words);
    }
    this.#labels[this.#size] = label;
    const at = this.#size++ * words;
    for (let word = 0; word < words; word++) this.#packed[at + word] = state[word]! & this.#mask[word]!;
  }

  #widen(place: number): void {
    const length = Math.max(place + 1, this.#first.length * 2);
    const first = new Int32Array(length);
    first.set(this.#first);
    this.#first = first;
    this.#count = enlarged(this.#count, length);
    const [passed, cost] = [new Float64Array(length), new Float64Array(length)];
    passed.set(this.#passed);
    cost.set(this.#cost);
    this.#passed = passed;
    this.#cost = cost;
  }
}

/** Ones in every bit but those of the clocks. */
function maskOf(words: number, clocks: readonly FieldRow[]): Uint32Array {
  const mask = new Uint32Array(words).fill(0xffff_ffff);
  for (const { offset, bits } of clocks) {
    for (let bit = offset; bit < offset + bits; bit++) mask[bit >>> 5]! &= ~(1 << (bit & 31));
  }
  return mask;
}

function enlarged(cells: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length);
  more.set(cells);
  return more;
}

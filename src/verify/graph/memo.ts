/**
 * Looks up whether the ways on from a state, or from a start, were gone before with other clocks; and whether those through
 * an instant were, from another state that came to the same point of time alike.
 *
 * @module
 */

import { clockFields, type StartClocks, startClocksOf } from '../states/clocks.ts';
import type { FieldRow } from '../states/field.ts';
import type { Explorer } from './explorer.ts';
import { KnownWays } from './known-ways.ts';
import { StateTable } from './table.ts';

/** States without clocks that are kept at the most. */
const KEYS_MAX = 1 << 20;
/** Numbers of other choices at the start that are kept at the most. */
const OTHERS_MAX = 1 << 20;
/** Starts of larger numbers are not looked up. */
const INDEX_MAX = 2 ** 31;
/** After so many looks that found less than a quarter of what they looked for there are no more. */
const LOOKS = 1 << 16;

/** Ways by what they begin with, as long as looking for it is worth it. */
class Lookup {
  readonly ways: KnownWays;
  isOff = false;
  readonly #keys: StateTable;
  #looks = 0;
  #found = 0;

  constructor(words: number, clocks: readonly FieldRow[]) {
    this.ways = new KnownWays(words, clocks);
    this.#keys = new StateTable(words, KEYS_MAX);
  }

  /** The place of the state whose words begin at `at`; -1: nothing can be known of it. */
  placeOf(states: Uint32Array, at: number): number {
    const place = this.isOff ? -1 : this.#keys.add(this.ways.key(states, at));
    if (place < 0) return -1;
    this.#looks++;
    if (this.ways.count(place) > 0) this.#found++;
    if (this.#looks === LOOKS) {
      this.isOff = this.#found < LOOKS / 4;
      this.#looks = 0;
      this.#found = 0;
    }
    return place;
  }

  get bytes(): number {
    return this.#keys.bytes + this.ways.bytes;
  }
}

export class Memo {
  /** What was looked for last: its place among these ways; -1: nothing can be known of it. */
  #ways: KnownWays;
  #place = -1;
  /** Where the ways that are being gone are noted. */
  #noting: KnownWays | undefined;
  readonly #states: Lookup;
  /** What happens in an instant, by the state in which it begins. */
  readonly #instants: Lookup;
  readonly #starts: KnownWays | undefined;
  readonly #startClocks: StartClocks | undefined;

  constructor(explorer: Explorer, clocks: readonly FieldRow[]) {
    const { packer, starts, state, space } = explorer;
    const { words } = packer.layout;
    this.#states = new Lookup(words, clocks);
    this.#instants = new Lookup(words, []);
    // Whether a task had nothing to do is told from where it stood before the instant.
    this.#instants.isOff = space.machine.idlers.length > 0;
    this.#ways = this.#states.ways;
    const startClocks = startClocksOf(starts, clocks, state);
    if (startClocks === undefined || startClocks.others > OTHERS_MAX) return;
    this.#startClocks = startClocks;
    this.#starts = new KnownWays(words, startClocks.clocks);
  }

  /** Looks for the state whose words begin at `at`. */
  lookState(states: Uint32Array, at: number): void {
    this.#ways = this.#states.ways;
    this.#place = this.#states.placeOf(states, at);
  }

  /** Whether instants are worth to be looked for. */
  get seeksInstants(): boolean {
    return !this.#instants.isOff;
  }

  /** Looks for the instant that begins with `state`. */
  lookInstant(state: Uint32Array): void {
    this.#ways = this.#instants.ways;
    this.#place = this.#instants.placeOf(state, 0);
  }

  lookStart(index: number): void {
    this.#place = -1;
    if (this.#starts === undefined || index >= INDEX_MAX) return;
    this.#ways = this.#starts;
    this.#place = this.#startClocks!.at(index, this.#starts.codes);
  }

  /** How many ways on are known from what was looked for; where there are none, those that will be gone are noted. */
  known(): number {
    this.#noting = undefined;
    if (this.#place < 0) return 0;
    const count = this.#ways.count(this.#place);
    if (count === 0 && this.#ways.isOpen(this.#place)) {
      this.#ways.begin();
      this.#noting = this.#ways;
    }
    return count;
  }

  /** Steps that it took to go those that are known. */
  get cost(): number {
    return this.#ways.cost(this.#place);
  }

  /** Where one of them leads: the same array each time. */
  target(way: number): Uint32Array {
    return this.#ways.target(this.#place, way);
  }

  label(way: number): number {
    return this.#ways.label(this.#place, way);
  }

  /** A way that was gone leads to `state`, so many quanta later. */
  note(state: Uint32Array, label: number, passed: number): void {
    this.#noting?.note(state, label, passed);
  }

  /** All ways have been gone, which took so many steps. */
  keep(cost: number): void {
    this.#noting?.keep(this.#place, cost);
    this.#noting = undefined;
  }

  /** What was noted is no way. */
  drop(): void {
    this.#noting = undefined;
  }

  get bytes(): number {
    return this.#states.bytes + this.#instants.bytes + (this.#starts?.bytes ?? 0);
  }
}

/** Undefined where there is no clock. */
export function memoOf(explorer: Explorer): Memo | undefined {
  const { space, packer, state } = explorer;
  // Where dates may come at any time, that is one more choice at each state.
  if (space.moved !== undefined) return undefined;
  const clocks = clockFields(space, packer.layout, state);
  return clocks.length === 0 ? undefined : new Memo(explorer, clocks);
}

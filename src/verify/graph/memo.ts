/**
 * Looks up whether the ways on from a state, or from a start, were gone before with other clocks.
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
/** After so many looks that found less than a quarter of what they looked for there are no more. */
const LOOKS = 1 << 16;

export class Memo {
  /** What was looked for last: its place among these ways; -1: nothing can be known of it. */
  ways: KnownWays;
  place = -1;
  readonly #states: KnownWays;
  readonly #keys: StateTable;
  readonly #starts: KnownWays | undefined;
  readonly #startClocks: StartClocks | undefined;
  #isOff = false;
  #looks = 0;
  #found = 0;

  constructor(explorer: Explorer, clocks: readonly FieldRow[]) {
    const { packer, starts, state } = explorer;
    const { words } = packer.layout;
    this.#states = new KnownWays(words, clocks);
    this.#keys = new StateTable(words, KEYS_MAX);
    this.ways = this.#states;
    const startClocks = startClocksOf(starts, clocks, state);
    if (startClocks === undefined || startClocks.others > OTHERS_MAX) return;
    this.#startClocks = startClocks;
    this.#starts = new KnownWays(words, startClocks.clocks);
  }

  /** Looks for the state whose words begin at `at`. */
  lookState(states: Uint32Array, at: number): void {
    this.ways = this.#states;
    this.place = this.#isOff ? -1 : this.#keys.add(this.#states.key(states, at));
    if (this.place < 0) return;
    this.#looks++;
    if (this.#states.count(this.place) > 0) this.#found++;
    if (this.#looks === LOOKS) {
      this.#isOff = this.#found < LOOKS / 4;
      this.#looks = 0;
      this.#found = 0;
    }
  }

  lookStart(index: number): void {
    this.place = -1;
    if (this.#starts === undefined) return;
    this.ways = this.#starts;
    this.place = this.#startClocks!.at(index, this.#starts.codes);
  }

  get bytes(): number {
    return this.#keys.bytes + this.#states.bytes + (this.#starts?.bytes ?? 0);
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

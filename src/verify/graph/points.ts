/**
 * Points within an instant, told apart by everything there is to a state: each is written as what differs from the first of them,
 * which is little. Where many runs are tied there are many points, and whole states would take all the memory.
 *
 * @module
 */
import type { State } from '../../sim/state.ts';

type Cells = Float64Array | Int32Array | Uint8Array | Uint16Array;

export class Points {
  readonly #state: State;
  /** What belongs to a point beside the state. */
  readonly #beside: readonly Cells[];
  /** The first point; of no use before `#hasFirst`. */
  #first: Cells[] = [];
  #hasFirst = false;

  constructor(state: State, beside: readonly Cells[]) {
    this.#state = state;
    this.#beside = beside;
  }

  /** Another instant begins. */
  reset(): void {
    this.#hasFirst = false;
  }

  /** The point that the state is at, runs in `ready` yet to go: two are the same where this is. */
  here(): string {
    const { ready, readyCount, floats, integers } = this.#state;
    const all = [floats, integers, ...this.#beside];
    if (!this.#hasFirst) this.#keep(all);
    let point = `${ready.slice(0, readyCount).sort().join()};`;
    for (let index = 0; index < all.length; index++) point += differences(all[index]!, this.#first[index]!);
    return point;
  }

  #keep(all: readonly Cells[]): void {
    this.#hasFirst = true;
    const fits = this.#first.length > 0 && all.every(({ length }, index) => length === this.#first[index]!.length);
    if (!fits) this.#first = all.map((cells) => cells.slice());
    else for (let index = 0; index < all.length; index++) this.#first[index]!.set(all[index]!);
  }
}

/** What differs, cell by cell; all of it where there is more room than there was. */
function differences(cells: Cells, first: Cells): string {
  if (cells.length !== first.length) return `all ${cells.join()};`;
  let text = '';
  for (let cell = 0; cell < cells.length; cell++) {
    const value = cells[cell]!;
    const before = first[cell]!;
    // What is not a number differs from itself, and from every number.
    if (value === before || (Number.isNaN(value) && Number.isNaN(before))) continue;
    text += `${cell} ${value},`;
  }
  return `${text};`;
}

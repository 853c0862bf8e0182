/**
 * The choices of every state's next instant as trees, written one behind the other into one array: a node with its number
 * of branches, then the branches; a leaf is the number of an edge.
 *
 * @module
 */
import type { Ways } from './ways.ts';

/** What stands in a node: leaves are not negative. */
const TURN = -1;
const DRAW = -2;

export class Trees {
  #cells = new Int32Array(1 << 12);
  #count = 0;
  readonly #starts: number[] = [];
  #at = 0;

  /** What follows is the tree of `state`, the next one. */
  open(state: number): void {
    this.#starts[state] = this.#count;
  }

  /** Adds the way that was gone last, and ended with `edge`. */
  add({ questions, kept }: Ways, edge: number): void {
    for (let at = kept; at < questions.length; at++) {
      const { isTurn, count } = questions[at]!;
      this.#push(isTurn ? TURN : DRAW);
      this.#push(count);
    }
    this.#push(edge);
  }

  /** Whether from `state` on every draw, with at least one choice at each turn (all, where they are tossed), leads to `good` edges. */
  holds(state: number, tossed: boolean, good: (edge: number) => boolean): boolean {
    this.#at = this.#starts[state]!;
    return this.#node(tossed, good);
  }

  #node(tossed: boolean, good: (edge: number) => boolean): boolean {
    const kind = this.#cells[this.#at++]!;
    if (kind >= 0) return good(kind);
    const count = this.#cells[this.#at++]!;
    const any = kind === TURN && !tossed;
    let result = !any;
    for (let branch = 0; branch < count; branch++) {
      const holds = this.#node(tossed, good);
      result = any ? result || holds : result && holds;
    }
    return result;
  }

  #push(value: number): void {
    if (this.#count === this.#cells.length) {
      const cells = new Int32Array(this.#count * 2);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    this.#cells[this.#count++] = value;
  }
}

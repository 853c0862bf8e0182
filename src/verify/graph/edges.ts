/**
 * The edges of the explored graph: for each state, in the order of their numbers, where it can go and what happens then.
 * Six bytes an edge: the number of the next state, and of the label (four more where labels are many).
 *
 * @module
 */

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const NARROW_MAX = 0xffff;

export class Edges {
  count = 0;
  /** States whose edges are complete. */
  sources = 0;
  readonly #targets: Uint32Array[] = [];
  #labels: (Uint16Array | Uint32Array)[] = [];
  readonly #starts: Uint32Array[] = [];
  #wide = false;

  constructor() {
    this.#setStart(0, 0);
  }

  /** What follows are the edges of the next state. */
  open(): void {
    this.#setStart(this.sources, this.count);
  }

  /** Adds an edge to the open state, unless it has it already. */
  add(target: number, label: number): void {
    for (
      let edge = this.count - 1, least = this.start(this.sources);
      edge >= least && edge > this.count - LOOK_BACK;
      edge--
    ) {
      if (this.target(edge) === target && this.label(edge) === label) return;
    }
    if (label > NARROW_MAX && !this.#wide) this.#widen();
    const at = this.count & (CHUNK - 1);
    if (at === 0) {
      this.#targets.push(new Uint32Array(CHUNK));
      this.#labels.push(this.#wide ? new Uint32Array(CHUNK) : new Uint16Array(CHUNK));
    }
    const chunk = this.count >>> CHUNK_BITS;
    this.#targets[chunk]![at] = target;
    this.#labels[chunk]![at] = label;
    this.count++;
  }

  close(): void {
    this.sources++;
    this.#setStart(this.sources, this.count);
  }

  /** The edges of `state` are those from `start(state)` to before `start(state + 1)`; none, where it was not explored. */
  start(state: number): number {
    if (state > this.sources) return this.count;
    return this.#starts[state >>> CHUNK_BITS]![state & (CHUNK - 1)]!;
  }

  target(edge: number): number {
    return this.#targets[edge >>> CHUNK_BITS]![edge & (CHUNK - 1)]!;
  }

  label(edge: number): number {
    return this.#labels[edge >>> CHUNK_BITS]![edge & (CHUNK - 1)]!;
  }

  get bytes(): number {
    return CHUNK * (this.#targets.length * (this.#wide ? 8 : 6) + this.#starts.length * 4);
  }

  #setStart(state: number, edge: number): void {
    if (state >>> CHUNK_BITS >= this.#starts.length) this.#starts.push(new Uint32Array(CHUNK));
    this.#starts[state >>> CHUNK_BITS]![state & (CHUNK - 1)] = edge;
  }

  #widen(): void {
    this.#wide = true;
    this.#labels = this.#labels.map((labels) => Uint32Array.from(labels));
  }
}

/** Edges of a state that are compared before one more is added: choices that lead to the same are few. */
const LOOK_BACK = 64;

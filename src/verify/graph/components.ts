/**
 * Strongly connected components by Tarjan's algorithm, without recursion: a way through millions of states is deeper than
 * any stack.
 *
 * @module
 */
import type { Edges } from './edges.ts';

export interface Components {
  /** The component of each state. Edges between components lead to smaller numbers. */
  readonly of: Uint32Array;
  readonly count: number;
  /** The states, component by component, smallest number first. */
  readonly states: Uint32Array;
}

const UNSEEN = 0;

/** The components of the graph in which only the edges that `follows(label)` are there. */
export function componentsOf(edges: Edges, states: number, follows: Uint8Array): Components {
  const search = new Search(edges, states, follows);
  for (let state = 0; state < states; state++) search.visit(state);
  return { of: search.component, count: search.components, states: search.emitted };
}

class Search {
  readonly component: Uint32Array;
  readonly emitted: Uint32Array;
  components = 0;
  readonly #edges: Edges;
  readonly #follows: Uint8Array;
  /** Order of discovery, from 1; `DONE` once the component is known. */
  readonly #low: Uint32Array;
  /** The next edge of each state that is on the way. */
  readonly #edge: Uint32Array;
  readonly #way: Uint32Array;
  readonly #open: Uint32Array;
  #openCount = 0;
  #emittedCount = 0;
  #discovered = 0;

  constructor(edges: Edges, states: number, follows: Uint8Array) {
    this.#edges = edges;
    this.#follows = follows;
    this.component = new Uint32Array(states);
    this.emitted = new Uint32Array(states);
    this.#low = new Uint32Array(states);
    this.#edge = new Uint32Array(states);
    this.#way = new Uint32Array(states);
    this.#open = new Uint32Array(states);
  }

  visit(root: number): void {
    if (this.#low[root] !== UNSEEN) return;
    const [way, low] = [this.#way, this.#low];
    // `component` holds the order of discovery until the component is known.
    let depth = 0;
    this.#discover(root);
    way[0] = root;
    while (depth >= 0) {
      const state = way[depth]!;
      const next = this.#nextUnseen(state);
      if (next >= 0) {
        this.#discover(next);
        way[++depth] = next;
        continue;
      }
      depth--;
      if (low[state] === this.component[state]) this.#emit(state);
      else if (depth >= 0 && low[state]! < low[way[depth]!]!) low[way[depth]!] = low[state]!;
    }
  }

  #discover(state: number): void {
    this.#low[state] = ++this.#discovered;
    this.component[state] = this.#discovered;
    this.#edge[state] = this.#edges.start(state);
    this.#open[this.#openCount++] = state;
  }

  /** Goes on through the edges of a state; gives the first that was not seen yet, -1 when there are no more. */
  #nextUnseen(state: number): number {
    const [edges, low] = [this.#edges, this.#low];
    const to = edges.start(state + 1);
    let edge = this.#edge[state]!;
    for (; edge < to; edge++) {
      if (this.#follows[edges.label(edge)] === 0) continue;
      const target = edges.target(edge);
      if (low[target] === UNSEEN) {
        this.#edge[state] = edge + 1;
        return target;
      }
      if (low[target] !== DONE && this.component[target]! < low[state]!) low[state] = this.component[target]!;
    }
    this.#edge[state] = edge;
    return -1;
  }

  #emit(head: number): void {
    for (let state = -1; state !== head; ) {
      state = this.#open[--this.#openCount]!;
      this.#low[state] = DONE;
      this.component[state] = this.components;
      this.emitted[this.#emittedCount++] = state;
    }
    this.components++;
  }
}

const DONE = 0xffff_ffff;

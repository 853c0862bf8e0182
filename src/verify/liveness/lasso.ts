/**
 * A counterexample: the shortest way from a start into a cycle on which a task never progresses.
 *
 * All cycles without progress lie within components of the graph without progress edges. From the nearest of their states
 * on, the shortest cycle through each is looked for, as long as stem and cycle together could become shorter.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import { type Components, componentsOf } from '../graph/components.ts';
import { type Tree, wayTo } from '../graph/tree.ts';
import type { View } from '../graph/view.ts';

export interface Lasso {
  readonly root: number;
  /** From the first state after the start to the head of the cycle. */
  readonly stem: readonly number[];
  /** The states after the head, in order; the last is the head again. */
  readonly cycle: readonly number[];
}

/** Edges that are looked at for a shorter one, once there is one. */
const LOOKS_MAX = 20_000_000;

/** The shortest counterexample found; there is one wherever peeling left a cycle. */
export function lassoOf(view: View, tree: Tree, looksMax = LOOKS_MAX): Lasso {
  const { graph, states, progressed } = view;
  const follows = progressed.map((one) => 1 - one);
  const components = componentsOf(graph.edges, states, follows);
  const search = new CycleSearch(view, follows, components);
  const sizes = new Uint32Array(components.count);
  for (let state = 0; state < states; state++) sizes[components.of[state]!]!++;
  let best: { head: number; cycle: readonly number[] } | undefined;
  let shortest = Infinity;
  for (let head = 0; head < states && tree.depth[head]! + 1 < shortest; head++) {
    if (sizes[components.of[head]!] === 1 && !search.hasLoop(head)) continue;
    if (best !== undefined && search.looks > looksMax) break;
    const cycle = search.shortestThrough(head, shortest - tree.depth[head]! - 1);
    if (cycle === undefined) continue;
    best = { head, cycle };
    shortest = tree.depth[head]! + cycle.length;
  }
  assert(best !== undefined, 'a cycle that peeling left can be found');
  const { root, states: stem } = wayTo(graph, tree, best.head);
  return { root, stem, cycle: best.cycle };
}

class CycleSearch {
  looks = 0;
  readonly #view: View;
  readonly #follows: Uint8Array;
  readonly #components: Components;
  /** The head in whose search a state was last seen, + 1. */
  readonly #seen: Uint32Array;
  readonly #before: Uint32Array;
  readonly #queue: Uint32Array;

  constructor(view: View, follows: Uint8Array, components: Components) {
    this.#view = view;
    this.#follows = follows;
    this.#components = components;
    this.#seen = new Uint32Array(view.states);
    this.#before = new Uint32Array(view.states);
    this.#queue = new Uint32Array(view.states);
  }

  hasLoop(state: number): boolean {
    const { edges } = this.#view.graph;
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (edges.target(edge) === state && this.#follows[edges.label(edge)] === 1) return true;
    }
    return false;
  }

  /** The states after `head` on the shortest cycle through it of at most `lengthMax` edges; undefined: there is none. */
  shortestThrough(head: number, lengthMax: number): readonly number[] | undefined {
    const queue = this.#queue;
    queue[0] = head;
    let [count, next, length] = [1, 0, 0];
    while (next < count && length++ < lengthMax) {
      for (const levelEnd = count; next < levelEnd; next++) {
        const found = this.#expand(head, queue[next]!, count);
        if (found < 0) return this.#cycleTo(head, queue[next]!);
        count = found;
      }
    }
    return undefined;
  }

  /** Queues what can be reached from `state`; gives the length of the queue, or -1 where the head is reached. */
  #expand(head: number, state: number, queued: number): number {
    const { edges } = this.#view.graph;
    const { of } = this.#components;
    const to = edges.start(state + 1);
    let count = queued;
    for (let edge = edges.start(state); edge < to; edge++) {
      this.looks++;
      const target = edges.target(edge);
      if (this.#follows[edges.label(edge)] === 0 || of[target] !== of[head]) continue;
      if (target === head) return -1;
      if (this.#seen[target] === head + 1) continue;
      this.#seen[target] = head + 1;
      this.#before[target] = state;
      this.#queue[count++] = target;
    }
    return count;
  }

  #cycleTo(head: number, last: number): number[] {
    const states = [head];
    for (let state = last; state !== head; state = this.#before[state]!) states.push(state);
    return states.reverse();
  }
}

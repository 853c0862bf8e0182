/**
 * The worst share of due starts that is served in the long run: the cycle of the graph with the least served per due.
 *
 * A cycle with a smaller share than `ratio` is a negative cycle under the weights `served - ratio * due`. From a ratio that
 * some cycle has one goes on to that of a cycle below it, until there is none (Dinkelbach's sequence; Bellman and Ford find
 * the cycles). All in whole numbers, so that the result is exact.
 *
 * @module
 */
import type { View } from '../graph/view.ts';

export interface Share {
  readonly served: number;
  readonly due: number;
  /** The states of a cycle with this share, and the labels of the edges that lead to them; empty where every cycle has it. */
  readonly cycle: readonly number[];
  readonly labels: readonly number[];
}

/** Edges that are looked at before it is given up. */
const LOOKS_MAX = 300_000_000;

/** The worst share of a task whose starts are due again and again; undefined where the search was given up. */
export function worstShare(view: View, looksMax = LOOKS_MAX): Share | undefined {
  const search = new ShareSearch(view, looksMax);
  let share: Share = { served: 1, due: 1, cycle: [], labels: [] };
  for (;;) {
    const lower = search.below(share);
    if (lower === 'given up') return undefined;
    if (lower === 'none') return share;
    share = lower;
  }
}

const NONE = 0xffff_ffff;

class ShareSearch {
  readonly #view: View;
  readonly #distance: Float64Array;
  /** The state before on the way by which a state was last improved, and the label of the edge. */
  readonly #before: Uint32Array;
  readonly #label: Uint32Array;
  readonly #seen: Uint32Array;
  readonly #looksMax: number;
  #looks = 0;

  constructor(view: View, looksMax: number) {
    this.#view = view;
    this.#looksMax = looksMax;
    this.#distance = new Float64Array(view.states);
    this.#before = new Uint32Array(view.states);
    this.#label = new Uint32Array(view.states);
    this.#seen = new Uint32Array(view.states);
  }

  /** A cycle with a smaller share. */
  below({ served, due }: Share): Share | 'none' | 'given up' {
    const { graph, task } = this.#view;
    const weights = Float64Array.from({ length: graph.labels.count }, (_, label) => {
      return due * graph.labels.served(label, task) - served * graph.labels.due(label, task);
    });
    this.#distance.fill(0);
    this.#before.fill(NONE);
    for (let round = 1; this.#looks < this.#looksMax; round++) {
      if (!this.#improve(weights)) return 'none';
      // Looking for a cycle costs as much as a round: at rounds 1, 2, 4, 8, and then at every eighth.
      const head = round < 8 ? (round & (round - 1)) === 0 : round % 8 === 0;
      const cycle = head ? this.#cycle() : -1;
      if (cycle >= 0) return this.#shareOf(cycle);
    }
    return 'given up';
  }

  #improve(weights: Float64Array): boolean {
    const { edges } = this.#view.graph;
    const distance = this.#distance;
    let improved = false;
    for (let state = 0; state < edges.sources; state++) {
      const to = edges.start(state + 1);
      const here = distance[state]!;
      for (let edge = edges.start(state); edge < to; edge++) {
        const target = edges.target(edge);
        const label = edges.label(edge);
        const there = here + weights[label]!;
        if (there >= distance[target]!) continue;
        distance[target] = there;
        this.#before[target] = state;
        this.#label[target] = label;
        improved = true;
      }
    }
    this.#looks += edges.count;
    return improved;
  }

  /** A state on a cycle of `before`, which is then a cycle below the ratio; -1: there is none yet. */
  #cycle(): number {
    const [before, seen] = [this.#before, this.#seen];
    seen.fill(0);
    for (let from = 0; from < seen.length; from++) {
      let state = from;
      while (seen[state] === 0 && before[state] !== NONE) {
        seen[state] = from + 1;
        state = before[state]!;
      }
      if (seen[state] === from + 1) return state;
      seen[state] ||= from + 1;
    }
    return -1;
  }

  #shareOf(head: number): Share {
    const { graph, task } = this.#view;
    const [cycle, labels]: [number[], number[]] = [[], []];
    let [served, due] = [0, 0];
    for (let state = head; cycle.length === 0 || state !== head; state = this.#before[state]!) {
      const label = this.#label[state]!;
      cycle.push(state);
      labels.push(label);
      served += graph.labels.served(label, task);
      due += graph.labels.due(label, task);
    }
    const divisor = greatestDivisor(served, due);
    return { served: served / divisor, due: due / divisor, cycle: cycle.reverse(), labels: labels.reverse() };
  }
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? Math.max(1, left) : greatestDivisor(right, left % right);
}

/**
 * What the whole graph says about a task that can go without progress for ever: whether every run must, and from which
 * states there is no way back.
 *
 * @module
 */
import { type Components, componentsOf } from '../graph/components.ts';
import type { Graph } from '../graph/explore.ts';
import type { View } from '../graph/view.ts';

/** The components of the whole graph, for all tasks. */
export function wholeComponents({ edges, table, labels }: Graph): Components {
  return componentsOf(edges, table.count, new Uint8Array(labels.count).fill(1));
}

/** Whether some run progresses for ever: an edge with progress leads round. */
export function canGoOn({ graph: { edges }, progressed }: View, { of }: Components): boolean {
  for (let state = 0; state < edges.sources; state++) {
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (progressed[edges.label(edge)] === 1 && of[state] === of[edges.target(edge)]) return true;
    }
  }
  return false;
}

export interface Traps {
  /** States from which the task can never progress again. */
  readonly count: number;
  /** The nearest of them, as many as were asked for. */
  readonly nearest: readonly number[];
}

export function trapsOf(
  { graph: { edges }, states, progressed }: View,
  components: Components,
  nearestMax: number,
): Traps {
  const { of, states: emitted } = components;
  const can = new Uint8Array(components.count);
  for (const state of emitted) {
    const to = edges.start(state + 1);
    // What was not explored may lead anywhere.
    if (state >= edges.sources) can[of[state]!] = 1;
    for (let edge = edges.start(state); edge < to && can[of[state]!] === 0; edge++) {
      if (progressed[edges.label(edge)] === 1 || can[of[edges.target(edge)]!] === 1) can[of[state]!] = 1;
    }
  }
  const nearest: number[] = [];
  let count = 0;
  for (let state = 0; state < states; state++) {
    if (can[of[state]!] === 0 && count++ < nearestMax) nearest.push(state);
  }
  return { count, nearest };
}

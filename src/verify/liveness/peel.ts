/**
 * Whether a task can go without progress for ever, and if not, how long at the most.
 *
 * The edges on which the task progresses are left out. What is left is peeled: a state into which no edge leads any more is
 * taken away with its edges, and so on. If all states go, no cycle was there: every run makes progress again and again, and
 * the longest ways through what was peeled are its worst waits, exactly. If some stay, there is a cycle, and time passes on it.
 *
 * @module
 */
import type { Graph } from '../graph/explore.ts';
import type { View } from '../graph/view.ts';

export type Peeled =
  | { readonly kind: 'cycle' }
  | {
      readonly kind: 'waits';
      /** From the start to the first progress, and between two; -1: there is no such wait. */
      readonly firstMs: number;
      readonly betweenMs: number;
      /** The root, or the state (-1: none), with which the longest of either begins. */
      readonly firstRoot: number;
      readonly betweenState: number;
      /** The longest time without progress from each state on. */
      readonly waitMs: Float64Array;
    };

export function peel(view: View): Peeled {
  const order = peelOrder(view);
  return order === undefined ? { kind: 'cycle' } : longest(view, waitsOf(view, order));
}

/**
 * The longest time without progress from any of the states with a 1 in `among`, which lead to each other alone; undefined where
 * there is a cycle of them.
 */
export function waitsAmong(view: View, among: Uint8Array): number | undefined {
  const order = peelOrder(view, among);
  // What is not among them is not in the order either, and stays at 0.
  return order && waitsOf(view, order).reduce((most, waitMs) => Math.max(most, waitMs), 0);
}

/** The states, all or those `among` them, in an order in which every edge without progress leads forward; undefined where there is none. */
function peelOrder({ graph: { edges }, states, progressed }: View, among?: Uint8Array): Uint32Array | undefined {
  const degree = new Uint32Array(states);
  let count = 0;
  for (let state = 0; state < states; state++) {
    if (among?.[state] === 0) continue;
    count++;
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (progressed[edges.label(edge)] === 0) degree[edges.target(edge)]!++;
    }
  }
  const order = new Uint32Array(count);
  let found = 0;
  for (let state = 0; state < states; state++) if (degree[state] === 0 && among?.[state] !== 0) order[found++] = state;
  for (let next = 0; next < found; next++) {
    const state = order[next]!;
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (progressed[edges.label(edge)] === 1) continue;
      const target = edges.target(edge);
      if (--degree[target]! === 0) order[found++] = target;
    }
  }
  return found === count ? order : undefined;
}

function waitsOf({ graph: { edges }, states, progressed, durationMs }: View, order: Uint32Array): Float64Array {
  const waitMs = new Float64Array(states);
  for (let at = order.length - 1; at >= 0; at--) {
    const state = order[at]!;
    const to = edges.start(state + 1);
    let most = 0;
    for (let edge = edges.start(state); edge < to; edge++) {
      const label = edges.label(edge);
      const rest = progressed[label] === 1 ? 0 : waitMs[edges.target(edge)]!;
      const all = durationMs[label]! + rest;
      if (all > most) most = all;
    }
    waitMs[state] = most;
  }
  return waitMs;
}

function longest(view: View, waitMs: Float64Array): Peeled {
  const { roots } = view.graph;
  let [firstMs, firstRoot] = [-1, -1];
  for (let root = 0; root < roots.count; root++) {
    const label = roots.label(root);
    const rest = view.progressed[label] === 1 ? 0 : waitMs[roots.target(root)]!;
    if (view.durationMs[label]! + rest > firstMs) [firstMs, firstRoot] = [view.durationMs[label]! + rest, root];
  }
  const { betweenMs, betweenState } = longestBetween(view, waitMs);
  return { kind: 'waits', firstMs, betweenMs, firstRoot, betweenState, waitMs };
}

function longestBetween(
  { graph, progressed }: View,
  waitMs: Float64Array,
): { betweenMs: number; betweenState: number } {
  let [betweenMs, betweenState] = [-1, -1];
  const look = (state: number): void => {
    if (waitMs[state]! > betweenMs) [betweenMs, betweenState] = [waitMs[state]!, state];
  };
  eachProgress(graph, progressed, look);
  return { betweenMs, betweenState };
}

/** Every state that is reached with progress, at the start or later. */
function eachProgress({ roots, edges }: Graph, progressed: Uint8Array, look: (state: number) => void): void {
  for (let root = 0; root < roots.count; root++) if (progressed[roots.label(root)] === 1) look(roots.target(root));
  const total = edges.count;
  for (let edge = 0; edge < total; edge++) if (progressed[edges.label(edge)] === 1) look(edges.target(edge));
}

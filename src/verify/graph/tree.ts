/**
 * How each state was first reached: the shortest way to it from a start, in instants.
 *
 * @module
 */
import type { Graph } from './explore.ts';

export interface Tree {
  /** The state before it; of a state right after a start, the root that leads to it. */
  readonly parent: Uint32Array;
  /** Instants from the start. */
  readonly depth: Uint32Array;
}

const NONE = 0xffff_ffff;

export function treeOf({ table, edges, roots, rootStates }: Graph): Tree {
  const parent = new Uint32Array(table.count).fill(NONE);
  const depth = new Uint32Array(table.count);
  for (let root = roots.count - 1; root >= 0; root--) {
    parent[roots.target(root)] = root;
    depth[roots.target(root)] = 1;
  }
  for (let state = 0; state <= edges.sources && state < table.count; state++) {
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      const target = edges.target(edge);
      if (target < rootStates || parent[target] !== NONE) continue;
      parent[target] = state;
      depth[target] = depth[state]! + 1;
    }
  }
  return { parent, depth };
}

/** The root a shortest way to `state` begins with, and the states on it, `state` last. */
export function wayTo({ rootStates }: Graph, { parent }: Tree, state: number): { root: number; states: number[] } {
  const states = [state];
  let at = state;
  while (at >= rootStates) {
    at = parent[at]!;
    states.push(at);
  }
  return { root: parent[at]!, states: states.reverse() };
}

/**
 * Whether an adversary who has the turns, but not the draws, can keep a task from progress for ever with a probability
 * above 0.
 *
 * What can be kept up for ever with a chance at all is kept up, in the end, within states that can be kept up from for
 * certain: draws that all turn out well again and again have probability 0. So it is asked whether there is a set of states
 * from which, whatever is drawn, some choice of turns leads without progress into the set again (an end component of the
 * graph without progress lies in it). The largest such set is what is left when all others are taken away one by one.
 *
 * @module
 */

import type { Edges } from '../graph/edges.ts';
import type { Chain } from './chain.ts';

/** `tossed`: turns are chance as well, and nobody has a choice. */
export function canHoldOff({ graph, trees }: Chain, task: number, tossed: boolean): boolean {
  const { edges, labels, table } = graph;
  const silent = Uint8Array.from({ length: labels.count }, (_, label) => Number(!labels.progressed(label, task)));
  const before = sourcesOf(edges, table.count, silent);
  const kept = new Uint8Array(table.count).fill(1);
  const good = (edge: number): boolean => silent[edges.label(edge)] === 1 && kept[edges.target(edge)] === 1;
  let left = table.count;
  const gone: number[] = [];
  const look = (state: number): void => {
    if (kept[state] === 0 || trees.holds(state, tossed, good)) return;
    kept[state] = 0;
    left--;
    gone.push(state);
  };
  for (let state = 0; state < table.count; state++) look(state);
  for (let state = gone.pop(); state !== undefined; state = gone.pop()) before(state, look);
  return left > 0;
}

/** Tells the states from which an edge that counts leads to a state. */
function sourcesOf(
  edges: Edges,
  states: number,
  counts: Uint8Array,
): (state: number, tell: (source: number) => void) => void {
  const from = new Uint32Array(states + 1);
  for (let edge = 0; edge < edges.count; edge++) {
    if (counts[edges.label(edge)] === 1) from[edges.target(edge) + 1]!++;
  }
  for (let state = 0; state < states; state++) from[state + 1]! += from[state]!;
  const next = from.slice();
  const sources = new Uint32Array(from[states]!);
  for (let state = 0; state < states; state++) {
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (counts[edges.label(edge)] === 1) sources[next[edges.target(edge)]!++] = state;
    }
  }
  return (state, tell) => {
    for (let at = from[state]!; at < from[state + 1]!; at++) tell(sources[at]!);
  };
}

/**
 * The sets of states that are never left once entered: where every run ends up, if every edge has a chance.
 *
 * @module
 */
import type { Components } from '../graph/components.ts';
import type { Graph } from '../graph/explore.ts';

/** The states of each closed component, in the order of the components. */
export function closedClasses({ edges, table }: Graph, { of, count, states }: Components): readonly number[][] {
  const open = new Uint8Array(count);
  for (let state = 0; state < table.count; state++) {
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      if (of[edges.target(edge)] !== of[state]) open[of[state]!] = 1;
    }
  }
  const classes = new Map<number, number[]>();
  for (const state of states) {
    const component = of[state]!;
    if (open[component] === 1) continue;
    const list = classes.get(component);
    if (list === undefined) classes.set(component, [state]);
    else list.push(state);
  }
  return [...classes.values()];
}

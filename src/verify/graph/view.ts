/**
 * One task's view of the explored graph: which labels are its progress, and how long each takes.
 *
 * @module
 */
import type { Graph } from './explore.ts';

export interface View {
  readonly graph: Graph;
  readonly task: number;
  readonly states: number;
  /** By label: 1 where the task progresses, or has nothing to do. */
  readonly progressed: Uint8Array;
  /** By label; 0 where the task had nothing to do meanwhile. */
  readonly durationMs: Float64Array;
}

export function viewOf(graph: Graph, task: number): View {
  const { labels, table } = graph;
  return {
    graph,
    task,
    states: table.count,
    progressed: Uint8Array.from({ length: labels.count }, (_, label) => Number(labels.progressed(label, task))),
    durationMs: Float64Array.from({ length: labels.count }, (_, label) =>
      labels.idled(label, task) ? 0 : labels.durationMs(label),
    ),
  };
}

/**
 * Turns what was found in the graph into scripts that anybody can replay.
 *
 * @module
 */
import { contentHash } from '../../scenarios/hash.ts';
import { type Stuck, stuckIn } from '../../sim/future/stuck.ts';
import type { Model } from '../../sim/model.ts';
import type { Graph } from '../graph/explore.ts';
import { type Tree, treeOf, wayTo } from '../graph/tree.ts';
import type { View } from '../graph/view.ts';
import { lassoOf } from '../liveness/lasso.ts';
import type { Peeled } from '../liveness/peel.ts';
import type { Share } from '../liveness/served.ts';
import { choicesOf, gone, type Script, type Shown, type Walk, zenoChoices } from './script.ts';

export class Evidence {
  readonly #graph: Graph;
  readonly #world: Readonly<Record<string, string>>;
  readonly #looksMax: number | undefined;
  #known: Tree | undefined;

  constructor(graph: Graph, world: Readonly<Record<string, string>>, looksMax?: number) {
    this.#graph = graph;
    this.#looksMax = looksMax;
    this.#world = world;
  }

  /** The shortest way into a cycle on which the task never progresses. */
  starvation(view: View, task: string): Script {
    const { root, stem, cycle } = lassoOf(view, this.#tree, this.#looksMax);
    const allows = (index: number, label: number) => index < stem.length || view.progressed[label] === 0;
    return this.#script({ kind: 'starvation', task }, { root, states: [...stem, ...cycle], allows }, stem.length);
  }

  /** A cycle on which the least share of the due starts is served. */
  share({ cycle, labels, served, due }: Share, task: string): Script | undefined {
    const head = cycle.at(-1);
    if (head === undefined) return undefined;
    const { root, states: stem } = wayTo(this.#graph, this.#tree, head);
    const allows = (index: number, label: number) => index < stem.length || label === labels[index - stem.length];
    return this.#script(
      { kind: 'served-share', task, served, due },
      { root, states: [...stem, ...cycle], allows },
      stem.length,
    );
  }

  /** The longest wait for progress there is. */
  longestWait(view: View, waits: Extract<Peeled, { kind: 'waits' }>, task: string): Script {
    const { firstMs, betweenMs, firstRoot, betweenState } = waits;
    const first = firstMs >= betweenMs;
    const way = first
      ? { root: firstRoot, states: [this.#graph.roots.target(firstRoot)] }
      : wayTo(this.#graph, this.#tree, betweenState);
    const fromStep = first ? 0 : way.states.length;
    return this.#script(
      { kind: 'longest-wait', task, waitMs: Math.max(firstMs, betweenMs), fromStep },
      longestWalk(view, waits.waitMs, way, first),
    );
  }

  /** The way to an instant that never ends. */
  zeno(): Script | undefined {
    const { zeno, explorer } = this.#graph;
    if (zeno === undefined) return undefined;
    const { machine } = explorer.space;
    const task = writtenName(machine.model, machine.operations[zeno.operation]!.task);
    const shows: Shown = { kind: 'zeno', task };
    if (zeno.from.kind === 'start') {
      return { ...this.#head, shows, ...zenoChoices(this.#graph, { start: zeno.from.index }) };
    }
    const way = wayTo(this.#graph, this.#tree, zeno.from.index);
    const before = gone(this.#graph, way);
    const { steps } = zenoChoices(this.#graph, before.end);
    return { ...this.#head, shows, starts: before.starts, steps: [...before.steps, ...steps] };
  }

  /** The nearest state of `candidates` in which a run of the task is stuck for good, with the way to it. */
  stuck(
    candidates: Iterable<number>,
    task: string,
  ): { readonly stuck: Stuck; readonly tasks: readonly string[]; readonly script: Script } | undefined {
    const { explorer, table } = this.#graph;
    const { packer, state, space } = explorer;
    for (const id of candidates) {
      packer.unpack(table.chunkOf(id), table.placeOf(id), state);
      const stuck = stuckIn(space.machine, state);
      if (stuck === undefined) continue;
      const { model } = space.machine;
      // Of copies the first speaks for all, so it must be caught itself.
      if (!stuck.runs.some((run) => model.tasks[state.task[run]!]!.name === task)) continue;
      const tasks = [...new Set(stuck.runs.map((run) => writtenName(model, state.task[run]!)))];
      const shows: Shown = { kind: 'stuck', because: stuck.kind, tasks };
      return { stuck, tasks, script: this.#script(shows, wayTo(this.#graph, this.#tree, id)) };
    }
    return undefined;
  }

  get #head(): Pick<Script, 'quotasimScript' | 'scenario' | 'model' | 'world'> {
    const { written } = this.#graph.explorer.space.machine;
    return { quotasimScript: 1, scenario: written.name, model: modelHash(written), world: { ...this.#world } };
  }

  get #tree(): Tree {
    this.#known ??= treeOf(this.#graph);
    return this.#known;
  }

  #script(shows: Shown, walk: Walk, cycleFrom?: number): Script {
    const cycle = cycleFrom === undefined ? {} : { cycleFrom };
    return { ...this.#head, shows, ...choicesOf(this.#graph, walk), ...cycle };
  }
}

/** What the task, or the task of which it is a copy, is called. */
function writtenName({ tasks }: Model, task: number): string {
  return tasks[tasks[task]!.copyOf ?? task]!.name;
}

/** What a script's `model` must be: that of the model as it was written. */
export function modelHash(model: Model): string {
  return contentHash(model);
}

/** Goes on from the end of `way` by the edges of the longest wait, up to the progress that ends it. */
function longestWalk(
  { graph, progressed, durationMs }: View,
  waitMs: Float64Array,
  way: { readonly root: number; readonly states: readonly number[] },
  first: boolean,
): Walk {
  const { edges, roots } = graph;
  const states = [...way.states];
  const labels = new Map<number, number>();
  let ended = first && progressed[roots.label(way.root)] === 1;
  while (!ended) {
    const state = states.at(-1)!;
    const edge = edgesOf(graph, state).find((one) => {
      const label = edges.label(one);
      return durationMs[label]! + (progressed[label] === 1 ? 0 : waitMs[edges.target(one)]!) === waitMs[state];
    });
    if (edge === undefined) break;
    labels.set(states.length, edges.label(edge));
    states.push(edges.target(edge));
    ended = progressed[edges.label(edge)] === 1;
  }
  return { root: way.root, states, allows: (index, label) => (labels.get(index) ?? label) === label };
}

function edgesOf({ edges }: Graph, state: number): readonly number[] {
  const from = edges.start(state);
  return Array.from({ length: edges.start(state + 1) - from }, (_, index) => from + index);
}

/**
 * The explored graph with its chances: how likely each edge is, and in which order an instant's choices are made.
 *
 * An edge keeps no probabilities, so every state is tried once more, in plain ways. A way's probability is that of its
 * draws, and of its turns where they are tossed for. The choices of an instant form a tree, whose leaves are edges: turns
 * may be an adversary's, draws are chance, and the adversary knows what was drawn before.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import { step } from '../../sim/engine.ts';
import type { Observer } from '../../sim/listen/observer.ts';
import { STATUS, type State } from '../../sim/state.ts';
import type { Graph } from '../graph/explore.ts';
import { sharesOf } from '../plain/draws.ts';
import { Trees } from '../plain/trees.ts';
import { Ways } from '../plain/ways.ts';

export interface ChainLimits {
  /** States that are tried at the most, and ways of all their instants. */
  readonly statesMax: number;
  readonly waysMax: number;
}

/** An outcome that no number of 53 bits can be drawn to: it may be nothing but a rounding between two others. */
const RAREST = 2 ** -53;

export interface Chain {
  readonly graph: Graph;
  /** By edge: how likely it is where every turn is tossed for. Those of one state sum to 1. */
  readonly shares: Float64Array;
  readonly trees: Trees;
  /** By task and state: how much progress the next instant brings, on average. */
  readonly amounts: readonly Float64Array[];
  /** By task and state: 1 where a run of it waits for tokens or a permit. */
  readonly waiting: readonly Uint8Array[];
}

/** The chances of a graph that was explored whole; or why they are not known, as the rest of a sentence. */
export function chainOf(graph: Graph, { statesMax, waysMax }: ChainLimits): Chain | string {
  assert(graph.stopped === 'complete' && graph.zeno === undefined, 'chances need all states');
  if (graph.table.count > statesMax) return `there are more than ${statesMax} states to weigh`;
  const weigher = new Weigher(graph);
  if (weigher.rarest < RAREST) return 'something may be drawn that is too rare to be weighed';
  let ways = 0;
  for (let state = 0; state < graph.table.count; state++) {
    ways += weigher.weigh(state, waysMax - ways);
    if (ways >= waysMax) return `there are more than ${waysMax} ways to weigh`;
  }
  assert(
    weigher.chain.shares.every((share) => share > 0),
    'every edge has a chance',
  );
  return weigher.chain;
}

class Weigher {
  readonly chain: Chain;
  /** How likely the least likely outcome of any draw is. */
  readonly rarest: number;
  readonly #graph: Graph;
  readonly #ways: Ways;
  readonly #observer: Observer;
  /** Progress in the way that is tried, by task. */
  readonly #amounts: Float64Array;

  constructor(graph: Graph) {
    const { explorer, edges, table } = graph;
    const { outcomes, machine } = explorer.space;
    const { tasks } = machine.model;
    this.#graph = graph;
    const draws = outcomes.map((values, source) => ({ values, shares: sharesOf(machine, source, values) }));
    this.rarest = draws.reduce((least, { shares }) => Math.min(least, ...shares), 1);
    this.#ways = new Ways(draws);
    const amounts = new Float64Array(tasks.length);
    this.#amounts = amounts;
    const { observer } = explorer.meter;
    this.#observer = {
      ...observer,
      progressed(task, run, amount) {
        amounts[task]! += amount;
        observer.progressed(task, run, amount);
      },
    };
    this.chain = {
      graph,
      shares: new Float64Array(edges.count),
      trees: new Trees(),
      amounts: tasks.map(() => new Float64Array(table.count)),
      waiting: tasks.map(() => new Uint8Array(table.count)),
    };
  }

  /** Tries all ways on from `id`, but not more than `waysMax`; gives how many there were. */
  weigh(id: number, waysMax: number): number {
    const { table, explorer } = this.#graph;
    const { state, packer } = explorer;
    const { shares, trees, amounts } = this.chain;
    const ways = this.#ways;
    let count = 0;
    trees.open(id);
    ways.reset();
    do {
      if (count++ === waysMax) return waysMax;
      packer.unpack(table.chunkOf(id), table.placeOf(id), state);
      if (count === 1) this.#noteWaiting(id, state);
      const edge = this.#follow(id);
      shares[edge]! += ways.share;
      trees.add(ways, edge);
      this.#amounts.forEach((amount, task) => {
        amounts[task]![id]! += ways.share * amount;
      });
    } while (ways.next());
    return count;
  }

  #noteWaiting(id: number, { status, task, runsMax }: State): void {
    for (let run = 0; run < runsMax; run++) {
      if (status[run] === STATUS.waitsSupply || status[run] === STATUS.waitsLock) {
        this.chain.waiting[task[run]!]![id] = 1;
      }
    }
  }

  /** Goes the way that is set; gives its edge. */
  #follow(id: number): number {
    const { explorer, labels } = this.#graph;
    const { state, packer, meter, words, space } = explorer;
    this.#ways.rewind();
    this.#amounts.fill(0);
    meter.clear();
    const beforeMs = state.nowMs;
    const { events } = step(space.machine, state, this.#ways, this.#observer);
    if (events === 0) return this.#graph.edges.start(id);
    assert(packer.pack(state, words), 'a state that was stored can be stored');
    const label = labels.add(state.nowMs - beforeMs, meter.happened);
    return this.#edgeTo(id, words, label);
  }

  #edgeTo(id: number, words: Uint32Array, label: number): number {
    const { edges, table } = this.#graph;
    const to = edges.start(id + 1);
    for (let edge = edges.start(id); edge < to; edge++) {
      if (edges.label(edge) !== label) continue;
      const [chunk, place] = [table.chunkOf(edges.target(edge)), table.placeOf(edges.target(edge))];
      let word = 0;
      while (word < words.length && chunk[place + word] === words[word]) word++;
      if (word === words.length) return edge;
    }
    return assert(false, 'every way on was explored', { id }) as never;
  }
}

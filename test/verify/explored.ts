/** What the tests of the explorer share: a graph of a model, and a walk of a sampled run through it. */

import { expect } from 'vitest';
import { begin, step } from '../../src/sim/engine.ts';
import { type Chooser, sampler } from '../../src/sim/index.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import type { State } from '../../src/sim/state.ts';
import { explore, type Graph } from '../../src/verify/graph/explore.ts';
import { type Explorer, explorerOf, isExplorer } from '../../src/verify/graph/explorer.ts';
import { meterOf } from '../../src/verify/graph/meter.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';
import { type VerifyOptions, verifyWorld } from '../../src/verify/verify.ts';

/** Steps have a limit, too: a few states can have ways between them that take minutes. */
export const LIMITS = { statesMax: 2000, bytesMax: 2 ** 28, startsMax: 10_000, stepsMax: 20_000 };
const EFFORT: VerifyOptions = { statesMax: LIMITS.statesMax, stepsMax: LIMITS.stepsMax };

export function explorerFor(model: Model): Explorer {
  const made = explorerOf(assemble(model));
  if (!isExplorer(made)) throw new Error(made.map(({ reason }) => reason).join());
  return made;
}

export function graphOf(model: Model, limits: Partial<typeof LIMITS> = {}): Graph {
  return explore(explorerFor(model), { ...LIMITS, ...limits });
}

/** Verifies a model that was written by hand: a world without goals. */
export function verifyModel(model: Model, options: VerifyOptions = EFFORT): WorldVerification {
  return verifyWorld({ set: {}, model, goals: [], assumptions: [] }, options);
}

/** A run of the engine alone, watched from the graph: which state it is in, and what happened since the one before. */
export class Walker {
  readonly state: State;
  /** The state of the graph it is in; -1: it has not begun. */
  at = -1;
  readonly #graph: Graph;
  readonly #explorer: Explorer;
  readonly #choose: Chooser;
  readonly #meter: ReturnType<typeof meterOf>;
  #fromMs = 0;

  /** `explorer`: what it runs and how its states are written, a packer of its own, for the marks of this run are its own. */
  constructor(graph: Graph, seed: string, explorer = explorerFor(graph.explorer.space.machine.model)) {
    const { machine } = explorer.space;
    this.#graph = graph;
    this.#explorer = explorer;
    this.#meter = meterOf(machine, this.#explorer.packer.marks);
    this.#choose = sampler(machine, { seed, replication: 0 });
    this.state = begin(machine, this.#choose);
  }

  /** One instant on. `on`: an edge of the graph. `between`: an instant that the graph leaves out. `idle`: no more instants. */
  advance(): 'on' | 'between' | 'idle' | 'zeno' | 'lost' {
    const { packer, words, space } = this.#explorer;
    if (this.state.nowMs === this.#fromMs) this.#meter.before(this.state);
    const end = step(space.machine, this.state, this.#choose, this.#meter.observer);
    if (end.stopped === 'zeno') return 'zeno';
    if (end.events === 0) return 'idle';
    this.#meter.after(this.state);
    if (!packer.pack(this.state, words)) return 'lost';
    const label = this.#labelOf(this.state.nowMs - this.#fromMs);
    const target = this.#follow(words, label);
    if (target < 0) return 'between';
    this.at = target;
    this.#fromMs = this.state.nowMs;
    this.#meter.clear();
    return 'on';
  }

  #labelOf(durationMs: number): number {
    const { labels } = this.#graph;
    const before = labels.count;
    const label = labels.add(durationMs, this.#meter.happened);
    return label < before ? label : -1;
  }

  #follow(words: Uint32Array, label: number): number {
    const { roots, edges } = this.#graph;
    if (this.at < 0) {
      for (let root = 0; root < roots.count; root++) {
        if (roots.label(root) === label && this.#is(roots.target(root), words)) return roots.target(root);
      }
      return -1;
    }
    for (let edge = edges.start(this.at); edge < edges.start(this.at + 1); edge++) {
      if (edges.label(edge) === label && this.#is(edges.target(edge), words)) return edges.target(edge);
    }
    return -1;
  }

  #is(state: number, words: Uint32Array): boolean {
    const { table } = this.#graph;
    return words.every((word, index) => table.chunkOf(state)[table.placeOf(state) + index] === word);
  }
}

/** Holds one sampled run to the graph, for at most so many steps; gives how many it took. */
export function walkWithin(graph: Graph, seed: string, stepsMax: number, explorer?: Explorer): number {
  const walker = new Walker(graph, seed, explorer);
  let left = 0;
  for (let steps = 0; steps < stepsMax; steps++) {
    const how = walker.advance();
    if (how === 'zeno') expect(graph.zeno).toBeDefined();
    if (how === 'idle' || how === 'zeno') return steps;
    expect(how).not.toBe('lost');
    // Wakes that somebody's spending made useless are no states, and bring nothing.
    left = how === 'between' ? left + 1 : 0;
    expect(left).toBeLessThan(20);
  }
  return stepsMax;
}

/**
 * The stationary distribution of a chain that comes everywhere again, by elimination.
 *
 * States are taken away one by one: who went through a state that is gone goes on directly, in proportion. This is the
 * elimination of Grassmann, Taksar and Heyman (1985): without a subtraction, so that every probability comes out exact but
 * for rounding in its last digits. Those with the fewest ways through go first, which keeps the rows short: most instants
 * have one or two successors.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';

/** For each state where it can go and how likely; rows sum to 1. */
export type Rows = readonly ReadonlyMap<number, number>[];

/** How often each state is met in the long run, summing to 1; undefined where it takes more than `workMax` products. */
export function stationaryOf(rows: Rows, workMax: number): Float64Array | undefined {
  const elimination = new Elimination(rows);
  return elimination.run(workMax) ? elimination.distribution() : undefined;
}

/** A state that was taken away: who led to it, with what probability, divided by that of leaving it. */
interface Gone {
  readonly state: number;
  readonly from: readonly (readonly [number, number])[];
}

class Elimination {
  readonly #to: Map<number, number>[];
  readonly #from: Set<number>[];
  readonly #gone: Gone[] = [];
  readonly #taken: Uint8Array;
  /** States by ways through them when they were put here; a state may have moved on since. */
  readonly #queues: number[][] = [];

  constructor(rows: Rows) {
    this.#to = rows.map((row, state) => new Map([...row].filter(([target]) => target !== state)));
    this.#from = rows.map(() => new Set());
    this.#taken = new Uint8Array(rows.length);
    this.#to.forEach((row, state) => {
      for (const target of row.keys()) this.#from[target]!.add(state);
    });
    rows.forEach((_, state) => {
      this.#queue(state);
    });
  }

  run(workMax: number): boolean {
    let work = 0;
    for (let left = this.#to.length; left > 1; left--) {
      const state = this.#next();
      work += this.#waysThrough(state);
      if (work > workMax) return false;
      this.#takeAway(state);
    }
    return true;
  }

  distribution(): Float64Array {
    const weights = new Float64Array(this.#to.length);
    weights[this.#taken.indexOf(0)] = 1;
    for (const { state, from } of this.#gone.toReversed()) {
      for (const [source, share] of from) weights[state]! += weights[source]! * share;
    }
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  }

  #takeAway(state: number): void {
    const row = this.#to[state]!;
    let leaving = 0;
    for (const share of row.values()) leaving += share;
    assert(leaving > 0, 'every state can be left', { state });
    const from: [number, number][] = [];
    for (const source of this.#from[state]!) {
      const through = this.#to[source]!.get(state)! / leaving;
      from.push([source, through]);
      this.#lead(source, row, through);
      this.#to[source]!.delete(state);
    }
    for (const target of row.keys()) this.#from[target]!.delete(state);
    this.#taken[state] = 1;
    this.#gone.push({ state, from });
    for (const [source] of from) this.#queue(source);
    for (const target of row.keys()) this.#queue(target);
    row.clear();
    this.#from[state]!.clear();
  }

  /** From `source` on directly where `row` leads; back to itself is no way. */
  #lead(source: number, row: ReadonlyMap<number, number>, through: number): void {
    const to = this.#to[source]!;
    for (const [target, share] of row) {
      if (target === source) continue;
      to.set(target, (to.get(target) ?? 0) + through * share);
      this.#from[target]!.add(source);
    }
  }

  #waysThrough(state: number): number {
    return this.#to[state]!.size * this.#from[state]!.size;
  }

  #queue(state: number): void {
    const ways = this.#waysThrough(state);
    for (let at = this.#queues.length; at <= ways; at++) this.#queues.push([]);
    this.#queues[ways]!.push(state);
  }

  #next(): number {
    for (let ways = 0; ; ways++) {
      const queue = this.#queues[ways]!;
      for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
        if (this.#taken[state] === 0 && this.#waysThrough(state) === ways) return state;
      }
    }
  }
}

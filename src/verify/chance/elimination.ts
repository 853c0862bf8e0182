/**
 * Makes a chain smaller without changing what it brings in the long run.
 *
 * A state is taken away: who went through it goes on directly, in proportion, and takes with it what the state brings (its
 * time, its rewards). Ratios of long-run rewards stay what they are. This is the elimination of Grassmann, Taksar and
 * Heyman (1985): nothing is ever subtracted, so all comes out exact but for rounding in the last digits. States with the
 * fewest ways through go first, which keeps rows short, as most instants have one or two successors. Where one state is
 * left the chain is solved.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';

/** For each state where it can go and how likely, and what it brings by kind. Rows sum to 1. */
export interface Chained {
  readonly rows: readonly ReadonlyMap<number, number>[];
  /** By kind of reward, by state. */
  readonly rewards: readonly Float64Array[];
}

/** The chain with as few states as `workMax` products can bring it to. Every state must be reached from every other. */
export function reduced(chain: Chained, workMax: number): Chained {
  const elimination = new Elimination(chain);
  elimination.run(workMax);
  return elimination.rest();
}

class Elimination {
  readonly #to: Map<number, number>[];
  readonly #from: Set<number>[];
  readonly #rewards: readonly Float64Array[];
  readonly #taken: Uint8Array;
  /** States by ways through them when they were put here; a state may have moved on since. */
  readonly #queues: number[][] = [];

  constructor({ rows, rewards }: Chained) {
    this.#to = rows.map((row) => new Map(row));
    this.#from = rows.map(() => new Set());
    this.#rewards = rewards.map((reward) => reward.slice());
    this.#taken = new Uint8Array(rows.length);
    rows.forEach((row, state) => {
      for (const target of row.keys()) if (target !== state) this.#from[target]!.add(state);
    });
    rows.forEach((_, state) => {
      this.#queue(state);
    });
  }

  run(workMax: number): void {
    let work = 0;
    for (let left = this.#to.length; left > 1; left--) {
      const state = this.#next();
      work += this.#waysThrough(state);
      if (work > workMax) return;
      this.#takeAway(state);
    }
  }

  /** What is left, numbered anew. */
  rest(): Chained {
    const left = [...this.#taken.keys()].filter((state) => this.#taken[state] === 0);
    const number = new Map(left.map((state, at) => [state, at]));
    return {
      rows: left.map((state) => new Map([...this.#to[state]!].map(([target, share]) => [number.get(target)!, share]))),
      rewards: this.#rewards.map((reward) => Float64Array.from(left, (state) => reward[state]!)),
    };
  }

  #takeAway(state: number): void {
    const row = this.#to[state]!;
    row.delete(state);
    let leaving = 0;
    for (const share of row.values()) leaving += share;
    assert(leaving > 0, 'every state can be left', { state });
    for (const source of this.#from[state]!) {
      const through = this.#to[source]!.get(state)! / leaving;
      this.#to[source]!.delete(state);
      this.#lead(source, row, through);
      for (const reward of this.#rewards) reward[source]! += through * reward[state]!;
    }
    for (const target of row.keys()) this.#from[target]!.delete(state);
    this.#taken[state] = 1;
    for (const source of this.#from[state]!) this.#queue(source);
    for (const target of row.keys()) this.#queue(target);
    row.clear();
    this.#from[state]!.clear();
  }

  /** From `source` on directly where `row` leads. */
  #lead(source: number, row: ReadonlyMap<number, number>, through: number): void {
    const to = this.#to[source]!;
    for (const [target, share] of row) {
      to.set(target, (to.get(target) ?? 0) + through * share);
      if (target !== source) this.#from[target]!.add(source);
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

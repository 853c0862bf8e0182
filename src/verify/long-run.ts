/**
 * What a closed class of states brings in the long run, per millisecond, where every turn is tossed for.
 *
 * @module
 */
import type { Chain } from './chain.ts';
import { type Between, gainBounds } from './gain-bounds.ts';
import { type Rows, stationaryOf } from './stationary.ts';

export interface LongRun {
  readonly solved: 'direct' | 'bounds';
  readonly tasks: readonly TaskRates[];
}

/** All but `progresses` and `waiting` per millisecond; `low` and `high` are the same where it was solved. */
export interface TaskRates {
  /** Whether there is an edge with progress in the class at all. */
  readonly progresses: boolean;
  readonly amount: Between;
  /** Instants with progress. */
  readonly instants: Between;
  readonly due: Between;
  readonly served: Between;
  readonly waiting: Between;
}

/** Bounds closer than this, compared with their size, are close enough. */
const CLOSE = 1e-9;

export function longRunOf(chain: Chain, states: readonly number[], workMax: number): LongRun {
  const { rows, time } = rowsOf(chain, states);
  const weights = stationaryOf(rows, workMax);
  const rate = (reward: Float64Array): Between => {
    if (weights === undefined) return nonNegative(gainBounds(rows, reward, time, { workMax, close: CLOSE }));
    const value = dot(weights, reward) / dot(weights, time);
    return { low: value, high: value };
  };
  const { tasks } = chain.graph.explorer.space.machine.model;
  return {
    solved: weights === undefined ? 'bounds' : 'direct',
    tasks: tasks.map((_, task) => ratesOf(chain, states, time, task, rate)),
  };
}

function ratesOf(
  chain: Chain,
  states: readonly number[],
  time: Float64Array,
  task: number,
  rate: (reward: Float64Array) => Between,
): TaskRates {
  const { labels } = chain.graph;
  const perEdge = (count: (label: number) => number): Float64Array => expected(chain, states, count);
  const instants = perEdge((label) => Number(labels.progressed(label, task)));
  const { amounts, waiting } = chain;
  return {
    progresses: instants.some((count) => count > 0),
    amount: rate(Float64Array.from(states, (state) => amounts[task]![state]!)),
    instants: rate(instants),
    due: rate(perEdge((label) => labels.due(label, task))),
    served: rate(perEdge((label) => labels.served(label, task))),
    waiting: rate(Float64Array.from(states, (state, at) => waiting[task]![state]! * time[at]!)),
  };
}

/** The transitions within a class, its states numbered from 0, and how long each lasts on average. */
function rowsOf(chain: Chain, states: readonly number[]): { rows: Rows; time: Float64Array } {
  const { graph, shares } = chain;
  const { edges, labels } = graph;
  const number = new Map(states.map((state, at) => [state, at]));
  const rows = states.map((state) => {
    const row = new Map<number, number>();
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      const target = number.get(edges.target(edge))!;
      row.set(target, (row.get(target) ?? 0) + shares[edge]!);
    }
    return row;
  });
  return { rows, time: expected(chain, states, (label) => labels.durationMs(label)) };
}

/** What the next edge brings on average, by state. */
function expected(
  { graph: { edges }, shares }: Chain,
  states: readonly number[],
  count: (label: number) => number,
): Float64Array {
  return Float64Array.from(states, (state) => {
    let sum = 0;
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) sum += shares[edge]! * count(edges.label(edge));
    return sum;
  });
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, at) => sum + value * right[at]!, 0);
}

/** No rate here is below 0, whatever the bounds came to. */
function nonNegative({ low, high }: Between): Between {
  return { low: Math.max(0, low), high };
}

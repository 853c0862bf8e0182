/**
 * What a closed class of states brings in the long run, per millisecond, where every turn is tossed for.
 *
 * @module
 */
import type { Chain } from './chain.ts';
import { reduced } from './elimination.ts';
import { type Between, gainBounds } from './gain-bounds.ts';

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
/** An iteration's product takes so much less than one of an elimination, which moves through maps. */
const ITERATION_FACTOR = 5;

export function longRunOf(chain: Chain, states: readonly number[], workMax: number): LongRun {
  const { tasks } = chain.graph.explorer.space.machine.model;
  const { labels } = chain.graph;
  const time = expected(chain, states, (label) => labels.durationMs(label));
  const kinds = tasks.map((_, task) => rewardsOf(chain, states, time, task));
  const rest = reduced({ rows: rowsOf(chain, states), rewards: [time, ...kinds.flatMap(Object.values)] }, workMax);
  const [restTime, ...restRewards] = rest.rewards as [Float64Array, ...Float64Array[]];
  const solved = rest.rows.length === 1;
  const limits = { workMax: workMax * ITERATION_FACTOR, close: CLOSE };
  const rates = solved
    ? restRewards.map(([reward]) => ({ low: reward! / restTime[0]!, high: reward! / restTime[0]! }))
    : gainBounds({ rows: rest.rows, rewards: restRewards }, restTime, limits).map(nonNegative);
  return {
    solved: solved ? 'direct' : 'bounds',
    tasks: kinds.map((rewards, task) => ({
      progresses: rewards.instants.some((count) => count > 0),
      ...ratesOf(rates.slice(task * KINDS.length, (task + 1) * KINDS.length)),
    })),
  };
}

const KINDS = ['amount', 'instants', 'due', 'served', 'waiting'] as const;
type Kind = (typeof KINDS)[number];

/** What each state brings a task until the next, by kind, in the order of `KINDS`. */
function rewardsOf(
  chain: Chain,
  states: readonly number[],
  time: Float64Array,
  task: number,
): Readonly<Record<Kind, Float64Array>> {
  const { amounts, waiting, graph } = chain;
  const { labels } = graph;
  return {
    amount: Float64Array.from(states, (state) => amounts[task]![state]!),
    instants: expected(chain, states, (label) => Number(labels.progressed(label, task))),
    due: expected(chain, states, (label) => labels.due(label, task)),
    served: expected(chain, states, (label) => labels.served(label, task)),
    waiting: Float64Array.from(states, (state, at) => waiting[task]![state]! * time[at]!),
  };
}

function ratesOf(rates: readonly Between[]): Readonly<Record<Kind, Between>> {
  const [amount, instants, due, served, waiting] = rates as [Between, Between, Between, Between, Between];
  return { amount, instants, due, served, waiting };
}

/** The transitions within a class, its states numbered from 0. */
function rowsOf({ graph: { edges }, shares }: Chain, states: readonly number[]): ReadonlyMap<number, number>[] {
  const number = new Map(states.map((state, at) => [state, at]));
  return states.map((state) => {
    const row = new Map<number, number>();
    const to = edges.start(state + 1);
    for (let edge = edges.start(state); edge < to; edge++) {
      const target = number.get(edges.target(edge))!;
      row.set(target, (row.get(target) ?? 0) + shares[edge]!);
    }
    return row;
  });
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

/** No rate here is below 0, whatever the bounds came to. */
function nonNegative({ low, high }: Between): Between {
  return { low: Math.max(0, low), high };
}

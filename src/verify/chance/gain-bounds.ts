/**
 * Bounds on what a chain brings per unit of time in the long run, for chains too large to be solved.
 *
 * Whatever numbers `height` one gives to the states: if in each state the reward, less `rate` times the time, plus the rise
 * in height to the next state, is on average at least `e` times the time, then the long-run rate is at least `rate + e`
 * (the heights cancel along any run); and at most, if it is at most. So every round of the iteration proves two bounds,
 * whether or not it has converged; the heights are moved to bring them together.
 *
 * @module
 */
import type { Chained } from './elimination.ts';

export interface Between {
  readonly low: number;
  readonly high: number;
}

export interface BoundLimits {
  /** Products that may be spent on each kind of reward. */
  readonly workMax: number;
  /** Bounds this close to each other, compared with their size, are close enough. */
  readonly close: number;
}

/** Bounds on each reward of a chain per unit of `time`, which every state takes some of. */
export function gainBounds({ rows, rewards }: Chained, time: Float64Array, limits: BoundLimits): readonly Between[] {
  const table = tableOf(rows);
  return rewards.map((reward) => boundsOf(table, reward, time, limits));
}

/** The rows one behind the other: `share[at]` leads to `target[at]`, for `at` from `start[state]` to before `start[state + 1]`. */
interface Table {
  readonly start: Uint32Array;
  readonly target: Uint32Array;
  readonly share: Float64Array;
}

function tableOf(rows: Chained['rows']): Table {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, state) => {
    start[state + 1] = start[state]! + row.size;
  });
  const target = new Uint32Array(start[rows.length]!);
  const share = new Float64Array(start[rows.length]!);
  rows.forEach((row, state) => {
    [...row].forEach(([to, likely], at) => {
      target[start[state]! + at] = to;
      share[start[state]! + at] = likely;
    });
  });
  return { start, target, share };
}

function boundsOf(table: Table, reward: Float64Array, time: Float64Array, { workMax, close }: BoundLimits): Between {
  const states = time.length;
  const height = new Float64Array(states);
  const rise = new Float64Array(states);
  let best: Between = { low: -Infinity, high: Infinity };
  let rate = 0;
  let work = 0;
  do {
    work += table.share.length;
    const { low, high } = look(table, { reward, time, height, rise, rate });
    best = { low: Math.max(best.low, low), high: Math.min(best.high, high) };
    rate = (best.low + best.high) / 2;
    // Half a step: a chain that goes round in a fixed period would swing for ever.
    for (let state = 0; state < states; state++) height[state]! += rise[state]! / 2;
    const base = height[0]!;
    for (let state = 0; state < states; state++) height[state]! -= base;
  } while (work < workMax && best.high - best.low > close * Math.abs(best.high));
  return best;
}

interface Round {
  readonly reward: Float64Array;
  readonly time: Float64Array;
  readonly height: Float64Array;
  /** Filled: what each state brings beyond `rate`, with the rise in height. */
  readonly rise: Float64Array;
  readonly rate: number;
}

function look({ start, target, share }: Table, { reward, time, height, rise, rate }: Round): Between {
  let [low, high] = [Infinity, -Infinity];
  for (let state = 0; state < time.length; state++) {
    let ahead = 0;
    const to = start[state + 1]!;
    for (let at = start[state]!; at < to; at++) ahead += share[at]! * height[target[at]!]!;
    const excess = reward[state]! - rate * time[state]! + ahead - height[state]!;
    rise[state] = excess;
    const found = rate + excess / time[state]!;
    if (found < low) low = found;
    if (found > high) high = found;
  }
  return { low, high };
}

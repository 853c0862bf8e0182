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
import type { Rows } from './stationary.ts';

export interface Between {
  readonly low: number;
  readonly high: number;
}

export interface BoundLimits {
  /** Products that may be spent. */
  readonly workMax: number;
  /** Bounds this close to each other, compared with their size, are close enough. */
  readonly close: number;
}

/** Bounds on the reward per time of a chain whose states all take time. */
export function gainBounds(rows: Rows, reward: Float64Array, time: Float64Array, limits: BoundLimits): Between {
  const height = new Float64Array(rows.length);
  const rise = new Float64Array(rows.length);
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  let best: Between = { low: -Infinity, high: Infinity };
  let rate = 0;
  for (let work = size; work <= limits.workMax; work += size) {
    const { low, high } = look(rows, { reward, time, height, rise, rate });
    best = { low: Math.max(best.low, low), high: Math.min(best.high, high) };
    if (best.high - best.low <= limits.close * Math.abs(best.high)) break;
    rate = (best.low + best.high) / 2;
    // Half a step: a chain that goes round in a fixed period would swing for ever.
    for (let state = 0; state < rows.length; state++) height[state]! += rise[state]! / 2;
    const base = height[0]!;
    for (let state = 0; state < rows.length; state++) height[state]! -= base;
  }
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

function look(rows: Rows, { reward, time, height, rise, rate }: Round): Between {
  let [low, high] = [Infinity, -Infinity];
  rows.forEach((row, state) => {
    let ahead = 0;
    for (const [target, share] of row) ahead += share * height[target]!;
    const excess = reward[state]! - rate * time[state]! + ahead - height[state]!;
    rise[state] = excess;
    low = Math.min(low, rate + excess / time[state]!);
    high = Math.max(high, rate + excess / time[state]!);
  });
  return { low, high };
}

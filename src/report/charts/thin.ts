/**
 * Thinning: as many points as pixels, and no peak lost. A year of a saw-tooth has more corners than any screen has
 * columns; dropping every n-th corner would drop the one minute that mattered.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';

export interface Sample {
  readonly x: number;
  readonly y: number;
}

export interface Columns {
  readonly from: number;
  readonly to: number;
  /** How many pixel columns lie between `from` and `to`; at least 1. */
  readonly count: number;
}

/** The column in which `x` falls; what lies outside counts to the nearest column. */
export function columnOf(columns: Columns, x: number): number {
  const width = columns.to - columns.from;
  if (width <= 0) return 0;
  return Math.max(0, Math.min(columns.count - 1, Math.floor(((x - columns.from) / width) * columns.count)));
}

/**
 * Keeps of each column the first, the lowest, the highest and the last sample, in their order. The samples come in order
 * of `x`. What is drawn through the kept ones covers the same pixels as the whole line.
 */
export function thin<Kept extends Sample>(samples: readonly Kept[], columns: Columns): Kept[] {
  assert(columns.count >= 1, 'thinning needs a column', { count: columns.count });
  const kept: Kept[] = [];
  let start = 0;
  while (start < samples.length) {
    const column = columnOf(columns, samples[start]!.x);
    let end = start;
    let lowest = start;
    let highest = start;
    while (end < samples.length && columnOf(columns, samples[end]!.x) === column) {
      if (samples[end]!.y < samples[lowest]!.y) lowest = end;
      if (samples[end]!.y > samples[highest]!.y) highest = end;
      end += 1;
    }
    const chosen = new Set([start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1]);
    for (const index of chosen) kept.push(samples[index]!);
    start = end;
  }
  return kept;
}

/** A vertical stroke at `x`. */
export interface Stroke {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** At most one stroke per column: it reaches from the lowest to the highest point of all strokes that fell into it. */
export function thinStrokes(strokes: readonly Stroke[], columns: Columns): Stroke[] {
  const kept = new Map<number, Stroke>();
  for (const stroke of strokes) {
    const column = columnOf(columns, stroke.x);
    const before = kept.get(column);
    kept.set(
      column,
      before === undefined
        ? stroke
        : { x: before.x, low: Math.min(before.low, stroke.low), high: Math.max(before.high, stroke.high) },
    );
  }
  return [...kept.values()];
}

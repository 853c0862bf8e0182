/**
 * Turns the spans of a lane into rectangles: as they are while they can be told apart, else by columns of time in which
 * each activity gets the share of the height that it took of the time.
 *
 * @module
 */

import type { Span } from '../../sim/listen/trace.ts';
import type { TimeMs } from '../../sim/time.ts';

export type Activity = Span['doing'];

export interface Cell {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly kind: Activity;
  readonly holding: boolean;
  /** Within the lane, 0 at its bottom and 1 at its top. */
  readonly low: number;
  readonly high: number;
}

export interface Raster {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  /** Pixel columns between the two. */
  readonly columns: number;
}

/** From the bottom up. A kind that keeps a lock or slot is drawn apart from the same kind that does not. */
const LAYERS: readonly { readonly kind: Activity; readonly holding: boolean }[] = (
  ['working', 'supply', 'lock', 'pool', 'runs'] as const
).flatMap((kind) => [
  { kind, holding: true },
  { kind, holding: false },
]);

/** The rectangles of one lane, and how many runs its full height stands for. */
export function cellsOf(spans: readonly Span[], raster: Raster): { readonly cells: Cell[]; readonly runsMax: number } {
  const inside = spans.filter(
    (span) => span.toMs > raster.fromMs && span.fromMs < raster.toMs && span.toMs > span.fromMs,
  );
  const runsMax = mostAtOnce(inside);
  if (runsMax > 1 || inside.length > raster.columns / 3) {
    return { cells: shares(inside, { ...raster, columns: Math.ceil(raster.columns / 2) }, runsMax), runsMax };
  }
  // A minute of work in a day of waiting is thinner than a pixel: it gets one and a half.
  const leastMs = ((raster.toMs - raster.fromMs) / raster.columns) * 1.5;
  const cells = inside.map((span) => ({
    fromMs: Math.max(span.fromMs, raster.fromMs),
    toMs: Math.min(Math.max(span.toMs, span.fromMs + leastMs), raster.toMs),
    kind: span.doing,
    holding: span.holding,
    low: 0,
    high: 1,
  }));
  return { cells, runsMax };
}

/** The largest number of spans that overlap; at least 1. */
function mostAtOnce(spans: readonly Span[]): number {
  const starts = spans.map(({ fromMs }) => fromMs).sort((left, right) => left - right);
  const ends = spans.map(({ toMs }) => toMs).sort((left, right) => left - right);
  let most = 1;
  let end = 0;
  for (const [index, start] of starts.entries()) {
    while (end < ends.length && ends[end]! <= start) end += 1;
    most = Math.max(most, index + 1 - end);
  }
  return most;
}

function shares(spans: readonly Span[], raster: Raster, runsMax: number): Cell[] {
  const width = (raster.toMs - raster.fromMs) / raster.columns;
  const grid = LAYERS.map(() => new Float64Array(raster.columns));
  for (const span of spans) {
    const layer = grid[LAYERS.findIndex(({ kind, holding }) => kind === span.doing && holding === span.holding)]!;
    addTime(layer, (span.fromMs - raster.fromMs) / width, (span.toMs - raster.fromMs) / width);
  }
  const floors = new Float64Array(raster.columns);
  return LAYERS.flatMap(({ kind, holding }, index) => {
    const cells: Cell[] = [];
    for (let column = 0; column < raster.columns; column += 1) {
      // Rounded to a hundredth of the lane, half a pixel, so that equal neighbours join into one rectangle.
      const low = Math.round((floors[column]! / runsMax) * 100) / 100;
      floors[column]! += grid[index]![column]!;
      const high = Math.min(1, Math.round((floors[column]! / runsMax) * 100) / 100);
      const fromMs = raster.fromMs + column * width;
      const last = cells.at(-1);
      if (high <= low) continue;
      if (last !== undefined && last.low === low && last.high === high && Math.abs(last.toMs - fromMs) < width / 2) {
        cells[cells.length - 1] = { ...last, toMs: fromMs + width };
      } else cells.push({ fromMs, toMs: fromMs + width, kind, holding, low, high });
    }
    return cells;
  });
}

/** Adds, to each column between two positions, the part of it that lies between them. */
function addTime(layer: Float64Array, from: number, to: number): void {
  const start = Math.max(0, from);
  const end = Math.min(layer.length, to);
  for (let column = Math.floor(start); column < end; column += 1) {
    layer[column]! += Math.min(end, column + 1) - Math.max(start, column);
  }
}

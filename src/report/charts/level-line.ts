/**
 * The part of a level's line that a picture shows, and how far it reaches.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { TimeMs } from '../../sim/time.ts';
import type { World } from '../world.ts';
import { position, type TimeAxis } from './axis.ts';
import type { Drop } from './strokes.ts';
import type { Sample } from './thin.ts';

/** The level's corners inside the axis, with a point on each edge where the line crosses it. */
export function lineOf({ trace }: World, supply: string, axis: TimeAxis): Sample[] {
  const corners = trace.supplies.find((candidate) => candidate.name === supply)?.level ?? [];
  const line: Sample[] = [];
  for (const [index, corner] of corners.entries()) {
    const next = corners[index + 1];
    if (corner.atMs < axis.fromMs) {
      if (next !== undefined && next.atMs > axis.fromMs) line.push({ x: 0, y: between(corner, next, axis.fromMs) });
    } else if (corner.atMs > axis.toMs) break;
    else {
      line.push({ x: position(axis, corner.atMs), y: corner.tokens });
      if (next !== undefined && next.atMs > axis.toMs)
        line.push({ x: position(axis, axis.toMs), y: between(corner, next, axis.toMs) });
    }
  }
  return line;
}

interface Corner {
  readonly atMs: TimeMs;
  readonly tokens: number;
}

function between(from: Corner, to: Corner, atMs: TimeMs): number {
  assert(to.atMs > from.atMs, 'corners come in order', { from: from.atMs, to: to.atMs });
  return from.tokens + ((to.tokens - from.tokens) * (atMs - from.atMs)) / (to.atMs - from.atMs);
}

/** Lowest and highest of line and drops; a loop, because a million corners do not fit into an argument list. */
export function extremes(
  line: readonly Sample[],
  drops: readonly Drop[],
): { readonly low: number; readonly high: number }[] {
  if (line.length + drops.length === 0) return [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of line) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  for (const { before, after } of drops) {
    low = Math.min(low, after);
    high = Math.max(high, before);
  }
  return [{ low, high }];
}

/**
 * Intervals as whiskers: a line between two short strokes.
 *
 * @module
 */
import type { Point } from '../spec.ts';

const HALF = 0.12;

/** The whisker of an interval in row `y`, as a path that ends with a gap. */
export function whiskerPath([low, high]: readonly [number, number], y: number): Point[] {
  return [
    ...strokePath(low, y, HALF),
    { x: low, y },
    { x: high, y },
    { x: high, y: null },
    ...strokePath(high, y, HALF),
  ];
}

/** An upright stroke, with a gap behind it. */
export function strokePath(x: number, y: number, half: number): Point[] {
  return [
    { x, y: y - half },
    { x, y: y + half },
    { x, y: null },
  ];
}

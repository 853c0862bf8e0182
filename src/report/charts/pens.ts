/**
 * The datasets that charts are drawn with: strokes, and shapes made of closed paths.
 *
 * @module
 */
import type { Json, JsonObject, Point } from '../spec.ts';

/** A dataset of strokes and corners without points. */
export function pen(
  label: string,
  data: readonly Point[],
  colour: string,
  width: number,
  more: JsonObject = {},
): JsonObject {
  return {
    type: 'line',
    label,
    data: data as readonly Json[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    borderJoinStyle: 'bevel',
    pointRadius: 0,
    pointHitRadius: 5,
    pointStyle: 'rect',
    ...more,
  };
}

/** A dataset of filled shapes: closed paths with a gap after each. */
export function shapes(label: string, data: readonly Point[], colour: string, more: JsonObject = {}): JsonObject {
  // A dash, never drawn, keeps chart.js from joining corners that share a pixel: thin shapes would vanish.
  return pen(label, data, colour, 0, { fill: 'shape', pointHitRadius: 0, borderDash: [1, 0], ...more });
}

export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Five corners and a gap: point `6 i` opens the i-th rectangle. */
export function rectanglePath({ left, right, top, bottom }: Rectangle): Point[] {
  return [
    { x: left, y: bottom },
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
    { x: right, y: null },
  ];
}

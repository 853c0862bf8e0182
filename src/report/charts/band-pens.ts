/**
 * A line whose teeth would run into one grey, drawn as a band from its lowest to its highest, and where it is below for half
 * of the time.
 *
 * @module
 */
import { INK } from '../palette.ts';
import type { JsonObject, Point } from '../spec.ts';
import { bandOf } from './level-band.ts';
import { pen } from './pens.ts';
import type { Columns, Sample } from './thin.ts';

/** CSS pixels of a slice of the band. */
const SLICE_WIDTH = 4;

/** `of` begins the labels in the legend; undefined: they stay out of it. */
export function bandPens(
  line: readonly Sample[],
  columns: Columns,
  of: string | undefined,
  more: JsonObject = {},
): JsonObject[] {
  const band = bandOf(line, { ...columns, count: Math.floor(columns.count / SLICE_WIDTH) });
  const along = (end: 'low' | 'median' | 'high'): Point[] =>
    band.map((slice) => ({ x: rounded(slice.x, 4), y: rounded(slice[end], 3) }));
  const label = (text: string): string => (of === undefined ? '' : `${of}${text}`);
  const edge = { pointHitRadius: 0, ...more };
  return [
    pen(label('half of the time below'), along('median'), INK.level, 1.5, more),
    pen(label('lowest to highest'), along('high'), INK.waste, 0, { ...edge, backgroundColor: INK.band, fill: '+1' }),
    pen('', along('low'), INK.waste, 0, { ...edge, fill: false }),
  ];
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/**
 * A level over so long a time that its saw-teeth run into one grey: per slice of time its lowest, its highest, and the
 * level below which it is half of the slice.
 *
 * @module
 */
import { type Columns, columnOf, type Sample } from './thin.ts';

export interface Slice {
  /** The middle of the slice. */
  readonly x: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Looks at the line per slice, evenly spread, for the median. */
const LOOKS = 32;

/** The slices of a line of straight pieces; its samples come in order of `x`. Slices without a sample look through. */
export function bandOf(line: readonly Sample[], columns: Columns): Slice[] {
  const first = line[0];
  const last = line.at(-1);
  if (first === undefined || last === undefined) return [];
  const width = (columns.to - columns.from) / columns.count;
  const corners = Array.from({ length: columns.count }, (): number[] => []);
  for (const sample of line) corners[columnOf(columns, sample.x)]!.push(sample.y);
  const slices: Slice[] = [];
  let at = 0;
  for (let column = 0; column < columns.count; column++) {
    const from = columns.from + column * width;
    const seen: number[] = [];
    for (let look = 0; look < LOOKS; look++) {
      const x = from + ((look + 0.5) / LOOKS) * width;
      if (x < first.x || x > last.x) continue;
      while (at + 1 < line.length - 1 && line[at + 1]!.x <= x) at += 1;
      seen.push(levelAt(line[at]!, line[at + 1] ?? line[at]!, x));
    }
    if (seen.length === 0) continue;
    seen.sort((left, right) => left - right);
    const all = [...seen, ...corners[column]!];
    const median = seen[Math.floor(seen.length / 2)]!;
    slices.push({ x: from + width / 2, low: Math.min(...all), median, high: Math.max(...all) });
  }
  return slices;
}

function levelAt(before: Sample, after: Sample, x: number): number {
  if (after.x <= before.x) return after.y;
  return before.y + (after.y - before.y) * Math.min(1, (x - before.x) / (after.x - before.x));
}

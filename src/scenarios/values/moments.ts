/**
 * A moment of a run: so long after its start, or a date.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ZERO } from '../../sim/numbers/rational.ts';
import type { Reading } from './bounds.ts';
import { parseDate } from './dates.ts';
import { readDuration } from './values.ts';

export interface MomentPlace extends Reading {
  readonly startMs: number | undefined;
}

/** In milliseconds from the start; `orStart`: it may be the start itself. Undefined where it is none, which is told. */
export function readMoment(
  place: MomentPlace,
  path: Path,
  text: number | string,
  { orStart = false } = {},
): number | undefined {
  const date = typeof text === 'string' ? parseDate(text) : undefined;
  if (date === undefined) return readDuration(place, path, text, orStart ? { zero: true } : { above: ZERO });
  if (place.startMs === undefined) return void place.report(path, { code: 'no_start_date' });
  if (date > place.startMs || (orStart && date === place.startMs)) return date - place.startMs;
  const limit = `the start (${new Date(place.startMs).toISOString().replace('.000Z', 'Z')})`;
  return void place.report(path, { code: 'not_above', received: String(text), limit });
}

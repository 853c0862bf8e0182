/**
 * Traces: what came when, as a table in a file. Times are durations from the start of the run, or dates.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { isWhole, toNumber } from '../../sim/numbers/rational.ts';
import type { Draft } from '../draft.ts';
import { parseDate } from '../values/dates.ts';
import { readTable, tellFile } from './csv.ts';
import { literalAt } from './literal.ts';

/** So many at a time: items, or starts. */
export interface Point {
  readonly atMs: number;
  readonly count: number;
}

/** What the second column of a trace counts. */
export interface Counted {
  readonly column: string;
  /** Left out it is 1 in each row. */
  readonly optional: boolean;
  readonly min: number;
  readonly max: number;
}

const ROWS_MAX = 500_000;
const EXAMPLE = 'a duration such as 90m, or a date such as 2026-02-05T18:03:00Z';

/** The points of the trace in a file, in the order of their times, which all differ; undefined where it is broken, which is told with the line. */
export function readTrace(draft: Draft, path: Path, file: string, counted: Counted): readonly Point[] | undefined {
  const { column, optional, min, max } = counted;
  const columns = optional ? { columns: ['at'], more: [column] } : { columns: ['at', column] };
  const rows = readTable(draft, path, file, { ...columns, rowsMax: ROWS_MAX });
  if (rows === undefined) return undefined;
  const points: { atMs: number; count: number }[] = [];
  for (const { line, cells } of rows) {
    const [at, text = '1'] = cells as [string, string?];
    const tell = (says: string): undefined => tellFile(draft.report, path, file, says, line);
    const atMs = timeOf(at, draft.startMs);
    if (typeof atMs === 'string') return tell(atMs);
    const count = Number(text);
    if (!/^\d{1,10}$/.test(text) || count < min || count > max) {
      const range = min > 0 ? `from ${min} to ${max}` : `up to ${max}`;
      return tell(`${column} must be a whole number ${range}, found "${text.slice(0, 40)}"`);
    }
    const before = points.at(-1);
    if (before !== undefined && atMs < before.atMs) return tell(`"${at}" comes before the row above it`);
    if (before?.atMs === atMs) before.count += count;
    else points.push({ atMs, count });
  }
  return points;
}

/** Milliseconds from the start; a text says why there are none. */
function timeOf(text: string, startMs: number | undefined): number | string {
  const dateMs = parseDate(text);
  if (dateMs !== undefined) {
    if (startMs === undefined) return `"${text}" is a date: that needs a \`start\` at the top of the scenario`;
    return dateMs < startMs ? `"${text}" lies before the start of the scenario` : dateMs - startMs;
  }
  const unread = `at must be ${EXAMPLE}, found "${text.slice(0, 40)}"`;
  if (text === '0') return 0;
  if (!/^\d/.test(text)) return unread;
  const literal = literalAt(text, 0);
  if (literal.kind === 'issue' || literal.length !== text.length || literal.quantity.unit !== 'duration') return unread;
  const { value } = literal.quantity;
  return isWhole(value) && value.numerator < 2n ** 52n ? toNumber(value) : unread;
}

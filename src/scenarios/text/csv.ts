/**
 * Tables in text files: one row a line, cells apart by commas, the first line names the columns. Empty lines, and lines
 * that begin with `#`, are left out. Every mistake is told with its line in the file, at the place that names the file.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Reading } from '../values/bounds.ts';
import type { NamedFiles } from './named-files.ts';

export interface Row {
  /** Line in the file, from 1. */
  readonly line: number;
  /** As many as the file has columns. */
  readonly cells: readonly string[];
}

export interface TableKind {
  /** What the first line must say, in this order. */
  readonly columns: readonly string[];
  /** What it may say after that. */
  readonly more?: readonly string[];
  readonly rowsMax: number;
}

export interface Place {
  readonly report: Reading['report'];
  readonly files: NamedFiles;
}

/** The rows of the table in the file that the scenario names at `path`; undefined where it is broken, which is told. */
export function readTable({ report, files }: Place, path: Path, file: string, kind: TableKind): Row[] | undefined {
  const text = files.text(report, path, file);
  if (text === undefined) return undefined;
  const { columns, more = [], rowsMax } = kind;
  const [head, ...rows] = rowsOf(text);
  const tell = (says: string, line?: number): undefined => tellFile(report, path, file, says, line);
  const heads = [columns, ...(more.length === 0 ? [] : [[...columns, ...more]])].map((names) => names.join(','));
  const expected = heads.join(' or ');
  if (head === undefined) return tell(`is empty; its first line must be ${expected}`);
  if (!heads.includes(head.cells.join(',').toLowerCase())) {
    return tell(`the first line must be ${expected}, found "${head.cells.join(',').slice(0, 60)}"`, head.line);
  }
  if (rows.length === 0) return tell('has no row below its first line');
  if (rows.length > rowsMax) return tell(`has ${rows.length} rows, at most ${rowsMax} are read`);
  const width = head.cells.length;
  const odd = rows.find(({ cells }) => cells.length !== width);
  if (odd !== undefined) return tell(`expected ${width} cells, found ${odd.cells.length}`, odd.line);
  return rows;
}

/** Tells what is wrong with a file, in a line of it where that is known. */
export function tellFile(report: Reading['report'], path: Path, file: string, says: string, line?: number): undefined {
  report(path, { code: 'bad_file', file: line === undefined ? file : `${file}:${line}`, says });
}

function rowsOf(text: string): Row[] {
  // Spreadsheets put a mark of the byte order first.
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((written, index) => ({ written: written.trim(), line: index + 1 }))
    .filter(({ written }) => written !== '' && !written.startsWith('#'))
    .map(({ written, line }) => ({ line, cells: written.split(',').map(unquoted) }));
}

/** Spreadsheets put cells in quotation marks. */
function unquoted(cell: string): string {
  const text = cell.trim();
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1).trim() : text;
}

/**
 * How words stand on a terminal: tables as wide as there is room, and sentences beside a label.
 *
 * @module
 */
import { wrap } from './text-fit.ts';
import { columnsOf, type Paint } from './text-style.ts';

/** Draws rows of cells as lines; `widths` are the columns' widths, and a cell that is longer goes on below. */
export type DrawTable = (rows: readonly (readonly string[])[], widths: readonly number[]) => readonly string[];

/** What lines are made for. */
export interface Drawing {
  readonly paint: Paint;
  readonly room: number;
  readonly table: DrawTable;
}

const WIDTH_MIN = 60;
const WIDTH_MAX = 120;
const GAP = 2;
/** Columns of a label. */
export const INDENT = 7;
/** Stands for a blank at which no line may break, between a number and its unit. */
const STAY = '\u{e000}';

/** Columns that are used of a terminal. */
export function roomOf(width: number): number {
  return Math.min(Math.max(width, WIDTH_MIN), WIDTH_MAX);
}

/** Draws a table; where it is too wide, its widest columns give way, but never within a word. */
export function drawn(cells: readonly (readonly string[])[], room: number, table: DrawTable): string[] {
  const rows = cells.map((row) => row.map(held));
  const widths = widthsOf(rows, columnsOf);
  const least = widthsOf(rows, (cell) => Math.max(...cell.split(' ').map(columnsOf)));
  for (let over = totalOf(widths) - room; over > 0; over -= 1) {
    const loose = widths.map((width, index) => (width > least[index]! ? width : 0));
    const widest = loose.indexOf(Math.max(...loose));
    if (loose[widest] === 0) break;
    widths[widest]! -= 1;
  }
  return table(rows, widths).map(freed);
}

function widthsOf(rows: readonly (readonly string[])[], size: (cell: string) => number): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, index) => Math.max(1, ...rows.map((row) => size(row[index] ?? ''))));
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}

/** How wide a table would like to be. */
export function widthOf(rows: readonly (readonly string[])[]): number {
  return totalOf(widthsOf(rows, columnsOf));
}

/** Sentences beside their label, each from a new line on. */
export function block(name: string, sentences: readonly string[], { paint, room }: Omit<Drawing, 'table'>): string[] {
  return beside(name, sentences.flatMap((text) => wrap(held(text), room - INDENT)).map(freed), paint);
}

/** Lines beside their label. */
export function beside(name: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, index) => (index === 0 ? label(name, paint) : ' '.repeat(INDENT)) + line);
}

/** Keeps a number and its unit in one line. */
export function held(text: string): string {
  return text.replace(/(\d) (?=%|(ms|s|min|h|d|y)\b)/g, `$1${STAY}`);
}

export function freed(line: string): string {
  return line.replaceAll(STAY, ' ');
}

export function label(name: string, paint: Paint): string {
  return paint(name, 'bold') + ' '.repeat(INDENT - name.length);
}

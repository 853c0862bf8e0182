/**
 * Tables for the terminal: columns of words, no borders.
 *
 * @module
 */
import Table from 'cli-table3';
import type { DrawTable } from '../report/text/text-blocks.ts';

const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
];

/** Draws rows as lines; cells wider than their column go on below. */
export const drawTable: DrawTable = (rows, widths) => {
  const chars = { ...Object.fromEntries(BORDERS.map((name) => [name, ''])), middle: '  ' };
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true };
  const table = new Table({ chars, style, colWidths: [...widths], wordWrap: true, wrapOnWordBoundary: true });
  for (const row of rows) table.push([...row]);
  return table.toString().split('\n');
};

/**
 * A text that a message can point into: line and column of a place, and the picture with the caret.
 *
 * @module
 */

export interface Source {
  /** As the user names it: a path, or `--set`. */
  readonly file: string;
  readonly text: string;
  /** Where each line begins. */
  readonly lines: readonly number[];
  /** What stands before the line in the picture; a file shows the line's number. */
  readonly prefix: string | undefined;
  /** Where all of it stands in a file that it was read from, and is only a part of; absent where it is the whole file. */
  readonly at?: Place | undefined;
}

export interface Place extends Spot {
  readonly file: string;
}

export function sourceOf(file: string, text: string, prefix?: string, at?: Place): Source {
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return { file, text, lines, prefix, at };
}

export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Line and column, both from 1, of an offset into the text; an offset outside is drawn to the nearest end. */
export function spotAt(source: Source, offset: number): Spot {
  const at = Math.max(0, Math.min(offset, source.text.length));
  let line = source.lines.findLastIndex((start) => start <= at);
  // The empty line after the last line break is no line of the file.
  if (line > 0 && source.lines[line] === source.text.length) line -= 1;
  const start = source.lines[line]!;
  return { line: line + 1, column: Math.min(at - start, lineText(source, line).length) + 1 };
}

/** The place of an offset as messages name it: in its file, also where the text is only a part of that. */
export function placeAt(source: Source, offset: number): Place {
  return source.at ?? { file: source.file, ...spotAt(source, offset) };
}

const WIDTH = 100;

/** The line with a caret under the column; a long line is cut around it. */
export function excerpt(source: Source, { line, column }: Spot): string {
  const whole = lineText(source, line - 1);
  const from = column > WIDTH - 10 ? column - Math.floor(WIDTH / 2) : 0;
  const cut = whole.slice(from, from + WIDTH);
  const head = `  ${source.prefix ?? `${line} | `}${from > 0 ? '…' : ''}`;
  const tail = from + WIDTH < whole.length ? '…' : '';
  return `${head}${cut.replace(UNPRINTABLE, '\u00b7')}${tail}\n${' '.repeat(head.length + column - 1 - from)}^`;
}

// A terminal must not obey what a broken file contains, and a tab would move the caret.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Without the control characters that would break a message or command a terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\u00b7');
}

function lineText(source: Source, line: number): string {
  const end = source.lines[line + 1] ?? source.text.length + 1;
  return source.text.slice(source.lines[line]!, end - 1).replace(/\r$/, '');
}

/**
 * A text line by line, with where each line begins.
 *
 * @module
 */

export interface Line {
  readonly text: string;
  readonly start: number;
}

/** The lines of a text without their ends, whatever these are. */
export function placedLines(text: string): readonly Line[] {
  let start = 0;
  return text.split(/(\r\n|\n|\r)/).flatMap((part, index): Line[] => {
    const line = { text: part, start };
    start += part.length;
    return index % 2 === 0 ? [line] : [];
  });
}

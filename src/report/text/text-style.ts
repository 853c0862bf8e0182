/**
 * Words on a terminal: styles where they are wanted, and nothing from a scenario that a terminal would obey.
 *
 * @module
 */

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

const STYLED = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

export type Style = keyof typeof CODES;
export type Paint = (text: string, ...styles: readonly Style[]) => string;

/** Puts styles around a text, or, without colour, leaves it as it is. */
export function painter(colour: boolean): Paint {
  if (!colour) return (text) => text;
  return (text, ...styles) =>
    styles.reduce((inner, style) => `\u001b[${CODES[style][0]}m${inner}\u001b[${CODES[style][1]}m`, text);
}

/** How many columns a text takes, styles not counted. */
export function columnsOf(text: string): number {
  return [...text.replace(STYLED, '')].length;
}

/** A copy of plain data in which no text, and no key, holds control characters or turns of direction. */
export function harmless<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data), (_key, value: unknown) => {
    if (typeof value === 'string') return harmlessText(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [harmlessText(key), inner]));
  }) as Data;
}

function harmlessText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '\u{fffd}');
}

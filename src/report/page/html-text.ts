/**
 * HTML that cannot be broken by what a scenario says: every string that is put into a template is escaped, and only what
 * came out of a template is taken as it is.
 *
 * @module
 */
import type { Json } from '../spec.ts';

/** A piece of finished HTML. Made by `html` and `trusted` alone. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** A template whose values are escaped, but for pieces of HTML and lists of them. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: pieces.reduce((text, piece, index) => text + textOf(parts[index - 1]!) + piece) };
}

/** HTML, CSS or a script that we wrote ourselves. Never for anything that came from a scenario. */
export function trusted(text: string): Html {
  return { html: text };
}

export const NOTHING: Html = { html: '' };

function textOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map((piece) => piece.html).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text that is safe between tags and in quoted attributes; characters that XML forbids become a visible mark. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (letter) => ENTITIES[letter]!).replace(FORBIDDEN, '\uFFFD');
}

/** Control characters but for tabs and line ends, and halves of characters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;

/** JSON for the inside of a script element: no `<` is left that could end it or begin a comment. */
export function scriptJson(value: Json): Html {
  const letters: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
  return trusted(
    JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (letter) => letters[letter] ?? escapeLine(letter)),
  );
}

function escapeLine(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16)}`;
}

/**
 * Names and texts of other people's files, so that they can stand in a scenario: no name of theirs breaks out of it.
 *
 * @module
 */
import { printable } from '../scenarios/text/source.ts';

const NAME_LENGTH_MAX = 80;
const COMMENT_LENGTH_MAX = 110;

/** Without what YAML or a terminal would stumble over. */
function harmless(text: string): string {
  return printable(text).replace(/[\ufffd\ufffe\uffff]/g, '\u00b7');
}

/** A dollar sign would begin a reference. */
export function withoutReference(text: string): string {
  return text.replaceAll('$', '');
}

/** At most so long, as JavaScript counts, and cut between characters, never within one. */
function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length >= lengthMax) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Gives out names that a scenario takes, each once. */
export class Labels {
  readonly #taken = new Set<string>(RESERVED);

  /** `wanted`, or what is nearest to it and not taken yet. */
  unused(wanted: string): string {
    const plain = cut(withoutReference(harmless(wanted)).trim(), NAME_LENGTH_MAX);
    const label = plain === '' ? 'job' : plain;
    for (let number = 1; ; number++) {
      const name = number === 1 ? label : `${label} ${number}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** What means something beside a name in a step, or to JavaScript's objects. */
const RESERVED: readonly string[] = [
  ...['atMost', 'otherwise', 'margin', 'poll', 'giveUpIfLongerThan', 'lasts', 'actual', 'retry', 'use', 'wait'],
  ...['atLeast', '__proto__', 'constructor', 'prototype'],
];

/** A key or a text of YAML that is `text` again when it is read. */
export function yamlText(text: string): string {
  return /^[A-Za-z][\w/+.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** The words of a comment, on one line. */
export function commentText(text: string): string {
  return cut(harmless(text).replace(/\s+/g, ' ').trim(), COMMENT_LENGTH_MAX);
}

/** A comment's lines, filled up to the width of a page. */
export function commentLines(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of harmless(text).split(/\s+/).filter(Boolean)) {
    if (line.length + 1 + word.length > 120 && line.trim() !== '#') {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${cut(word, COMMENT_LENGTH_MAX)}`;
  }
  return line.trim() === '#' ? lines : [...lines, line];
}

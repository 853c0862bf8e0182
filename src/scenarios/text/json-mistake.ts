/**
 * The first place at which a text is no JSON, in words for who writes JSON. A scenario in a `.json` file is read as YAML, of which JSON is a
 * part; but where it is neither, YAML's own words would be about indents and mappings, and about a place far behind the mistake. Where it is
 * no JSON a parser says; what is wrong there is seen from what stands around.
 *
 * @module
 */
import { parse, tokenize } from '@humanwhocodes/momoa';

export interface JsonMistake {
  readonly offset: number;
  /** What was expected and found, and what to do. */
  readonly text: string;
}

/** Undefined where the text is JSON. Whoever calls has looked how deep its brackets nest: the parser is recursive. */
export function jsonMistake(text: string): JsonMistake | undefined {
  const skipped = text.startsWith('\ufeff') ? 1 : 0;
  const json = text.slice(skipped);
  const [inText, at] = [brokenText(json), placeOf(() => parse(json, { mode: 'json' }))];
  const first = inText !== undefined && inText.offset <= (at ?? json.length) ? inText : undefined;
  const mistake = first ?? (at === undefined ? undefined : (unclosed(json) ?? mistakeAt(json, at)));
  return mistake && { ...mistake, offset: mistake.offset + skipped };
}

/** Where the parser stops; undefined where it does not. */
function placeOf(work: () => void): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'offset' in error && typeof error.offset === 'number') return error.offset;
    throw error;
  }
}

/** The parser takes line breaks and tabs in a text, and JSON does not. */
function brokenText(json: string): JsonMistake | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  for (const { 0: part, 1: end, index } of json.matchAll(/"(?:[^"\\\u0000-\u001f]|\\[^\u0000-\u001f])*("?)/g)) {
    if (end === '"') continue;
    const stop = index + part.length;
    return json[stop] === '\t'
      ? { offset: stop, text: 'a tab in a text is written \\t' }
      : { offset: index, text: 'this text has no closing double quote on its line; a line break in it is written \\n' };
  }
  return undefined;
}

const CLOSED_BY: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The first bracket that another one closes, or the innermost that is open at the end. */
function unclosed(json: string): JsonMistake | undefined {
  const open: number[] = [];
  let crossed: number | undefined;
  const cut = placeOf(() => {
    for (const { type, range } of tokenize(json, { mode: 'json', ranges: true })) {
      const at = range![0];
      if (type === 'LBrace' || type === 'LBracket') open.push(at);
      if (type !== 'RBrace' && type !== 'RBracket') continue;
      const last = open.pop();
      if (last !== undefined && CLOSED_BY[json[last]!] !== json[at]) crossed ??= last;
    }
  });
  const offset = cut === undefined ? (crossed ?? open.at(-1)) : undefined;
  if (offset === undefined) return undefined;
  return { offset, text: `the "${json[offset]}" here is not closed by "${CLOSED_BY[json[offset]!]}"` };
}

const COMMENT = /^(?:\/\/|\/\*|#)/;

function mistakeAt(json: string, at: number): JsonMistake {
  const before = json.slice(0, at).trimEnd();
  const begin = at - /[\w.+-]*$/.exec(json.slice(0, at))![0].length;
  const word = /^[^\s,:[\]{}"]+/.exec(json.slice(begin))?.[0] ?? '';
  const told = (text: string, offset = at): JsonMistake => ({ offset, text });
  if (at >= json.length) return told('the text ends where a value should stand');
  if (COMMENT.test(json.slice(at))) {
    return told('JSON has no comments: take it away, or write the scenario as .yaml');
  }
  if (json[at] === '\\') return told('a backslash in a text is written twice: \\\\');
  if (word.startsWith("'")) return told(`texts and keys stand in double quotes, found ${word}`, begin);
  if (word !== '' && word !== json.slice(at, at + word.length)) return told(notPlain(word), begin);
  if (before.endsWith(',') && /[\]}]/.test(json[at]!)) {
    return told(`a comma before "${json[at]}" promises another entry: take it away`, before.length - 1);
  }
  if (/["\w\]}]$/.test(before) && /["[{\w-]/.test(json[at]!)) return told('"," or ":" is missing before this');
  // Of a list the parser names the entry behind which it misses a comma.
  if (/^(?:["[{]|-?\d|true|false|null)/.test(json.slice(at))) return told('"," or a bracket is missing behind this');
  return told(word === '' ? `"${json[at]}" cannot stand here` : notPlain(word));
}

function notPlain(word: string): string {
  return `${word} is no number, true, false or null; texts and keys stand in double quotes`;
}

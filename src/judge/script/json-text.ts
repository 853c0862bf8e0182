/**
 * JSON with places: where each value stands, and where a broken text breaks. The language's own parser says neither, or
 * differently in every version.
 *
 * @module
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type ReadJson =
  /** `at` gives the offset of the value at a path, or of the nearest one around it that is there. */
  | { readonly kind: 'read'; readonly value: Json; at(path: readonly (string | number)[]): number }
  | { readonly kind: 'broken'; readonly offset: number; readonly expected: string };

const DEPTH_MAX = 64;

export function readJson(text: string): ReadJson {
  const reader = new Reader(text);
  try {
    const { value, place } = reader.document();
    return { kind: 'read', value, at: (path) => offsetIn(place, path) };
  } catch (error) {
    if (error instanceof Broken) return { kind: 'broken', offset: error.offset, expected: error.message };
    throw error;
  }
}

/** Where a value begins, and where those in it stand. */
interface Place {
  readonly offset: number;
  readonly inner: ReadonlyMap<string | number, Place>;
}

interface Read {
  readonly value: Json;
  readonly place: Place;
}

const NOTHING: ReadonlyMap<string | number, Place> = new Map();

function offsetIn(place: Place, path: readonly (string | number)[]): number {
  let here = place;
  for (const step of path) {
    const next = here.inner.get(step);
    if (next === undefined) break;
    here = next;
  }
  return here.offset;
}

class Broken extends Error {
  readonly offset: number;

  constructor(offset: number, expected: string) {
    super(expected);
    this.offset = offset;
  }
}

const WORDS: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\n\r]*/y;

class Reader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Read {
    const read = this.#value(0);
    this.#skip();
    if (this.#offset < this.#text.length) throw new Broken(this.#offset, 'nothing more');
    return read;
  }

  #value(depth: number): Read {
    this.#skip();
    if (depth > DEPTH_MAX) throw new Broken(this.#offset, 'less nesting');
    const char = this.#text[this.#offset];
    if (char === '{') return this.#map(depth);
    if (char === '[') return this.#list(depth);
    return this.#scalar();
  }

  #scalar(): Read {
    const place = { offset: this.#offset, inner: NOTHING };
    const string = this.#match(STRING);
    if (string !== undefined) return { value: JSON.parse(string) as string, place };
    const number = this.#match(NUMBER);
    if (number !== undefined) return { value: Number(number), place };
    const word = Object.keys(WORDS).find((one) => this.#text.startsWith(one, this.#offset));
    if (word === undefined)
      throw new Broken(this.#offset, this.#text[this.#offset] === '"' ? 'a whole string' : 'a value');
    this.#offset += word.length;
    return { value: WORDS[word]!, place };
  }

  #list(depth: number): Read {
    const inner = new Map<number, Place>();
    const values: Json[] = [];
    const offset = this.#offset++;
    while (!this.#closes(']', values.length)) {
      const { value, place } = this.#value(depth + 1);
      inner.set(values.length, place);
      values.push(value);
    }
    return { value: values, place: { offset, inner } };
  }

  #map(depth: number): Read {
    const inner = new Map<string, Place>();
    const values = new Map<string, Json>();
    const offset = this.#offset++;
    while (!this.#closes('}', values.size)) {
      this.#skip();
      const at = this.#offset;
      const quoted = this.#match(STRING);
      if (quoted === undefined) throw new Broken(at, 'a key in quotes');
      const key = JSON.parse(quoted) as string;
      if (values.has(key) || key === '__proto__') throw new Broken(at, 'another key');
      this.#skip();
      if (this.#text[this.#offset++] !== ':') throw new Broken(this.#offset - 1, '":"');
      const { value, place } = this.#value(depth + 1);
      values.set(key, value);
      inner.set(key, place);
    }
    return { value: Object.fromEntries(values), place: { offset, inner } };
  }

  /** Whether the list or map ends here; otherwise its next value follows. */
  #closes(bracket: string, count: number): boolean {
    this.#skip();
    const char = this.#text[this.#offset];
    if (char === bracket) {
      this.#offset++;
      return true;
    }
    if (count === 0) return false;
    if (char !== ',') throw new Broken(this.#offset, `"," or "${bracket}"`);
    this.#offset++;
    return false;
  }

  #skip(): void {
    this.#match(BLANK);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }
}

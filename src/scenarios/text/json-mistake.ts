/**
 * The first place at which a text is no JSON, in words for who writes JSON. A scenario in a `.json` file is read as YAML, of which JSON is a
 * part; but where it is neither, YAML's own words would be about indents and mappings, and about a place far behind the mistake.
 *
 * @module
 */

export interface JsonMistake {
  readonly offset: number;
  /** What was expected and found, and what to do. */
  readonly text: string;
}

export function isJsonFile(file: string): boolean {
  return /\.json$/i.test(file);
}

/** A sentence of ours in JSON's terms: what is a map and a list to YAML is an object and an array. What it quotes stays as it is. */
export function inJsonTerms(sentence: string): string {
  const parts = sentence.split(/("[^"]*"|`[^`]*`)/);
  return parts
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/\ba map\b/g, 'an object').replace(/\ba list\b/g, 'an array'),
    )
    .join('');
}

/** Deeper than any file of ours, and shallow enough for the stack. */
const DEPTH_MAX = 200;

/** Undefined where the text is JSON. */
export function jsonMistake(text: string): JsonMistake | undefined {
  const reader = new JsonReader(text);
  try {
    reader.whole();
    return undefined;
  } catch (error) {
    if (error instanceof Mistaken) return { offset: error.offset, text: error.message };
    throw error;
  }
}

class Mistaken extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const BLANKS = /[ \t\r\n\ufeff]*/y;
/** A number, a word, or whatever stands where one of them should. */
const WORD = /[^\s,:[\]{}"]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    this.#value('a value');
    this.#blanks();
    if (this.#at < this.#text.length) this.#wrong(`expected the end of the text, found ${this.#found()}`);
  }

  #value(expected: string): void {
    this.#blanks();
    const letter = this.#text[this.#at];
    if (letter === '{') this.#list('}', () => this.#entry());
    else if (letter === '[') this.#list(']', () => this.#value('a value'));
    else if (letter === '"') this.#string();
    else this.#word(expected);
  }

  #word(expected: string): void {
    const word = this.#match(WORD);
    if (word === '') this.#wrong(`expected ${expected}, found ${this.#found()}`);
    if (word === 'true' || word === 'false' || word === 'null' || NUMBER.test(word)) this.#at += word.length;
    else this.#wrong(`expected ${expected}, found ${this.#found()}; ${adviceOn(word)}`);
  }

  /** What stands between brackets: entries with a comma between two of them. */
  #list(end: '}' | ']', entry: () => void): void {
    const opened = this.#at;
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) this.#wrong(`nested deeper than ${DEPTH_MAX} levels`);
    this.#at += 1;
    this.#blanks();
    while (this.#text[this.#at] !== end) {
      if (this.#at >= this.#text.length) this.#unclosed(opened, end);
      entry();
      this.#blanks();
      if (this.#text[this.#at] === end) break;
      if (this.#at >= this.#text.length) this.#unclosed(opened, end);
      if (this.#text[this.#at] !== ',') this.#wrong(`expected "," or "${end}" before ${this.#found()}`);
      const comma = this.#at;
      this.#at += 1;
      this.#blanks();
      if (this.#text[this.#at] === end) {
        this.#at = comma;
        this.#wrong(`a comma before "${end}" promises another entry: take it away`);
      }
    }
    this.#at += 1;
    this.#depth -= 1;
  }

  #entry(): void {
    if (this.#text[this.#at] !== '"')
      this.#wrong(`expected a key in double quotes, such as "horizon", found ${this.#found()}`);
    this.#string();
    this.#blanks();
    if (this.#text[this.#at] !== ':') this.#wrong(`expected ":" and a value behind the key, found ${this.#found()}`);
    this.#at += 1;
    this.#value('a value behind the key');
  }

  #string(): void {
    const opened = this.#at;
    this.#at += 1;
    for (let letter = this.#text[this.#at]; letter !== '"'; letter = this.#text[this.#at]) {
      if (letter === undefined || letter === '\n' || letter === '\r') {
        this.#at = opened;
        this.#wrong('this text has no closing double quote on its line; a line break in it is written \\n');
      }
      if (letter === '\t') this.#wrong('a tab in a text is written \\t');
      const length = letter === '\\' ? this.#match(ESCAPE).length : 1;
      if (length === 0) this.#wrong('a backslash in a text is written twice: \\\\');
      this.#at += length;
    }
    this.#at += 1;
  }

  #blanks(): void {
    this.#at += this.#match(BLANKS).length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  #found(): string {
    if (this.#at >= this.#text.length) return 'the end of the text';
    const word = [...this.#match(WORD)].slice(0, 30).join('');
    return word === '' ? `"${this.#text[this.#at]}"`.replace('"""', 'a double quote') : word;
  }

  #unclosed(opened: number, end: string): never {
    this.#at = opened;
    this.#wrong(`the "${this.#text[opened]}" here is not closed by "${end}"`);
  }

  #wrong(text: string): never {
    throw new Mistaken(this.#at, text);
  }
}

function adviceOn(word: string): string {
  if (word.startsWith('//') || word.startsWith('/*') || word.startsWith('#'))
    return 'JSON has no comments: take it away, or write the scenario as .yaml';
  if (word.startsWith("'")) return 'texts stand in double quotes';
  return 'a text stands in double quotes';
}

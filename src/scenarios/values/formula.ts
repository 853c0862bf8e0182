/**
 * The expressions of a scenario: `20 * $BATCH + 80`, `min($A, 1h30m)`. A small Pratt parser of our own: literals carry
 * units, and nothing but arithmetic exists, so nothing can be called, read or written.
 *
 * @module
 */
import type { ScenarioIssue } from '../text/issue.ts';
import { literalAt, match } from '../text/literal.ts';
import type { Operator, Quantity } from './quantity.ts';

/** `at` is the offset into the text, for the caret. */
export type Formula = { readonly at: number } & (
  | { readonly kind: 'literal'; readonly quantity: Quantity }
  | { readonly kind: 'name'; readonly name: string }
  /** `n`: the items a run took last. */
  | { readonly kind: 'items' }
  | { readonly kind: 'negative'; readonly operand: Formula }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'call'; readonly name: 'min' | 'max'; readonly operands: readonly Formula[] }
);

export type Parsed =
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'issue'; readonly issue: ScenarioIssue; readonly at: number };

const LENGTH_MAX = 1000;
const DEPTH_MAX = 50;

/** Expressions that were parsed lately: who looks at many settings of one scenario meets the same ones again and again. */
const PARSED = new Map<string, Parsed>();
const PARSED_MAX = 1000;

/** Parses an expression; `names` are what it could have meant where a `$` was forgotten. */
export function parseFormula(text: string, names: readonly string[] = []): Parsed {
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text, names);
  // What is wrong is told with the names there are.
  if (parsed.kind === 'formula') {
    if (PARSED.size === PARSED_MAX) PARSED.clear();
    PARSED.set(text, parsed);
  }
  return parsed;
}

function parse(text: string, names: readonly string[]): Parsed {
  if (text.length > LENGTH_MAX) return { kind: 'issue', issue: { code: 'too_complex' }, at: LENGTH_MAX };
  const parser = new Parser(text, names);
  const formula = parser.sum(0);
  parser.expectEnd();
  return parser.problem ?? { kind: 'formula', formula };
}

const SPACE = /\s*/y;
const NAME = /\$([A-Za-z_]\w*)/y;
const WORD = /[A-Za-z_]\w*/y;

/** After a first problem it runs through to the end without looking at the text again. */
class Parser {
  problem: Extract<Parsed, { kind: 'issue' }> | undefined;
  readonly #text: string;
  readonly #names: readonly string[];
  #at = 0;

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
  }

  sum(depth: number): Formula {
    let left = this.#product(depth);
    for (let operator = this.#peek(); operator === '+' || operator === '-'; operator = this.#peek()) {
      left = this.#binary(operator, left, (inner) => this.#product(inner), depth);
    }
    return left;
  }

  expectEnd(): void {
    const next = this.#peek();
    if (next !== '') this.#unexpected('an operator or the end');
  }

  #product(depth: number): Formula {
    let left = this.#operand(depth);
    for (let operator = this.#peek(); operator === '*' || operator === '/'; operator = this.#peek()) {
      left = this.#binary(operator, left, (inner) => this.#operand(inner), depth);
    }
    return left;
  }

  #binary(operator: Operator, left: Formula, rest: (depth: number) => Formula, depth: number): Formula {
    const at = this.#at;
    this.#at += 1;
    return { kind: 'binary', operator, left, right: rest(depth), at };
  }

  #operand(depth: number): Formula {
    const next = this.#peek();
    const at = this.#at;
    if (depth > DEPTH_MAX) return this.#fail({ code: 'too_complex' });
    if (/\d/.test(next)) return this.#literal();
    if (next === '-') {
      this.#at += 1;
      return { kind: 'negative', operand: this.#operand(depth + 1), at };
    }
    if (next === '(') return this.#group(depth);
    const name = match(NAME, this.#text, at)?.[1];
    if (name !== undefined) {
      this.#at += name.length + 1;
      if (this.#peek() === '(') return this.#fail({ code: 'no_calls', name: `$${name}` }, at);
      return { kind: 'name', name, at };
    }
    const word = match(WORD, this.#text, at)?.[0];
    if (word !== undefined) return this.#word(word, depth);
    return this.#unexpected('a number or a $NAME');
  }

  #literal(): Formula {
    const at = this.#at;
    const literal = literalAt(this.#text, at);
    if (literal.kind === 'issue') return this.#fail(literal.issue);
    this.#at += literal.length;
    return { kind: 'literal', quantity: literal.quantity, at };
  }

  #group(depth: number): Formula {
    this.#at += 1;
    const inner = this.sum(depth + 1);
    this.#take(')');
    return inner;
  }

  #word(word: string, depth: number): Formula {
    const at = this.#at;
    this.#at += word.length;
    const called = this.#peek() === '(';
    if (!called && word === 'n') return { kind: 'items', at };
    if (!called) return this.#fail({ code: 'bare_word', word, known: this.#names }, at);
    if (word !== 'min' && word !== 'max') return this.#fail({ code: 'no_calls', name: word }, at);
    this.#at += 1;
    const operands = [this.sum(depth + 1)];
    while (this.#peek() === ',') {
      this.#at += 1;
      operands.push(this.sum(depth + 1));
    }
    this.#take(')');
    return { kind: 'call', name: word, operands, at };
  }

  #take(char: string): void {
    if (this.#peek() === char) this.#at += 1;
    else this.#unexpected(`"${char}"`);
  }

  #peek(): string {
    if (this.problem !== undefined) return '';
    this.#at += match(SPACE, this.#text, this.#at)![0].length;
    return this.#text[this.#at] ?? '';
  }

  #unexpected(expected: string): Formula {
    const next = this.#peek();
    if (next === '[' || next === ']') return this.#fail({ code: 'no_index' });
    if (/^[=<>!:]/.test(next)) return this.#fail({ code: 'no_assignment' });
    if (next === '.') return this.#fail({ code: 'no_member' });
    if (next === '(') return this.#fail({ code: 'no_calls', name: this.#text.slice(0, this.#at).trim().slice(-20) });
    return this.#fail({ code: 'unexpected', found: next === '' ? 'the end' : `"${next}"`, expected });
  }

  #fail(issue: ScenarioIssue, at = this.#at): Formula {
    this.problem ??= { kind: 'issue', issue, at };
    return { kind: 'name', name: '', at };
  }
}

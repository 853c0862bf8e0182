/**
 * Numbers with their units, as a scenario writes them: `40`, `0.5`, `1h30m`, `500ms`, `5/min`, `95%`.
 *
 * @module
 */
import { add, divide, fromDecimal, multiply, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import { type Quantity, RATE_UNITS, TIME_UNITS } from '../values/quantity.ts';
import type { ScenarioIssue } from './issue.ts';

export type Literal =
  | { readonly kind: 'quantity'; readonly quantity: Quantity; readonly length: number }
  | { readonly kind: 'issue'; readonly issue: ScenarioIssue };

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+(?![\w.]))?/y;
const WORD = /[A-Za-z_%][\w%.]*/y;
// `5/min` is a rate; `5/min(...)` divides by a call.
const PER = /\s*\/\s*([A-Za-z]+)\b(?!\s*\()/y;
const DIGITS_MAX = 60;

/** Reads the literal at `at`, where a digit stands. */
export function literalAt(text: string, at: number): Literal {
  const digits = match(NUMBER, text, at)![0];
  if (digits.length > DIGITS_MAX || /[eE][+-]?\d{4}/.test(digits)) return refused({ code: 'too_complex' });
  const end = at + digits.length;
  const value = fromDecimal(digits);
  const word = match(WORD, text, end)?.[0];
  if (word === '%') return quantity('share', divide(value, rational(100n)), digits.length + 1);
  if (word !== undefined) return duration(text.slice(at, end + word.length));
  const per = match(PER, text, end);
  if (per === undefined) return quantity('number', value, digits.length);
  const size = Object.hasOwn(RATE_UNITS, per[1]!) ? RATE_UNITS[per[1]!] : undefined;
  if (size === undefined) return refused({ code: 'unknown_unit', received: digits + per[0] });
  return quantity('rate', divide(value, rational(size)), digits.length + per[0].length);
}

/** `1h30m`: each unit once, the longest first. */
function duration(text: string): Literal {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.map(([part]) => part).join('') !== text) return refused(unknownUnit(text));
  const order = Object.keys(TIME_UNITS);
  let sum: Rational = ZERO;
  let before = -1;
  for (const [, number, unit] of parts) {
    const rank = order.indexOf(unit!);
    if (rank <= before) return refused({ code: 'unknown_unit', received: text });
    before = rank;
    sum = add(sum, multiply(fromDecimal(number!), rational(TIME_UNITS[unit!]!)));
  }
  return quantity('duration', sum, text.length);
}

/** What people write elsewhere, said in our units. */
function unknownUnit(text: string): ScenarioIssue {
  const [, number, word] = /^([\d.]+)([A-Za-z]+)$/.exec(text) ?? [];
  const alias = Object.entries(ALIASES).find(([, names]) => names.includes((word ?? '').toLowerCase()));
  return { code: 'unknown_unit', received: text, ...(alias && { hint: `${number}${alias[0]}` }) };
}

const ALIASES: Readonly<Record<string, readonly string[]>> = {
  ms: ['msec', 'msecs', 'millis', 'milliseconds'],
  s: ['s', 'sec', 'secs', 'second', 'seconds'],
  m: ['m', 'min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  d: ['d', 'day', 'days'],
};

function quantity(unit: Quantity['unit'], value: Rational, length: number): Literal {
  return { kind: 'quantity', quantity: { unit, value }, length };
}

function refused(issue: ScenarioIssue): Literal {
  return { kind: 'issue', issue };
}

/** The match of a sticky pattern that begins exactly at `at`. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

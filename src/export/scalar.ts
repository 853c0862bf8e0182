/**
 * What stands in a production file for a setting: a bare number, or a text that brings its unit.
 *
 * @module
 */
import { literalAt } from '../scenarios/text/literal.ts';
import { countOf, type Setting, textOfCount } from '../scenarios/values/production.ts';
import { formatQuantity } from '../scenarios/values/quantity.ts';
import { fromDecimal, type Rational } from '../sim/numbers/rational.ts';
import { ExportError } from './export-error.ts';

export type Scalar =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'text'; readonly text: string };

/** A value that only whoever runs the program knows, or that programs read differently: as it is written. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly written: string;
}

/** An unclear value, of which a message needs no more than the beginning. */
export function unclear(written: string): Unclear {
  const line = written.trim().split(/[\r\n]/, 1)[0]!;
  return { kind: 'unclear', written: line.length > WRITTEN_MAX ? `${line.slice(0, WRITTEN_MAX - 1)}…` : line };
}

const WRITTEN_MAX = 60;

/**
 * The setting as production keeps it: `50`, `'15m'`, or `900` where the scenario says `in: s`.
 *
 * @throws {ExportError} `not_decimal` where no decimal number is exactly the value.
 */
export function scalarOf(setting: Setting): Scalar {
  if (setting.unit !== 'number' && setting.in === undefined) return { kind: 'text', text: setting.text };
  const digits = decimalOf(countOf(setting));
  if (digits !== undefined) return { kind: 'number', digits };
  const inUnit = setting.in === undefined ? '' : ` in ${setting.in.text}`;
  throw new ExportError(
    'not_decimal',
    `${setting.name}: ${setting.text}${inUnit} is no decimal number; choose another value`,
  );
}

/**
 * What a program makes of it: numbers in texts with a base, an exponent, blanks of digits or a zero in front are read differently (`parseInt`
 * and `Number`, Ruby's `Integer`, Go's `ParseInt`), some of them nowhere.
 */
export function clearOf(scalar: Scalar | Unclear): Scalar | Unclear {
  return scalar.kind === 'text' && OTHERWISE.test(scalar.text.trim()) ? unclear(scalar.text) : scalar;
}

const OTHERWISE = /^[-+]?(?:0\d[\d_]*(?:\.\d*)?|0[xob][\da-f_]+|\d[\d_]*(?:\.\d*)?e[-+]?\d+|\d+(?:_\d+)+(?:\.\d*)?)$/i;

/** What was read from a production file, as `--set` takes it: whether it is a value of the setting's kind is told there. */
export function settingText(setting: Setting, scalar: Scalar): string {
  if (scalar.kind === 'number' || DECIMAL.test(scalar.text)) {
    const digits = scalar.kind === 'number' ? scalar.digits : scalar.text.trim();
    // A bare number where the scenario knows no unit for it is handed on: the scenario says what it wants.
    if (setting.in === undefined) return digits;
    return textOfCount(setting, decimal(digits));
  }
  return normalText(scalar.text.trim());
}

/** A value with its unit, as the scenario would write it: `90000ms` is `1m30s`. */
function normalText(text: string): string {
  const literal = /^\d/.test(text) ? literalAt(text, 0) : undefined;
  return literal?.kind === 'quantity' && literal.length === text.length ? formatQuantity(literal.quantity) : text;
}

const DECIMAL = /^\s*[-+]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?\s*$/;

function decimal(digits: string): Rational {
  return fromDecimal(digits.replace(/^\+/, ''));
}

/** The digits of a value that has finitely many of them. */
function decimalOf({ numerator, denominator }: Rational): string | undefined {
  const sign = numerator < 0n ? '-' : '';
  const size = numerator < 0n ? -numerator : numerator;
  const places = placesOf(denominator);
  if (places === undefined) return undefined;
  const digits = ((size * 10n ** BigInt(places)) / denominator).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  return `${sign}${digits.slice(0, cut)}${places === 0 ? '' : `.${digits.slice(cut)}`}`;
}

/** How many decimal places make a fraction with this denominator whole: only powers of 2 and 5 have an end. */
function placesOf(denominator: bigint): number | undefined {
  let left = denominator;
  let [twos, fives] = [0, 0];
  for (; left % 2n === 0n; left /= 2n) twos++;
  for (; left % 5n === 0n; left /= 5n) fives++;
  return left === 1n ? Math.max(twos, fives) : undefined;
}

/** Without what tells a number from a text. */
export function scalarText(scalar: Scalar | Unclear): string {
  if (scalar.kind === 'unclear') return scalar.written;
  return scalar.kind === 'number' ? scalar.digits : scalar.text;
}

/** Whether two values, as `settingText` gives them, are the same: `50` and `50.0`, `90s` and `1m30s`. */
export function sameScalars(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

function comparable(text: string): string {
  const trimmed = text.trim();
  return DECIMAL.test(trimmed) ? formatQuantity({ unit: 'number', value: decimal(trimmed) }) : normalText(trimmed);
}

/**
 * Quantities: exact numbers with what they are measured in, and which of them may be added, multiplied and divided.
 *
 * Durations are kept in milliseconds, rates per millisecond, shares as fractions of 1.
 *
 * @module
 */
import { formatRational, isWhole, multiply, type Rational, rational } from '../../sim/numbers/rational.ts';
import type { Unit } from '../text/issue.ts';

export interface Quantity {
  readonly unit: Unit;
  readonly value: Rational;
}

/** Milliseconds in each unit of time, longest first. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** Milliseconds in what a rate may be per. */
export const RATE_UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  day: 86_400_000,
  h: 3_600_000,
  hour: 3_600_000,
  min: 60_000,
  m: 60_000,
  s: 1000,
  sec: 1000,
  ms: 1,
};

export type Operator = '+' | '-' | '*' | '/';

/** What `left operator right` is measured in; undefined where it has no meaning. */
export function unitOf(operator: Operator, left: Unit, right: Unit): Unit | undefined {
  if (operator === '+' || operator === '-') return left === right ? left : undefined;
  if (operator === '*') {
    if (left === 'number' || left === 'share')
      return left === 'share' && right === 'number' ? 'number' : right === 'share' ? left : right;
    if (right === 'number' || right === 'share') return left;
    return left === right ? undefined : 'number';
  }
  if (right === 'number' || right === 'share') return left === 'share' && right === 'share' ? 'number' : left;
  if (left === right) return 'number';
  return left === 'number' && right === 'duration'
    ? 'rate'
    : left === 'number' && right === 'rate'
      ? 'duration'
      : undefined;
}

/** As one would write it: `15m`, `1h 30m` as `1h30m`, `5/min`, `95%`, `0.5`. */
export function formatQuantity({ unit, value }: Quantity): string {
  switch (unit) {
    case 'number':
      return formatRational(value);
    case 'share':
      return `${formatRational(multiply(value, rational(100n)))}%`;
    case 'duration':
      return formatDuration(value);
    case 'rate':
      return formatRate(value);
  }
}

function formatDuration(value: Rational): string {
  if (!isWhole(value)) return `${formatRational(value)}ms`;
  let left = value.numerator < 0n ? -value.numerator : value.numerator;
  if (left === 0n) return '0s';
  let text = value.numerator < 0n ? '-' : '';
  for (const [name, size] of Object.entries(TIME_UNITS)) {
    const count = left / BigInt(size);
    if (count > 0n) text += `${count}${name}`;
    left %= BigInt(size);
  }
  return text;
}

/** In the shortest unit that makes it whole, else per second as well as can be said. */
function formatRate(perMs: Rational): string {
  for (const name of ['s', 'min', 'h', 'd']) {
    const value = multiply(perMs, rational(RATE_UNITS[name]!));
    if (isWhole(value)) return `${formatRational(value)}/${name}`;
  }
  return `${formatRational(multiply(perMs, rational(1000n)))}/s`;
}

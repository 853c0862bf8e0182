/**
 * Between what a value must lie, and how it is told where it does not.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { compare, isWhole, type Rational, rational } from '../../sim/numbers/rational.ts';
import type { ScenarioIssue } from '../text/issue.ts';
import type { NamedFiles } from '../text/named-files.ts';
import { formatQuantity, type Quantity } from './quantity.ts';
import type { Term } from './terms.ts';

/** Where an issue is shown: at the value (from an offset into its text), or at the key. */
export interface Spotted {
  readonly on?: 'key' | 'value';
  readonly offset?: number;
}

/** What reading needs: somebody to tell, and the names that can be referred to. */
export interface Reading {
  readonly report: (path: Path, issue: ScenarioIssue, spotted?: Spotted) => void;
  readonly names: NameLookup;
  /** The files that the scenario names. */
  readonly files: NamedFiles;
}

/** The parameters and facts. */
export interface NameLookup {
  readonly all: readonly string[];
  /** What `$name` is; undefined where it is unknown (`fail` is told) or broken (told where it is defined). */
  resolve(name: string, fail: (issue: ScenarioIssue) => void): Term | undefined;
  /** From now on `$name` is broken, and so is what was worked out by it: its value was told to be wrong. */
  spoil(name: string): void;
}

export interface Bounds {
  readonly min?: Rational;
  /** Must be above this. */
  readonly above?: Rational;
  readonly max?: Rational;
  /** Must be whole in its base unit (a number as such, a duration in ms). */
  readonly whole?: boolean;
}

/** 2^52: what is counted in grains or milliseconds stays below it, so that every sum is exact. */
export const COUNT_MAX: Rational = rational(2 ** 52);

/** Tells where `quantity` is out of bounds; true where it is not. */
export function isWithin(reading: Reading, path: Path, quantity: Quantity, bounds: Bounds): boolean {
  const issue = outside(quantity, bounds);
  if (issue !== undefined) reading.report(path, issue);
  return issue === undefined;
}

function outside({ unit, value }: Quantity, { min, above, max, whole }: Bounds): ScenarioIssue | undefined {
  const text = (limit: Rational): string => shown({ unit, value: limit });
  const received = text(value);
  if (above !== undefined && compare(value, above) <= 0) return { code: 'not_above', received, limit: text(above) };
  if (min !== undefined && compare(value, min) < 0) return { code: 'too_small', received, min: text(min) };
  if (max !== undefined && compare(value, max) > 0) return { code: 'too_big', received, max: text(max) };
  if (whole !== true || isWhole(value)) return undefined;
  return { code: 'not_whole', received, of: unit === 'duration' ? 'milliseconds' : 'units' };
}

/** A quantity short enough for a sentence. */
export function shown(quantity: Quantity): string {
  return formatQuantity(quantity).replace(/\d{16,}/g, (digits) => {
    return `${`${digits[0]}.${digits.slice(1, 4)}`.replace(/\.?0+$/, '')}e${digits.length - 1}`;
  });
}

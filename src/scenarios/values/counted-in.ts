/**
 * What a bare number counts, where a place says so (`in: ms`): settings as production keeps them, values as they were measured.
 *
 * @module
 */
import { ONE, type Rational, rational } from '../../sim/numbers/rational.ts';
import type { Unit } from '../text/issue.ts';
import { RATE_UNITS, TIME_UNITS } from './quantity.ts';

/** How much one is, by what `in` may say for a value of each unit. */
export const SIZES: Readonly<Record<Unit, Readonly<Record<string, Rational>>>> = {
  number: {},
  share: { '%': rational(1n, 100n), 1: ONE },
  duration: mapOf(TIME_UNITS, (name, ms) => [name === 'm' ? 'min' : name, rational(ms)]),
  rate: mapOf(RATE_UNITS, (name, ms) => [`/${name}`, rational(1n, ms)]),
};

function mapOf(
  units: Readonly<Record<string, number>>,
  entry: (name: string, ms: number) => [string, Rational],
): Record<string, Rational> {
  return Object.fromEntries(Object.entries(units).map(([name, ms]) => entry(name, ms)));
}

/** The unit that `text` is one of, and how much one is; undefined where it is none. */
export function countedIn(text: string): { readonly unit: Unit; readonly size: Rational } | undefined {
  const found = (Object.keys(SIZES) as Unit[]).find((unit) => Object.hasOwn(SIZES[unit], text));
  return found && { unit: found, size: SIZES[found][text]! };
}

/** Everything `in` may say. */
export const COUNTED_IN: readonly string[] = Object.values(SIZES).flatMap((sizes) => Object.keys(sizes));

/**
 * The values a parameter may have: a `range` with its `step` or its `factor`, or the values of `oneOf`, in the order of
 * their size.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import { add, compare, divide, multiply, type Rational, rational, subtract, ZERO } from '../../sim/numbers/rational.ts';
import type { ParameterText, ScenarioDocument } from '../schema/schema.ts';
import type { Node } from '../text/tree.ts';
import type { Reading } from './bounds.ts';
import { factored } from './factors.ts';
import { entriesOf } from './parameters.ts';
import { formatQuantity } from './quantity.ts';
import type { Known } from './terms.ts';
import { readTerm } from './values.ts';

export interface Lattice {
  readonly name: string;
  /** The value it has now, which need not lie on the lattice. */
  readonly value: string;
  /** Why there is no next value: its range has no `step`. */
  readonly isOpen: boolean;
  /** The `count`-th value above (below, where `count` is negative) the one it has now; undefined where there are not so many. */
  readonly neighbour: (count: number) => string | undefined;
  /** How many values there are; 0 where it is open. */
  readonly size: number;
  /** The value with this index, from the least (0) up. */
  readonly at: (index: number) => string;
  /** Where the present value lies among them; undefined where it is none of them. */
  readonly index: number | undefined;
}

/** The lattices of all parameters that say what values they may have. */
export function latticesOf(reading: Reading, root: Node, document: ScenarioDocument): readonly Lattice[] {
  return entriesOf(root, 'parameters', document.parameters).flatMap(([name, text]) => {
    const term = reading.names.resolve(name, () => {});
    if (typeof text !== 'object' || term?.kind !== 'known') return [];
    if (text.range === undefined && text.oneOf === undefined) return [];
    return [latticeOf(reading, name, text, term)];
  });
}

function latticeOf(
  reading: Reading,
  name: string,
  { range, step, factor, oneOf }: Exclude<ParameterText, number | string>,
  term: Known,
): Lattice {
  const literal = (text: number | string): Rational => {
    const read = readTerm(reading, ['parameters', name], text);
    return read?.kind === 'known' ? read.value : ZERO;
  };
  const [low, high] = range?.map(literal) ?? [];
  const isWithin = (value: Rational): boolean =>
    low === undefined || high === undefined || (compare(value, low) >= 0 && compare(value, high) <= 0);
  const values =
    oneOf !== undefined
      ? listed(oneOf.map(literal).filter(isWithin))
      : low && high && step !== undefined
        ? stepped(low, high, literal(step))
        : low && high && factor !== undefined
          ? listed(factored(low, high, literal(factor)))
          : NO_VALUES;
  const text = (value: Rational): string => formatQuantity({ unit: term.unit, value });
  const below = values.below(term.value);
  const isOn = below < values.size && compare(values.at(below), term.value) === 0;
  const neighbour = (count: number): string | undefined => {
    const index = below + count - (isOn || count < 0 ? 0 : 1);
    return index >= 0 && index < values.size ? text(values.at(index)) : undefined;
  };
  const at = (index: number): string => {
    assert(index >= 0 && index < values.size, 'a lattice has the value that is asked for', { name, index });
    return text(values.at(index));
  };
  const { size } = values;
  return {
    name,
    value: formatQuantity(term),
    isOpen: size === 0,
    neighbour,
    size,
    at,
    index: isOn ? below : undefined,
  };
}

/** Values from the least up; `below` is how many lie below one. */
interface Values {
  readonly size: number;
  readonly at: (index: number) => Rational;
  readonly below: (value: Rational) => number;
}

const NO_VALUES: Values = { size: 0, at: () => ZERO, below: () => 0 };

function listed(values: readonly Rational[]): Values {
  const sorted = values
    .toSorted(compare)
    .filter((value, index, all) => index === 0 || compare(value, all[index - 1]!) !== 0);
  return {
    size: sorted.length,
    at: (index) => sorted[index]!,
    below: (value) => sorted.filter((one) => compare(one, value) < 0).length,
  };
}

/** Far beyond what anybody searches, and what a number counts exactly. */
const SIZE_MAX = 2n ** 53n - 1n;

/** What is wrong was told: then a step may be 0, or the range empty. */
function stepped(low: Rational, high: Rational, step: Rational): Values {
  if (compare(step, ZERO) <= 0 || compare(low, high) > 0) return NO_VALUES;
  const steps = floor(divide(subtract(high, low), step));
  const size = Number(steps < SIZE_MAX ? steps + 1n : SIZE_MAX);
  return {
    size,
    at: (index) => add(low, multiply(step, rational(BigInt(index)))),
    below: (value) => {
      const count = -floor(divide(subtract(low, value), step));
      return count < 0n ? 0 : Math.min(size, Number(count));
    },
  };
}

function floor({ numerator, denominator }: Rational): bigint {
  const cut = numerator / denominator;
  return numerator < 0n && cut * denominator !== numerator ? cut - 1n : cut;
}

/**
 * The values a parameter may have: a `range` with its `step`, or the values of `oneOf`, in the order of their size.
 *
 * @module
 */
import { add, compare, divide, multiply, type Rational, rational, subtract, ZERO } from '../../sim/numbers/rational.ts';
import type { ParameterText, ScenarioDocument } from '../schema/schema.ts';
import type { Node } from '../text/tree.ts';
import type { Reading } from './bounds.ts';
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
}

/** The lattices of all parameters that say what values they may have. */
export function latticesOf(reading: Reading, root: Node, document: ScenarioDocument): readonly Lattice[] {
  return entriesOf(root, 'parameters', document.parameters).flatMap(([name, text]) => {
    const term = reading.names.resolve(name, () => {});
    if (typeof text !== 'object' || term?.kind !== 'known') return [];
    return latticeOf(reading, name, text, term);
  });
}

function latticeOf(
  reading: Reading,
  name: string,
  { range, step, oneOf }: Exclude<ParameterText, number | string>,
  term: Known,
): Lattice[] {
  const literal = (text: number | string): Rational => {
    const read = readTerm(reading, ['parameters', name], text);
    return read?.kind === 'known' ? read.value : ZERO;
  };
  const values = oneOf !== undefined ? listed(oneOf.map(literal), term.value) : undefined;
  const [low, high] = range?.map(literal) ?? [];
  const inRange =
    low && high && step !== undefined ? stepped({ low, high, step: literal(step) }, term.value) : undefined;
  if (oneOf === undefined && range === undefined) return [];
  const at = values ?? inRange;
  const within = (value: Rational): boolean =>
    low === undefined || high === undefined || (compare(value, low) >= 0 && compare(value, high) <= 0);
  const neighbour = (count: number): string | undefined => {
    const value = at?.(count);
    return value !== undefined && within(value) ? formatQuantity({ unit: term.unit, value }) : undefined;
  };
  return [{ name, value: formatQuantity(term), isOpen: at === undefined, neighbour }];
}

type Neighbour = (count: number) => Rational | undefined;

function listed(values: readonly Rational[], now: Rational): Neighbour {
  const below = values.filter((value) => compare(value, now) < 0).sort((left, right) => compare(right, left));
  const above = values.filter((value) => compare(value, now) > 0).sort(compare);
  return (count) => (count > 0 ? distinct(above) : distinct(below))[Math.abs(count) - 1];
}

function distinct(sorted: readonly Rational[]): readonly Rational[] {
  return sorted.filter((value, index) => index === 0 || compare(value, sorted[index - 1]!) !== 0);
}

function stepped({ low, step }: { low: Rational; high: Rational; step: Rational }, now: Rational): Neighbour {
  const steps = divide(subtract(now, low), step);
  const whole = floor(steps);
  const isOn = compare(steps, rational(whole)) === 0;
  return (count) => {
    const offset = BigInt(count) + (count < 0 && !isOn ? 1n : 0n);
    return add(low, multiply(step, rational(whole + offset)));
  };
}

function floor({ numerator, denominator }: Rational): bigint {
  const cut = numerator / denominator;
  return numerator < 0n && cut * denominator !== numerator ? cut - 1n : cut;
}

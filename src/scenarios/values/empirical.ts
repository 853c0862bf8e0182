/**
 * Reads what was measured: a list of values, or a file of them, each as likely as it is often.
 *
 * Nothing is put between two values or beyond the last: a draw is always one that was seen. They are sorted, so that a larger
 * uniform number is never a smaller value, and two scenarios that are compared draw alike.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Distribution } from '../../sim/numbers/distribution.ts';
import { compare, multiply, type Rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import type { Distribution as DistributionText } from '../schema/schema.ts';
import { readTable, tellFile } from '../text/csv.ts';
import type { Unit } from '../text/issue.ts';
import { literalAt } from '../text/literal.ts';
import { COUNT_MAX, isWithin, type Reading, shown } from './bounds.ts';
import { COUNTED_IN, countedIn } from './counted-in.ts';
import type { Quantity } from './quantity.ts';
import type { Known } from './terms.ts';
import { areWeights } from './weights.ts';

export type EmpiricalText = Extract<DistributionText, { empirical: unknown }>;

export interface Measured {
  readonly unit: Unit;
  readonly distribution: Distribution;
}

/** What each value is worth, and how often it comes where that is said. */
interface Samples {
  readonly unit: Unit;
  readonly values: readonly Rational[];
  readonly weights?: readonly number[];
}

type ReadFixed = (path: Path, text: number | string) => Known | undefined;
type CountedIn = ReturnType<typeof countedIn>;

const ROWS_MAX = 100_000;

/** The distribution at `path`; undefined where it is broken, which is told. */
export function readEmpirical(
  reading: Reading,
  path: Path,
  text: EmpiricalText,
  fixed: ReadFixed,
): Measured | undefined {
  const counted = text.in === undefined ? undefined : countedIn(text.in);
  if (text.in !== undefined && counted === undefined) {
    return void reading.report([...path, 'in'], { code: 'not_one_of', received: text.in, known: COUNTED_IN });
  }
  const samples =
    typeof text.empirical === 'string'
      ? ofFile(reading, path, text, counted)
      : ofList(reading, path, text, { fixed, counted });
  return samples && kept(reading, path, text, { samples, fixed });
}

function ofList(
  reading: Reading,
  path: Path,
  { empirical, weights }: EmpiricalText,
  { fixed, counted }: { readonly fixed: ReadFixed; readonly counted: CountedIn },
): Samples | undefined {
  const values: Rational[] = [];
  let unit: Unit | undefined;
  for (const [index, written] of (empirical as readonly (number | string)[]).entries()) {
    const at = [...path, 'empirical', index];
    const read = fixed(at, written);
    if (read === undefined) return undefined;
    if (counted !== undefined && read.unit !== 'number') {
      return void reading.report(at, { code: 'wrong_unit', expected: 'number', received: read.unit });
    }
    const value = inUnit(read, counted);
    unit ??= value.unit;
    if (value.unit !== unit) return void reading.report(path, { code: 'mixed_units', first: unit, other: value.unit });
    if (!isWithin(reading, at, value, { min: ZERO, max: COUNT_MAX })) return undefined;
    values.push(value.value);
  }
  if (weights === undefined) return { unit: unit!, values };
  if (areWeights(weights, values.length)) return { unit: unit!, values, weights };
  const issue = { code: 'bad_weights', values: values.length, weights: weights.length } as const;
  return void reading.report([...path, 'weights'], issue);
}

function ofFile(reading: Reading, path: Path, text: EmpiricalText, counted: CountedIn): Samples | undefined {
  const at = [...path, 'empirical'];
  const file = text.empirical as string;
  if (text.weights !== undefined) {
    const why = 'a file has them in a column of its own, beside its values';
    return void reading.report([...path, 'weights'], { code: 'no_meaning', what: '"weights"', why }, { on: 'key' });
  }
  const rows = readTable(reading, at, file, { columns: ['value'], more: ['weight'], rowsMax: ROWS_MAX });
  if (rows === undefined) return undefined;
  const values: Rational[] = [];
  const weights: number[] = [];
  let unit: Unit | undefined;
  for (const { line, cells } of rows) {
    const tell = (says: string): undefined => tellFile(reading.report, at, file, says, line);
    const read = quantityOf(cells[0]!, counted);
    if (typeof read === 'string') return tell(read);
    unit ??= read.unit;
    if (read.unit !== unit)
      return tell(`value "${short(cells[0]!)}" is a ${read.unit}, those above it are a ${unit} each`);
    values.push(read.value);
    if (cells.length < 2) continue;
    const weight = /^\d+(\.\d+)?$/.test(cells[1]!) ? Number(cells[1]) : Number.NaN;
    if (!Number.isFinite(weight)) return tell(`weight must be a number of at least 0, found "${short(cells[1]!)}"`);
    weights.push(weight);
  }
  if (weights.length === 0) return { unit: unit!, values };
  if (areWeights(weights, values.length)) return { unit: unit!, values, weights };
  return tellFile(reading.report, at, file, 'all weights are 0: nothing can be drawn');
}

/** A cell as a quantity; a text says why it is none. */
function quantityOf(cell: string, counted: CountedIn): Quantity | string {
  const expected = counted
    ? 'a number without a unit, as the scenario says `in`'
    : 'a number such as 40, or one with its unit such as 2.5s';
  const unread = `value must be ${expected}, found "${short(cell)}"`;
  if (/^-/.test(cell)) return `value must be at least 0, found "${short(cell)}"`;
  if (!/^\d/.test(cell)) return unread;
  const literal = literalAt(cell, 0);
  if (literal.kind === 'issue' || literal.length !== cell.length) return unread;
  if (counted !== undefined && literal.quantity.unit !== 'number') return unread;
  const quantity = inUnit(literal.quantity, counted);
  return compare(quantity.value, COUNT_MAX) > 0 ? 'value is larger than can be counted exactly' : quantity;
}

function inUnit({ unit, value }: Quantity, counted: CountedIn): Quantity {
  return counted === undefined ? { unit, value } : { unit: counted.unit, value: multiply(value, counted.size) };
}

/** The samples that lie between `min` and `max`, in ascending order. */
function kept(
  reading: Reading,
  path: Path,
  text: EmpiricalText,
  { samples, fixed }: { readonly samples: Samples; readonly fixed: ReadFixed },
): Measured | undefined {
  const { unit, values, weights } = samples;
  const ends = (['min', 'max'] as const).map((end) => endOf(reading, path, text, { end, unit, fixed }));
  if (ends.includes('broken')) return undefined;
  const [min, max] = ends as (Rational | undefined)[];
  if (max !== undefined && !isWithin(reading, [...path, 'max'], { unit, value: max }, { min: min ?? ZERO })) {
    return undefined;
  }
  const inside = values
    .map((value, index) => ({ value, weight: weights?.[index] ?? 1 }))
    .filter(({ value, weight }) => {
      const above = min === undefined || compare(value, min) >= 0;
      return weight > 0 && above && (max === undefined || compare(value, max) <= 0);
    })
    .sort((one, other) => compare(one.value, other.value));
  if (inside.length === 0) {
    const shownEnd = (value: Rational): string => shown({ unit, value });
    const none = { min: shownEnd(min ?? ZERO), max: max === undefined ? 'infinity' : shownEnd(max) };
    return void reading.report(path, { code: 'nothing_kept', ...none });
  }
  return {
    unit,
    distribution: {
      kind: 'empirical',
      values: inside.map(({ value }) => toNumber(value)),
      ...(weights !== undefined && { weights: inside.map(({ weight }) => weight) }),
    },
  };
}

function endOf(
  reading: Reading,
  path: Path,
  text: EmpiricalText,
  { end, unit, fixed }: { readonly end: 'min' | 'max'; readonly unit: Unit; readonly fixed: ReadFixed },
): Rational | undefined | 'broken' {
  const written = text[end];
  if (written === undefined) return undefined;
  const at = [...path, end];
  const read = fixed(at, written);
  if (read === undefined) return 'broken';
  if (read.unit !== unit) {
    reading.report(path, { code: 'mixed_units', first: unit, other: read.unit });
    return 'broken';
  }
  return isWithin(reading, at, read, { min: ZERO }) ? read.value : 'broken';
}

function short(text: string): string {
  return text.slice(0, 40);
}

/**
 * A field: one whole number of a packed state, with its place among the bits and its meaning in the engine's state.
 *
 * Every field is written as a code from 0 to `codes - 1`. What lies outside is never cut off: packing says which field
 * left its range, and the exploration ends there.
 *
 * @module
 */

/** What a field's code says about its cell. */
export const FIELD = {
  /** A float as it is: a level, a policy's memory. */
  plain: 0,
  /** A time still to come: from now on. */
  due: 1,
  /** The same, but it may also never come; that is code 0. */
  dueOrNever: 2,
  /** A time that has passed: until now. */
  since: 3,
  /** The same, but only where on a grid of `modulus` it lies. */
  phase: 4,
  /** From the float in `other` to the one in `cell`. */
  delay: 5,
  /** An integer as it is. */
  integer: 6,
  /** A drawn value: 0 as long as it was not drawn, else its place among its outcomes. */
  drawn: 7,
  /** Place of the run `cell` in the queue of the lock `other`, from 1. */
  queue: 8,
  /** Whether the run `cell` has made progress. */
  mark: 9,
  /** The run + 1 that holds a lease. */
  holder: 10,
  /** Now, up to the time `other` as it is, then on a grid of `modulus`: only where a date or the calendar matters. */
  clock: 11,
  /** A time that has passed, until now, of something of which there is more than nothing in `other`; else code 0. */
  logged: 12,
  /** A time that has passed, until now; what is longer than `modulus` counts as that. */
  age: 13,
  /** The run + 1 that waits for the run in frame `other`. */
  parent: 14,
  /** Now, where the dates may have been moved: before the first of them only where on a grid it is (`values`: that date, and the grid), then like `clock`. */
  era: 15,
  /** A time that has passed, until now, where there is one; else code 0. */
  sinceOrNever: 16,
} as const;

/** Index of a view's first number in the array it is a view on. */
export function cellOf(view: Float64Array | Int32Array, index = 0): number {
  return view.byteOffset / view.BYTES_PER_ELEMENT + index;
}

export interface Field {
  readonly name: string;
  readonly kind: number;
  /** Index into `State.floats` or `State.integers`; for `queue` and `mark` a run. */
  readonly cell: number;
  readonly other?: number;
  /** The value of code 0, and the distance between two codes. */
  readonly low?: number;
  readonly scale?: number;
  readonly modulus?: number;
  /** Of a `drawn` field; of an `era` two times. */
  readonly values?: readonly number[];
  /** The one task it is about, where it is no run's: such a field goes with a copy of a task; see `symmetry.ts`. */
  readonly task?: number | undefined;
  /** How many codes there are; 1 takes no bits, the value is always the same. */
  readonly codes: number;
}

/** Bits that tell `codes` values apart. */
export function bitsFor(codes: number): number {
  let bits = 0;
  for (let room = 1; room < codes; room *= 2) bits++;
  return bits;
}

/** A field as the loops read it: what a loop reads of one field lies together, and all of them have one shape. */
export interface FieldRow {
  readonly name: string;
  readonly kind: number;
  readonly cell: number;
  readonly other: number;
  readonly low: number;
  readonly scale: number;
  readonly modulus: number;
  readonly codes: number;
  readonly bits: number;
  /** The first bit. */
  readonly offset: number;
  readonly values: readonly number[];
  /** The one task it is about; -1: it is a run's, or everybody's. */
  readonly task: number;
}

/** A field that has its place. */
export interface PlacedField extends Field {
  readonly offset: number;
}

export function rowOf(field: PlacedField): FieldRow {
  const { name, kind, cell, other = 0, low = 0, scale = 1, modulus = 1, codes, offset, values = [], task = -1 } = field;
  return { name, kind, cell, other, low, scale, modulus, codes, bits: bitsFor(codes), offset, values, task };
}

/** The fields one behind the other from bit `from` on. */
export function placed(fields: readonly Field[], from: number): readonly PlacedField[] {
  let offset = from;
  return fields.map((field) => {
    const one = { ...field, offset };
    offset += bitsFor(field.codes);
    return one;
  });
}

export function bitsOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { codes }) => sum + bitsFor(codes), 0);
}

/**
 * What a meter keeps, by what repeating a cycle does to it: so that cycles nobody saw can be added to what was seen.
 *
 * @module
 */

export interface Keeper {
  /** What must be the same at both ends of a cycle for the next one to count the same. */
  standing(): readonly number[];
  /** Counters and sums, which gain the same in each cycle; and times, which move on by its length or stay. */
  moving(): { readonly counts: readonly number[]; readonly times: readonly number[] };
  /** Sets what `moving` gives, in that order. */
  move(counts: readonly number[], times: readonly number[]): void;
}

/** The numbers of `fields` in `meter`. */
export function numbersOf<Field extends string>(
  meter: Readonly<Record<Field, number>>,
  fields: readonly Field[],
): readonly number[] {
  return fields.map((field) => meter[field]);
}

export function setNumbers<Field extends string>(
  meter: Record<Field, number>,
  fields: readonly Field[],
  values: readonly number[],
): void {
  fields.forEach((field, index) => {
    meter[field] = values[index]!;
  });
}

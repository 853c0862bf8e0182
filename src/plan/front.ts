/**
 * The Pareto front: settings of which no other is better in one target and worse in none, where a difference that is not
 * worth knowing is none.
 *
 * @module
 */

export interface Candidate<Item> {
  readonly item: Item;
  /** By target; larger is better. */
  readonly values: readonly number[];
}

/**
 * The front of `candidates`, the best by the first target first. `slack` is, by target, what is not worth knowing: of
 * settings that are equal but for that, the one that comes first stands for all.
 */
export function paretoFront<Item>(
  candidates: readonly Candidate<Item>[],
  slack: readonly number[],
): readonly Candidate<Item>[] {
  const ranked = candidates
    .map((candidate, order) => ({ candidate, order }))
    .toSorted((left, right) => compareValues(left.candidate, right.candidate) || left.order - right.order);
  const front: Candidate<Item>[] = [];
  for (const { candidate } of ranked) {
    const isOutdone = front.some(({ values }) =>
      values.every((value, target) => value >= candidate.values[target]! - slack[target]!),
    );
    if (!isOutdone) front.push(candidate);
  }
  return front;
}

function compareValues({ values: left }: Candidate<unknown>, { values: right }: Candidate<unknown>): number {
  const target = left.findIndex((value, index) => value !== right[index]);
  return target < 0 ? 0 : right[target]! - left[target]!;
}

/**
 * The durations that a drawn amount can have, where all that is drawn in it is a `choice`: they count for the grid as fixed
 * ones do. What may be any duration within bounds has no step of its own, nor has what was measured, and counts for nothing.
 *
 * @module
 */
import { type Distribution, listedValues } from '../../sim/numbers/distribution.ts';
import { type Expression, evaluate } from '../../sim/numbers/expression.ts';
import { wholeMs } from '../../sim/time.ts';

/** More combinations of draws than this have no step that would be of use. */
const COMBINATIONS_MAX = 10_000;

/** The values of `expression` in whole milliseconds; none where they cannot be listed. */
export function listedSpans(expression: Expression, distributionOf: (variable: number) => Distribution): number[] {
  const lists = new Map<number, readonly number[]>();
  evaluate(expression, (variable) => {
    lists.set(variable, valuesOf(distributionOf(variable)));
    return 1;
  });
  let combinations: ReadonlyMap<number, number>[] = [new Map()];
  for (const [variable, values] of lists) {
    if (combinations.length * values.length > COMBINATIONS_MAX) return [];
    combinations = combinations.flatMap((one) => values.map((value) => new Map([...one, [variable, value]])));
  }
  return combinations.map((drawn) => wholeMs(evaluate(expression, (variable) => drawn.get(variable)!)));
}

/** What can be drawn; nothing where that is no list. */
export function valuesOf(distribution: Distribution): readonly number[] {
  return distribution.kind === 'choice' ? listedValues(distribution) : [];
}

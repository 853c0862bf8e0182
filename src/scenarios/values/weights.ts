/**
 * How often one of several values is drawn.
 *
 * @module
 */

/** Whether there is one weight of at least 0 for each value, and one above 0. */
export function areWeights(weights: readonly number[], values: number): boolean {
  const proper = weights.every((weight) => Number.isFinite(weight) && weight >= 0);
  return proper && weights.length === values && weights.some((weight) => weight > 0);
}

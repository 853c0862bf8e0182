/**
 * What `plan` says in all worlds together: a setting must satisfy its constraints in each, and costs what it costs in the
 * dearest.
 *
 * @module
 */
import type { Objective, PlanAsked } from '../scenario.ts';

/** One plan of those of all worlds, at least one. */
export function planOf(worlds: readonly PlanAsked[]): PlanAsked {
  const [first] = worlds as readonly [PlanAsked, ...PlanAsked[]];
  const constraints = first.constraints.map((constraint, index) => ({
    ...constraint,
    holds: (set: Readonly<Record<string, string>>) => worlds.every((world) => world.constraints[index]!.holds(set)),
  }));
  const priceAt = (set: Readonly<Record<string, string>>): number | undefined => {
    const prices = worlds.map((world) => world.priceAt?.(set));
    return prices.some((price) => price === undefined) ? undefined : Math.max(...(prices as number[]));
  };
  return { ...first, constraints, priceAt: first.priceAt && priceAt };
}

/** The figure of a task by which settings are ranked, where it is one. */
export function objectiveOf({ target }: PlanAsked): Objective | undefined {
  if (target?.kind !== 'task') return undefined;
  const { of, figure, direction } = target;
  return { of, figure, direction };
}

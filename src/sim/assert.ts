/**
 * What we believe, checked in production too: a wrong plan is worse than no plan.
 *
 * A failed assertion is always our bug. A mistake of the user is a `ScenarioError` and never comes through here.
 *
 * @module
 */

/** Thrown when quotasim itself is wrong. Please report it with the values it carries. */
export class InvariantError extends Error {
  readonly values: Readonly<Record<string, unknown>>;

  constructor(fact: string, values: Readonly<Record<string, unknown>> = {}) {
    super(`${fact} ${JSON.stringify(values)}`);
    this.name = 'InvariantError';
    this.values = values;
  }
}

/**
 * States a fact; throws `InvariantError` with `values` where it does not hold.
 *
 * @example
 * assert(level >= 0, 'a level is not below 0', { level });
 */
export function assert(fact: boolean, claim: string, values?: Readonly<Record<string, unknown>>): asserts fact {
  if (!fact) throw new InvariantError(claim, values);
}

/**
 * What a function of the library takes for a scenario, where no compiler said it before.
 *
 * @module
 */
import { kindOf } from '../sim/kind-of.ts';

/**
 * @throws {TypeError} where `value` is no scenario: its text, the name of its file, or the promise of one.
 * @example
 * expectScenario('judge', await readScenario('prod.yaml')); // TypeError: judge takes a scenario that loadScenario gives, …
 */
export function expectScenario(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'worlds' in value && Array.isArray(value.worlds)) return;
  const received = value instanceof Promise ? 'a promise' : kindOf(value);
  throw new TypeError(`${what} takes a scenario that loadScenario gives, received ${received}`);
}

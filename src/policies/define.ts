/**
 * `definePolicy`: a policy of one's own, checked as it is defined.
 *
 * @module
 */
import type { PolicyDefinition } from './definition.ts';
import { PolicyError } from './policy-error.ts';
import { definitionMistake } from './shape.ts';

/**
 * A policy of your own, which a scenario uses by its name: given to `loadScenario`, or exported by a file that the
 * scenario names under `plugins`.
 *
 * @throws {PolicyError} when something of it is missing, unknown, or not of its kind.
 * @example
 * export const level = definePolicy({
 *   family: 'admission',
 *   name: 'level',
 *   describe: 'goes on from one level up',
 *   options: [{ name: 'from', unit: 'level', minimum: 0, describe: 'tokens there must be' }],
 *   create: ({ from }) => ({
 *     admit: ({ levelGrains }) =>
 *       levelGrains >= from ? { kind: 'go' } : { kind: 'wait', untilGrains: from, because: 'too few tokens' },
 *   }),
 * });
 */
export function definePolicy<const Name extends string>(definition: PolicyDefinition<Name>): PolicyDefinition<Name> {
  const mistake = definitionMistake(definition);
  if (mistake !== undefined) {
    const { name } = (definition ?? {}) as { readonly name?: unknown };
    const called = typeof name === 'string' ? name : '';
    throw new PolicyError(called, `definePolicy${called === '' ? '' : ` ${called}`}: ${mistake}`);
  }
  return Object.freeze({ ...definition });
}

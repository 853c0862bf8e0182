/**
 * A policy of one's own held to its contract, in any test runner.
 *
 * @module
 */
import type { Policy } from '../sim/policy.ts';
import {
  admissionPromises,
  batchPromises,
  type ContractOptions,
  intervalPromises,
  makersOf,
  type PolicyUnderTest,
  type Promised,
  type Sizes,
} from './policy-promises.ts';

/** A promise, and a check that throws where it is broken. */
export interface PolicyCheck {
  readonly promise: string;
  check(): void;
}

/**
 * What a policy promises, one check each.
 *
 * @example
 * for (const { promise, check } of policyChecks(mine)) test(promise, check);
 */
export function policyChecks(subject: PolicyUnderTest, options: ContractOptions = {}): readonly PolicyCheck[] {
  const together = typeof subject !== 'function' && subject.family === 'admission' && subject.together === true;
  const sizes: Sizes = { users: together ? 2 : 1, capacityGrains: 300, most: 8, ...options };
  const family = typeof subject === 'function' ? subject().family : subject.family;
  const promises: Record<Policy['family'], readonly Promised<never>[]> = {
    admission: admissionPromises,
    interval: intervalPromises,
    batch: batchPromises,
  };
  return promises[family].map(({ promise, check }) => {
    return { promise, check: () => check(makersOf(subject, options, sizes) as never, sizes) };
  });
}

/**
 * Holds a policy of your own to what a policy promises, with whatever options its definition allows.
 *
 * @throws {Error} that names each promise that is broken, with the smallest case that breaks it.
 * @example
 * it('keeps its promises', () => checkPolicy(mine));
 */
export function checkPolicy(subject: PolicyUnderTest, options: ContractOptions = {}): void {
  const broken = brokenPromises(subject, options);
  if (broken.length === 0) return;
  const told = broken.map(({ promise, because }) => `does not keep: ${promise}\n${because.replaceAll(/^/gm, '  ')}`);
  throw new Error(
    `the policy breaks ${broken.length === 1 ? 'a promise' : `${broken.length} promises`}\n${told.join('\n')}`,
  );
}

/**
 * The promises that a policy breaks, each with the smallest case that shows it.
 *
 * @example
 * brokenPromises(mine).map(({ promise }) => promise); // [] where it keeps them all
 */
export function brokenPromises(
  subject: PolicyUnderTest,
  options: ContractOptions = {},
): readonly { readonly promise: string; readonly because: string }[] {
  return policyChecks(subject, options).flatMap(({ promise, check }) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const cause = error.cause instanceof Error ? `\n${error.cause.message}` : '';
      return [{ promise, because: `${error.message}${cause}` }];
    }
  });
}

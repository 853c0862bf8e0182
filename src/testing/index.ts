/**
 * `quotasim/testing`: scenarios and policies as properties, for any test runner; fast-check is needed beside it.
 *
 * @module
 */
export {
  config,
  lock,
  type Part,
  type ScenarioPartsOptions,
  scenarioParts,
  supply,
  type TaskNames,
  task,
} from './arbitraries.ts';
export { brokenPromises, checkPolicy, type PolicyCheck, policyChecks } from './check-policy.ts';
export { type EveryOptions, everyScenario, type Failing, smallestFailing } from './every-scenario.ts';
export { type Matched, matchers } from './matchers.ts';
export { policyOptions } from './policy-options.ts';
export type { ContractOptions, PolicyUnderTest } from './policy-promises.ts';

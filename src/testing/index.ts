/**
 * `quotasim/testing`: suites that hold a policy of one's own to its contract, for vitest and fast-check.
 *
 * @module
 */
export { batchContract, intervalContract } from './pace-contract.ts';
export { admissionPromises, type ContractOptions, type Promised, policyContract } from './policy-contract.ts';

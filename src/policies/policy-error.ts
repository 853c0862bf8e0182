/**
 * A policy of a user's own that cannot be made, or does not keep what a policy promises: the mistake of whoever wrote it.
 *
 * @module
 */

/** `message` is ready to be shown, with the place in the scenario where the policy is used, where there is one. */
export class PolicyError extends Error {
  /** The name of the policy; empty where it has none. */
  readonly policy: string;
  /** What is wrong, without the place. */
  readonly says: string;

  constructor(policy: string, says: string, message: string = says) {
    super(message);
    this.name = 'PolicyError';
    this.policy = policy;
    this.says = says;
  }
}

/**
 * The plain gate: a task goes on whenever the level is at least `level`.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type AdmissionPolicy, type AdmissionPolicyFactory, GO, waitUntil } from '../sim/policy.ts';

export interface ThresholdOptions {
  /** In grains, at least 0. */
  readonly level: number;
}

/**
 * Lets a task go on from `level` up.
 *
 * @throws {InvariantError} when `level` is below 0.
 * @example
 * threshold({ level: 50 * grainsPerToken });
 */
export function threshold({ level }: ThresholdOptions): AdmissionPolicy {
  assert(level >= 0, 'a threshold is a level', { level });
  return {
    family: 'admission',
    name: 'threshold',
    memory: [],
    constantGrains: () => level,
    admit: ({ levelGrains }) => (levelGrains >= level ? GO : waitUntil(level, 'below its threshold')),
  };
}

export const thresholdFactory: AdmissionPolicyFactory = {
  name: 'threshold',
  describe: 'goes on from one level up; what a plain number in `await` means',
  options: [{ name: 'level', unit: 'level', minimum: 0, describe: 'tokens there must be' }],
  create: ({ level }) => {
    assert(level !== undefined, 'threshold has a level');
    return threshold({ level });
  },
};

/**
 * The most important first: a task goes on from `level` up, unless a task of higher priority waits by the same policy.
 *
 * This is head-of-line priority among jobs that wait, decided by the jobs themselves. It takes nothing from anybody as long
 * as nobody more important waits, and lets the unimportant starve as long as somebody always does.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type AdmissionPolicy, type AdmissionPolicyFactory, GO, waitUntil } from '../sim/policy.ts';

export interface PriorityOptions {
  /** In grains, at least 0. */
  readonly level: number;
}

/**
 * Lets a task go on from `level` up where nobody of a higher priority waits.
 *
 * @throws {InvariantError} when `level` is below 0.
 * @example
 * priority({ level: 50 * grainsPerToken });
 */
export function priority({ level }: PriorityOptions): AdmissionPolicy {
  assert(level >= 0, 'it goes on from a level', { level });
  return {
    family: 'admission',
    name: 'priority',
    memory: [],
    seesWaiting: true,
    admit: ({ levelGrains, priority: own, waiting, priorities }) => {
      if (levelGrains < level) return waitUntil(level, 'below its threshold');
      const outranked = waiting.some((runs, user) => runs > 0 && priorities[user]! > own);
      return outranked ? waitUntil(Number.POSITIVE_INFINITY, 'somebody more important waits') : GO;
    },
  };
}

export const priorityFactory: AdmissionPolicyFactory = {
  name: 'priority',
  describe: 'goes on from one level up, unless a task of higher priority waits',
  together: true,
  options: [{ name: 'level', unit: 'level', minimum: 0, default: 0, describe: 'tokens there must be' }],
  create: ({ level }) => {
    assert(level !== undefined, 'priority has a level');
    return priority({ level });
  },
};

/**
 * Keeps the last tokens for whoever matters more: a task of low priority goes on only where `keep` tokens more are there than
 * it would need, a task of at least the priority `from` may use them.
 *
 * Telephone networks call it trunk reservation (Songhurst 1980; Key 1990): a few circuits kept back from the less important
 * calls protect the others almost wholly, whatever the load. It remembers nothing and never reserves for somebody by name.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type AdmissionPolicy, type AdmissionPolicyFactory, GO, waitUntil } from '../sim/policy.ts';

export interface ReserveOptions {
  /** In grains, at least 0: from here on those of priority `from` and above go on. */
  readonly level: number;
  /** In grains, at least 0: so much more there must be for all others. */
  readonly keep: number;
  /** The least priority that may use the reserve. */
  readonly from: number;
}

/**
 * Lets tasks go on from `level` up, and those below priority `from` from `level + keep` up.
 *
 * @throws {InvariantError} when `level` or `keep` is below 0.
 * @example
 * reserve({ level: 50 * grainsPerToken, keep: 100 * grainsPerToken, from: 1 });
 */
export function reserve({ level, keep, from }: ReserveOptions): AdmissionPolicy {
  assert(level >= 0 && keep >= 0, 'a reserve is kept above a level', { level, keep });
  const needed = (priority: number): number => (priority >= from ? level : level + keep);
  return {
    family: 'admission',
    name: 'reserve',
    memory: [],
    constantGrains: needed,
    admit: ({ levelGrains, priority }) => {
      const grains = needed(priority);
      if (levelGrains >= grains) return GO;
      return waitUntil(grains, levelGrains >= level ? 'what is there is kept for others' : 'below its threshold');
    },
  };
}

export const reserveFactory: AdmissionPolicyFactory = {
  name: 'reserve',
  describe: 'keeps the last tokens for tasks of higher priority',
  options: [
    {
      name: 'level',
      unit: 'level',
      minimum: 0,
      default: 0,
      describe: 'from here on whoever may use the reserve goes on',
    },
    { name: 'keep', unit: 'level', minimum: 0, describe: 'so many tokens more there must be for all others' },
    { name: 'from', unit: 'count', minimum: -1e9, default: 1, describe: 'the least priority that may use the reserve' },
  ],
  create: ({ level, keep, from }) => {
    assert(level !== undefined && keep !== undefined && from !== undefined, 'reserve has its options');
    return reserve({ level, keep, from });
  },
};

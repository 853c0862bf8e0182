/**
 * Turn by turn: a task goes on from `level` up, unless another one waits that went on longer ago.
 *
 * Least recently served first, which among jobs that always want more is round robin (Nagle 1987): while a task waits, every
 * other goes on at most once before it. Who does not wait is not waited for, so nothing is lost. A turn is a turn, whatever
 * it costs: equal shares of tokens need equal batches.
 *
 * It remembers the order in which the tasks went on last: a rank for each, 0 for the one that went longest ago. Ranks are
 * dense, equal only at the start.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import { type AdmissionPolicy, type AdmissionPolicyFactory, GO, waitUntil } from '../sim/policy.ts';

export interface FairShareOptions {
  /** In grains, at least 0. */
  readonly level: number;
  /** How many tasks share. */
  readonly users: number;
}

/**
 * Lets a task go on from `level` up where nobody waits that went on longer ago.
 *
 * @throws {InvariantError} when `level` is below 0, or nobody uses it.
 * @example
 * fairShare({ level: 50 * grainsPerToken, users: 2 });
 */
export function fairShare({ level, users }: FairShareOptions): AdmissionPolicy {
  assert(level >= 0, 'it goes on from a level', { level });
  assert(users >= 1, 'somebody shares', { users });
  return {
    family: 'admission',
    name: 'fair-share',
    memory: Array.from({ length: users }, (_, user) => ({ name: `rank ${user + 1}`, low: 0, high: users - 1 })),
    seesWaiting: true,
    admit: ({ levelGrains, user, waiting }, ranks) => {
      if (levelGrains < level) return waitUntil(level, 'below its threshold');
      const passedOver = waiting.some((runs, other) => runs > 0 && ranks[other]! < ranks[user]!);
      return passedOver ? waitUntil(Number.POSITIVE_INFINITY, 'it is the turn of another') : GO;
    },
    remember: ({ user }, ranks, wentOn) =>
      wentOn ? dense(ranks.map((rank, at) => (at === user ? users : rank))) : ranks,
  };
}

/** The same order in the least numbers. */
function dense(ranks: readonly number[]): readonly number[] {
  const known = [...new Set(ranks)].sort((left, right) => left - right);
  return ranks.map((rank) => known.indexOf(rank));
}

export const fairShareFactory: AdmissionPolicyFactory = {
  name: 'fair-share',
  describe: 'goes on from one level up, unless somebody waits that went on longer ago',
  together: true,
  options: [{ name: 'level', unit: 'level', minimum: 0, default: 0, describe: 'tokens there must be' }],
  create: ({ level }, users) => {
    assert(level !== undefined, 'fair-share has a level');
    return fairShare({ level, users });
  },
};

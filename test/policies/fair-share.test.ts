import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShare } from '../../src/policies/fair-share.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { viewAt } from './view.ts';

const USERS = 4;
const policy = fairShare({ level: 50, users: USERS });

describe('fair-share', () => {
  policyContract(() => fairShare({ level: 50, users: 3 }), { users: 3 });
  policyContract(() => fairShare({ level: 0, users: 1 }));

  it('lets nobody go on twice before one that waits', () => {
    const wishes = fc.array(fc.tuple(fc.nat(USERS - 1), fc.array(fc.nat(1), { minLength: USERS, maxLength: USERS })));
    fc.assert(
      fc.property(wishes, (steps) => {
        let memory: readonly number[] = policy.memory.map(() => 0);
        /** By user that waits: how often each other went on since. */
        const passed = new Map<number, number[]>();
        for (const [user, waits] of steps) {
          waits.forEach((one, other) => {
            if (one === 0) passed.delete(other);
            else if (!passed.has(other)) passed.set(other, new Array<number>(USERS).fill(0));
          });
          const waiting = waits.map((one, other) => (other === user ? 0 : one));
          const view = viewAt(100, { user, waiting, priorities: waiting });
          const wentOn = policy.admit(view, memory).kind === 'go';
          memory = policy.remember!(view, memory, wentOn);
          if (!wentOn) continue;
          passed.delete(user);
          for (const counts of passed.values()) expect(++counts[user]!).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('does not wait for who does not wait', () => {
    let memory: readonly number[] = [0, 0, 0, 0];
    for (let turn = 0; turn < 5; turn++) {
      const view = viewAt(50, { user: 2, waiting: [0, 0, 0, 0] });
      expect(policy.admit(view, memory).kind).toBe('go');
      memory = policy.remember!(view, memory, true);
    }
  });

  it('remembers the order in the least numbers', () => {
    const ranksAfter = (order: readonly number[]): readonly number[] =>
      order.reduce<readonly number[]>(
        (memory, user) => policy.remember!(viewAt(50, { user }), memory, true),
        [0, 0, 0, 0],
      );
    expect(ranksAfter([1])).toEqual([0, 1, 0, 0]);
    expect(ranksAfter([1, 3])).toEqual([0, 1, 0, 2]);
    expect(ranksAfter([1, 3, 0, 2])).toEqual([2, 0, 3, 1]);
    expect(ranksAfter([1, 3, 0, 2, 1])).toEqual([1, 3, 2, 0]);
  });
});

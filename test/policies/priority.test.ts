import { describe, expect, it } from 'vitest';
import { priority } from '../../src/policies/priority.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { viewAt } from './view.ts';

const policy = priority({ level: 50 });
const priorities = [2, 1, 0];

describe('priority', () => {
  policyContract(() => priority({ level: 50 }), { users: 3 });

  it.each([
    { who: 'the first', user: 0, waiting: [0, 1, 1], level: 50, says: 'go' },
    { who: 'the second beside the third', user: 1, waiting: [0, 0, 2], level: 50, says: 'go' },
    { who: 'the second beside the first', user: 1, waiting: [1, 0, 0], level: 300, says: 'wait' },
    { who: 'the third beside its like', user: 2, waiting: [0, 0, 1], level: 50, says: 'go' },
    { who: 'anybody below the level', user: 0, waiting: [0, 0, 0], level: 49, says: 'wait' },
  ])('says $says to $who', ({ user, waiting, level, says }) => {
    const view = viewAt(level, { user, waiting, priorities, priority: priorities[user]! });
    expect(policy.admit(view, []).kind).toBe(says);
  });
});

import { describe, expect, it } from 'vitest';
import { reserve } from '../../src/policies/reserve.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { viewAt } from './view.ts';

const policy = reserve({ level: 50, keep: 100, from: 1 });

describe('reserve', () => {
  policyContract(() => reserve({ level: 50, keep: 100, from: 1 }), { users: 3 });

  it.each([
    { who: 'one that matters', priority: 1, level: 50, says: 'go' },
    { who: 'one that matters', priority: 2, level: 49, says: 'wait' },
    { who: 'any other', priority: 0, level: 150, says: 'go' },
    { who: 'any other', priority: 0, level: 149, says: 'wait' },
  ])('says $says to $who at $level', ({ priority, level, says }) => {
    expect(policy.admit(viewAt(level, { priority }), []).kind).toBe(says);
  });

  it('says whether there is too little, or too little for this one', () => {
    expect(policy.admit(viewAt(60), [])).toMatchObject({
      untilGrains: 150,
      because: 'what is there is kept for others',
    });
    expect(policy.admit(viewAt(40), [])).toMatchObject({ untilGrains: 150, because: 'below its threshold' });
  });
});

import { describe, expect, it } from 'vitest';
import { hysteresis } from '../../src/policies/hysteresis.ts';
import type { AdmissionPolicy } from '../../src/sim/policy.ts';
import { brokenPromises } from '../../src/testing/check-policy.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { viewAt } from './view.ts';

const policy = hysteresis({ low: 20, high: 80 });

describe('hysteresis', () => {
  policyContract(() => hysteresis({ low: 20, high: 80 }));
  policyContract(() => hysteresis({ low: 0, high: 300 }));

  it.each([
    { when: 'at the low mark', level: 20, recharging: 0, says: 'go', after: 0 },
    { when: 'just below it', level: 19, recharging: 0, says: 'wait', after: 1 },
    { when: 'recharging, just below the high mark', level: 79, recharging: 1, says: 'wait', after: 1 },
    { when: 'recharging, at the high mark', level: 80, recharging: 1, says: 'go', after: 0 },
    { when: 'between the two, not recharging', level: 50, recharging: 0, says: 'go', after: 0 },
  ])('says $says when $when', ({ level, recharging, says, after }) => {
    const answer = policy.admit(viewAt(level), [recharging]);
    expect(answer.kind).toBe(says);
    expect(policy.remember!(viewAt(level), [recharging], says === 'go')).toEqual([after]);
    if (answer.kind === 'wait') expect(answer).toMatchObject({ untilGrains: 80, because: 'recharging' });
  });

  it('refuses a band that is none', () => {
    expect(() => hysteresis({ low: 80, high: 80 })).toThrow('hysteresis needs a band');
  });
});

describe('one that forgets to release', () => {
  const wrong = (): AdmissionPolicy => ({
    ...policy,
    admit: ({ levelGrains }, [recharging = 0]) =>
      recharging === 1 || levelGrains < 20 ? { kind: 'wait', untilGrains: 301, because: 'recharging' } : { kind: 'go' },
    remember: ({ levelGrains }, [recharging = 0]) => [levelGrains < 20 ? 1 : recharging],
  });

  it('breaks the contract, and it is said which promise', () => {
    const broken = brokenPromises(wrong);
    expect(broken.map(({ promise }) => promise)).toEqual([
      'lets go at the level it asked for, and above, where nobody else waits',
      'lets somebody go at the full supply, whoever waits and whatever it remembers',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { admissionPolicies } from '../../src/policies/index.ts';
import { threshold, thresholdFactory } from '../../src/policies/threshold.ts';
import { policyContract } from '../../src/testing/vitest.ts';
import { viewAt } from './view.ts';

describe('threshold', () => {
  policyContract(() => threshold({ level: 80 }));
  policyContract(() => threshold({ level: 0 }));

  it.each([
    { when: 'just below its level', level: 79, says: 'wait' },
    { when: 'at its level', level: 80, says: 'go' },
    { when: 'above its level', level: 81, says: 'go' },
    { when: 'in debt', level: -60, says: 'wait' },
  ])('says $says when $when', ({ level, says }) => {
    expect(threshold({ level: 80 }).admit(viewAt(level), []).kind).toBe(says);
  });

  it('waits for its level and says so', () => {
    expect(threshold({ level: 80 }).admit(viewAt(5), [])).toEqual({
      kind: 'wait',
      untilGrains: 80,
      because: 'below its threshold',
    });
  });

  it('refuses a level below 0', () => {
    expect(() => threshold({ level: -1 })).toThrow('a threshold is a level');
  });
});

describe('admissionPolicies', () => {
  it('names each policy once, with options that can be made', () => {
    const names = admissionPolicies.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, options, create } of admissionPolicies) {
      // In the order of the table: what must lie above another option comes behind it.
      const values = Object.fromEntries(
        options.map((option) => [option.name, option.above === undefined ? option.minimum : 1]),
      );
      expect(create(values, 2).name).toBe(name);
    }
  });

  it('makes the threshold from its row', () => {
    expect(thresholdFactory.create({ level: 50 }, 1).constantGrains!(0)).toBe(50);
  });
});

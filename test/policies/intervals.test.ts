/** The interval policies: which pause follows which end. */
import { describe, expect, it } from 'vitest';
import { adaptive } from '../../src/policies/adaptive.ts';
import { backoff } from '../../src/policies/backoff.ts';
import { doubling } from '../../src/policies/doubling.ts';
import { fixedInterval } from '../../src/policies/fixed-interval.ts';
import { intervalPolicies } from '../../src/policies/index.ts';
import type { EndView, IntervalPolicy } from '../../src/sim/policy.ts';
import { policyContract } from '../../src/testing/vitest.ts';

/** The pauses after runs that ended so, one behind the other. */
function pauses(policy: IntervalPolicy, ends: readonly EndView[]): number[] {
  let memory: readonly number[] = policy.memory.map(() => 0);
  return ends.map((view) => {
    const pauseMs = policy.pauseMs(view, memory);
    memory = policy.remember?.(view, memory) ?? memory;
    return pauseMs;
  });
}

const end = (ended: EndView['ended'], levelGrains = 0): EndView => ({ ended, levelGrains });

describe('fixed', () => {
  policyContract(() => fixedInterval({ pauseMs: 5 }));

  it('pauses as long after each run', () => {
    expect(pauses(fixedInterval({ pauseMs: 5 }), [end('completed'), end('failed')])).toEqual([5, 5]);
  });
});

describe('backoff', () => {
  const policy = backoff({ fromMs: 10, toMs: 50 });
  policyContract(() => policy);

  it('doubles up to the longest while runs come to nothing, and is short again after one that completed', () => {
    const ends = [end('stopped'), end('failed'), end('crashed'), end('stopped'), end('completed'), end('completed')];
    expect(pauses(policy, ends)).toEqual([20, 40, 50, 50, 10, 10]);
  });
});

describe('adaptive', () => {
  const policy = adaptive({ fromMs: 10, toMs: 80, enoughGrains: 100 });
  policyContract(() => policy);

  it('halves where enough is left, and doubles where it is not, whatever the run did', () => {
    const ends = [99, 99, 100, 99, 99, 99, 200].map((level) => end('failed', level));
    expect(pauses(policy, ends)).toEqual([20, 40, 20, 40, 80, 80, 40]);
  });
});

it('doubles from one pause to another that need be no multiple of it', () => {
  expect(doubling(10, 10.5)).toEqual([10, 10.5]);
  expect(doubling(10, 70)).toEqual([10, 20, 40, 70]);
  expect(doubling(1, 2 ** 60)).toHaveLength(41);
  expect(() => doubling(10, 10)).toThrow('pauses grow');
});

it('names each once, and each can be made from its row', () => {
  expect(intervalPolicies.map(({ name }) => name)).toEqual(['fixed', 'adaptive', 'backoff']);
  for (const { name, create } of intervalPolicies) {
    expect(create({ pause: 5, from: 1, to: 2, enough: 3 }).name).toBe(name);
  }
});

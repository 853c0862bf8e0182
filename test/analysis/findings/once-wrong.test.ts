/** Systems of which a rule once said something wrong. */
import { describe, expect, it } from 'vitest';
import { claimsByRule } from '../../../src/analysis/findings/claims.ts';
import { verifyWorld } from '../../../src/verify/verify.ts';
import { modelOf, type System } from './takers.ts';

const steady = { offset: 0, jitter: 0, whenBusy: 'skip', skips: false, margin: 0, workBefore: 0, priority: 0 } as const;
const unsaid = { gate: undefined, poll: undefined };

/** One takes four tokens, or what is there, every two instants: its level starts from 0 again, and two come meanwhile. */
function clamped(gate: number): System {
  return {
    bucket: { capacity: 17, refill: 1, every: 1, phase: 0, debt: { kind: 'clamp' }, initial: 3 },
    tasks: [
      { ...steady, ...unsaid, always: true, period: 2, gate, costs: [1], work: 2 },
      { ...steady, ...unsaid, always: true, period: 2, costs: [4], skips: true, workBefore: 1, work: 1 },
    ],
    order: 'any',
  };
}

/** The first takes what is there, each time one instant before the refill, and the other looks at the refill. */
function between(work: number): System {
  return {
    bucket: { capacity: 11, refill: 3, every: 3, phase: 2, debt: { kind: 'clamp' }, initial: 12 },
    tasks: [
      { ...steady, ...unsaid, always: true, period: 8, gate: 1, costs: [11], workBefore: 1, work, priority: 1 },
      { ...steady, ...unsaid, always: true, period: 6, gate: 2, costs: [2, 6], workBefore: 1, work: 1 },
    ],
    order: 'priority',
  };
}

describe('a task that always takes more than comes', () => {
  it.each([
    { gate: 2, proved: 'starvable', said: [] },
    { gate: 3, proved: 'starved', said: ['starved'] },
  ])('keeps down only what needs more than comes meanwhile, where a level stops at 0: $gate', (row) => {
    const model = modelOf(clamped(row.gate));
    const { tasks } = verifyWorld({ set: {}, model, goals: [], assumptions: [] });
    expect(tasks[0]!.claim).toBe(row.proved);
    expect(claimsByRule(model).flatMap(({ task, claim }) => (task === 0 ? [claim] : []))).toEqual(row.said);
  });

  it.each([
    { work: 2, proved: 'starvable', said: [] },
    { work: 1, proved: 'starved', said: ['starved'] },
  ])('is not there at each refill where it is never refused and back just as late: $work', (row) => {
    const model = modelOf(between(row.work));
    const { tasks } = verifyWorld({ set: {}, model, goals: [], assumptions: [] });
    expect(tasks[1]!.claim).toBe(row.proved);
    expect(claimsByRule(model).flatMap(({ task, claim }) => (task === 1 ? [claim] : []))).toEqual(row.said);
  });
});

/** A share that is proved for the long run stands beside what the runs had by the horizon, and both are right. */
import { describe, expect, it } from 'vitest';
import { provedGoal } from '../../src/judge/goals/proved-goal.ts';
import type { GoalReport } from '../../src/judge/report/report.ts';
import type { Goal } from '../../src/scenarios/scenario.ts';
import type { WorldVerification } from '../../src/verify/verification.ts';

const GOAL = {
  of: 'a',
  goal: 'served',
  share: 0.75,
  path: ['goals', 'a', 'served'],
  implicit: false,
} as unknown as Goal;

const REPORT = {
  of: 'a',
  goal: 'served',
  verdict: 'met',
  evidence: 'estimate',
  measured: 0.82,
  text: 'served 75 %: met, 82 % (79 % to 85 %)',
  interval: [0.79, 0.85],
} as unknown as GoalReport;

const VERIFIED = {
  goals: [{ of: 'a', goal: 'served', verdict: 'proved', worst: 0.8 }],
  tasks: [{ task: 'a', claim: 'live' }],
} as unknown as WorldVerification;

const proved = (runs: number): GoalReport => {
  const violated = { runs, of: 20, interval: [0, 1] as [number, number], by: 'by hand' };
  return provedGoal(GOAL, { ...REPORT, violated }, VERIFIED, { demand: true });
};

describe('a served share that is proved for the long run', () => {
  it('is told beside the share of the runs', () => {
    expect(proved(0)).toMatchObject({
      verdict: 'met',
      evidence: 'proof',
      text: 'served 75 %: met, 80 % in the long run in the worst case (proved), 82 % (79 % to 85 %) in the runs',
    });
  });

  it('says how many runs fell below by the horizon', () => {
    expect(proved(1)).toMatchObject({ verdict: 'met', evidence: 'proof' });
    expect(proved(1).text).toMatch(/ in the runs; 1 of 20 runs fell below by the horizon$/);
  });
});

describe('a task with several runs at a time that is proved to make progress', () => {
  const goal = { of: 'a', goal: 'neverStarves', path: ['tasks', 'a'], implicit: true } as unknown as Goal;
  const report = {
    of: 'a',
    goal: 'neverStarves',
    verdict: 'met',
    evidence: 'estimate',
    measured: 1000,
    text: 'never starves: met, no violation in 20 runs of 24 h (at most a wait of 3 min)',
    interval: null,
  } as unknown as GoalReport;
  const verified = {
    goals: [{ of: 'a', goal: 'neverStarves', verdict: 'unknown' }],
    tasks: [{ task: 'a', claim: 'live' }],
  } as unknown as WorldVerification;

  it.each([
    { demand: true, verdict: 'unknown' },
    { demand: false, verdict: 'met' },
  ])('says why that does not meet its goal (demanded: $demand)', ({ demand, verdict }) => {
    const judged = provedGoal(goal, report, verified, { demand });
    expect(judged.verdict).toBe(verdict);
    expect(judged.text).toMatch(
      /it is proved to make progress again and again, but of several runs at a time one may wait for ever$/,
    );
  });

  it('leaves a goal alone that runs have not met', () => {
    expect(provedGoal(goal, { ...report, verdict: 'unknown' }, verified, { demand: false }).text).toBe(report.text);
  });
});

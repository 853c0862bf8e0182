/** Each goal on both sides of each boundary. */
import { describe, expect, it } from 'vitest';
import { judgeGoal } from '../../src/judge/goals/goals.ts';
import type { Goal } from '../../src/scenarios/scenario.ts';
import { DAY_MS } from '../../src/sim/time.ts';
import { goalOf, type OneRun, seenOf } from './seen-by-hand.ts';

const HOUR = DAY_MS / 24;

function judged(goal: Goal, runs: readonly OneRun[], options: { exact?: boolean; horizonMs?: number } = {}) {
  return judgeGoal(seenOf(runs, options), goal);
}

const verdict = (...of: Parameters<typeof judged>) => judged(...of).report.verdict;

describe('neverStarves', () => {
  const goal = goalOf({ goal: 'neverStarves' });

  it.each([
    { longestMs: 6 * HOUR - 1, expected: 'met' },
    { longestMs: 6 * HOUR, expected: 'unknown' },
    { longestMs: 24 * HOUR, expected: 'unknown' },
  ])('is $expected when a run of a day went $longestMs ms without progress', ({ longestMs, expected }) => {
    expect(verdict(goal, [{ longestMs: HOUR }, { longestMs }])).toBe(expected);
  });

  it('says how often it looked bad, and by how much', () => {
    const { report, violated } = judged(goal, [{ longestMs: HOUR }, { longestMs: 6 * HOUR }, { longestMs: 20 * HOUR }]);
    expect(violated).toBe(2);
    expect(report).toMatchObject({ target: null, measured: 20 * HOUR, evidence: 'estimate' });
    expect(report.text).toMatchInlineSnapshot(
      `"never starves: unknown, a wait of 20 h in 2 of 3 runs of 24 h, and runs cannot tell whether it ends"`,
    );
  });
});

describe('progressWithin', () => {
  const goal = goalOf({ goal: 'progressWithin', limitMs: 2 * HOUR });

  it.each([
    { longestMs: 2 * HOUR, expected: 'met' },
    { longestMs: 2 * HOUR + 1, expected: 'missed' },
  ])('is $expected when one run waited $longestMs ms', ({ longestMs, expected }) => {
    expect(verdict(goal, [{ longestMs: HOUR }, { longestMs }])).toBe(expected);
  });

  it('is not met by runs that are too short to miss it', () => {
    const short = { horizonMs: 2 * HOUR };
    expect(verdict(goal, [{ longestMs: HOUR }], short)).toBe('unknown');
    expect(verdict(goal, [{ longestMs: HOUR }], { horizonMs: 2 * HOUR + 1 })).toBe('met');
  });
});

describe('served', () => {
  const goal = goalOf({ goal: 'served', share: 0.9 });
  const of = (served: number, undecided = 0): OneRun => ({ due: 100, served, undecided });

  it.each([
    { name: 'met when its interval lies above', runs: [of(95), of(96), of(97)], expected: 'met' },
    { name: 'missed when its interval lies below', runs: [of(85), of(84), of(83)], expected: 'missed' },
    { name: 'unknown when the share is inside its interval', runs: [of(80), of(91), of(100)], expected: 'unknown' },
    { name: 'met at the share itself', runs: [of(90), of(90)], expected: 'met' },
    { name: 'missed just below it', runs: [of(89), of(89)], expected: 'missed' },
    { name: 'unknown when the unfinished would decide', runs: [of(89, 1), of(89, 1)], expected: 'unknown' },
    { name: 'missed though all of the unfinished were served', runs: [of(70, 5), of(71, 5)], expected: 'missed' },
    { name: 'unknown when nothing was due', runs: [{}, {}], expected: 'unknown' },
    { name: 'unknown from one run', runs: [of(100)], expected: 'unknown' },
    { name: 'judged by the runs in which something was due', runs: [of(95), of(95), {}], expected: 'met' },
  ])('is $name', ({ runs, expected }) => {
    expect(verdict(goal, runs)).toBe(expected);
  });

  it('is exact where nothing is left open', () => {
    const { report } = judged(goal, [of(95)], { exact: true });
    expect(report).toMatchObject({ verdict: 'met', measured: 0.95, interval: [0.95, 0.95] });
  });

  it('leaves the undecided out of what it measures, and keeps its interval between 0 and 1', () => {
    const { report } = judged(goal, [of(60, 20), of(78, 20), of(79, 20)]);
    expect(report.measured).toBeCloseTo((60 / 80 + 78 / 80 + 79 / 80) / 3, 12);
    expect(report.interval![1]).toBe(1);
    expect(report.text).toMatchInlineSnapshot(
      `"served 90 %: unknown, 72 % to 92 %, as 60 of 300 starts are unfinished at the end"`,
    );
  });
});

describe('progressPerDay', () => {
  const goal = goalOf({ goal: 'progressPerDay', amount: 50 });

  it.each([
    { amounts: [60, 61, 62], expected: 'met' },
    { amounts: [40, 41, 42], expected: 'missed' },
    { amounts: [30, 50, 70], expected: 'unknown' },
    { amounts: [50, 50], expected: 'met' },
    { amounts: [60], expected: 'unknown' },
  ])('is $expected at $amounts a day', ({ amounts, expected }) => {
    expect(
      verdict(
        goal,
        amounts.map((amount) => ({ amount })),
      ),
    ).toBe(expected);
  });
});

describe('a goal that was accepted', () => {
  const accepted = goalOf({ goal: 'neverStarves', accepted: 'it is a nightly extra' });

  it('does not count when it is not met', () => {
    const { report } = judged(accepted, [{ longestMs: DAY_MS }]);
    expect(report.verdict).toBe('accepted');
    expect(report.text).toContain('(accepted: it is a nightly extra)');
  });

  it('is simply met when it is met', () => {
    expect(verdict(accepted, [{ longestMs: HOUR }])).toBe('met');
  });
});

describe('a run that a limit stopped', () => {
  const cut = { due: 100, served: 100, amount: 100, longestMs: HOUR, stopped: 'events-max' } as const;

  it.each([
    goalOf({ goal: 'neverStarves' }),
    goalOf({ goal: 'progressWithin', limitMs: 2 * HOUR }),
    goalOf({ goal: 'served', share: 0.9 }),
    goalOf({ goal: 'progressPerDay', amount: 50 }),
  ])('leaves $goal unknown, whatever it had shown', (goal) => {
    const { report } = judged(goal, [{ ...cut, stopped: 'until' }, cut]);
    expect([report.verdict, report.evidence]).toEqual(['unknown', 'none']);
  });

  it('does not undo a wait that was already too long', () => {
    expect(verdict(goalOf({ goal: 'progressWithin', limitMs: HOUR - 1 }), [cut])).toBe('missed');
    expect(verdict(goalOf({ goal: 'served', share: 1 }), [{ ...cut, served: 1 }])).toBe('unknown');
  });
});

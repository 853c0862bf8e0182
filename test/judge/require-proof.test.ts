/** `--require proof`: what was only seen does not count. */
import { describe, expect, it } from 'vitest';
import type { GoalReport, Report } from '../../src/judge/report/report.ts';
import { requireProof } from '../../src/judge/require-proof.ts';
import { keepaResult } from '../report/fixture.ts';

const two = keepaResult({ gate: 50 }, [{ pollCost: 0 }, { pollCost: 1 }]);

/** The fixture with every goal's verdict and evidence as given, per world where there are worlds. */
function judged(...worlds: readonly (readonly [GoalReport['verdict'], GoalReport['evidence'], Report['verdict']])[]) {
  const bodies = worlds.map(([verdict, evidence, of], index) => {
    const world = two.report.worlds![index]!;
    return { ...world, verdict: of, goals: world.goals.map((goal) => ({ ...goal, verdict, evidence })) };
  });
  const { set: _, ...first } = bodies[0]!;
  const report: Report = { ...two.report, ...first, worlds: bodies };
  if (bodies.length === 1) delete (report as { worlds?: unknown }).worlds;
  return requireProof({ ...two, report }).report;
}

describe('--require proof', () => {
  it.each([
    { verdict: 'met', evidence: 'estimate', becomes: 'unknown', scenario: 'unknown' },
    { verdict: 'met', evidence: 'none', becomes: 'unknown', scenario: 'unknown' },
    { verdict: 'met', evidence: 'proof', becomes: 'met', scenario: 'pass' },
    { verdict: 'met', evidence: 'rule', becomes: 'met', scenario: 'pass' },
    { verdict: 'met', evidence: 'recurrence', becomes: 'met', scenario: 'pass' },
    { verdict: 'missed', evidence: 'estimate', becomes: 'missed', scenario: 'fail' },
    { verdict: 'accepted', evidence: 'estimate', becomes: 'accepted', scenario: 'pass' },
  ] as const)('$verdict by $evidence is $becomes', ({ verdict, evidence, becomes, scenario }) => {
    const report = judged([verdict, evidence, 'pass']);
    expect(report.goals.map((goal) => goal.verdict)).toEqual(report.goals.map(() => becomes));
    expect(report.verdict).toBe(scenario);
  });

  it('says why in the goal’s sentence', () => {
    expect(judged(['met', 'estimate', 'pass']).goals[0]!.text).toMatch(/; not proved, and proof is required$/);
  });

  it('lets the top level repeat the world that is worst now', () => {
    const report = judged(['met', 'proof', 'pass'], ['met', 'estimate', 'pass']);
    expect(report.verdict).toBe('unknown');
    expect(report.worlds!.map(({ verdict }) => verdict)).toEqual(['pass', 'unknown']);
    expect(report.goals).toEqual(report.worlds![1]!.goals);
    expect('set' in report).toBe(false);
  });

  it('leaves a failing world on top', () => {
    const report = judged(['missed', 'estimate', 'fail'], ['met', 'estimate', 'pass']);
    expect(report.verdict).toBe('fail');
    expect(report.goals).toEqual(report.worlds![0]!.goals);
  });
});

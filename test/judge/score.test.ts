/** One number per setting: goals first, then risk and objective. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoalReport, Report, TaskReport } from '../../src/judge/report/report.ts';
import { score } from '../../src/judge/score.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { load } from './scenario-text.ts';

const TEXT = `quotasim: 1
horizon: 1d
tasks:
  job:
    trigger: { every: 10m, offset: 0 }
    whenBusy: skip
    steps: [{ work: 30s }, progress]
  other:
    trigger: { every: 20m, offset: 0 }
    whenBusy: skip
    steps: [progress]
goals: { job: { served: 95% } }
plan: { maximize: job.progress }
`;
const scenario = load(TEXT);
const base = simulate(scenario, { replications: 2 }).report;

type Verdicts = readonly GoalReport['verdict'][];

/** The report with other verdicts, and with `more` said of the task. */
function reportWith(verdicts: Verdicts, more: Partial<TaskReport> = {}, perDay = 60): { readonly report: Report } {
  const goals = verdicts.map((verdict) => ({ ...base.goals[0]!, verdict }));
  const job = { ...base.tasks.job!, progress: { ...base.tasks.job!.progress, perDay }, ...more };
  return { report: { ...base, goals, tasks: { ...base.tasks, job } } };
}

const starved = (runs: number) => ({ ...base.tasks.job!.starved, runs, of: 20 });
const anyTask = fc.record({
  claim: fc.constantFrom('live', 'starvable', 'starved', 'overloaded', 'unknown'),
  mechanism: fc.constantFrom('starvation', 'livelock', 'deadlock', 'unreachable'),
  runs: fc.integer({ min: 0, max: 20 }),
  perDay: fc.double({ min: 0, max: 1e9, noNaN: true }),
});

describe('a score', () => {
  it('is larger where fewer goals are missed, whatever else there is, and then where fewer are unknown', () => {
    const verdicts = fc.array(fc.constantFrom('met', 'missed', 'unknown', 'accepted'), { minLength: 5, maxLength: 5 });
    const count = (list: readonly string[], verdict: string) => list.filter((each) => each === verdict).length;
    fc.assert(
      fc.property(verdicts, anyTask, verdicts, anyTask, (left, one, right, other) => {
        const of = (list: typeof left, { claim, mechanism, runs, perDay }: typeof one) =>
          score(reportWith(list, { claim, mechanism, starved: starved(runs) }, perDay), scenario).value;
        const order =
          count(right, 'missed') - count(left, 'missed') || count(right, 'unknown') - count(left, 'unknown');
        fc.pre(order !== 0);
        expect(Math.sign(of(left, one) - of(right, other))).toBe(Math.sign(order));
      }),
    );
  });

  it('is larger for more of what is maximized, and for less of what is minimized', () => {
    const amounts = fc.tuple(
      fc.double({ min: 0, max: 1e5, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
    );
    const fewer = { objective: { of: 'job', figure: 'latency', direction: 'minimize' } } as const;
    fc.assert(
      fc.property(amounts, ([amount, more]) => {
        const progress = (perDay: number) => score(reportWith(['met'], {}, perDay), scenario).value;
        expect(progress(amount + more)).toBeGreaterThan(progress(amount));
        const latency = (mean: number) =>
          score(reportWith(['met'], { latency: { ...base.tasks.job!.latency!, mean } }), fewer).value;
        expect(latency(amount + more)).toBeLessThan(latency(amount));
      }),
    );
  });

  it('falls with the share of runs that starved', () => {
    const values = [0, 1, 10, 20].map((runs) => score(reportWith(['met'], { starved: starved(runs) }), scenario).value);
    expect(values).toEqual(values.toSorted((left, right) => right - left));
    expect(new Set(values).size).toBe(values.length);
  });

  it.each([
    { claim: 'starved', mechanism: 'starvation', part: 'starvation' },
    { claim: 'starvable', mechanism: 'livelock', part: 'livelock' },
    { claim: 'starvable', mechanism: 'deadlock', part: 'stuck' },
    { claim: 'starved', mechanism: 'unreachable', part: 'stuck' },
    { claim: 'overloaded', mechanism: 'starvation', part: 'stuck' },
  ] as const)('has a part for $claim by $mechanism: $part', ({ claim, mechanism, part }) => {
    const parts = score(reportWith(['met'], { claim, mechanism }), scenario);
    const { starvation, livelock, stuck } = parts;
    expect({ starvation, livelock, stuck }).toEqual({ starvation: 0, livelock: 0, stuck: 0, [part]: 1 });
    expect(parts.value).toBe(-1 + parts.objective);
  });

  it('has no risk where a task was proved live, however runs ended', () => {
    const { starvation } = score(reportWith(['met'], { claim: 'live', starved: starved(20) }), scenario);
    expect(starvation).toBe(0);
  });

  it('says what it was made of', () => {
    expect(score({ report: base }, scenario)).toEqual({
      value: expect.closeTo(144 / 145, 12),
      goals: 0,
      starvation: 0,
      livelock: 0,
      stuck: 0,
      objective: expect.closeTo(144 / 145, 12),
      measured: 144,
    });
    expect(score(reportWith(['missed', 'unknown', 'met']), scenario)).toMatchObject({ goals: -5 });
  });

  it('has no objective where none is named', () => {
    const { objective, measured, value } = score({ report: base }, load(TEXT.replace(/plan.*\n/, '')));
    expect([objective, measured, value]).toEqual([0, null, 0]);
  });
});

describe('Jain’s index', () => {
  it('compares the served shares of tasks with starts', () => {
    expect(base.fairness).toMatchObject({ jain: 1, of: ['job', 'other'] });
    // The work takes longer than the period: every second start is skipped.
    const unfair = simulate(loadScenario(TEXT.replace('30s', '15m')), { replications: 2 }).report;
    const share = unfair.tasks.job!.served!.share;
    expect(share).toBeLessThan(0.6);
    expect(unfair.fairness!.jain).toBeCloseTo((1 + share) ** 2 / (2 * (1 + share ** 2)), 9);
  });

  it('is not there for one task, or for tasks that are always due', () => {
    const always = TEXT.replace('{ every: 20m, offset: 0 }', 'always').replace(
      'steps: [progress]',
      'steps: [{ work: 1m }, progress]',
    );
    expect(simulate(loadScenario(always), { replications: 2 }).report.fairness).toBeNull();
  });
});

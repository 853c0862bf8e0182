/** A warm-up that is left to the runs. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { load } from './scenario-text.ts';

/** A bucket that begins full and is used a little faster than it is refilled. */
const draining = (warmup: string, horizon = '30d') => `quotasim: 1
horizon: ${horizon}
warmup: ${warmup}
order: priority
supplies:
  api: { model: token-bucket, refill: 10/h, capacity: 1200, debt: none }
tasks:
  job:
    trigger: { poisson: 1/h }
    whenBusy: skip
    steps: [{ spend: { api: 12, atMost: 0s } }, progress]
goals: { job: { served: 50%, progressPerDay: 15 } }
`;

const reports = new Map<string, Report>();

/** A hundred days of it, simulated once for all tests. */
function longReport(warmup: string): Report {
  const report = reports.get(warmup) ?? simulate(load(draining(warmup, '100d'))).report;
  reports.set(warmup, report);
  return report;
}

describe('warmup: auto', () => {
  it('leaves out what still shows how the run began, and says so', () => {
    const { report } = simulate(load(draining('auto')));
    // The bucket loses 2 an hour: 1,200 are gone after 25 d or so; below that level chance rules.
    expect(report.scenario.warmupMs).toBeGreaterThan(0);
    expect(report.scenario.warmup).toMatch(/^MSER-5 over 10 runs/);
    const found = longReport('auto');
    expect(found.scenario.warmupMs).toBeGreaterThan(15 * 86_400_000);
    expect(found.scenario.warmupMs).toBeLessThan(50 * 86_400_000);
    // Without the beginning, in which all were served, it is what the refill pays for: 10 in 12.
    const [all, rest] = ['0s', 'auto'].map((warmup) => longReport(warmup).tasks.job!.served!.share);
    expect(Math.abs(rest! - 10 / 12)).toBeLessThan(0.015);
    expect(Math.abs(all! - 10 / 12)).toBeGreaterThan(0.03);
  });

  it('is the same warm-up as one that is written', () => {
    const auto = longReport('auto');
    const written = simulate(load(draining(`${auto.scenario.warmupMs}ms`, '100d'))).report;
    expect(auto.tasks).toEqual(written.tasks);
    expect(auto.goals).toEqual(written.goals);
    expect(auto.scenario.hash).not.toBe(written.scenario.hash);
  });

  it('judges nothing about a steady state where there is none', () => {
    const text = `quotasim: 1
horizon: 10d
warmup: auto
pools: { clerk: { slots: 1 } }
tasks:
  job:
    trigger: { poisson: 2/h }
    whenBusy: allow
    pool: clerk
    steps: [{ work: 1h }, progress]
goals: { job: { served: 10%, latency: { mean: 1h, max: 1h } } }
`;
    const { goals, findings, verdict, scenario } = simulate(load(text)).report;
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['QS017', 'test.yaml:4:26'],
      ['QS904', 'test.yaml:3:9'],
    ]);
    expect(scenario.warmupMs).toBe(5 * 86_400_000);
    const verdicts = Object.fromEntries(goals.map((goal) => [`${goal.goal} ${goal.figure}`, goal.verdict]));
    expect(verdicts).toMatchObject({
      'served undefined': 'unknown',
      'latency mean': 'unknown',
      'latency max': 'missed',
    });
    expect(goals.find(({ goal }) => goal === 'served')!.text).toMatch(/: unknown, the runs show no steady state \(/);
    expect(verdict).toBe('fail');
  });

  it('is what comes before the repetition where nothing is left open', () => {
    const text = `quotasim: 1
horizon: 1000d
warmup: auto
order: priority
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1h }, capacity: 100, debt: none }
tasks:
  job:
    trigger: { every: 1h, offset: 0 }
    whenBusy: skip
    steps: [{ spend: { api: 2, atMost: 0s } }, progress]
goals: { job: { served: 50% } }
`;
    const { scenario, goals } = simulate(load(text)).report;
    expect(scenario.warmup).toMatch(/^exact: from .* on the run repeats itself$/);
    // A hundred tokens last a hundred hours; from then on every other start is served.
    expect(scenario.warmupMs).toBeGreaterThanOrEqual(98 * 3_600_000);
    expect(goals.find(({ goal }) => goal === 'served')).toMatchObject({
      verdict: 'met',
      measured: 0.5,
    });
  });

  it('is common to all worlds', () => {
    const text = draining('auto', '100d')
      .replace('refill: 10/h', 'refill: $RATE')
      .replace('supplies:', 'facts: { RATE: { unsure: [10/h, 20/h] } }\nsupplies:');
    const { report } = simulate(load(text));
    expect(report.scenario.warmupMs).toBe(longReport('auto').scenario.warmupMs);
  });
});

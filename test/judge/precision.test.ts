/** Runs are added until something is known as well as was asked, within a limit. */
import { describe, expect, it } from 'vitest';
import { replicate } from '../../src/analysis/replications.ts';
import { replicationsNeeded } from '../../src/judge/goals/precision.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { assemble } from '../../src/sim/machine.ts';
import { load } from './scenario-text.ts';

/** A task whose work is drawn, with `until` about it. */
function drawn(until: string, more = ''): string {
  return `quotasim: 1
horizon: 4h
replications: { until: { job: { ${until} } }${more} }
tasks:
  job:
    trigger: { every: 10m, offset: 0 }
    whenBusy: skip
    steps: [{ work: { exponential: 8m } }, progress]
`;
}

const precision = (text: string, options = {}) => {
  const { report } = simulate(load(text), options);
  return { report, goal: report.goals.find(({ goal }) => goal === 'precision')! };
};

describe('what must be known to so much', () => {
  it.each([
    ['latency: 20s', 20_000],
    ['progressPerDay: 3', 3],
    ['served: 2%', 0.02],
  ])('is known after as many runs as it takes: %s', (until, half) => {
    const { report, goal } = precision(drawn(until));
    expect(goal).toMatchObject({ verdict: 'met', target: half, implicit: false });
    expect(goal.measured).toBeLessThanOrEqual(half);
    expect(report.replications).toBeGreaterThan(20);
    // Twice as narrow takes about four times the runs.
    const { report: twice, goal: narrow } = precision(
      drawn(until.replace(/[\d.]+/, (number) => String(Number(number) / 2))),
    );
    expect(twice.replications).toBeGreaterThan(2 * report.replications);
    expect(narrow.verdict).toBe('met');
  });

  it('may be a share of its mean', () => {
    const { report, goal } = precision(drawn('latency: 5%'));
    const { mean, interval } = report.tasks.job!.latency!;
    expect(goal.target).toBeCloseTo(mean / 20, 6);
    expect(goal.measured).toBeCloseTo((interval![1] - interval![0]) / 2, 6);
    expect(goal.text).toMatch(/^mean latency known to ± 5 %: met, ± .* after \d+ runs of 4 h$/);
  });

  it('is unknown where the limit comes first, and so is the verdict', () => {
    const { report, goal } = precision(drawn('latency: 1s', ', atMost: 30'));
    expect([report.replications, report.verdict, goal.verdict]).toEqual([30, 'unknown', 'unknown']);
    expect(goal.text).toMatch(
      /^mean latency known to ± 1 s: unknown, ± \S+ s after 30 runs of 4 h, and no more were allowed$/,
    );
  });

  it('stops after the first stage where that is enough', () => {
    expect(precision(drawn('latency: 1h', ', atLeast: 12')).report.replications).toBe(12);
  });

  it('is not asked for where somebody says how many runs there are', () => {
    const { report, goal } = precision(drawn('latency: 20s'), { replications: 3 });
    expect([report.replications, goal.verdict]).toEqual([3, 'unknown']);
  });

  it('is met at once where nothing is left open', () => {
    const { report, goal } = precision(drawn('latency: 1ms').replace('{ exponential: 8m }', '1m'));
    expect([report.replications, goal.verdict, goal.measured]).toEqual([1, 'met', 0]);
  });

  it('gives the same report twice, and the runs of a fixed number of as many', () => {
    const text = drawn('latency: 20s');
    const { report } = precision(text);
    expect(precision(text).report).toEqual(report);
    const fixed = simulate(load(text), { replications: report.replications }).report;
    expect(fixed.tasks).toEqual(report.tasks);
  });

  it('needs as many runs, in whatever order the first ones were made', () => {
    const { worlds } = load(drawn('latency: 20s'));
    const { model, goals } = worlds[0]!;
    const machine = assemble(model);
    const order = Array.from({ length: 20 }, (_, run) => run);
    const counted = [order, order.toReversed()].map((each) => {
      const more = (records: Parameters<typeof replicationsNeeded>[2]) => replicationsNeeded(machine, goals, records);
      const options = { seed: '1', replications: 20, replicationsMax: 1_000, eventsMax: 1e6, order: each, more };
      return replicate(machine, options).records;
    });
    expect(counted[0]!.length).toBeGreaterThan(20);
    expect(counted[1]).toEqual(counted[0]);
  });

  it('tells how far it is, also when more runs are added', () => {
    const told: (readonly [number, number])[] = [];
    const { report } = precision(drawn('latency: 20s'), {
      onProgress: (done: number, total: number) => told.push([done, total]),
    });
    expect(told[0]).toEqual([1, 20]);
    expect(told.at(-1)).toEqual([report.replications, report.replications]);
    expect(told.every(([done, total]) => done <= total)).toBe(true);
  });
});

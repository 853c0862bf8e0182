/** Goals about latencies and ages, just at their limits and beside them. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { score } from '../../src/judge/score.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { verify } from '../../src/verify/verify.ts';
import { load, reportOf } from './scenario-text.ts';

/** One task that is due every ten minutes and works as long as told; `goals` are its own. */
function job(work: string, goals: string, more = '', whenBusy = 'skip'): string {
  return `quotasim: 1
horizon: 1d
${more}
tasks:
  job:
    trigger: { every: 10m, offset: 0 }
    whenBusy: ${whenBusy}
    steps: [{ work: ${work} }, progress]
goals:
  job: { ${goals} }
`;
}

const goalsOf = (text: string, options = {}) => reportOf(load(text), options).goals.filter(({ implicit }) => !implicit);

describe('latency', () => {
  it.each(['mean', 'p50', 'p95', 'p99', 'max'])('%s is met at what it is and missed a millisecond below', (figure) => {
    const verdict = (limit: string) => goalsOf(job('30s', `latency: { ${figure}: ${limit} }`))[0]!.verdict;
    expect([verdict('30s'), verdict('29999ms'), verdict('1m')]).toEqual(['met', 'missed', 'met']);
  });

  it('says what was measured, how it was obtained and how many runs kept it', () => {
    const [goal] = goalsOf(job('30s', 'latency: { p95: 20s }'));
    expect(goal).toEqual({
      of: 'job',
      goal: 'latency',
      figure: 'p95',
      implicit: false,
      target: 20_000,
      measured: 30_000,
      interval: [30_000, 30_000],
      by: 'exact: nothing is left open, so there is one run',
      violated: { runs: 1, of: 1, interval: [1, 1], by: 'exact: nothing is left open, so there is one run' },
      verdict: 'missed',
      evidence: 'estimate',
      text: 'latency p95 20 s: missed, 30 s, 0 % within 20 s',
    });
  });

  it('is judged by whole counts: exactly 95 of 100 within the limit is enough, 94 are not', () => {
    // In every day 144 starts: every twentieth is slow where the fast task takes the lock for long.
    const text = (slow: number) => `quotasim: 1
horizon: 100m
locks: { shared: { lease: none } }
order: priority
tasks:
  job:
    trigger: { every: 1m, offset: 0 }
    whenBusy: allow
    steps: [{ acquire: shared }, { work: 1s }, progress]
  other:
    trigger: { every: 100m, offset: ${slow - 1}m }
    priority: 1
    whenBusy: skip
    steps: [progress]
goals: { job: { latency: { p95: 1s } } }
`;
    expect(goalsOf(text(5))[0]!.verdict).toBe('met');
    const seen = (late: number) => {
      // The lock is held for as many minutes as starts shall be late.
      const held = text(2).replace(
        'steps: [progress]',
        `steps: [{ acquire: shared }, { work: ${late - 1}m }, progress]`,
      );
      return goalsOf(held)[0]!;
    };
    expect([5, 6].map((late) => seen(late).verdict)).toEqual(['met', 'missed']);
    expect(seen(6).text).toMatch(/94 % within 1 s/);
  });

  it('is unknown, not met, where no run is done', () => {
    const text = `quotasim: 1
horizon: 1d
tasks:
  job:
    trigger: always
    steps: [{ repeat: [{ work: 1m }, progress] }]
goals: { job: { latency: { p95: 2d, max: 1d } } }
`;
    expect(goalsOf(text).map(({ verdict, measured }) => [verdict, measured])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });

  it('is missed by a start that has taken too long and is not over', () => {
    const text = `quotasim: 1
horizon: 1d
tasks:
  job:
    trigger: { every: 2d, offset: 0 }
    whenBusy: skip
    steps: [{ work: 3d }, progress]
goals: { job: { latency: { max: 12h } } }
`;
    expect(goalsOf(text)[0]).toMatchObject({ verdict: 'missed', measured: 86_400_000 });
  });

  it('is unknown where what is open at the end decides', () => {
    // Two starts are due, at 5 and 15 min; the first is done at 13, the second is open at the end.
    const text = (limit: string) => `quotasim: 1
horizon: 20m
order: priority
locks: { shared: { lease: none } }
tasks:
  job:
    trigger: { every: 10m, offset: 5m }
    whenBusy: skip
    steps: [{ acquire: shared }, { work: 8m }, progress]
goals: { job: { latency: { p95: ${limit} } } }
`;
    // The open one is 5 min old: it may be done within 8 min, but not within 4.
    expect(goalsOf(text('8m'))[0]!.verdict).toBe('unknown');
    expect(goalsOf(text('4m'))[0]!.verdict).toBe('missed');
    expect(goalsOf(text('8m'))[0]!.text).toContain('1 not over at the end');
  });

  it('counts the queue: from when a start was due', () => {
    const { tasks } = reportOf(load(job('15m', 'latency: { max: 1d }', '', 'queue all')));
    const { count, max, by } = tasks.job!.latency!;
    // Start k is due at 10 k and done at 15 (k + 1) minutes.
    expect([count, max]).toEqual([95, (15 * 95 - 10 * 94) * 60_000]);
    expect(by.mean).toBe(by.quantiles);
  });

  it('has a mean, quantiles and intervals from runs that differ', () => {
    const { tasks, goals } = reportOf(load(job('{ choice: [10s, 40s] }', 'latency: { mean: 30s, p95: 30s }')), {
      replications: 20,
    });
    const { mean, interval, p50, p95, p99, max, intervals, by } = tasks.job!.latency!;
    expect([p95, p99, max]).toEqual([40_000, 40_000, 40_000]);
    expect([10_000, 40_000]).toContain(p50);
    expect(interval![0]).toBeLessThan(mean);
    expect(interval![1] - interval![0]).toBeLessThan(2_000);
    expect(intervals.p95).toEqual([40_000, 40_000]);
    expect(by).toEqual({
      mean: 'mean over 20 runs, 95 % Student interval',
      quantiles: 'quantiles of all samples of 20 runs, 95 % intervals by order statistics and how far runs differ',
    });
    expect(goals.filter(({ goal }) => goal === 'latency').map(({ verdict }) => verdict)).toEqual(['met', 'missed']);
    expect(goals.at(-1)!.violated).toMatchObject({ runs: 20, of: 20, interval: [expect.closeTo(0.8389, 4), 1] });
  });
});

describe('age', () => {
  it.each(['p50', 'p95', 'p99'] as const)('%s is met at what it is and missed a millisecond below', (figure) => {
    // Progress every 10 min from 30 s on: a share p of the time is below about 10 p minutes.
    const text = (limit: number) => job('30s', `age: { ${figure}: ${limit}ms }`);
    const measured = reportOf(load(text(1))).tasks.job!.age![figure];
    expect(measured).toBeCloseTo({ p50: 0.5, p95: 0.95, p99: 0.99 }[figure] * 600_000, -4);
    expect([measured, measured - 1].map((limit) => goalsOf(text(limit))[0]!.verdict)).toEqual(['met', 'missed']);
  });

  it('has a mean of half the period', () => {
    const verdict = (limit: string) => goalsOf(job('30s', `age: { mean: ${limit} }`))[0]!.verdict;
    expect([verdict('5m'), verdict('290s')]).toEqual(['met', 'missed']);
  });

  it('grows from the start where nothing is ever done', () => {
    const text = `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: 1/h, capacity: 5, debt: none } }
tasks:
  job:
    trigger: always
    steps: [{ await: { api: 6 } }, progress]
goals: { job: { age: { p50: 6h } } }
`;
    expect(goalsOf(text)[0]).toMatchObject({ verdict: 'missed', measured: 43_200_000 });
  });
});

describe('what runs starved to the end', () => {
  it('is a share of runs with its interval', () => {
    // The bucket is full in one of two cases; else it is never.
    const text = `quotasim: 1
horizon: 1d
supplies:
  api: { model: token-bucket, refill: 0/h, capacity: 1, initial: any, debt: none }
tasks:
  job:
    trigger: always
    steps: [{ await: { api: 1 } }, { repeat: [progress, { work: 1h }] }]
`;
    const result = simulate(load(text), { replications: 40 });
    const { runs, of, interval, by } = result.report.tasks.job!.starved;
    expect([of, by]).toEqual([40, 'share of 40 runs, 95 % Wilson interval']);
    expect(runs).toBeGreaterThan(10);
    expect(runs).toBeLessThan(30);
    expect(interval[0]).toBeLessThan(runs / of);
    expect(interval[1]).toBeGreaterThan(runs / of);
    expect(score(result, load(text)).starvation).toBe(runs / of);
  });
});

describe('why a latency is too long', () => {
  const cause = (text: string) => simulate(load(text), { replications: 4 }).report.tasks.job!.cause;

  it('is what most of the time went into', () => {
    const text = `quotasim: 1
horizon: 1d
locks: { shared: { lease: none } }
order: priority
tasks:
  job:
    trigger: { every: 10m, offset: 5m }
    whenBusy: skip
    steps: [{ acquire: shared }, { work: 10s }]
  other:
    trigger: { every: 10m, offset: 4m }
    priority: 1
    whenBusy: skip
    steps: [{ acquire: shared }, { work: 5m }, progress]
goals: { job: { latency: { p95: 1m }, accept: it only has to run } }
`;
    expect(cause(text)).toBe('of the time until job is done, it waits 96 % for the lock shared');
    expect(cause(job('30s', 'latency: { p95: 20s }'))).toBe(
      'job takes its time for its own work, and in the queue for it: its runs never wait',
    );
  });
});

describe('a latency that must never be exceeded', () => {
  it('is shown by some runs, and so not proved', () => {
    const scenario = load(job('30s', 'latency: { max: 1m, p95: 1m }'));
    const proved = (demand: boolean) =>
      withProofs(simulate(scenario), scenario, verify(scenario), { demand }).report.goals.map(
        ({ goal, figure, verdict, evidence }) => [goal, figure, verdict, evidence],
      );
    expect(proved(false)).toEqual([
      ['neverStarves', undefined, 'met', 'proof'],
      ['latency', 'p95', 'met', 'estimate'],
      ['latency', 'max', 'met', 'estimate'],
    ]);
    expect(proved(true).at(-1)).toEqual(['latency', 'max', 'unknown', 'estimate']);
  });
});

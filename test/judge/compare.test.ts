/** Results side by side: differences are taken run by run, and only what is certain is called better or worse. */
import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/analysis/statistics/statistics.ts';
import { compareResults } from '../../src/judge/compare/compare.ts';
import { comparisonSchema } from '../../src/judge/compare/comparison.ts';
import type { Report } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const QUEUE = `
quotasim: 1
horizon: 4h
facts: { SERVICE: 40s, POLL: { unsure: [0, 1] } }
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 100, initial: 100, debt: none }
tasks:
  job:
    trigger: { poisson: 1/min }
    whenBusy: queue all
    steps:
      - spend: { api: 1, poll: { every: 30s, cost: $POLL } }
      - work: { exponential: $SERVICE }
      - progress
goals:
  job: { served: 50% }
`;

function report(
  set: Record<string, string>,
  options: { seed?: string; replications?: number } = {},
  text = QUEUE,
): Report {
  const { seed = '1', replications = 8 } = options;
  return simulate(loadScenario(text, { file: 'queue.yaml', set }), { seed, replications }).report;
}

const ONE = { POLL: '0' };
const figures = (comparison: ReturnType<typeof compareResults>, figure: string) =>
  comparison.worlds.flatMap((world) => world.figures.filter((one) => one.figure === figure));

describe('compareResults', () => {
  it('finds no difference between a result and itself', () => {
    const same = report(ONE);
    const comparison = compareResults(
      [
        { label: 'a', report: same },
        { label: 'b', report: same },
      ],
      'again',
    );
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    for (const { sides } of comparison.worlds[0]!.figures) {
      expect(sides[1]).toMatchObject({ change: 'same', difference: { mean: 0, interval: [0, 0], pairs: 8 } });
    }
    expect(comparison.changed).toEqual([]);
  });

  it('takes the difference of each pair of runs, and its interval from these alone', () => {
    const [slow, fast] = [report(ONE), report({ ...ONE, SERVICE: '20s' })];
    const sides = [
      { label: 'slow', report: slow },
      { label: 'fast', report: fast },
    ];
    const [longest] = figures(compareResults(sides, 'again'), 'longestWithoutProgress');
    const byRun = slow.tasks.job!.replications.map(
      ({ longestMs }, run) => fast.tasks.job!.replications[run]!.longestMs - longestMs,
    );
    const expected = estimate(byRun, false)!;
    expect(longest!.sides[1]!.difference).toEqual({ ...expected, interval: [...expected.interval!], pairs: 8 });
    // The same chance on both sides: the pairs tell more than the two intervals do.
    const [before, after] = longest!.sides.map(({ measured }) => measured!.interval!);
    const wide = (interval: readonly number[]) => interval[1]! - interval[0]!;
    expect(wide(expected.interval!)).toBeLessThan(Math.hypot(wide(before!), wide(after!)));
  });

  it('calls more progress better, a longer wait worse, and names what is set differently', () => {
    const sides = [
      { label: 'now', report: report(ONE) },
      { label: 'slower', report: report({ ...ONE, SERVICE: '3m' }) },
    ];
    const comparison = compareResults(sides, 'again');
    expect(figures(comparison, 'progressPerDay')[0]!.sides[1]!.change).toBe('worse');
    const back = compareResults(sides.toReversed(), 'again');
    expect(figures(back, 'progressPerDay')[0]!.sides[1]!.change).toBe('better');
    expect(comparison.changed).toEqual([{ name: 'SERVICE', values: ['40s', '3m'] }]);
  });

  it('compares worlds that assume the same, and says which sides have others', () => {
    const both = report({});
    const comparison = compareResults(
      [
        { label: 'both', report: both },
        { label: 'too', report: both },
      ],
      'again',
    );
    expect(comparison.worlds.map(({ set }) => set)).toEqual([{ POLL: '0' }, { POLL: '1' }]);
    const lacking = compareResults(
      [
        { label: 'both', report: both },
        { label: 'one', report: report(ONE) },
      ],
      'again',
    );
    expect(lacking.worlds).toEqual([]);
    expect(lacking.unmatched).toEqual(['both', 'one']);
  });

  it('sets the only possible run of one side against every run of the other', () => {
    const still = QUEUE.replace('{ poisson: 1/min }', '{ every: 1m, offset: 0 }').replace(
      '{ exponential: $SERVICE }',
      '$SERVICE',
    );
    const only = report(ONE, {}, still);
    expect(only.replications).toBe(1);
    const comparison = compareResults(
      [
        { label: 'only', report: only },
        { label: 'open', report: report(ONE) },
      ],
      'again',
    );
    expect(figures(comparison, 'progressPerDay')[0]!.sides[1]!.difference).toMatchObject({ pairs: 0 });
    const exact = compareResults(
      [
        { label: 'only', report: only },
        { label: 'again', report: only },
      ],
      'again',
    );
    expect(figures(exact, 'served')[0]!.sides[1]).toMatchObject({ change: 'same', difference: { interval: [0, 0] } });
  });

  it('leaves one pair of runs of an open model unclear', () => {
    const sides = ['40s', '3m'].map((SERVICE) => ({
      label: SERVICE,
      report: report({ ...ONE, SERVICE }, { replications: 1 }),
    }));
    const [progress] = figures(compareResults(sides, 'again'), 'progressPerDay');
    expect(progress!.sides[1]).toMatchObject({ change: 'unclear', difference: { interval: null, pairs: 1 } });
  });

  it('refuses less than two, and seeds that differ', () => {
    const one = { label: 'one', report: report(ONE) };
    expect(() => compareResults([one], 'again')).toThrow('two results or more');
    const other = { label: 'other', report: report(ONE, { seed: '2' }) };
    expect(() => compareResults([one, other], 'again')).toThrow('seeds must be the same: one has 1, other has 2');
  });
});

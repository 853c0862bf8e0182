/** A budget of runs: what is spent beyond it is what the report is nothing without, and it says that it is not sure. */
import { expect, it } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { choiceText } from '../../src/report/text/plan-words.ts';

const TEXT = `quotasim: 1
horizon: 3h
replications: 5
parameters: { CAPACITY: { value: 20, range: [20, 100], step: 10 } }
supplies: { s: { model: token-bucket, refill: 12/min, capacity: $CAPACITY, initial: 20, debt: none } }
tasks:
  up: { trigger: { poisson: 20/h }, whenBusy: queue all, steps: [{ spend: { s: { choice: [10, 20] } } }, { work: { exponential: 30s } }, progress] }
plan: { minimize: up.latency }
`;

it('is kept but for the choice and the present setting', async () => {
  const report = await plan(TEXT, { file: 'few.yaml' }, { budget: { runs: 60 } });
  const { budget, sure, chosen, remarks } = report;
  expect(choiceText(report)).toMatch(/^it has the least up\.latency \(by its mean alone\); /);
  expect(chosen).not.toBeNull();
  // 45 of nine settings; 5 of the present one; 20 fresh ones of the choice, and 5 of each of both to be set against each other.
  expect(budget.used.runs).toBeLessThanOrEqual(80);
  expect({ sure, equals: chosen!.equals }).toEqual({ sure: false, equals: 1 });
  expect(remarks).toContain(
    'the runs did not suffice for the confidence asked for: the choice is the best by its mean alone; a wider plan.indifference takes fewer, and --budget runs=120 allows more',
  );
});

it('suffices for a difference that is large, and the choice is told with it', async () => {
  const text = TEXT.replace('range: [20, 100], step: 10', 'oneOf: [20, 100]').replace('refill: 12', 'refill: 5');
  const report = await plan(text.replace('up.latency }', 'up.latency, indifference: 30m }'), { file: 'two.yaml' });
  expect(report.sure).toBe(true);
  expect(choiceText({ ...report, chosen: { ...report.chosen!, equals: 1 } })).toMatch(
    /^it has the least up\.latency, within 30 min \(95 % sure\); /,
  );
});

/** Where nothing is left open there is one run, and what it comes to repeat is known for all time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { type Report, reportSchema } from '../../src/judge/report/report.ts';
import { simulate } from '../../src/judge/simulate.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { assemble } from '../../src/sim/machine.ts';
import { confirm } from '../../src/verify/script/confirm.ts';
import { verify } from '../../src/verify/verify.ts';
import { closedSystem } from '../analysis/closed-systems.ts';
import { scenarioOf } from './random-scenario.ts';
import { load, reportOf } from './scenario-text.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;

/** Ten tokens a minute; `first` goes first. */
function closed(rest: string): Scenario {
  return load(`quotasim: 1
horizon: 2h
order: priority
supplies: { api: { model: token-bucket, refill: { tokens: 10, every: 1m }, capacity: 50, initial: 0, debt: none } }
${rest}`);
}

const waiter = (level: number): string =>
  `{ trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [{ await: { api: ${level} } }, { spend: { api: 20 } }, progress] }`;

function goal(report: Report, name: string, of = 'job') {
  const { verdict, evidence, text } = report.goals.find((one) => one.of === of && one.goal === name)!;
  return { verdict, evidence, text };
}

describe('a task of the only possible run', () => {
  it('is live with its exact waits, whatever the horizon', () => {
    // Twenty tokens are there 2 min after the start at 0, and at once from the next start on, 10 min later: 8 min between.
    const { tasks, recurrence } = reportOf(closed(`tasks: { job: ${waiter(20)} }`));
    expect(tasks.job).toMatchObject({
      claim: 'live',
      // A rule knows as much, but for the waits.
      evidence: { kind: 'rule', text: expect.stringContaining('the only possible run recurs every 10 min') as string },
      worst: { firstMs: 2 * 60_000, betweenMs: 10 * 60_000 },
    });
    expect(recurrence).toMatchObject({ kind: 'recurs', periodMs: 600_000 });
    expect(recurrence!.text).toMatch(/^recurs every 10 min after \d+ min: exact for any horizon$/);
  });

  it.each([
    { within: '9m59s', verdict: 'missed' },
    { within: '10m', verdict: 'met' },
    { within: '10m1s', verdict: 'met' },
  ])('keeps progressWithin: $within for ever: $verdict', ({ within, verdict }) => {
    const report = reportOf(closed(`tasks: { job: ${waiter(20)} }\ngoals: { job: { progressWithin: ${within} } }`));
    expect(goal(report, 'progressWithin')).toMatchObject({ verdict, evidence: 'recurrence' });
    expect(goal(report, 'neverStarves')).toMatchObject({ verdict: 'met', evidence: 'recurrence' });
  });

  it.each([
    { level: 50, claim: 'live', mechanism: undefined },
    { level: 51, claim: 'starved', mechanism: 'unreachable' },
  ])('that waits for $level of 50 tokens is $claim', ({ level, claim, mechanism }) => {
    const scenario = closed(`tasks: { job: ${waiter(level)} }`);
    const { report, counterexamples = [] } = simulate(scenario);
    expect(report.tasks.job!.claim).toBe(claim);
    expect(report.tasks.job!.mechanism).toBe(mechanism);
    expect(report.verdict).toBe(claim === 'live' ? 'pass' : 'fail');
    expect(counterexamples.length).toBe(claim === 'live' ? 0 : 1);
    for (const { script } of counterexamples) {
      expect(confirm(assemble(scenario.worlds[0]!.model), script)).toEqual({ kind: 'confirmed' });
    }
  });

  it('that starves because of another says who takes what, and how it goes on', () => {
    const scenario = closed(`tasks:
  greedy: { trigger: always, priority: 1, steps: [{ spend: { api: 10 } }, progress, { work: 1m }] }
  job: ${waiter(30)}`);
    const { report, counterexamples = [] } = simulate(scenario);
    expect(report.tasks.job).toMatchObject({ claim: 'starved', mechanism: 'starvation' });
    expect(report.tasks.job!.cause).toMatchInlineSnapshot(
      `"job has waited from the start of the run for api to reach 30; the level never rose above 10, because greedy, which asks already at 10, took 99.2 % of the tokens"`,
    );
    expect(counterexamples[0]!.report.text).toMatchInlineSnapshot(
      `"job waits for ever for api to reach 30: every 30 min greedy takes 300 of it in 30 goes, each at 10"`,
    );
    expect(counterexamples[0]!.report.cycle).not.toBe(null);
  });

  it.each([
    { work: '59m', claim: 'live', perDay: undefined },
    { work: '60m', claim: 'live', perDay: undefined },
    // Of 24 starts a day 1440 / 61 get done.
    { work: '61m', claim: 'overloaded', perDay: 24 - 1440 / 61 },
    { work: '90m', claim: 'overloaded', perDay: 8 },
  ])('that works $work of each hour is $claim', ({ work, claim, perDay }) => {
    const scenario = load(`quotasim: 1
horizon: 1d
tasks: { job: { trigger: { every: 1h, offset: 0 }, whenBusy: queue all, steps: [work: ${work}, progress] } }
goals: { job: { progressWithin: 2h } }`);
    const report = reportOf(scenario);
    expect(report.tasks.job).toMatchObject({ claim, evidence: { kind: 'recurrence' } });
    expect(report.tasks.job!.growsPerDay ?? 0).toBeCloseTo(perDay ?? 0, 9);
    const verdict = claim === 'live' ? 'met' : 'missed';
    expect(goal(report, 'neverStarves')).toMatchObject({ verdict, evidence: 'recurrence' });
    // It keeps making progress all the same.
    expect(goal(report, 'progressWithin').verdict).toBe('met');
    expect(report.recurrence!.kind).toBe(claim === 'live' ? 'recurs' : 'grows');
  });

  it('that gives up where it is refused does not pile up, however little comes', () => {
    const job = (spend: string): string => `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: 1/h, capacity: 6, initial: 0, debt: none } }
tasks: { job: { trigger: { every: 10m, offset: 0 }, whenBusy: queue all, steps: [{ spend: ${spend} }, progress] } }`;
    const claims = ['{ api: 1, atMost: 0s }', '{ api: 1 }'].map((spend) => reportOf(load(job(spend))).tasks.job!.claim);
    expect(claims).toEqual(['live', 'overloaded']);
  });

  it('whose looks cost more than comes in starves by its own looks, and the debt grows for ever', () => {
    const job = (cost: number): string => `quotasim: 1
horizon: 1d
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 50, initial: 0, debt: unlimited } }
tasks: { job: { trigger: always, steps: [{ await: { api: 40, poll: { every: 1m, cost: ${cost} } } }, { spend: { api: 10 } }, progress] } }`;
    const of = (cost: number) => {
      const { tasks, recurrence } = reportOf(load(job(cost)));
      return [tasks.job!.claim, tasks.job!.mechanism, recurrence!.kind, recurrence!.grows?.[0]?.perDay];
    };
    expect([of(4), of(5), of(6)]).toEqual([
      ['live', undefined, 'recurs', undefined],
      ['starved', 'livelock', 'recurs', undefined],
      ['starved', 'livelock', 'grows', 1440],
    ]);
  });

  it('is not foreseen where starts come by the calendar, or something is left open, and the report says so', () => {
    const task = (trigger: string) => `{ trigger: ${trigger}, whenBusy: skip, steps: [progress] }`;
    const calendar = (trigger: string) =>
      reportOf(load(`quotasim: 1\nhorizon: 2d\nstart: 2026-02-05\ntasks: { job: ${task(trigger)} }`));
    const cron = calendar('{ cron: "0 * 5-9 * *" }');
    expect(cron.tasks.job).toMatchObject({ claim: 'unknown', evidence: { kind: 'estimate' } });
    expect(cron.recurrence!.text).toMatch(/^simulated to the end of the horizon: what comes by the calendar/);
    const changed = calendar('{ cron: "0 * * * *", zone: Europe/Berlin, dst: skip }');
    expect(changed.recurrence!.kind).toBe('not-seen');
    const open = reportOf(
      load(`quotasim: 1\nhorizon: 2d\ntasks: { job: ${task('{ every: 1h, offset: { any: 30m } }')} }`),
    );
    expect([open.tasks.job!.claim, open.recurrence]).toEqual(['unknown', undefined]);
  });

  it.each([
    { cron: '"*/15 * * * *"', every: '15 min', firstMs: 0, betweenMs: 900_000 },
    { cron: '"0,10 * * * *"', every: '1 h', firstMs: 0, betweenMs: 3_000_000 },
    { cron: '"0 6,9 * * *", zone: Asia/Kolkata', every: '24 h', firstMs: 1_800_000, betweenMs: 75_600_000 },
    { cron: '"0 0 * * MON"', every: '7 d', firstMs: 345_600_000, betweenMs: 604_800_000 },
  ])('is foreseen where a pattern comes back within a week: $cron', ({ cron, every, firstMs, betweenMs }) => {
    const job = `{ trigger: { cron: ${cron} }, whenBusy: skip, steps: [progress] }`;
    const { tasks, recurrence } = reportOf(
      load(`quotasim: 1\nhorizon: 30d\nstart: 2026-02-05\ntasks: { job: ${job} }`),
    );
    expect(recurrence!.text).toContain(`recurs every ${every} after`);
    expect(tasks.job).toMatchObject({ claim: 'live', worst: { firstMs, betweenMs } });
  });

  it('has the pace of its cycle: it decides where the horizon could not', () => {
    const text = (goals: string) => `tasks: { job: ${waiter(20)} }\ngoals: { job: { progressPerDay: ${goals} } }`;
    const verdicts = ['144', '144.001'].map((wanted) => goal(reportOf(closed(text(wanted))), 'progressPerDay'));
    expect(verdicts.map(({ verdict, evidence }) => [verdict, evidence])).toEqual([
      ['met', 'recurrence'],
      ['missed', 'recurrence'],
    ]);
  });
});

it('says with and without exploration the same of every goal about every run, whatever the system', () => {
  const counts: Record<string, number> = {};
  fc.assert(
    fc.property(closedSystem, fc.integer({ min: 1, max: 60 }), (model, limitMs) => {
      const scenario = scenarioOf(model, limitMs);
      const alone = simulate(scenario, { eventsMax: 20_000 });
      expect(reportSchema.parse(alone.report)).toEqual(alone.report);
      // Contradictions between what is known stop the program.
      const both = withProofs(alone, scenario, verify(scenario, { statesMax: 2_000 }), { demand: true });
      const verdicts = ({ report }: typeof both) =>
        report.goals.map(({ of, goal: name, verdict }) => [of, name, verdict]);
      expect(verdicts(both)).toEqual(verdicts(alone));
      for (const { claim } of Object.values(alone.report.tasks)) counts[claim] = (counts[claim] ?? 0) + 1;
      for (const { script } of alone.counterexamples ?? []) {
        expect(confirm(assemble(model), script)).toEqual({ kind: 'confirmed' });
      }
    }),
    { numRuns: LONG ? 2_000 : 60 },
  );
  for (const claim of ['live', 'starved', 'overloaded']) expect([claim, counts[claim] ?? 0]).not.toEqual([claim, 0]);
});

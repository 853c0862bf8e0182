/** A served share beyond what runs can show: that of the cycle of the only run, and what a rule bounds. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { verify } from '../../src/verify/verify.ts';
import { load, reportOf } from './scenario-text.ts';

/** One task that works for 75 minutes of each hour. */
const late = (whenBusy: string, share: string, more = ''): string => `quotasim: 1
horizon: 1d
order: priority
${more}
tasks: { job: { trigger: { every: 1h, offset: 0 }, whenBusy: ${whenBusy}, steps: [work: 75m, progress] } }
goals: { job: { served: ${share} } }`;

/** Five tokens a minute, and a cost that is drawn every 20 minutes: 100 tokens come, 125 or more are asked for. */
const short = (share: string, { whenBusy = 'queue all', initial = 0, horizon = '2d', cost = '[125, 135]' } = {}) =>
  load(`quotasim: 1
horizon: ${horizon}
replications: 4
facts: { COST: { choice: ${cost} } }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 3000, initial: ${initial}, debt: none } }
tasks: { job: { trigger: { every: 20m, offset: 0 }, whenBusy: ${whenBusy}, steps: [spend: { api: $COST }, progress] } }
goals: { job: { served: ${share} } }`);

function served(scenario: ReturnType<typeof load>) {
  const report = withProofs(simulate(scenario), scenario, verify(scenario, { statesMax: 2_000 })).report;
  const { verdict, evidence, measured, interval, bracket } = report.goals.find(({ goal }) => goal === 'served')!;
  return { verdict, evidence, measured, interval, bracket };
}

describe('the share of the only run', () => {
  it.each([
    { share: '79.9%', verdict: 'met' },
    { share: '80%', verdict: 'met' },
    { share: '80.1%', verdict: 'missed' },
  ])('is 80 % for ever, where a line grows: $share is $verdict', ({ share, verdict }) => {
    const found = served(load(late('queue all', share)));
    expect(found).toEqual({ verdict, evidence: 'recurrence', measured: 0.8, interval: null, bracket: undefined });
  });

  it('is told in words, beside what grows', () => {
    const { goals } = reportOf(load(late('queue all', '95%')));
    expect(goals.find(({ goal }) => goal === 'served')!.text).toMatchInlineSnapshot(
      `"served 95 %: missed, 80 % in the long run, as the others wait in a line that grows (the run recurs)"`,
    );
  });

  it('makes certain what the run showed, and leaves alone what it showed to be otherwise', () => {
    // Every second start is skipped: 12 of 24 were served, as in the long run.
    expect(served(load(late('skip', '50%')))).toMatchObject({ verdict: 'met', evidence: 'proof', measured: 0.5 });
    expect(served(load(late('skip', '51%')))).toMatchObject({
      verdict: 'missed',
      evidence: 'recurrence',
      measured: 0.5,
    });
    // Within 90 minutes one start was served and one is open: the horizon cannot tell, and the cycle can.
    const brief = load(late('skip', '51%').replace('horizon: 1d', 'horizon: 90m'));
    expect(served(brief)).toMatchObject({ verdict: 'missed', evidence: 'recurrence', measured: 0.5 });
  });
});

describe('the share that a rule bounds', () => {
  it.each([
    { share: '79%', verdict: 'unknown', evidence: 'estimate' },
    { share: '80%', verdict: 'unknown', evidence: 'estimate' },
    { share: '80.1%', verdict: 'missed', evidence: 'rule' },
  ])('is 80 % where 100 of 125 tokens come, and starts wait in line: $share is $verdict', ({ share, ...judged }) => {
    expect(served(short(share))).toMatchObject(judged);
  });

  it('is told in words, beside what the runs showed where they could tell', () => {
    const texts = ['queue all', 'skip'].map((whenBusy) => {
      const { goals } = reportOf(short('95%', { whenBusy }));
      return goals.find(({ goal }) => goal === 'served')!.text;
    });
    expect(texts).toMatchInlineSnapshot(`
      [
        "served 95 %: missed, at most 80 % in the long run, as it needs more of api than comes (by rule)",
        "served 95 %: missed, at most 80 % in the long run, as it needs more of api than comes (by rule); 77 % (76 % to 77 %) in the runs",
      ]
    `);
  });

  it('does not speak of a horizon that lives on what was there at first', () => {
    expect(served(short('95%', { initial: 3000, horizon: '5h' }))).toMatchObject({
      verdict: 'met',
      evidence: 'estimate',
    });
  });

  it('holds where several runs go at a time, by the slots of their pool', () => {
    const pool = (share: string) =>
      load(`quotasim: 1
horizon: 1d
replications: 4
pools: { workers: { slots: 2 } }
facts: { WORK: { choice: [25m, 30m] } }
tasks: { job: { trigger: { every: 10m, offset: 0 }, whenBusy: allow, pool: workers, steps: [work: $WORK, progress] } }
goals: { job: { served: ${share} } }`);
    // 20 of 25 slot-minutes; the runs themselves serve 20 of 27.5.
    expect(served(pool('80%'))).toMatchObject({ evidence: 'estimate' });
    expect(served(pool('81%'))).toMatchObject({ verdict: 'missed', evidence: 'rule' });
  });
});

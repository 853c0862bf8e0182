/** Verdicts that were wrong once: each scenario is small enough to be judged by hand. */
import { describe, expect, it } from 'vitest';
import type { GoalReport } from '../../src/judge/report/report.ts';
import { load, reportOf } from './scenario-text.ts';

/** The goals of `task` in a scenario, with 4 replications where something is open. */
function goalsOf(task: string, text: string): GoalReport[] {
  return reportOf(load(`quotasim: 1\n${text}`)).goals.filter(({ of }) => of === task);
}

function verdictOf(goal: GoalReport['goal'], task: string, text: string): GoalReport['verdict'] {
  return goalsOf(task, text).find((one) => one.goal === goal)!.verdict;
}

const BUCKET = 'supplies: { api: { model: token-bucket, refill: 10/min, capacity: 50, debt: none } }';

/** Something is left to chance, so that runs are all there is to judge by. */
const CHANCE =
  'chance: { trigger: { every: 1h, offset: 0s }, whenBusy: skip, steps: [work: { choice: [1s, 2s] }, progress] }';

describe('never starves', () => {
  it('is in doubt where some runs wait for ever while others of the task pass them', () => {
    const text = `horizon: 6h
facts: { COST: { choice: [1, 50] } }
${BUCKET}
tasks:
  q: { trigger: { every: 1m, offset: 0s }, whenBusy: allow, steps: [spend: { api: $COST }, progress] }
  hog: { trigger: always, steps: [repeat: [spend: { api: 1 }, progress]] }`;
    expect(verdictOf('neverStarves', 'q', text)).toBe('unknown');
    expect(verdictOf('neverStarves', 'hog', text)).toBe('met');
  });

  it.each([
    { work: '75m', expected: 'met' },
    { work: '76m', expected: 'unknown' },
  ])('counts how long a start is queued: with work of $work each hour it is $expected', ({ work, expected }) => {
    // In a day 19 runs of 75 minutes end, and 18 of 76 minutes: the next start then waits since 19:00, or since 18:00.
    const task = `{ trigger: { every: 1h, offset: 0s }, whenBusy: queue all, steps: [work: ${work}, progress] }`;
    expect(verdictOf('neverStarves', 'q', `horizon: 24h\ntasks: { q: ${task}, ${CHANCE} }`)).toBe(expected);
  });

  it('does not take the time in which nothing is due for a wait', () => {
    const nightly = '{ trigger: { cron: "30 2 * * *" }, whenBusy: skip, steps: [work: 3m, progress] }';
    const weekly = '{ trigger: { every: 7d, offset: 3d }, whenBusy: skip, steps: [work: 1h, progress] }';
    const text = `start: 2026-03-01\nhorizon: 7d\ntasks: { nightly: ${nightly}, weekly: ${weekly} }`;
    expect(verdictOf('neverStarves', 'nightly', text)).toBe('met');
    expect(verdictOf('neverStarves', 'weekly', text)).toBe('met');
    const three = text.replace('horizon: 7d', 'horizon: 3d');
    expect(verdictOf('neverStarves', 'nightly', three)).toBe('met');
    expect(goalsOf('weekly', three)[0]!.text).toBe('never starves: unknown, it was never due within 3 d');
  });

  it('counts the wait from the first due start that came to nothing', () => {
    // The run of 0:00 ends without progress; what was due then is served at 13:00, more than a quarter of two days later.
    const steps = '[ { await: { api: 50, atMost: 0s, otherwise: stop } }, progress ]';
    const bucket = (refill: string) =>
      `supplies: { api: { model: token-bucket, refill: ${refill}, capacity: 50, initial: 0, debt: none } }`;
    const task = `{ trigger: { every: 1h, offset: 0s }, whenBusy: skip, steps: ${steps} }`;
    const text = (refill: string) => `horizon: 2d\n${bucket(refill)}\ntasks: { q: ${task}, ${CHANCE} }`;
    expect(verdictOf('neverStarves', 'q', text('4/h'))).toBe('unknown');
    expect(verdictOf('neverStarves', 'q', text('5/h'))).toBe('met');
  });

  it('is not met by a task that never made progress, however late it was due', () => {
    const task = '{ trigger: { every: 2h, offset: 59m }, whenBusy: skip, steps: [work: 5m, progress] }';
    const [goal] = goalsOf('q', `horizon: 1h\ntasks: { q: ${task}, ${CHANCE} }`);
    expect([goal!.verdict, goal!.text]).toEqual([
      'unknown',
      'never starves: unknown, it made no progress in 4 runs of 1 h',
    ]);
  });
});

describe('served', () => {
  const over = `horizon: 7d
supplies: { api: { model: token-bucket, refill: 10/min, capacity: 100, debt: none, unit: 0.5 } }
tasks:
  q: { trigger: { every: 1m, offset: 0s }, whenBusy: queue all, steps: [spend: { api: 10.5 }, progress] }
goals: { q: { served: 90% } }`;

  it('shows both ends where starts are still queued, and counts them', () => {
    const goal = goalsOf('q', over).find(({ goal: kind }) => kind === 'served')!;
    expect(goal.bracket![0]).toBeLessThan(0.954);
    expect(goal.bracket![1]).toBe(1);
    expect(goal.text).toMatchInlineSnapshot(
      `"served 90 %: met, 95 % in the long run, as the others wait in a line that grows (the run recurs)"`,
    );
  });

  // Every start finds the run before still at work until the fifth: one of five is served, exactly.
  it.each([1, 2, 3, 7, 20])('is judged by whole counts when %i replications agree', (replications) => {
    const scenario = (share: string) =>
      load(`quotasim: 1
horizon: 150m
replications: ${replications}
supplies: { x: { model: token-bucket, refill: 100/min, capacity: 300, initial: any, debt: none } }
tasks:
  q: { trigger: { every: 1m, offset: 0s }, whenBusy: skip, steps: [work: 270s, progress] }
  z: { trigger: { every: 1m, offset: 0s }, whenBusy: skip, steps: [spend: { x: 1 }, progress] }
goals: { q: { served: ${share} } }`);
    const verdict = (share: string) =>
      reportOf(scenario(share), { replications }).goals.find(({ goal }) => goal === 'served')!.verdict;
    const one = replications === 1;
    expect([verdict('20%'), verdict('19.9999999999%'), verdict('20.0000000001%')]).toEqual(
      one ? ['unknown', 'unknown', 'unknown'] : ['met', 'met', 'missed'],
    );
  });
});

describe('progress per day', () => {
  const verdict = (text: string) => verdictOf('progressPerDay', 'n', text);
  const nightly = (horizon: string, amount: string, cron = '30 2 1-28 * *') => `horizon: ${horizon}
start: 2026-03-01
tasks: { n: { trigger: { cron: "${cron}" }, whenBusy: skip, steps: [work: 3m, progress] } }
goals: { n: { progressPerDay: ${amount} } }`;

  it.each([
    // One run a night, as far as the run goes: what it is too short to show is not judged.
    ['1h', '1', 'unknown'],
    ['3h', '4', 'unknown'],
    ['3h', '16', 'unknown'],
    ['3h', '17', 'missed'],
    ['26h', '1', 'unknown'],
    ['27h', '1', 'met'],
    ['50h', '1', 'unknown'],
    ['7d', '1', 'met'],
    ['7d', '1.0000001', 'missed'],
    ['7d', '0.9999999', 'met'],
  ])('of a nightly task in %s, of which %s are wanted, is %s', (horizon, amount, expected) => {
    expect(verdict(nightly(horizon, amount))).toBe(expected);
  });

  it.each([
    ['1h', '1', 'met'],
    ['3h', '4', 'missed'],
    ['26h', '1', 'met'],
    ['26h', '1.0000001', 'missed'],
  ])(
    'of one of every night in %s, of which %s are wanted, is %s: it is known for all time',
    (horizon, amount, expected) => {
      expect(verdict(nightly(horizon, amount, '30 2 * * *'))).toBe(expected);
    },
  );

  // Work of half a minute less than a multiple of the trigger's minute: the pace is a whole number of minutes.
  it.each([7, 13, 29].flatMap((minutes) => [1, 2, 3, 20].map((replications) => [minutes, replications] as const)))(
    'of one every %i minutes is exact at its own rate, in %i replications',
    (minutes, replications) => {
      const scenario = (amount: string) => `horizon: ${minutes * 30}m
supplies: { x: { model: token-bucket, refill: 100/min, capacity: 300, initial: any, debt: none } }
tasks:
  n: { trigger: { every: 1m, offset: 0s }, whenBusy: skip, steps: [work: ${minutes * 60 - 30}s, progress] }
  z: { trigger: { every: 1m, offset: 0s }, whenBusy: skip, steps: [spend: { x: 1 }, progress] }
goals: { n: { progressPerDay: ${amount} } }`;
      const judged = (amount: string) =>
        reportOf(load(`quotasim: 1\n${scenario(amount)}`), { replications }).goals.find(
          ({ goal, of }) => goal === 'progressPerDay' && of === 'n',
        )!.verdict;
      const found = [`1440 / ${minutes}`, `1440 / ${minutes} - 1 / 1000000`, `1440 / ${minutes} + 1 / 1000000`].map(
        judged,
      );
      expect(found).toEqual(replications === 1 ? ['unknown', 'unknown', 'unknown'] : ['met', 'met', 'missed']);
    },
  );

  it('counts what one progress brings', () => {
    const task = '{ trigger: { every: 12h, offset: 1h }, whenBusy: skip, steps: [progress: 10] }';
    const text = (amount: number) =>
      `horizon: 6h\ntasks: { n: ${task}, ${CHANCE} }\ngoals: { n: { progressPerDay: ${amount} } }`;
    expect([verdict(text(80)), verdict(text(81))]).toEqual(['unknown', 'missed']);
  });

  it('is not judged where a progress of unknown size never came', () => {
    const steps = '[ work: 2h, { progress: { choice: [1, 1000] } } ]';
    const task = `{ trigger: { every: 12h, offset: 1h }, whenBusy: skip, steps: ${steps} }`;
    expect(verdict(`horizon: 2h\ntasks: { n: ${task} }\ngoals: { n: { progressPerDay: 5000 } }`)).toBe('unknown');
  });
});

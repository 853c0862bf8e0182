/** The cause: whoever is in the way is named, with the numbers the runs showed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shareText } from '../../src/analysis/words/amount-text.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { load, reportOf, weekOf } from './scenario-text.ts';

/** What keeps `task` from its goals, in a week of `rest`. */
const causeOf = (task: string, rest: string): string | undefined => reportOf(weekOf(rest)).tasks[task]!.cause;

const taker = `
  taker:
    trigger: { every: 1m }
    whenBusy: skip
    steps: [ { spend: { api: 5 } }, progress ]`;

describe('a shipped story', () => {
  it.each(['keepa-before', 'keepa-after', 'keepa-polls'])('is explained: %s', (name) => {
    const file = `scenarios/${name}.yaml`;
    const report = reportOf(loadScenario(readFileSync(file, 'utf8'), { file }));
    const causes = (report.worlds ?? [{ set: {}, ...report }]).map(({ set, tasks }) => [
      set,
      ...Object.values(tasks).map(({ cause }) => cause),
    ]);
    expect(causes).toMatchSnapshot();
  });
});

describe('a task that waits for tokens', () => {
  it('is told what level never came, and who took the refill', () => {
    expect(
      causeOf(
        'waiter',
        `tasks:${taker}
  waiter:
    trigger: always
    steps: [ { await: { api: 40 } }, { spend: { api: 10 } }, progress ]`,
      ),
    ).toMatchInlineSnapshot(
      `"waiter has waited from the start of run 1 for api to reach 40; the level never rose above 5, because taker took nearly all of the tokens"`,
    );
  });

  it('is told that its own runs took the most, though somebody else took something while it waited', () => {
    const cause = causeOf(
      'waiter',
      `tasks:
  waiter: { trigger: { every: 30m, offset: 0 }, whenBusy: skip, steps: [ { await: { api: 50 } }, { spend: { api: 120 } }, progress ] }
  other: { trigger: { every: 10m, offset: 0 }, whenBusy: skip, steps: [ { spend: { api: 10 } }, progress ] }
goals: { waiter: { progressWithin: 20m } }`,
    );
    expect(cause).toMatchInlineSnapshot(
      `"waiter waited 14 min (from the start of run 1) for api to reach 50; until then the level never rose above 40, because over all of the time its own runs took 80 % of the tokens and other took 20 %"`,
    );
  });

  it('is told that no level will ever do', () => {
    expect(
      causeOf(
        'waiter',
        `tasks:
  waiter:
    trigger: always
    steps: [ { await: { api: 480 } }, { spend: { api: 10 } }, progress ]`,
      ),
    ).toMatchInlineSnapshot(
      `"waiter has waited from the start of the run for api to reach 480, which can never be: it holds at most 300"`,
    );
  });

  it('is told that looks eat the refill, its own included', () => {
    expect(
      causeOf(
        'waiter',
        `tasks:
  waiter:
    trigger: always
    steps: [ { await: { api: 40, poll: { every: 12s, cost: 1 } } }, { spend: { api: 10 } }, progress ]`,
      ),
    ).toMatchInlineSnapshot(
      `"waiter has waited from the start of the run for api to reach 40; the level never rose above 1, because looks at the balance ate nearly all of the tokens"`,
    );
  });
});

describe('shares of the tokens', () => {
  it('are of all there were, as on the chart, and never more than all of them', () => {
    const report = reportOf(
      load(`quotasim: 1
title: test
horizon: 1d
supplies:
  api: { model: token-bucket, refill: { tokens: 1, every: 1m }, capacity: 300, initial: 300, debt: none }
tasks:
  b:
    trigger: { every: 1h, offset: any }
    whenBusy: skip
    steps: [ { spend: { api: 58 } }, progress ]
  a:
    trigger: { every: 1h, offset: 1m }
    whenBusy: skip
    steps: [ { await: { api: 90 } }, { spend: { api: 12 } }, progress ]
goals: { a: { latency: { mean: 1s } } }`),
    );
    const { initial, refilled, used, usedBy, wasted, left, utilisation, wastedShare } = report.supplies.api!;
    const all = initial + refilled;
    expect(initial).toBeGreaterThan(0);
    expect(used + wasted + left).toBeCloseTo(all, 6);
    expect(utilisation!.share).toBeCloseTo(used / all, 6);
    expect(wastedShare!.share).toBeCloseTo(wasted / all, 6);
    expect(report.tasks.a!.cause).toContain(` took ${shareText(usedBy.b! / all)} of the tokens`);
    for (const { interval } of [utilisation!, wastedShare!]) {
      expect(interval![0]).toBeGreaterThanOrEqual(0);
      expect(interval![1]).toBeLessThanOrEqual(1);
    }
  });
});

describe('a task that gives up', () => {
  it('is told where, after how long, and who took the tokens', () => {
    expect(
      causeOf(
        'caller',
        `tasks:${taker}
  caller:
    trigger: { every: 30m }
    whenBusy: skip
    steps: [ { await: { api: 40, atMost: 20m, otherwise: stop } }, { spend: { api: 10 } }, progress ]
goals: { caller: { served: 90% } }`,
      ),
    ).toMatchInlineSnapshot(
      `"caller gave up waiting for api to reach 40 after 20 min in 48 of 48 starts a day; taker took nearly all of the tokens"`,
    );
  });

  it('is told when it did not wait at all', () => {
    expect(
      causeOf(
        'caller',
        `tasks:${taker}
  caller:
    trigger: { every: 30m }
    whenBusy: skip
    steps: [ { await: { api: 40, atMost: 0s, otherwise: stop } }, { spend: { api: 10 } }, progress ]
goals: { caller: { served: 90% } }`,
      ),
    ).toMatchInlineSnapshot(
      `"caller gave up waiting for api to reach 40 in 48 of 48 starts a day; taker took nearly all of the tokens"`,
    );
  });
});

describe('a task that is kept from a lock', () => {
  const sharer = `locks: { shared: { lease: none } }
tasks:${taker}
  holder:
    trigger: always
    steps: [ { acquire: shared }, { await: { api: 40 } }, { spend: { api: 10 } }, progress ]`;

  it('is told who holds it and what the holder waits for', () => {
    expect(
      causeOf(
        'sharer',
        `${sharer}
  sharer:
    trigger: { every: 1h, offset: 1m }
    whenBusy: skip
    steps: [ { acquire: shared }, progress ]`,
      ),
    ).toMatchInlineSnapshot(
      `"sharer has waited since 1 min of run 1 for the lock shared, held by holder, which itself waited for api to reach 40"`,
    );
  });

  it('is told how many starts found it waiting', () => {
    expect(
      causeOf(
        'sharer',
        `${sharer}
  sharer:
    trigger: { every: 1h, offset: 1m }
    whenBusy: skip
    steps: [ { acquire: shared }, progress ]
goals: { sharer: { served: 90%, accept: rarely matters } }`,
      ),
    ).toMatchInlineSnapshot(
      `"24 of 24 starts a day found sharer still waiting for the lock shared, held by holder, which itself waited for api to reach 40"`,
    );
  });

  it('is told how much of the time it is held, where it gives up', () => {
    expect(
      causeOf(
        'sharer',
        `${sharer}
  sharer:
    trigger: { every: 1h, offset: 1m }
    whenBusy: skip
    steps: [ { acquire: { shared: 1, atMost: 1m, otherwise: stop } }, progress ]
goals: { sharer: { served: 90% } }`,
      ),
    ).toMatchInlineSnapshot(
      `"sharer gave up waiting for the lock shared after 1 min in 24 of 24 starts a day; it is held 100 % of the time"`,
    );
  });
});

describe('a task that nobody keeps from anything', () => {
  it.each([
    { why: 'works too long', steps: '[ { work: 100m }, progress ]', goal: 'served: 90%' },
    { why: 'ends without progress', steps: '[ { work: 1m }, stop, progress ]', goal: 'served: 90%' },
    { why: 'takes more than the refill', steps: '[ { spend: { api: 400 } }, progress ]', goal: 'served: 90%' },
    {
      why: 'takes too much for its own pace',
      steps: '[ { spend: { api: 400 } }, progress ]',
      goal: 'progressPerDay: 24',
    },
    { why: 'cannot keep a pace it was never given', steps: '[ progress ]', goal: 'progressWithin: 30m' },
  ])('is told that it $why', ({ steps, goal }) => {
    expect(
      causeOf(
        'job',
        `tasks:
  job:
    trigger: { every: 1h }
    whenBusy: skip
    steps: ${steps}
goals: { job: { ${goal} } }`,
      ),
    ).toMatchSnapshot();
  });

  it('has no cause when every goal is met', () => {
    expect(causeOf('taker', `tasks:${taker}`)).toBeUndefined();
  });
});

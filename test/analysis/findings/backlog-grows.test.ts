/** A backlog is told to grow where more comes than can be done, and not one step beside it: edges, runs, and what recurs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backlogGrows } from '../../../src/analysis/findings/backlog-grows.ts';
import { evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { mostDone } from '../../../src/analysis/findings/done-rate.ts';
import { lint } from '../../../src/analysis/findings/lint.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import { begin, run } from '../../../src/sim/engine.ts';
import { futureOf } from '../../../src/sim/future/future.ts';
import { SILENT } from '../../../src/sim/listen/silent.ts';
import { assemble, type Machine } from '../../../src/sim/machine.ts';
import { sampler } from '../../../src/sim/numbers/random.ts';
import { toNumber } from '../../../src/sim/numbers/rational.ts';
import { feeding } from './feeding.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
/** Claims that are held against runs and recurrence. */
const CLAIMS = Number(process.env.QUOTASIM_CLAIMS ?? (LONG ? 2_000 : 20));
const HORIZON_MS = 3 * 86_400_000;
/** Items that what was there at the beginning, and batches that are not over at the end, may add. */
const SLACK = 100;

interface Parts {
  readonly steps?: string;
  readonly backlog?: string;
  readonly trigger?: string;
  readonly more?: string;
  readonly debt?: string;
  readonly tasks?: string;
}

const HOURLY = '{ arrivals: { every: 1h, items: 60 } }';

/** 60 tokens come an hour, and a pool has two slots; one task takes unless `tasks` says otherwise. */
function textOf({ steps = '', backlog = HOURLY, trigger = 'always', more = '', debt = 'none', tasks }: Parts): string {
  const job = `job: { trigger: ${trigger}${trigger === 'always' ? '' : ', whenBusy: skip'}${more}, steps: [${steps}] }`;
  return `quotasim: 1
horizon: 1d
start: 2026-01-01
supplies: { api: { model: token-bucket, refill: 1/min, capacity: 100, initial: 0, debt: ${debt} } }
pools: { workers: { slots: 2 } }
locks: { door: {} }
backlogs: { todo: ${backlog} }
tasks: { ${tasks ?? job} }
`;
}

const scenario = (parts: Parts) =>
  loadScenario(textOf(parts), { file: 'grows.yaml', read: () => 'at,items\n0,1000\n1h,1000\n' });

function told(parts: Parts): string[] {
  const { worlds } = lint(scenario(parts));
  return worlds.flatMap(({ findings }) =>
    findings.filter(({ code }) => code === 'QS031').map(({ severity, message }) => `${severity} ${message}`),
  );
}

describe('what each item costs', () => {
  it.each([
    // Tokens: 60 come an hour.
    { steps: 'take: todo, spend: { api: 1 }, progress', found: 0 },
    { steps: 'take: { todo: 9 }, spend: { api: n }, progress', found: 0 },
    { steps: 'take: { todo: 9 }, spend: { api: 1 + n }, progress', found: 1 },
    { steps: 'take: { todo: 9 }, spend: { api: 8 }, progress', found: 0 },
    { steps: 'take: { todo: 9 }, spend: { api: 10 }, progress', found: 1 },
    { steps: 'take: { todo: 9, atLeast: 9 }, spend: { api: 10 }, work: 1s, progress', found: 1 },
    { steps: 'take: todo, spend: { api: 1 }, spend: { api: 1 }, progress', found: 1 },
    { steps: 'take: todo, spend: { api: 1 }, progress, spend: { api: 1 }', found: 1 },
    { steps: 'spend: { api: 1 }, take: todo, spend: { api: 1 }, progress', found: 1 },
    { steps: 'take: todo, call: { api: 1 }, call: { api: 1 }, progress', found: 1 },
    { steps: 'take: { todo: 2 }, spend: { api: { choice: [1, 3] } }, progress', found: 0 },
    { steps: 'take: { todo: 2 }, spend: { api: { choice: [3, 4] } }, progress', found: 1 },
    { steps: 'take: { todo: 2 }, spend: { api: { uniform: [2.6, 4] } }, progress', found: 1 },
    // Work: one run at a time.
    { steps: 'take: todo, work: 1m, progress', found: 0 },
    { steps: 'take: todo, work: 61s, progress', found: 1 },
    { steps: 'take: todo, progress, work: 61s', found: 1 },
    { steps: 'take: { todo: 4 }, work: 1m * n, progress', found: 0 },
    { steps: 'take: { todo: 4 }, work: 61s * n, progress', found: 1 },
    { steps: 'take: todo, work: 31s, progress, work: 30s', found: 1 },
    { steps: 'repeat: [take: todo, work: 61s, progress]', found: 1 },
    { steps: 'work: 1m, repeat: { while: { take: todo }, steps: [work: 61s, progress] }', found: 1 },
    { steps: 'take: todo, work: { uniform: [59s, 5m] }, progress', found: 0 },
    { steps: 'take: todo, work: { uniform: [61s, 5m] }, progress', found: 1 },
    { steps: 'take: todo, work: { exponential: 5m }, progress', found: 0 },
  ])('$steps: $found', ({ steps, found }) => {
    expect(told({ steps }).length).toBe(found);
  });

  it.each([
    'take: todo, spend: { api: 2, atMost: 1m, otherwise: continue }, progress',
    'take: todo, call: { api: 2, otherwise: continue }, progress',
    'take: todo, progress, spend: { api: 2, atMost: 1m, otherwise: stop }',
    'take: todo, take: todo, spend: { api: 3 }, progress',
    'take: todo, repeat: { times: 2, steps: [spend: { api: 3 }] }, progress',
    'take: todo, await: { api: 9 }, progress, stop, spend: { api: 9 }',
    'repeat: [take: todo, progress, stop, work: 5m]',
    'take: { todo: 2, atMost: 1m, otherwise: continue }, progress: 1',
  ])('is not told of what a batch may get past: %s', (steps) => {
    expect(told({ steps })).toEqual([]);
  });

  it('is told of what an item cannot get past, though a run may end there', () => {
    expect(told({ steps: 'take: todo, spend: { api: 2, atMost: 1m, otherwise: fail }, progress' }).length).toBe(1);
    expect(told({ steps: 'take: todo, call: { api: 2 }, progress', trigger: '{ every: 30s }' }).length).toBe(1);
  });

  it('is nothing where a cost takes what is there', () => {
    const steps = 'take: todo, spend: { api: 2 }, progress';
    expect([told({ steps, debt: 'unlimited' }).length, told({ steps, debt: 'clamp' }).length]).toEqual([1, 0]);
  });
});

describe('what starts, slots and other tasks leave', () => {
  it.each([
    { trigger: '{ every: 1h }', most: 60, found: 0 },
    { trigger: '{ every: 1h }', most: 59, found: 1 },
    { trigger: '{ cron: "0 * * * *" }', most: 59, found: 0 },
    { trigger: '{ poisson: 1/h }', most: 1, found: 0 },
  ])('$most at each of $trigger: $found', ({ trigger, most, found }) => {
    expect(told({ trigger, steps: `take: { todo: ${most} }, progress` }).length).toBe(found);
  });

  it.each([
    { steps: 'take: todo, work: 2m, progress', found: 0 },
    { steps: 'take: todo, work: 121s, progress', found: 1 },
    { steps: 'take: todo, release: workers, work: 121s, progress', found: 0 },
    // Of runs beside each other any number may be done before they work.
    { steps: 'take: todo, progress, work: 121s', found: 0 },
  ])('with two slots $steps: $found', ({ steps, found }) => {
    const more = ', pool: workers, whenBusy: allow';
    const text = textOf({ tasks: `job: { trigger: { every: 1s }${more}, steps: [${steps}] }` });
    const { worlds } = lint(loadScenario(text, { file: 'slots.yaml' }));
    expect(worlds[0]!.findings.filter(({ code }) => code === 'QS031').length).toBe(found);
  });

  it.each([
    { steps: 'acquire: { workers: 2 }, take: todo, work: 61s, release: { workers: 2 }, progress', found: 1 },
    { steps: 'acquire: { workers: 2 }, take: todo, release: { workers: 1 }, work: 91s, progress', found: 0 },
    { steps: 'acquire: { workers: 2 }, take: todo, release: { workers: 1 }, work: 121s, progress', found: 1 },
    {
      steps:
        'acquire: { workers: 2 }, repeat: { times: 2, steps: [take: todo, work: 91s, progress, release: { workers: 1 }] }',
      found: 0,
    },
    { steps: 'acquire: { workers: 2, atMost: 1s, otherwise: continue }, take: todo, work: 61s, progress', found: 0 },
  ])('counts the permits that are held at the work: $steps: $found', ({ steps, found }) => {
    const tasks = `job: { trigger: { every: 1s }, whenBusy: allow, steps: [${steps}] }`;
    expect(told({ tasks }).length).toBe(found);
  });

  it('adds up what tasks do each by itself, and what they do of one thing', () => {
    const job = (name: string, steps: string, more = ''): string =>
      `${name}: { trigger: always${more}, steps: [${steps}] }`;
    const slow = 'take: todo, work: 2m, progress';
    const slower = 'take: todo, work: 121s, progress';
    const dear = 'take: { todo: 9 }, spend: { api: 10 }, progress';
    const cheap = 'take: { todo: 9 }, spend: { api: 8 }, progress';
    const count = (...tasks: readonly string[]): number => told({ tasks: tasks.join(', ') }).length;
    expect(count(job('a', slow), job('b', slow))).toBe(0);
    expect(count(job('a', slow), job('b', slower))).toBe(1);
    expect(count(job('a', slower, ', copies: 2'))).toBe(1);
    expect(count(job('a', slower, ', copies: 3'))).toBe(0);
    expect(count(job('a', dear), job('b', dear))).toBe(1);
    expect(count(job('a', dear), job('b', cheap))).toBe(0);
    expect(count(job('a', dear), job('b', 'take: todo, progress, work: 1s'))).toBe(0);
  });
});

/** What a run did, and what the settings say it may do at the most. */
function doneIn(
  machine: Machine,
  seed: string,
): { readonly done: number; readonly atMs: number; readonly endless: boolean } {
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const hands: number[] = [];
  let done = 0;
  const observer = {
    ...SILENT,
    took: (_task: number, run: number, _backlog: number, items: number) => {
      hands[run] = (hands[run] ?? 0) + items;
    },
    progressed: (_task: number, run: number) => {
      done += hands[run] ?? 0;
      hands[run] = 0;
    },
    ended: (_task: number, run: number) => {
      hands[run] = 0;
    },
  };
  const { stopped, atMs } = run(machine, state, choose, { untilMs: HORIZON_MS, eventsMax: 30_000, observer });
  return { done, atMs, endless: stopped === 'zeno' };
}

describe('on random systems', () => {
  it(`no run does more than a bound says, and ${CLAIMS} times what is claimed to grow is not seen to come back without more`, {
    timeout: 7_200_000,
  }, () => {
    const [told, seed] = [{ bounds: 0, claims: 0, recurs: 0 }, Number(process.env.FC_SEED ?? 20261130)];
    for (let chunk = 0; chunk < 200 && told.claims < CLAIMS; chunk++) {
      for (const text of fc.sample(feeding, { seed: seed + chunk, numRuns: 100 })) {
        if (told.claims < CLAIMS) check(text, told);
      }
    }
    expect(told.claims).toBeGreaterThanOrEqual(CLAIMS);
    expect(told.bounds).toBeGreaterThan(CLAIMS);
    expect(told.recurs).toBeGreaterThanOrEqual(CLAIMS / 10);
  });
});

function check(text: string, told: { bounds: number; claims: number; recurs: number }): void {
  const [world] = loadScenario(text, { file: 'feeding.yaml' }).worlds;
  const { model } = world!;
  const evidence = evidenceOf(model);
  const bound = mostDone(evidence, 0);
  if (bound === undefined) return;
  const machine = assemble(model);
  const { done, atMs, endless } = doneIn(machine, '1');
  if (endless) return;
  told.bounds++;
  const most = toNumber(bound.perMs) * atMs + SLACK;
  expect({ done, fits: done <= most, text }).toEqual({ done, fits: true, text });
  const [found] = backlogGrows.find!(evidence);
  if (found?.claim === undefined) return;
  told.claims++;
  const future = futureOf(machine, 20_000);
  if (future.kind === 'not-seen') return;
  told.recurs++;
  const grows = future.kind === 'recurs' ? ((future.growth?.items[0] ?? 0) * 86_400_000) / future.periodMs : 0;
  // A backlog that is left alone for ever grows as well, and then nothing comes back.
  expect({ enough: grows >= found.itemsPerDay! * (1 - 1e-9), grows, text }).toEqual({ enough: true, grows, text });
}

describe('what comes', () => {
  const steps = 'take: todo, work: 1m, progress';

  it.each([
    { backlog: '{ arrivals: { every: 1h, between: [60, 90] } }', found: [] },
    { backlog: '{ arrivals: { every: 1h, between: [61, 90] } }', found: ['error'] },
    { backlog: '{ arrivals: { every: 1h, items: { choice: [60, 90] } } }', found: [] },
    { backlog: '{ arrivals: { every: 1h, items: { uniform: [60.5, 90] } } }', found: ['error'] },
    { backlog: '{ arrivals: { poisson: 59/h } }', found: [] },
    { backlog: '{ arrivals: { poisson: 61/h } }', found: ['error'] },
    { backlog: '{ arrivals: [{ every: 1h, items: 30 }, { every: 2h, items: 60 }] }', found: [] },
    { backlog: '{ arrivals: [{ every: 1h, items: 30 }, { every: 2h, items: 61 }] }', found: ['error'] },
    { backlog: '{ arrivals: { trace: came.csv } }', found: [] },
    { backlog: '{ initial: 1000 }', found: [] },
    { backlog: '{ initial: unlimited }', found: [] },
    { backlog: '{ arrivals: { every: 1h, items: 61 }, capacity: 100 }', found: ['warning'] },
    { backlog: '{ arrivals: { every: 1h, items: 61 }, expires: { after: 1d, pruneEvery: 1h } }', found: ['warning'] },
  ])('$backlog: $found', ({ backlog, found }) => {
    expect(told({ steps, backlog }).map((text) => text.replace(/ .*/, ''))).toEqual(found);
  });

  it('and what becomes of it is said', () => {
    const backlog = '{ arrivals: { every: 1h, items: 90 } }';
    expect([
      ...told({ steps, backlog }),
      ...told({ steps, backlog: '{ arrivals: { poisson: 90/h } }' }),
      ...told({ steps, backlog: '{ arrivals: { every: 1h, items: 90 }, capacity: 100 }' }),
      ...told({ steps, backlog: '{ arrivals: { every: 1h, items: 90 }, expires: { after: 1d, pruneEvery: 1h } }' }),
      ...told({ steps: 'work: 1m, progress', backlog }),
      ...told({ steps: 'take: { todo: 10 }, spend: { api: 5 + n }, progress', backlog }),
      ...told({ steps: 'take: { todo: 10 }, progress', trigger: '{ every: 1h }', backlog }),
      ...told({
        tasks: `job: { trigger: always, copies: 5, pool: workers, steps: [take: todo, work: 2m, progress] }`,
        backlog,
      }),
      ...told({
        tasks: `a: { trigger: always, copies: 2, steps: [take: todo, work: 4m, progress] }, b: { trigger: always, steps: [${steps}] }`,
        backlog: '{ arrivals: { every: 1h, items: 100 } }',
      }),
    ]).toMatchInlineSnapshot(`
      [
        "error at least 2,160 items come to todo a day and no more than 1,440 can be done, since job works for at least 1 min on an item: it grows by at least 720 a day, without end",
        "error on average 2,160 items come to todo a day and no more than 1,440 can be done, since job works for at least 1 min on an item: it grows by about 719.9 a day, without end",
        "warning at least 2,160 items come to todo a day and no more than 1,440 can be done, since job works for at least 1 min on an item: at least 720 a day are lost for want of room",
        "warning at least 2,160 items come to todo a day and no more than 1,440 can be done, since job works for at least 1 min on an item: at least 720 a day are thrown away because they are too old",
        "warning at least 2,160 items come to todo a day, and no task takes any: it grows by at least 2,160 a day, without end",
        "error at least 2,160 items come to todo a day and no more than 960 can be done, since an item takes at least 1.5 of api and 1,440 come a day: it grows by at least 1,200 a day, without end",
        "error at least 2,160 items come to todo a day and no more than 240 can be done, since all starts of job take no more than 240 a day: it grows by at least 1,920 a day, without end",
        "error at least 2,160 items come to todo a day and no more than 1,440 can be done, since an item keeps a slot of workers for at least 2 min and there are 2: it grows by at least 720 a day, without end",
        "error at least 2,400 items come to todo a day and no more than 2,160 can be done, since a and a#2 each work for at least 4 min on an item and b works for at least 1 min on an item: it grows by at least 240 a day, without end",
      ]
    `);
  });
});

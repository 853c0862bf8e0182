/**
 * Real schedulers, each against its documented behaviour: a scenario as its owner would write it, with the preset where there is
 * one, and the times worked out by hand. All times are minutes from the start, unless they say otherwise.
 */
import { describe, expect, it } from 'vitest';
import { lint } from '../src/analysis/findings/lint.ts';
import { simulate } from '../src/judge/simulate.ts';
import { loadScenario } from '../src/scenarios/parse.ts';
import { logRun } from './sim/log.ts';

const MINUTE = 60_000;

const load = (text: string, horizon = '1h') =>
  loadScenario(
    `quotasim: 1\nhorizon: ${horizon}\nstart: 2026-03-02T08:00:00Z\norder: priority\nreplications: 1\n${text}`,
    { file: 'it.yaml' },
  );

/** What is told of `job`, with times in minutes: `25 starts, due 10`. */
function told(text: string, what: RegExp, horizon?: string): readonly string[] {
  const { model } = load(text, horizon).worlds[0]!;
  return logRun(model).lines.flatMap((line) => {
    const [, at, said] = /^(\d+) job (.*)$/.exec(line) ?? [];
    if (said === undefined || !what.test(said)) return [];
    const minutes = (ms: string): string => String(Number((Number(ms) / MINUTE).toFixed(4)));
    return [`${minutes(at!)} ${said.replace(/(due|again at) (\d+)/, (_, word, ms) => `${word} ${minutes(ms)}`)}`];
  });
}

/** When runs of `job` begin, with when they were due where that was earlier: `25 (10)`. */
const startsOf = (text: string, horizon?: string): readonly string[] =>
  told(text, /^starts/, horizon).map((line) =>
    line.replace(/ starts(?:, due ([\d.]+))?/, (_, due) => (due ? ` (${due})` : '')),
  );

/** When runs of `job` make progress. */
const doneAt = (text: string, horizon?: string): readonly number[] =>
  told(text, /^progresses/, horizon).map((line) => Number(line.split(' ')[0]));

const task = (more: string, steps = 'work: 30s, progress'): string => `tasks:\n  job: { ${more}, steps: [${steps}] }\n`;
const down = (from: string, until: string): string => `outages: [{ from: ${from}, until: ${until} }]\n`;

describe('Celery', () => {
  it('beat: a crontab that came due while beat was down runs once, at once', () => {
    const beat = (cron: string) => startsOf(down('12m', '42m') + task(`preset: celery, trigger: { cron: "${cron}" }`));
    expect(beat('15 * * * *')).toEqual(['42 (15)']);
    // Three were missed, at 20, 30 and 40.
    expect(beat('*/10 * * * *')).toEqual(['0', '10', '42 (40)', '50']);
  });

  it('a worker fetches four messages for each process, which no later one overtakes, whatever its priority', () => {
    const text = `pools: { workers: { preset: celery, slots: 1, order: priority } }
tasks:
  other: { preset: celery, trigger: { every: 2h, count: 7, offset: 0 }, pool: workers, steps: [work: 10m] }
  job: { preset: celery, trigger: { every: 2h, offset: 1m }, pool: workers, priority: 9, steps: [progress] }
`;
    // One is being worked on, four are fetched, and two others are overtaken.
    expect(doneAt(text, '2h')).toEqual([50]);
    expect(doneAt(text.replace('slots: 1,', 'slots: 1, prefetch: 1,'), '2h')).toEqual([20]);
  });

  it('rate_limit: a bucket of one token, so that there is no burst, in each worker by itself', () => {
    const text = `supplies: { one: { preset: celery, rate: 10/min }, two: { preset: celery, rate: 10/min } }
tasks:
  job: { trigger: { every: 2h, offset: 0 }, whenBusy: skip, steps: [{ repeat: { times: 4, steps: [spend: { one: 1 }, progress] } }] }
  other: { trigger: { every: 2h, offset: 0 }, whenBusy: skip, steps: [{ repeat: { times: 4, steps: [spend: { two: 1 }, progress] } }] }
`;
    expect(doneAt(text)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(simulate(load(text)).report.tasks.other!.progress.amount).toBe(4);
  });

  it('expires: a message that is received too late is thrown away', () => {
    const text = `pools: { workers: { preset: celery, slots: 1 } }
tasks:
  other: { preset: celery, trigger: { every: 2h, offset: 0 }, pool: workers, priority: 1, steps: [work: 35m] }
  job: { preset: celery, trigger: { every: 10m, offset: 10m }, expires: 8m, pool: workers, steps: [work: 1m, progress] }
`;
    expect(told(text, /^(expired|progresses)/)).toEqual([
      '18 expired',
      '28 expired',
      '36 progresses 1',
      '41 progresses 1',
      '51 progresses 1',
    ]);
  });

  it('acknowledges before it runs: a worker that dies loses the task', () => {
    const text = task('preset: celery, trigger: { every: 2h, offset: 0 }, crashes: { at: 5m }', 'work: 10m, progress');
    expect(told(text, /crash|progress/)).toEqual(['5 crashed']);
  });

  it('acks_late on Redis: unacknowledged for an hour it is delivered again, a longer task again and again in a loop', () => {
    const late = (work: string) => `pools: { workers: { preset: celery, slots: 4 } }
${task('preset: celery, trigger: { every: 2d, offset: 0 }, delivery: { visibility: 1h }, pool: workers', `work: ${work}, progress`)}`;
    expect(startsOf(late('50m'), '5h')).toEqual(['0']);
    expect(startsOf(late('90m'), '5h')).toEqual(['0', '60', '120', '180', '240']);
    const { runs, progress, served } = simulate(load(late('90m'), '5h')).report.tasks.job!;
    expect(runs).toMatchObject({ triggered: 1, started: 5, completed: 4, redelivered: 4, duplicates: 4 });
    expect([progress.amount, served!.share]).toEqual([1, 1]);
    const found = lint(load(late('90m'), '5h')).worlds[0]!.findings.map(({ code, severity }) => [code, severity]);
    expect(found).toContainEqual(['QS024', 'error']);
  });

  it('acks_late and reject_on_worker_lost: what a dead worker had is delivered again when the timeout is over', () => {
    const text = task(
      'preset: celery, trigger: { every: 2d, offset: 0 }, delivery: { visibility: 1h }, crashes: { at: 5m }',
      'work: 10m, progress',
    );
    expect(told(text, /crash|progress/, '2h')).toEqual(['5 crashed, again at 60', '70 progresses 1']);
  });
});

describe('APScheduler 3', () => {
  const missed = (until: string) =>
    startsOf(down('15m', until) + task('preset: apscheduler, trigger: { every: 10m, offset: 0 }'));

  it('misfire_grace_time of 1 s: what is late by no more still runs, what is later does not', () => {
    expect(missed('20m1s')).toEqual(['0', '10', '20.0167 (20)', '30', '40', '50']);
    expect(missed('1201001ms')).toEqual(['0', '10', '30', '40', '50']);
  });

  it('coalesce: of several that were missed the last one runs', () => {
    expect(missed('40m1s')).toEqual(['0', '10', '40.0167 (40)', '50']);
  });

  it('max_instances of 1: a start that finds the job running is skipped', () => {
    const text = task('preset: apscheduler, trigger: { every: 10m, offset: 0 }', 'work: 25m, progress');
    expect(startsOf(text)).toEqual(['0', '30']);
  });
});

describe('Kubernetes CronJob', () => {
  const everyMinute = (more = '', steps?: string) =>
    task(`preset: kubernetes-cronjob, trigger: { cron: "* * * * *" }${more}`, steps);
  const last = (text: string) => startsOf(text, '3h').at(-1);

  it('more than 100 missed starts, and it never starts again', () => {
    // Down from 08:29 to 10:21: 112 starts are missed.
    expect(last(down('29m', '141m') + everyMinute())).toBe('28');
    // 100 of them, and it goes on.
    expect(last(down('29m', '129m') + everyMinute())).toBe('179');
    expect(last(down('29m', '130m') + everyMinute())).toBe('28');
  });

  it('startingDeadlineSeconds of 200: only what was missed in those is counted', () => {
    const text = down('29m', '141m') + everyMinute(', catchUp: { within: 200s }');
    expect(startsOf(text, '3h')).toContain('142');
  });

  it('Forbid: starts that find the last one running are skipped, and count as missed', () => {
    const forbid = (work: string) =>
      startsOf(everyMinute(', whenBusy: skip, catchUp: { busyToo: true }', `work: ${work}, progress`), '3h');
    expect(forbid('90m')).toEqual(['0', '90']);
    expect(forbid('102m')).toEqual(['0']);
  });

  it('Replace: the newer start ends the job that runs', () => {
    const text = task('preset: kubernetes-cronjob, trigger: { cron: "*/20 * * * *" }, whenBusy: replace', 'work: 25m');
    expect(told(text, /^(starts|replaced)/)).toEqual([
      '0 starts',
      '20 replaced',
      '20 starts',
      '40 replaced',
      '40 starts',
    ]);
  });
});

describe('BullMQ', () => {
  it('limiter: a window that begins with the first job after the last one ended', () => {
    const text = `supplies: { queue: { preset: bullmq, max: 2, duration: 10m } }
tasks:
  job: { trigger: { every: 2h, offset: 3m }, whenBusy: skip, steps: [{ repeat: { times: 6, steps: [spend: { queue: 1 }, progress] } }] }
`;
    expect(doneAt(text)).toEqual([3, 3, 13, 13, 23, 23]);
  });

  it('job scheduler: the next job is made when the last one begins to be processed, so that at most one waits', () => {
    const text = (after: string) => `pools: { worker: { preset: bullmq } }
tasks:
  other: { trigger: { every: 2h, offset: 5m }, whenBusy: skip, pool: worker, steps: [work: 25m] }
  job: { preset: bullmq, trigger: { every: 10m, offset: 0${after} }, pool: worker, steps: [work: 1m, progress] }
`;
    // The job of 10 waits until 30; 20 and 30 are passed over, and nobody owes them.
    expect(doneAt(text(', after: start'))).toEqual([1, 31, 41, 51]);
    expect(simulate(load(text(', after: start'))).report.tasks.job!.runs).toMatchObject({ triggered: 4, skipped: 0 });
    expect(doneAt(text(''))).toEqual([1, 31, 32, 33, 41, 51]);
  });

  it('a job whose worker dies stalls, is processed once more, and fails when it stalls again', () => {
    const text = (crashes: string) =>
      task(`preset: bullmq, trigger: { every: 2h, offset: 0 }, crashes: [${crashes}]`, 'work: 5m, progress');
    expect(told(text('{ at: 2m }'), /crash|progress/)).toEqual(['2 crashed, again at 3', '8 progresses 1']);
    expect(told(text('{ at: 2m }, { at: 4m }'), /crash|progress/)).toEqual(['2 crashed, again at 3', '4 crashed']);
  });

  it('a worker renews its lock: a long job is processed once', () => {
    const text = task('preset: bullmq, trigger: { every: 2h, offset: 0 }', 'work: 50m, progress');
    expect(told(text, /^(starts|progresses)/)).toEqual(['0 starts', '50 progresses 1']);
  });
});

describe('Temporal', () => {
  const overlap = (whenBusy: string, horizon = '1h') =>
    startsOf(task(`preset: temporal, trigger: { every: 10m, offset: 0 }${whenBusy}`, 'work: 25m, progress'), horizon);

  it.each([
    { policy: 'Skip', whenBusy: '', starts: ['0', '30'] },
    // 20 finds 10 waiting, 40 finds 30.
    { policy: 'BufferOne', whenBusy: ', whenBusy: queue one', starts: ['0', '25 (10)', '50 (30)'] },
    { policy: 'BufferAll', whenBusy: ', whenBusy: queue all', starts: ['0', '25 (10)', '50 (20)'] },
    { policy: 'AllowAll', whenBusy: ', whenBusy: allow', starts: ['0', '10', '20', '30', '40', '50'] },
    { policy: 'CancelOther', whenBusy: ', whenBusy: replace', starts: ['0', '10', '20', '30', '40', '50'] },
    { policy: 'TerminateOther', whenBusy: ', whenBusy: replace hard', starts: ['0', '10', '20', '30', '40', '50'] },
  ])('overlap policy $policy, starts every 10 min and runs of 25', ({ whenBusy, starts }) => {
    expect(overlap(whenBusy)).toEqual(starts);
  });

  it('a run that is cancelled gives its lock back, one that is terminated leaves it behind', () => {
    const held = (whenBusy: string) =>
      told(
        `locks: { l: { lease: 15m } }\n${task(
          `preset: temporal, trigger: { every: 10m, offset: 0 }, whenBusy: ${whenBusy}`,
          'acquire: l, work: 25m, progress',
        )}`,
        /^holds/,
        '35m',
      );
    expect(held('replace')).toEqual(['0 holds l', '10 holds l', '20 holds l', '30 holds l']);
    // The lease of the first is over at 15, that of the second, which began then, at 30.
    expect(held('replace hard')).toEqual(['0 holds l', '15 holds l', '30 holds l']);
  });

  it('catchup window: what was missed within it is made up for', () => {
    const text = (within: string) =>
      `${down('15m', '42m')}${task(`preset: temporal, trigger: { every: 10m, offset: 0 }, catchUp: { starts: all, within: ${within} }, whenBusy: queue all`)}`;
    expect(startsOf(text('365d'))).toEqual(['0', '10', '42 (20)', '42.5 (30)', '43 (40)', '50']);
    expect(startsOf(text('15m'))).toEqual(['0', '10', '42 (30)', '42.5 (40)', '50']);
  });
});

describe('Sidekiq', () => {
  it('queues in a strict order: as long as the first has jobs the second waits', () => {
    const text = `pools: { threads: { preset: sidekiq, slots: 1, order: priority } }
tasks:
  critical: { preset: sidekiq, trigger: { every: 9m, offset: 0 }, pool: threads, priority: 1, steps: [work: 10m] }
  job: { preset: sidekiq, trigger: { every: 2h, offset: 0 }, pool: threads, steps: [progress] }
`;
    expect(doneAt(text, '10h')).toEqual([]);
    expect(doneAt(text.replace('work: 10m', 'work: 8m'), '1h')).toEqual([8]);
  });

  it('a process that is killed loses the job it had', () => {
    const text = task('preset: sidekiq, trigger: { every: 2h, offset: 0 }, crashes: { at: 5m }', 'work: 10m, progress');
    expect(told(text, /crash|progress/)).toEqual(['5 crashed']);
  });
});

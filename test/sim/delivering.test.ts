/** Starts that are delivered at most once, or at least once: after a crash, and to two runs at a time. */
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/analysis/findings/lint.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { first, logRun } from './log.ts';

const load = (text: string) =>
  loadScenario(`quotasim: 1\nhorizon: 60ms\ngrid: 1ms\norder: priority\nreplications: 1\n${text}`, { file: 'x.yaml' });

/** What happens to runs of task a in sixty milliseconds. */
function told(text: string): readonly string[] {
  return logRun(load(text).worlds[0]!.model, first).lines.filter((line) =>
    / a (starts|completed|failed|crashed|stopped|expired|is delivered|progresses)/.test(line),
  );
}

const job = (delivery: string, steps: string, more = ''): string =>
  `tasks:\n  a: { trigger: { every: 90ms, offset: 0 }, whenBusy: allow, delivery: ${delivery}${more}, steps: [${steps}] }\n`;

describe('delivery: at most once', () => {
  it('loses the start of a run that crashes, though failed ones are tried again', () => {
    const retry = ', retry: { attempts: 2, wait: 3ms }';
    expect(told(job('at most once', 'work: 2ms, crash', retry))).toEqual(['0 a starts', '2 a crashed']);
    expect(told(job('at most once', 'work: 2ms, fail', retry))).toEqual([
      '0 a starts',
      '2 a failed, again at 5',
      '7 a failed',
    ]);
  });
});

describe('delivery: { visibility }', () => {
  it('delivers the start of a run that crashed again when the timeout is over, counted from its delivery', () => {
    expect(told(job('{ visibility: 10ms, deliveries: 2 }', 'work: 2ms, crash'))).toEqual([
      '0 a starts',
      '2 a crashed, again at 10',
      '2 a is delivered again',
      '12 a crashed',
    ]);
  });

  it('delivers the start of a run that lasts longer to another, again and again', () => {
    expect(told(job('{ visibility: 10ms }', 'work: 25ms, progress')).slice(0, 9)).toEqual([
      '0 a starts',
      '10 a starts',
      '10 a is delivered twice',
      '20 a starts',
      '20 a is delivered twice',
      '25 a progresses 1',
      '25 a completed',
      '30 a starts',
      '30 a is delivered twice',
    ]);
  });

  it.each([
    // Work that ends at that very time is done.
    { work: '10ms', deliveries: 9, runs: { started: 1, redelivered: 0, duplicates: 0, completed: 1, unfinished: 0 } },
    { work: '11ms', deliveries: 1, runs: { started: 1, redelivered: 0, duplicates: 0, completed: 1, unfinished: 0 } },
    { work: '11ms', deliveries: 3, runs: { started: 3, redelivered: 2, duplicates: 2, completed: 3, unfinished: 0 } },
    { work: '25ms', deliveries: 9, runs: { started: 6, redelivered: 5, duplicates: 5, completed: 4, unfinished: 2 } },
  ])('work of $work, $deliveries deliveries: one start is served once, however often it is done', (each) => {
    const text = job(`{ visibility: 10ms, deliveries: ${each.deliveries} }`, `work: ${each.work}, progress`);
    const { runs, progress, served } = simulate(load(text)).report.tasks.a!;
    expect(runs).toMatchObject({ triggered: 1, ...each.runs });
    expect(progress.amount).toBe(1);
    expect(served!.share).toBe(1);
  });

  it('counts from when the run has its slot', () => {
    const lines = told(`pools: { p: { slots: 1 } }
tasks:
  b: { trigger: { every: 90ms, offset: 0 }, whenBusy: skip, pool: p, steps: [work: 30ms] }
  a: { trigger: { every: 90ms, offset: 1ms }, whenBusy: allow, pool: p, delivery: { visibility: 10ms }, steps: [work: 5ms, progress] }
`);
    expect(lines).toEqual(['1 a starts', '35 a progresses 1', '35 a completed']);
  });

  it('delivers again what a hard limit has killed', () => {
    expect(
      told(job('{ visibility: 10ms, deliveries: 2 }', 'work: 9ms, progress', ', timeLimit: { hard: 4ms }')),
    ).toEqual(['0 a starts', '4 a crashed, again at 10', '4 a is delivered again', '14 a crashed']);
  });

  it('begins at once where a crash falls on the end of the timeout', () => {
    expect(told(job('{ visibility: 5ms, deliveries: 2 }', 'work: 5ms, crash'))).toEqual([
      '0 a starts',
      '5 a crashed, again at 5',
      '5 a is delivered again',
      '10 a crashed',
    ]);
  });
});

describe('delivery: { visibility, renewed }', () => {
  it('delivers again only after a crash, however long a run lasts', () => {
    const renewed = '{ visibility: 10ms, renewed: true, deliveries: 2 }';
    expect(told(job(renewed, 'work: 25ms, progress'))).toEqual(['0 a starts', '25 a progresses 1', '25 a completed']);
    expect(told(job(renewed, 'work: 25ms, crash'))).toEqual([
      '0 a starts',
      '25 a crashed, again at 35',
      '25 a is delivered again',
    ]);
  });
});

describe('what is known', () => {
  const every = (delivery: string, steps: string): string =>
    job(delivery, steps).replace('every: 90ms', 'every: 20ms').replace('whenBusy: allow', 'whenBusy: allow, pool: p');
  const proved = (delivery: string, steps: string) =>
    verify(load(`pools: { p: { slots: 2 } }\n${every(delivery, steps)}`)).worlds[0]!;

  it('without a crash that repeats, a start is served by one of its deliveries', () => {
    const { stopped, tasks } = proved('{ visibility: 10ms, deliveries: 2 }', 'work: 3ms, progress');
    expect(stopped).toBe('complete');
    expect(tasks[0]).toMatchObject({ claim: 'live', worst: { firstMs: 3, betweenMs: 20 } });
  });

  it('a crash may come each time: then nothing is ever served', () => {
    const { stopped, tasks } = proved('{ visibility: 10ms, deliveries: 2 }', 'work: 3ms, crash: 50%, progress');
    expect(stopped).toBe('complete');
    expect(tasks[0]!.claim).toBe('starvable');
  });

  it('no proof where two runs can have one start', () => {
    const { stopped, tasks } = proved('{ visibility: 10ms, deliveries: 2 }', 'work: 11ms, progress');
    expect(stopped).not.toBe('complete');
    expect(tasks[0]!.claim).toBe('unknown');
  });
});

describe('QS024', () => {
  const severity = (delivery: string, steps: string, more = '') =>
    lint(load(job(delivery, steps, more)))
      .worlds[0]!.findings.filter(({ code }) => code === 'QS024')
      .map((finding) => finding.severity);

  it.each([
    { delivery: '{ visibility: 10ms }', steps: 'work: 10ms, progress', found: [] },
    { delivery: '{ visibility: 10ms }', steps: 'work: 11ms, progress', found: ['error'] },
    { delivery: '{ visibility: 10ms }', steps: 'work: { uniform: [5ms, 15ms] }, progress', found: ['warning'] },
    { delivery: '{ visibility: 10ms }', steps: 'repeat: { times: 3, steps: [work: 4ms] }, progress', found: ['error'] },
    // What lies behind a step that may end the run need not be done.
    { delivery: '{ visibility: 10ms }', steps: 'work: 5ms, crash: 50%, work: 6ms, progress', found: ['warning'] },
    { delivery: '{ visibility: 10ms, renewed: true }', steps: 'work: 11ms, progress', found: [] },
    { delivery: '{ visibility: 10ms, deliveries: 1 }', steps: 'work: 11ms, progress', found: [] },
    { delivery: 'at most once', steps: 'work: 11ms, progress', found: [] },
  ])('$delivery, $steps: $found', ({ delivery, steps, found }) => {
    expect(severity(delivery, steps)).toEqual(found);
  });

  it('is silent where a limit ends the run before', () => {
    expect(severity('{ visibility: 10ms }', 'work: 50ms, progress', ', timeLimit: 10ms')).toEqual([]);
    expect(severity('{ visibility: 10ms }', 'work: 50ms, progress', ', timeLimit: 11ms')).toEqual(['error']);
  });
});

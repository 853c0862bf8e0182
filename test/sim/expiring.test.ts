/** Starts that wait too long, in the queue of their task or for their slot; and queues with one place. */
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { first, logRun } from './log.ts';

const load = (text: string, horizon = '60ms') =>
  loadScenario(`quotasim: 1\nhorizon: ${horizon}\ngrid: 1ms\norder: priority\nreplications: 1\n${text}`, {
    file: 'x.yaml',
  });

/** What happens to starts and runs of task a in sixty milliseconds; who comes first in the document has the first turn. */
function told(text: string): readonly string[] {
  return logRun(load(text).worlds[0]!.model, first).lines.filter((line) =>
    / a (starts|completed|failed|crashed|replaced|stopped|expired|skipped|queued|drops)/.test(line),
  );
}

const every = (periodMs: number, more: string, steps: string): string =>
  `tasks:\n  a: { trigger: { every: ${periodMs}ms, offset: 0 }, ${more}, steps: [${steps}] }\n`;

describe('expires, in the queue', () => {
  it.each([
    // A run takes 25 ms, and starts come every 10: the one of 10 has waited 15 when the first run ends.
    { expires: '14ms', at: ['24 a drops what was due 10', '25 a starts, due 20'] },
    // What it waits for comes at the very instant at which it would be dropped: it begins.
    { expires: '15ms', at: ['25 a starts, due 10', '35 a drops what was due 20'] },
    { expires: '16ms', at: ['25 a starts, due 10', '36 a drops what was due 20'] },
  ])('after $expires', ({ expires, at }) => {
    const lines = told(every(10, `whenBusy: queue all, expires: ${expires}`, 'work: 25ms, progress'));
    expect(lines.filter((line) => !/ (queued|completed)|^0 /.test(line)).slice(0, 2)).toEqual(at);
  });

  it('counts from when the start began to wait, and drops each in its own time', () => {
    const lines = told(every(10, 'whenBusy: queue all, expires: 12ms', 'work: 100ms, progress'));
    expect(lines.filter((line) => line.includes('drops'))).toEqual([
      '22 a drops what was due 10',
      '32 a drops what was due 20',
      '42 a drops what was due 30',
      '52 a drops what was due 40',
    ]);
  });

  it('keeps no room for what was dropped: ten thousand starts leave as they came', () => {
    const { report } = simulate(load(every(1, 'whenBusy: queue all, expires: 5ms', 'work: 100ms, progress'), '10s'));
    const { runs } = report.tasks.a!;
    expect(runs).toMatchObject({ triggered: 10_000, started: 100, expired: 9_895, queued: 5 });
  });

  it('tells whoever waits for it that it is over', () => {
    const { model } = load(`tasks:
  p: { trigger: { every: 90ms, offset: 5ms }, whenBusy: skip, steps: [{ emit: { a: 1, wait: true } }, progress] }
  a: { trigger: [{ on: p }, { every: 90ms, offset: 0 }], whenBusy: queue all, expires: 7ms, steps: [work: 50ms, progress] }
`).worlds[0]!;
    expect(logRun(model, first).lines.filter((line) => line.includes(' p '))).toContain('12 p completed');
  });
});

describe('expires, before a pool', () => {
  const pooled = (expires: string, more = ''): string => `pools: { p: { slots: 1 } }
${every(10, `whenBusy: allow, pool: p, expires: ${expires}${more}`, 'work: 25ms, progress')}`;

  it.each([
    { expires: '14ms', at: ['24 a expired', '44 a expired', '50 a completed'] },
    // A grant beats the deadline of the same instant.
    { expires: '15ms', at: ['35 a expired', '45 a expired', '50 a completed'] },
  ])('after $expires', ({ expires, at }) => {
    expect(
      told(pooled(expires))
        .filter((line) => /expired|50 a completed/.test(line))
        .slice(0, 3),
    ).toEqual(at);
  });

  it('lets a run that has its slot last as long as it likes, and wait for others', () => {
    const lines = told(`pools: { p: { slots: 1 } }\nlocks: { l: {} }
tasks:
  b: { trigger: { every: 90ms, offset: 0 }, whenBusy: skip, steps: [acquire: l, work: 40ms] }
  a: { trigger: { every: 90ms, offset: 1ms }, whenBusy: skip, pool: p, expires: 2ms, steps: [acquire: l, work: 9ms, progress] }
`);
    expect(lines).toEqual(['1 a starts', '49 a completed']);
  });

  it('counts the time in the queue and the time before the pool together', () => {
    const lines = told(`pools: { p: { slots: 1 } }
tasks:
  b: { trigger: { every: 90ms, offset: 12ms }, whenBusy: skip, priority: 1, pool: p, steps: [work: 40ms] }
  a: { trigger: { every: 10ms, offset: 1ms }, whenBusy: queue all, pool: p, expires: 9ms, steps: [work: 15ms, progress] }
`);
    // Due at 11, begun at 16 behind the first run, expired at 20 behind b; the next waits from 31 on, in vain.
    expect(lines.slice(0, 5)).toEqual([
      '1 a starts',
      '11 a queued',
      '16 a completed',
      '16 a starts, due 11',
      '20 a expired',
    ]);
  });

  it('is about starts: a further attempt waits for its slot without a limit', () => {
    const lines = told(`pools: { p: { slots: 1 } }
tasks:
  a: { trigger: { every: 90ms, offset: 0 }, whenBusy: skip, pool: p, expires: 2ms, retry: { attempts: 2, wait: 5ms }, steps: [work: 1ms, fail] }
  b: { trigger: { every: 90ms, offset: 3ms }, whenBusy: skip, pool: p, steps: [work: 40ms] }
`);
    expect(lines).toEqual(['0 a starts', '1 a failed, again at 6', '44 a failed']);
  });
});

describe('whenBusy: queue one', () => {
  it('keeps one start waiting, and skips the others', () => {
    const lines = told(every(10, 'whenBusy: queue one', 'work: 25ms, progress'));
    expect(lines.slice(0, 7)).toEqual([
      '0 a starts',
      '10 a queued',
      '20 a skipped',
      '25 a completed',
      '25 a starts, due 10',
      '30 a queued',
      '40 a skipped',
    ]);
  });

  it('has a place again where the one that waited has expired', () => {
    const lines = told(every(10, 'whenBusy: queue one, expires: 12ms', 'work: 100ms, progress'));
    expect(lines.slice(0, 5)).toEqual([
      '0 a starts',
      '10 a queued',
      '20 a skipped',
      '22 a drops what was due 10',
      '30 a queued',
    ]);
  });
});

describe('whenBusy: replace hard', () => {
  it('kills the run: its locks stay behind, its slot comes back, and it is not tried again', () => {
    const { lines } = logRun(
      load(`locks: { l: { lease: 30ms } }\npools: { p: { slots: 1 } }
${every(10, 'whenBusy: replace hard, pool: p, retry: { attempts: 9, wait: 1ms }', 'acquire: l, work: 25ms, progress')}`)
        .worlds[0]!.model,
      first,
    );
    expect(lines.filter((line) => /^10 /.test(line))).toEqual([
      '10 a leaves l behind',
      '10 a releases p',
      '10 a replaced',
      '10 a starts',
      '10 a holds p',
      '10 a waits at 0',
    ]);
    expect(lines).toContain('30 a no more holds l');
  });
});

describe('what is known', () => {
  const claim = (text: string) => {
    const scenario = load(text, '1s');
    const [task] = verify(scenario).worlds[0]!.tasks;
    const { report } = withProofs(simulate(scenario), scenario, verify(scenario));
    return { claim: task!.claim, worst: task!.worst, served: task!.served, report: report.tasks.a! };
  };

  it('of a queue that is kept short by expiry: it does not grow, and a proof says how much is served', () => {
    const {
      claim: says,
      worst,
      served,
      report,
    } = claim(every(10, 'whenBusy: queue all, expires: 12ms', 'work: 25ms, progress'));
    expect(says).toBe('live');
    expect(worst).toEqual({ firstMs: 25, betweenMs: 25 });
    // Two of five starts: a run every 25 ms.
    expect({ due: served!.due, served: served!.served }).toEqual({ due: 5, served: 2 });
    expect(report.claim).toBe('live');
  });

  it('of a start that never gets its slot: it starves', () => {
    const { claim: says, report } = claim(`pools: { p: { slots: 1 } }
tasks:
  a: { trigger: { every: 10ms, offset: 5ms }, whenBusy: allow, pool: p, expires: 3ms, steps: [progress] }
  b: { trigger: always, pool: p, steps: [repeat: [work: 10ms, progress]] }
`);
    expect(says).toBe('starved');
    expect(report).toMatchObject({ claim: 'starved', mechanism: 'starvation' });
    expect(report.runs).toMatchObject({ triggered: 100, started: 100, expired: 100, unfinished: 0 });
    expect(report.cause).toMatchInlineSnapshot(`"100 of 100 starts of a waited 3 ms for the pool p and expired"`);
  });

  it('of a task whose starts expire behind its own run', () => {
    const { report } = claim(every(10, 'whenBusy: queue all, expires: 2ms', 'repeat: [work: 10ms], progress'));
    expect(report).toMatchObject({ claim: 'starved' });
    expect(report.cause).toMatchInlineSnapshot(`"99 of 100 starts of a waited 2 ms for its run to end and expired"`);
  });
});

/** What happens in which order at one instant is part of the contract. */
import { describe, expect, it } from 'vitest';
import { always, constant, every, lock, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

const progress = { kind: 'progress', amount: constant(1) } as const;

describe('at one instant', () => {
  it('counts the refill before anybody looks', () => {
    const { lines } = logRun(
      model({
        horizonMs: 60_001,
        supplies: [supply()],
        tasks: [task('a', [{ kind: 'spend', supply: 0, cost: constant(5) }])],
        triggers: [every(0, 60_000, 60_000)],
      }),
    );
    expect(lines).toEqual(['60000 a starts', '60000 a spends 5 -> 0', '60000 a completed']);
  });

  it('ends work before triggers: a start at the end of the run before it is not skipped', () => {
    const { lines } = logRun(
      model({
        horizonMs: 1_500,
        tasks: [task('a', [{ kind: 'work', duration: constant(1_000) }, progress])],
        triggers: [every(0, 1_000)],
      }),
    );
    expect(lines).toEqual([
      '0 a starts',
      '0 a works until 1000',
      '1000 a progresses 1',
      '1000 a completed',
      '1000 a starts',
      '1000 a works until 2000',
    ]);
  });

  it('skips a start that comes one millisecond before the end', () => {
    const { lines } = logRun(
      model({
        horizonMs: 1_500,
        tasks: [task('a', [{ kind: 'work', duration: constant(1_001) }])],
        triggers: [every(0, 1_000)],
      }),
    );
    expect(lines).toEqual(['0 a starts', '0 a works until 1001', '1000 a skipped', '1001 a completed']);
  });

  it('gives a released permit to the first waiter, not to whoever asks at that instant', () => {
    const hold = [{ kind: 'acquire', lock: 0 } as const, { kind: 'work', duration: constant(1_000) } as const];
    const { lines } = logRun(
      model({
        horizonMs: 1_500,
        locks: [lock()],
        tasks: [task('a', hold, { priority: 3 }), task('b', hold, { priority: 1 }), task('c', hold, { priority: 2 })],
        triggers: [every(0, 9_000), every(1, 9_000), every(2, 9_000, 1_000)],
      }),
    );
    expect(lines.filter((line) => /holds|waits|releases/.test(line))).toEqual([
      '0 a holds lock',
      '0 b waits at 0',
      '1000 a releases lock',
      '1000 b holds lock',
      '1000 c waits at 0',
    ]);
  });

  it('judges a deadline after one more try: a grant at the same instant wins', () => {
    const waiting = (atMost: number) =>
      logRun(
        model({
          horizonMs: 70_000,
          supplies: [supply()],
          tasks: [
            task('a', [
              { kind: 'await', supply: 0, target: { kind: 'level', level: constant(5) }, atMost: constant(atMost) },
              progress,
            ]),
          ],
          triggers: [every(0, 900_000)],
        }),
      ).lines.at(-1);
    expect(waiting(60_000)).toBe('60000 a completed');
    expect(waiting(59_999)).toBe('59999 a stopped');
  });

  it('lets a passed await and the spend behind it go through without another run between them', () => {
    const steps = [
      { kind: 'await', supply: 0, target: { kind: 'level', level: constant(50) } } as const,
      { kind: 'spend', supply: 0, cost: constant(40) } as const,
    ];
    const { lines } = logRun(
      model({
        horizonMs: 1,
        order: 'any',
        supplies: [supply({ initial: { kind: 'fixed', value: 60 } })],
        tasks: [task('a', steps), task('b', steps)],
        triggers: [every(0, 900_000), every(1, 900_000)],
      }),
    );
    expect(lines.filter((line) => /spends|waits/.test(line))).toEqual(['0 a spends 60 -> 20', '0 b waits at 1']);
  });

  it('takes a permit back when its lease ends, while its holder goes on', () => {
    const steps = (durationMs: number) => [
      { kind: 'acquire', lock: 0 } as const,
      { kind: 'work', duration: constant(durationMs) } as const,
      { kind: 'release', lock: 0 } as const,
    ];
    const { lines } = logRun(
      model({
        horizonMs: 5_000,
        locks: [lock({ leaseMs: 1_000 })],
        tasks: [task('a', steps(1_500), { priority: 1 }), task('b', steps(1_000))],
        triggers: [every(0, 9_000), every(1, 9_000)],
      }),
    );
    expect(lines.filter((line) => /holds|loses|releases|completed/.test(line))).toEqual([
      '0 a holds lock',
      '1000 a loses lock',
      '1000 b holds lock',
      '1500 a completed',
      '2000 b releases lock',
      '2000 b completed',
    ]);
  });

  it('stops a loop that lets no time pass, and says so', () => {
    const { end } = logRun(model({ tasks: [task('a', [progress])], triggers: [always(0)] }));
    expect(end.stopped).toBe('zeno');
  });

  it('queues starts while busy and runs them one after the other, each with the time it was due', () => {
    const { lines } = logRun(
      model({
        horizonMs: 5_000,
        tasks: [task('a', [{ kind: 'work', duration: constant(2_000) }], { whenBusy: 'queue all' })],
        triggers: [every(0, 1_500)],
      }),
    );
    expect(lines.filter((line) => /starts|queued/.test(line))).toEqual([
      '0 a starts',
      '1500 a queued',
      '2000 a starts, due 1500',
      '3000 a queued',
      '4000 a starts, due 3000',
      '4500 a queued',
    ]);
  });

  it('excludes what is due at the horizon itself', () => {
    const { lines } = logRun(model({ horizonMs: 1_000, tasks: [task('a', [])], triggers: [every(0, 1_000)] }));
    expect(lines).toEqual(['0 a starts', '0 a completed']);
  });
});

describe('debt', () => {
  const spendFrom = (kind: 'none' | 'unlimited' | 'clamp' | 'limited', level: number, cost: number) =>
    logRun(
      model({
        horizonMs: 1,
        supplies: [
          supply({
            initial: { kind: 'fixed', value: level },
            debt: kind === 'limited' ? { kind, grains: 10 } : { kind },
          }),
        ],
        tasks: [task('a', [{ kind: 'spend', supply: 0, cost: constant(cost) }])],
        triggers: [every(0, 900_000)],
      }),
    ).lines[1];

  it.each([
    { kind: 'none', level: 39, outcome: '0 a waits at 2' },
    { kind: 'none', level: 40, outcome: '0 a spends 40 -> 0' },
    { kind: 'unlimited', level: 0, outcome: '0 a waits at 2' },
    { kind: 'unlimited', level: 1, outcome: '0 a spends 1 -> -39' },
    { kind: 'limited', level: 29, outcome: '0 a waits at 2' },
    { kind: 'limited', level: 30, outcome: '0 a spends 30 -> -10' },
    { kind: 'clamp', level: 0, outcome: '0 a waits at 2' },
    { kind: 'clamp', level: 1, outcome: '0 a spends 1 -> 0' },
  ] as const)('$kind at level $level and cost 40: $outcome', ({ kind, level, outcome }) => {
    expect(spendFrom(kind, level, 40)).toBe(outcome);
  });
});

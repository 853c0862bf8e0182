/** A lock-out begins just below its floor, and is over just at its upper level. */
import { describe, expect, it } from 'vitest';
import { constant, every, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

const progress = { kind: 'progress', amount: constant(1) } as const;
const perSecond = { kind: 'stepwise', grains: 1, everyMs: 1000, phaseMs: { kind: 'fixed', value: 0 } } as const;

/** Takes `cost` at 10 s from a level of 10, then asks for one more grain, for ever. */
function taking(cost: number, over: object = {}) {
  return logRun(
    model({
      horizonMs: 40_000,
      supplies: [
        supply({
          capacityGrains: 10,
          initial: { kind: 'fixed', value: 10 },
          refill: perSecond,
          debt: { kind: 'none' },
          lockout: { belowGrains: 3, untilGrains: 6 },
          ...over,
        }),
      ],
      tasks: [
        task('a', [
          { kind: 'spend', supply: 0, cost: constant(cost) },
          { kind: 'spend', supply: 0, cost: constant(1) },
          progress,
        ]),
      ],
      triggers: [every(0, 60_000, 10_000)],
    }),
  ).lines.filter((line) => /spends|waits/.test(line));
}

describe('a lock-out', () => {
  it('does not begin at its floor', () => {
    expect(taking(7)).toEqual(['10000 a spends 10 -> 3', '10000 a spends 3 -> 2']);
  });

  it('begins just below it, and is over at the upper level, not before', () => {
    expect(taking(8)).toEqual(['10000 a spends 10 -> 2', '10000 a waits at 2', '14000 a spends 6 -> 5']);
  });

  it('holds for whoever comes meanwhile, and for a call', () => {
    const { lines } = logRun(
      model({
        horizonMs: 40_000,
        supplies: [
          supply({
            capacityGrains: 10,
            initial: { kind: 'fixed', value: 2 },
            refill: perSecond,
            lockout: { belowGrains: 3, untilGrains: 6 },
          }),
        ],
        tasks: [
          task('a', [{ kind: 'spend', supply: 0, cost: constant(1), atMost: constant(0), otherwise: 'stop' }]),
          task('b', [{ kind: 'call', supply: 0, cost: constant(1) }]),
        ],
        triggers: [every(0, 1000, 1000), every(1, 60_000, 2000)],
      }),
    );
    expect(lines.filter((line) => /spends|gives up|refused/.test(line)).slice(0, 6)).toEqual([
      '1000 a gives up after 0',
      '2000 a gives up after 0',
      '2000 b is refused 4 -> 4',
      '2000 b gives up after 0',
      '3000 a gives up after 0',
      '4000 a spends 6 -> 5',
    ]);
  });
});

describe('giving up if longer', () => {
  const asking = (limitMs: number) =>
    logRun(
      model({
        horizonMs: 40_000,
        supplies: [supply({ capacityGrains: 10, refill: perSecond, debt: { kind: 'none' } })],
        tasks: [
          task('a', [
            { kind: 'spend', supply: 0, cost: constant(5), giveUpIfLongerThan: constant(limitMs), otherwise: 'stop' },
            progress,
          ]),
        ],
        triggers: [every(0, 60_000)],
      }),
    ).lines;

  it('waits for as long as it said', () => {
    expect(asking(5000)).toEqual([
      '0 a starts',
      '0 a waits at 2',
      '5000 a spends 5 -> 0',
      '5000 a progresses 1',
      '5000 a completed',
    ]);
  });

  it('gives up at once where it would be one millisecond longer', () => {
    expect(asking(4999)).toEqual(['0 a starts', '0 a waits at 2', '0 a gives up after 0', '0 a stopped']);
  });

  it('is judged again at each refusal: somebody who takes meanwhile makes it too long', () => {
    const target = { kind: 'level', level: constant(5) } as const;
    const { lines } = logRun(
      model({
        horizonMs: 40_000,
        supplies: [supply({ capacityGrains: 10, refill: perSecond })],
        tasks: [
          task('a', [
            { kind: 'await', supply: 0, target, giveUpIfLongerThan: constant(5000), otherwise: 'fail' },
            progress,
          ]),
          task('b', [{ kind: 'spend', supply: 0, cost: constant(6) }]),
        ],
        triggers: [every(0, 60_000), every(1, 60_000, 4000)],
      }),
    );
    expect(lines.filter((line) => line.includes(' a '))).toEqual([
      '0 a starts',
      '0 a waits at 1',
      '5000 a gives up after 5000',
      '5000 a failed',
    ]);
  });
});

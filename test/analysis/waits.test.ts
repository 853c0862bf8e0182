/** What counts as one wait, and which is remembered: hand-fed events. */
import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { begin } from '../../src/sim/engine.ts';
import { assemble } from '../../src/sim/machine.ts';
import { always, constant, every, lock, model, supply, task } from '../sim/build.ts';
import { first } from '../sim/log.ts';

const AWAIT = 0;
const SPEND = 1;
const ACQUIRE = 2;

/** One task that awaits, spends and acquires; a second one to take from it. Its first three operations are numbered above. */
function recorder(warmupMs = 0): Recorder {
  const level = { kind: 'level', level: constant(50) } as const;
  const machine = assemble(
    model({
      horizonMs: 1_000,
      warmupMs,
      supplies: [supply({ initial: { kind: 'fixed', value: 40 } })],
      locks: [lock({ kind: 'pool' })],
      tasks: [
        task('waiter', [
          { kind: 'await', supply: 0, target: level, atMost: constant(90), otherwise: 'continue' },
          { kind: 'spend', supply: 0, cost: constant(10) },
          { kind: 'acquire', lock: 0 },
        ]),
        task('taker', [{ kind: 'spend', supply: 0, cost: constant(1) }]),
      ],
      triggers: [always(0), every(1, 100)],
    }),
  );
  const recording = new Recorder(machine, begin(machine, first));
  recording.started(0, 0, 0);
  return recording;
}

const samples = (recording: Recorder) =>
  recording.waits.slice(0, 3).map(({ count, sum, max }) => (count === 0 ? [] : [count, sum, max]));

describe('a wait', () => {
  it('of an await and of the spend behind it is one', () => {
    const recording = recorder();
    recording.instant(10);
    recording.blocked(0, 0, AWAIT);
    recording.instant(40);
    recording.passed(0, 0, AWAIT, 30);
    recording.blocked(0, 0, SPEND);
    recording.instant(45);
    recording.spent(0, 0, 0, 40, 30);
    recording.passed(0, 0, SPEND, 5);
    expect(samples(recording)).toEqual([[], [1, 35, 35], []]);
  });

  it('that was given up is carried on where the run goes on', () => {
    const recording = recorder();
    recording.instant(10);
    recording.blocked(0, 0, AWAIT);
    recording.instant(100);
    recording.gaveUp(0, 0, AWAIT, 90);
    recording.spent(0, 0, 0, 40, 30);
    recording.passed(0, 0, SPEND, 0);
    expect(samples(recording)).toEqual([[], [1, 90, 90], []]);
    expect(recording.record(200).gaveUpAt[AWAIT]).toBe(1);
  });

  it('for a slot of a pool is of its own kind, and is a sample when it took no time', () => {
    const recording = recorder();
    recording.instant(10);
    recording.held(0, 0, 0);
    recording.passed(0, 0, ACQUIRE, 0);
    expect(samples(recording)).toEqual([[], [], [1, 0, 0]]);
  });

  it('that goes on at the end is no sample, but may be the longest', () => {
    const recording = recorder();
    recording.instant(100);
    recording.blocked(0, 0, AWAIT);
    recording.instant(150);
    recording.started(1, 1, 150);
    recording.spent(1, 1, 0, 40, 15);
    expect(samples(recording)).toEqual([[], [], []]);
    expect(recording.record(1_000).tasks[0]!.longestWait).toEqual({
      operation: AWAIT,
      fromMs: 100,
      toMs: 1_000,
      finished: false,
      peakGrains: 40,
      leftGrains: 15,
      spentGrains: [0, 25],
      polledGrains: [0, 0],
      heldBy: [0, 0],
      leftBy: [0, 0],
    });
  });

  it('that is as long as one before it is not remembered instead', () => {
    const recording = recorder();
    for (const atMs of [100, 300]) {
      recording.instant(atMs);
      recording.blocked(0, 0, ACQUIRE);
      recording.instant(atMs + 50);
      recording.passed(0, 0, ACQUIRE, 50);
    }
    expect(recording.record(1_000).tasks[0]!.longestWait).toMatchObject({ fromMs: 100, toMs: 150, finished: true });
  });

  it.each([
    { when: 'just before the warm-up is over', endMs: 499, expected: [[], [], []] },
    { when: 'at its end', endMs: 500, expected: [[], [], [1, 200, 200]] },
  ])('that ends $when is a sample only if it counts', ({ endMs, expected }) => {
    const recording = recorder(500);
    recording.instant(endMs - 200);
    recording.blocked(0, 0, ACQUIRE);
    recording.instant(endMs);
    recording.passed(0, 0, ACQUIRE, 200);
    const { tasks } = recording.record(1_000);
    expect(samples(recording)).toEqual(expected);
    // A promise about waiting has no warm-up.
    expect(tasks[0]!.longestWait).toMatchObject({ fromMs: endMs - 200, toMs: endMs });
  });
});

it('measures nothing in a run that a limit stopped before its warm-up was over', () => {
  const recording = recorder(500);
  recording.instant(100);
  recording.blocked(0, 0, ACQUIRE);
  expect(recording.record(400)).toMatchObject({
    endMs: 400,
    measuredMs: 0,
    supplies: [{ meanGrains: expect.any(Number) }],
  });
});

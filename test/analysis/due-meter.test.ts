/** What is due and waits, against a recount by definition from every event, on random systems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/analysis/meters/clock.ts';
import { DueMeter } from '../../src/analysis/meters/due-meter.ts';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { SeenRun } from '../../src/analysis/meters/seen-run.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { both } from '../../src/sim/listen/observers.ts';
import { assemble } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { type Event, remember } from './recount.ts';
import { system } from './systems.ts';

/** One start of a task, from when it was due to when nothing more is known of it. */
interface StartOf {
  readonly dueMs: number;
  readonly progressMs: number[];
  endMs: number | undefined;
}

/** The starts of a task that became runs, and those that were skipped. */
function startsOf(task: number, events: readonly Event[]): { runs: StartOf[]; skippedMs: number[] } {
  const own = events.filter((event) => event.task === task);
  const alive = new Map<number, StartOf>();
  const runs: StartOf[] = [];
  for (const { what, run: frame, atMs, dueMs } of own) {
    if (what === 'started') {
      const one: StartOf = { dueMs, progressMs: [], endMs: undefined };
      alive.set(frame, one);
      runs.push(one);
    }
    if (what === 'progressed') alive.get(frame)!.progressMs.push(atMs);
    if (what === 'ended') alive.get(frame)!.endMs = atMs;
  }
  return { runs, skippedMs: own.filter(({ what }) => what === 'skipped').map(({ atMs }) => atMs) };
}

function longestStart(runs: readonly StartOf[], untilMs: number): number {
  const waits = runs.flatMap(({ dueMs, progressMs, endMs }) => {
    const stops = [dueMs, ...progressMs];
    const last = stops.at(-1)!;
    const left = endMs === undefined ? untilMs - last : progressMs.length === 0 ? endMs - last : 0;
    return [left, ...progressMs.map((atMs, index) => atMs - stops[index]!)];
  });
  return Math.max(0, ...waits);
}

describe('a recorder of what is due', () => {
  it('finds the longest wait of any start, and never one of the task that is longer than its time without progress', () => {
    fc.assert(
      fc.property(system, (model) => {
        const machine = assemble(model);
        const choose = sampler(machine, { seed: 'due', replication: 0 });
        const state = begin(machine, choose);
        const recorder = new Recorder(machine, state);
        const events: Event[] = [];
        const observer = both(recorder, remember(events));
        const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000 });
        fc.pre(end.stopped === 'until' || end.stopped === 'idle');
        const { due, tasks } = recorder.record(end.atMs);
        model.tasks.forEach((_, task) => {
          const { runs } = startsOf(task, events);
          const triggers = events.filter((event) => event.task === task && event.what === 'triggered');
          const queued = events.filter((event) => event.task === task && event.what === 'queued');
          const left = tasks[task]!.runs.queued;
          const oldest = left === 0 ? null : end.atMs - queued.at(-left)!.atMs;
          const seen = due[task]!;
          expect(seen.due).toBe(triggers.length > 0);
          expect(seen.oldestQueuedMs).toBe(oldest);
          expect(seen.longestStartMs).toBe(Math.max(longestStart(runs, end.atMs), oldest ?? 0));
          expect(seen.longestMs).toBeLessThanOrEqual(tasks[task]!.progress.longestMs);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('gives a task that always has something due its time without progress', () => {
    fc.assert(
      fc.property(system, (model) => {
        const machine = assemble(model);
        const choose = sampler(machine, { seed: 'due', replication: 1 });
        const state = begin(machine, choose);
        const recorder = new Recorder(machine, state);
        const end = run(machine, state, choose, { untilMs: model.horizonMs, observer: recorder, eventsMax: 1_000 });
        fc.pre(end.stopped === 'until' || end.stopped === 'idle');
        const { due, tasks } = recorder.record(end.atMs);
        model.tasks.forEach((_, task) => {
          if (machine.always[task] === 1) expect(due[task]!.longestMs).toBe(tasks[task]!.progress.longestMs);
        });
      }),
      { numRuns: 150 },
    );
  });
});

type Progress = (nowMs: number, dueMs: number, amount?: number) => void;

describe('a meter of what is due', () => {
  /** What a meter has seen by 100 of what it is told, each thing at its time; all runs are one, due when it says. */
  const told = (tell: (at: (nowMs: number) => DueMeter, progress: Progress) => void, measured = true) => {
    const clock = new Clock();
    const meter = new DueMeter(clock);
    if (measured) meter.beginMeasuring();
    const at = (nowMs: number) => {
      clock.nowMs = nowMs;
      return meter;
    };
    tell(at, (nowMs, dueMs, amount = 1) => {
      const run = new SeenRun(1, 0);
      run.sinceMs = dueMs;
      at(nowMs).progressed(run, amount);
    });
    return meter.record(100, undefined, 0);
  };

  it('counts nothing while nothing is due', () => {
    const { longestMs, due } = told((at, progress) => {
      at(40).triggered();
      progress(45, 40);
      at(45).idle();
    });
    expect([due, longestMs]).toEqual([true, 5]);
    expect(told(() => {})).toMatchObject({ due: false, longestMs: 0, pace: null });
  });

  it('goes on from a start that was skipped after the last progress', () => {
    const { longestMs } = told((at, progress) => {
      at(10).triggered();
      progress(12, 10);
      at(30).triggered();
      at(30).skipped();
      at(31).idle();
    });
    expect(longestMs).toBe(70);
  });

  it('forgets a start that came to nothing once the task makes progress', () => {
    const { longestMs } = told((at, progress) => {
      at(10).triggered();
      at(10).skipped();
      at(10).idle();
      at(20).triggered();
      progress(25, 20);
      at(25).idle();
    });
    expect(longestMs).toBe(15);
  });

  it('takes all progress of one instant for one step of the pace, and leaves the warm-up out', () => {
    const { pace } = told((at, progress) => {
      progress(5, 0, 9);
      at(8).beginMeasuring();
      progress(10, 0, 1);
      progress(10, 0, 2);
      progress(20, 0, 1);
    }, false);
    expect(pace).toEqual({ firstMs: 10, lastMs: 20, firstAmount: 3, largestAmount: 3 });
  });
});

/** Latencies and ages against a recount of everything that happened, one millisecond at a time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroupedAges } from '../../src/analysis/meters/ages.ts';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { GroupedTally } from '../../src/analysis/statistics/grouped-tally.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { both } from '../../src/sim/listen/observers.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { type Event, remember } from './recount.ts';
import { system } from './systems.ts';

const LIMITS = [0, 7, 30];

function recorded(model: Model) {
  const machine = assemble(model);
  const choose = sampler(machine, { seed: 'latency', replication: 0 });
  const state = begin(machine, choose);
  const each = model.tasks.map(() => LIMITS);
  const recorder = new Recorder(machine, state, { latencyMs: each, ageMs: each, windows: [], emptyBy: [] });
  const events: Event[] = [];
  const observer = both(recorder, remember(events));
  const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000 });
  fc.pre(end.stopped !== 'zeno' && end.stopped !== 'events-max');
  return { events, recorder, record: recorder.record(end.atMs), endMs: end.atMs };
}

/** Starts due since the warm-up: how long the done ones took, and how long the open ones have taken. */
function recountLatency({ warmupMs }: Model, task: number, events: readonly Event[], endMs: number) {
  const due = new Map<number, number>();
  const queue: number[] = [];
  const done: number[] = [];
  for (const { what, run: number, dueMs, atMs, how, task: whose } of events) {
    if (whose !== task) continue;
    if (what === 'queued') queue.push(atMs);
    if (what === 'started') {
      if (queue[0] === dueMs) queue.shift();
      due.set(number, dueMs);
    }
    if (what === 'ended') {
      if (how === 'completed' && due.get(number)! >= warmupMs) done.push(atMs - due.get(number)!);
      due.delete(number);
    }
  }
  const open = [...due.values(), ...queue].filter((dueMs) => dueMs >= warmupMs).map((dueMs) => endMs - dueMs);
  return { done, open };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const within = (values: readonly number[], limitMs: number) => values.filter((value) => value <= limitMs).length;

it('counts how long after it was due each run was done, and what is still open', () => {
  fc.assert(
    fc.property(system, (model) => {
      const { events, record, recorder, endMs } = recorded(model);
      record.latencies.forEach((one, task) => {
        const { done, open } = recountLatency(model, task, events, endMs);
        expect(one).toEqual({
          done: done.length,
          sumMs: sum(done),
          longestMs: Math.max(0, ...done),
          within: LIMITS.map((limitMs) => within(done, limitMs)),
          open: open.length,
          openMs: sum(open),
          oldestMs: Math.max(0, ...open),
          openLate: LIMITS.map((limitMs) => open.length - within(open, limitMs)),
        });
        const sorted = done.toSorted((left, right) => left - right);
        if (done.length > 0)
          expect(recorder.latencies[task]!.quantile(0.5)).toBe(sorted[Math.ceil(done.length / 2) - 1]);
      });
    }),
    { numRuns: 150 },
  );
});

describe('the age of the last progress', () => {
  /** At the middle of each millisecond measured, less the half: how old the last progress was then. */
  function recountAges({ warmupMs }: Model, task: number, events: readonly Event[], endMs: number): readonly number[] {
    const times = events
      .filter(({ what, task: whose }) => what === 'progressed' && whose === task)
      .map(({ atMs }) => atMs);
    return Array.from({ length: endMs - warmupMs }, (_, index) => {
      const atMs = warmupMs + index;
      return atMs - (times.findLast((time) => time <= atMs) ?? 0);
    });
  }

  it('is what it was in each millisecond: mean, time within limits, quantiles', () => {
    fc.assert(
      fc.property(system, (model) => {
        const { events, record, recorder, endMs } = recorded(model);
        fc.pre(endMs === model.horizonMs);
        record.ages.forEach(({ meanMs, within: times }, task) => {
          const ages = recountAges(model, task, events, endMs);
          // In a millisecond that begins with an age of a whole number it grows by one.
          expect(meanMs * ages.length).toBeCloseTo(sum(ages) + ages.length / 2, 6);
          expect(times).toEqual(
            LIMITS.map((limitMs) => {
              const ms = ages.filter((age) => age < limitMs).length;
              return { lowMs: ms, highMs: ms };
            }),
          );
          const gaps = new GroupedTally();
          const grouped = new GroupedAges(gaps);
          gaps.add(0, recorder.gaps[task]!);
          grouped.add(0, recorder.agesOf(task, endMs));
          const sorted = ages.toSorted((left, right) => left - right);
          for (const p of [0.1, 0.5, 0.95, 0.99, 1]) {
            // The age passes through the millisecond at whose end the share is reached.
            expect(grouped.quantile(p)).toBe(sorted[Math.ceil(p * ages.length - 1e-9) - 1]! + 1);
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});

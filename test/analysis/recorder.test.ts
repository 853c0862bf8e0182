/** The recorder against a recount of everything that happened, on random systems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder, type ReplicationRecord } from '../../src/analysis/meters/recorder.ts';
import { begin, levelNow, run } from '../../src/sim/engine.ts';
import { both } from '../../src/sim/listen/observers.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model, Operation } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { type Event, recountLock, recountServed, recountSupply, remember } from './recount.ts';
import { operationsOf, system } from './systems.ts';

interface Recorded {
  readonly events: readonly Event[];
  /** Those that count: from the warm-up on. */
  readonly counted: readonly Event[];
  readonly record: ReplicationRecord;
  readonly recorder: Recorder;
  readonly levels: readonly number[];
}

function record(model: Model): Recorded | undefined {
  const machine = assemble(model);
  const choose = sampler(machine, { seed: 'recorder', replication: 0 });
  const state = begin(machine, choose);
  const recorder = new Recorder(machine, state);
  const events: Event[] = [];
  const observer = both(recorder, remember(events));
  const end = run(machine, state, choose, { untilMs: model.horizonMs, observer, eventsMax: 1_000 });
  if (end.stopped === 'zeno' || end.stopped === 'events-max') return undefined;
  const counted = events.filter(({ atMs }) => atMs >= model.warmupMs);
  const levels = model.supplies.map((_, supply) => levelNow(machine, state, supply));
  return { events, counted, record: recorder.record(end.atMs), recorder, levels };
}

/** Checks a promise on many systems; those that loop without time are another test's. */
function always(check: (model: Model, recorded: Recorded) => void): void {
  fc.assert(
    fc.property(system, (model) => {
      const recorded = record(model);
      fc.pre(recorded !== undefined);
      check(model, recorded);
    }),
    { numRuns: process.env.QUOTASIM_LONG === undefined ? 35 : 600 },
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('a recorder', () => {
  it('follows every level: area, extremes, debt, what the refill offered and what was left', () => {
    always((model, { events, record: { supplies }, levels }) => {
      supplies.forEach((one, supply) => {
        const recount = recountSupply(model, supply, events);
        const measured = recount.levels.slice(model.warmupMs, model.horizonMs);
        expect(one.leftGrains).toBe(levels[supply]);
        expect(one.leftGrains).toBe(recount.left);
        expect(one.meanGrains * measured.length).toBeCloseTo(sum(measured), 6);
        expect(one.debtMs).toBe(measured.filter((level) => level < 0).length);
        expect(one.minGrains).toBeLessThanOrEqual(Math.min(...measured));
        expect(one.maxGrains).toBeGreaterThanOrEqual(Math.max(...measured));
        expect(one.maxGrains).toBeLessThanOrEqual(model.supplies[supply]!.capacityGrains);
      });
    });
  });

  it('conserves tokens: initial + refilled = used + wasted + left, and nothing else is wasted than what did not fit', () => {
    always((model, { events, record: { supplies } }) => {
      supplies.forEach(({ initialGrains, refilledGrains, leftGrains, spentGrains, polledGrains }, supply) => {
        const wasted = initialGrains + refilledGrains - sum(spentGrains) - sum(polledGrains) - leftGrains;
        expect(wasted).toBeGreaterThanOrEqual(0);
        expect(wasted).toBe(recountSupply(model, supply, events).wasted);
      });
    });
  });

  it('tells who took what', () => {
    always((model, { counted, record: { supplies } }) => {
      supplies.forEach(({ spentGrains, polledGrains, looks }, supply) => {
        const took = (what: Event['what'], task: number) =>
          sum(
            counted
              .filter((event) => event.what === what && event.task === task && event.supply === supply)
              .map(({ before, after }) => before - after),
          );
        expect(spentGrains).toEqual(model.tasks.map((_, task) => took('spent', task)));
        expect(polledGrains).toEqual(model.tasks.map((_, task) => took('polled', task)));
        expect(looks).toBe(sum(counted.filter((event) => event.supply === supply).map((event) => event.looks)));
      });
    });
  });

  it('counts starts and what became of them', () => {
    always((model, { events, counted, record: { tasks } }) => {
      tasks.forEach(({ runs }, task) => {
        const count = (what: Event['what'], how = '') =>
          counted.filter((event) => event.what === what && event.task === task && event.how === how).length;
        const alive = events.filter(({ what, task: whose }) => whose === task && what === 'started').length;
        const ended = events.filter(({ what, task: whose }) => whose === task && what === 'ended').length;
        expect(runs).toMatchObject({
          triggered: count('triggered'),
          started: count('started'),
          skipped: count('skipped'),
          stopped: count('ended', 'stopped'),
          completed: count('ended', 'completed'),
          failed: count('ended', 'failed'),
          unfinished: alive - ended,
          ...recountServed(model, task, events),
        });
        if (model.warmupMs === 0) expect(runs.triggered).toBe(runs.started + runs.skipped + runs.queued);
      });
    });
  });

  it('measures progress: first and last, every gap, and the longest time without', () => {
    always((model, { events, counted, record: { tasks }, recorder }) => {
      tasks.forEach(({ progress }, task) => {
        const isMine = (event: Event) => event.what === 'progressed' && event.task === task;
        const times = events.filter(isMine).map(({ atMs }) => atMs);
        const gaps = times.slice(1).map((time, index) => time - times[index]!);
        expect(progress).toEqual({
          amount: sum(counted.filter(isMine).map(({ amount }) => amount)),
          firstMs: times[0] ?? null,
          lastMs: times.at(-1) ?? null,
          longestMs: Math.max(times[0] ?? 0, ...gaps, model.horizonMs - (times.at(-1) ?? 0)),
        });
        expect([recorder.gaps[task]!.count, recorder.gaps[task]!.sum]).toEqual([gaps.length, sum(gaps)]);
      });
    });
  });

  it('shares out the time in which permits were held, and held by waiting runs', () => {
    always((model, { events, counted, record: { locks, measuredMs } }) => {
      locks.forEach((one, lock) => {
        const permitMs = measuredMs * model.locks[lock]!.permits;
        const { heldMs, heldWaitingMs } = recountLock(model, lock, events);
        expect(one.heldShare * permitMs).toBeCloseTo(heldMs, 6);
        expect(one.heldWaitingShare * permitMs).toBeCloseTo(heldWaitingMs, 6);
        expect(one.expired).toBe(
          counted.filter(({ what, lock: which }) => what === 'expired' && which === lock).length,
        );
      });
    });
  });

  it('takes one sample per permit, and one per ask for tokens that an await and its spend make together', () => {
    always((model, { counted, recorder }) => {
      fc.pre(model.warmupMs === 0);
      const operations = operationsOf(model);
      model.tasks.forEach((_, task) => {
        const ends = counted.filter(
          ({ what, task: whose, waitedMs }) =>
            whose === task && (what === 'passed' || (what === 'gaveUp' && waitedMs > 0)),
        );
        const together = ends.filter(({ operation, what }) => {
          const [here, next] = [operations[operation]!, operations[operation + 1]];
          if (here.kind !== 'await' || next?.kind !== 'spend' || next.supply !== here.supply) return false;
          return what === 'passed' || here.otherwise === 'continue';
        });
        const samples = recorder.waits.slice(3 * task, 3 * task + 3);
        // An await whose spend goes on waiting, or gives up at once, is no sample of its own.
        expect(sum(samples.map(({ count }) => count))).toBeGreaterThanOrEqual(ends.length - together.length);
        expect(sum(samples.map(({ count }) => count))).toBeLessThanOrEqual(ends.length);
        expect(sum(samples.map((tally) => tally.sum))).toBeLessThanOrEqual(sum(ends.map(({ waitedMs }) => waitedMs)));
      });
    });
  });

  it('remembers the longest wait of each task, who took tokens meanwhile and who held what it waited for', () => {
    always((model, { events, record: { tasks } }) => {
      const operations = operationsOf(model);
      tasks.forEach(({ longestWait }, task) => {
        const waits = waitsOf(events, task, model.horizonMs);
        const longestMs = Math.max(0, ...waits.map(({ fromMs, toMs }) => toMs - fromMs));
        expect(longestWait === null ? 0 : longestWait.toMs - longestWait.fromMs).toBe(longestMs);
        if (longestWait === null) return;
        const found = waits.filter(
          ({ fromMs, toMs, operation }) =>
            fromMs === longestWait.fromMs && toMs === longestWait.toMs && operation === longestWait.operation,
        );
        expect(found.length).toBeGreaterThan(0);
        const operation = operations[longestWait.operation]!;
        const taken = found.map(({ between }) =>
          takenIn(between, model, 'supply' in operation ? operation.supply : -1),
        );
        expect(taken).toContainEqual([longestWait.spentGrains, longestWait.polledGrains]);
        if (operation.kind === 'acquire') expect(longestWait.heldBy.some((permits) => permits > 0)).toBe(true);
        const peaks = found.map(({ between }) => peakIn(between, operation));
        if (operation.kind === 'acquire') expect(longestWait.peakGrains).toBeNull();
        // A wait that nobody disturbed saw just the level at its end.
        else if (longestWait.finished && peaks.every(Number.isFinite)) expect(peaks).toContain(longestWait.peakGrains);
        else expect(longestWait.peakGrains).toBeGreaterThanOrEqual(Math.min(...peaks));
      });
    });
  });
});

interface Wait {
  readonly operation: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly between: readonly Event[];
}

/** Every wait of a task with the events in it; what the run paid to pass its own `spend` is not in it. */
function waitsOf(events: readonly Event[], task: number, endMs: number): Wait[] {
  return events.flatMap(({ what, task: whose, run: waiter, operation, atMs }, index) => {
    if (what !== 'blocked' || whose !== task) return [];
    const rest = events.slice(index + 1);
    const end = rest.findIndex((event) => event.run === waiter && ['passed', 'gaveUp'].includes(event.what));
    const own = end > 0 && rest[end - 1]!.what === 'spent' && rest[end - 1]!.run === waiter ? 1 : 0;
    const between = end < 0 ? rest : rest.slice(0, end - own);
    return [{ operation, fromMs: atMs, toMs: end < 0 ? endMs : rest[end]!.atMs, between }];
  });
}

/** The highest level at which somebody took something; -Infinity where nobody did. */
function peakIn(between: readonly Event[], operation: Operation): number {
  const supply = 'supply' in operation ? operation.supply : -1;
  const takes = between.filter((event) => event.supply === supply && event.before !== event.after);
  return Math.max(...takes.map(({ before }) => before));
}

function takenIn(between: readonly Event[], model: Model, supply: number): [number[], number[]] {
  const took = (what: Event['what']) =>
    model.tasks.map((_, task) =>
      sum(
        between
          .filter((event) => event.what === what && event.task === task && event.supply === supply)
          .map(({ before, after }) => before - after),
      ),
    );
  return [took('spent'), took('polled')];
}

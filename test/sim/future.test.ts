/** What is said of all time to come: held to the plain run far beyond, and to exploration. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { type Future, futureOf } from '../../src/sim/future/future.ts';
import { SILENT } from '../../src/sim/listen/silent.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { closedSystem } from '../analysis/closed-systems.ts';
import { constant, model, task } from './build.ts';
import { first } from './log.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const EVENTS_MAX = 20_000;

interface Plain {
  readonly nowMs: number;
  /** By task: instants with progress, and starts in line at the end. */
  readonly progress: readonly (readonly number[])[];
  readonly queued: readonly number[];
  readonly levels: readonly number[];
  /** By task: starts that were due, and those whose run made progress. */
  readonly due: readonly number[];
  readonly served: readonly number[];
}

/** The plain run until `untilMs`. */
function plain(of: Model, untilMs: number): Plain {
  const machine = assemble(of);
  const state = begin(machine, first);
  const progress = of.tasks.map((): number[] => []);
  const [due, served] = [of.tasks.map(() => 0), of.tasks.map(() => 0)];
  const progressed = new Set<number>();
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant: (atMs: number) => {
      nowMs = atMs;
    },
    triggered: (task: number) => {
      due[task]!++;
    },
    started: (_task: number, run: number) => {
      progressed.delete(run);
    },
    progressed: (task: number, run: number, amount: number) => {
      if (!(amount > 0)) return;
      if (progress[task]!.at(-1) !== nowMs) progress[task]!.push(nowMs);
      if (!progressed.has(run)) served[task]!++;
      progressed.add(run);
    },
  };
  run(machine, state, first, { untilMs, observer });
  const levels = machine.supplies.map(({ everyMs, stepGrains, capacityGrains }, supply) => {
    const steps = Math.floor((state.nowMs - state.sinceMs[supply]!) / everyMs);
    return Math.min(capacityGrains, state.level[supply]! + steps * stepGrains);
  });
  return { nowMs: state.nowMs, progress, queued: Array.from(state.queued), levels, due, served };
}

function gapsOf(instants: readonly number[]): number[] {
  return instants.slice(1).map((atMs, index) => atMs - instants[index]!);
}

function holds(of: Model, future: Exclude<Future, { kind: 'not-seen' }>): void {
  const periodMs = future.kind === 'recurs' ? future.periodMs : 100;
  const growth = future.kind === 'recurs' ? future.growth : undefined;
  const ends = [3, 4, 9].map((cycles) => plain(of, future.fromMs + cycles * periodMs));
  const [third, fourth, ninth] = ends as [Plain, Plain, Plain];
  future.progress.forEach(({ forEver, firstMs, betweenMs }, task) => {
    const instants = ninth.progress[task]!;
    expect(instants.some((atMs) => atMs >= future.fromMs)).toBe(forEver);
    expect(instants[0] ?? null).toBe(firstMs);
    const gaps = gapsOf(instants);
    expect(gaps.length === 0 ? null : Math.max(...gaps)).toBe(betweenMs);
  });
  const more = (of: (seen: Plain) => readonly number[]) => of(fourth).map((now, index) => now - of(third)[index]!);
  if (future.kind === 'rests') return;
  expect(more(({ queued }) => queued)).toEqual(growth?.queued ?? of.tasks.map(() => 0));
  expect(more(({ levels }) => levels).map((by) => -by + 0)).toEqual(growth?.sunk ?? of.supplies.map(() => 0));
  expect(ninth.queued.map((now, task) => now - third.queued[task]!)).toEqual(
    more(({ queued }) => queued.map((by) => 6 * by)),
  );
}

/** In each later cycle as many starts are due, and as many are served, as is said. Gives how many tasks it was said of. */
function serves(of: Model, future: Extract<Future, { kind: 'recurs' }>): number {
  const [third, ninth] = [3, 9].map((cycles) => plain(of, future.fromMs + cycles * future.periodMs)) as [Plain, Plain];
  let told = 0;
  future.served.forEach((share, task) => {
    if (share === null) return;
    told++;
    expect(ninth.due[task]! - third.due[task]!).toBe(6 * share.due);
    expect(ninth.served[task]! - third.served[task]!).toBe(6 * share.served);
  });
  return told;
}

function kindOf(future: Future): string {
  if (future.kind !== 'recurs' || future.growth === undefined) return future.kind;
  return future.growth.sunk.some((by) => by > 0) ? 'sinks' : 'queues';
}

describe('the future of a run that leaves nothing open', () => {
  it('is what the plain run does, far beyond the first cycle', () => {
    const kinds: Record<string, number> = { recurs: 0, rests: 0, queues: 0, sinks: 0 };
    fc.assert(
      fc.property(closedSystem, (of) => {
        const future = futureOf(assemble(of), EVENTS_MAX);
        kinds[kindOf(future)]!++;
        if (future.kind !== 'not-seen') holds(of, future);
      }),
      { numRuns: LONG ? 2_000 : 200 },
    );
    // Otherwise nothing was shown of some of them.
    expect(Object.entries(kinds).filter(([, count]) => count < 3)).toEqual([]);
  });

  it('serves in each cycle the share that is told, to the last start', () => {
    let [shares, between] = [0, 0];
    fc.assert(
      fc.property(closedSystem, (of) => {
        const future = futureOf(assemble(of), EVENTS_MAX);
        if (future.kind !== 'recurs') return;
        shares += serves(of, future);
        between += future.served.filter((share) => share !== null && share.served % share.due !== 0).length;
      }),
      { numRuns: LONG ? 2_000 : 100 },
    );
    expect(shares).toBeGreaterThan(LONG ? 1_000 : 50);
    expect(between).toBeGreaterThan(LONG ? 50 : 2);
  });

  it('knows the share wherever starts are due, also of a run that goes on for ever or began before the cycle', () => {
    const closed = (steps: Parameters<typeof task>[1], whenBusy: 'skip' | 'queue all' = 'skip') => {
      const of = model({
        order: 'priority',
        tasks: [task('job', steps, { whenBusy })],
        triggers: [{ path: [], task: 0, kind: 'every', periodMs: 4, offsetMs: { kind: 'fixed', value: 1 } }],
      });
      const future = futureOf(assemble(of), EVENTS_MAX);
      return future.kind === 'recurs' ? future.served[0] : future.kind;
    };
    const work = (ms: number) => ({ kind: 'work', duration: constant(ms) }) as const;
    const progress = { kind: 'progress', amount: constant(1) } as const;
    // Its run makes progress for ever, and no other start is ever served.
    const endless = [
      { kind: 'loop', counter: 0 },
      { kind: 'turn', counter: 0, exit: 5, forgets: [] },
    ] as const;
    expect(closed([...endless, work(2), progress, { kind: 'jump', to: 1 }])).toEqual({ served: 0, due: 1 });
    // At the checkpoint a run is alive that has made progress, or that has not.
    expect(closed([progress, work(5)])).toEqual({ served: 1, due: 2 });
    expect(closed([work(5), progress])).toEqual({ served: 1, due: 2 });
    expect(closed([work(5), progress], 'queue all')).toEqual({ served: 4, due: 5 });
    expect(closed([work(4), progress], 'queue all')).toEqual({ served: 1, due: 1 });
    expect(closed([work(5)])).toEqual({ served: 0, due: 2 });
  });

  it('is what exploration finds, claim by claim and to the last millisecond', () => {
    let agreed = 0;
    fc.assert(
      fc.property(closedSystem, (of) => {
        const future = futureOf(assemble(of), EVENTS_MAX);
        const world = { set: {}, model: of, goals: [], assumptions: [] };
        const { tasks } = verifyWorld(world, { statesMax: 3_000 });
        if (future.kind === 'not-seen') return;
        tasks.forEach(({ claim, worst, served }, task) => {
          if (claim === 'unknown') return;
          const share = future.kind === 'recurs' ? future.served[task] : undefined;
          if (served !== undefined && share !== null && share !== undefined) {
            // Nothing is left open: the worst share is the only one.
            expect(served.served * share.due).toBe(share.served * served.due);
          }
          agreed++;
          const { forEver, firstMs, betweenMs } = future.progress[task]!;
          expect(forEver).toBe(claim === 'live');
          if (forEver) expect({ firstMs, betweenMs }).toEqual(worst);
        });
      }),
      { numRuns: LONG ? 2_000 : 80 },
    );
    expect(agreed).toBeGreaterThan(LONG ? 2_000 : 80);
  });
});

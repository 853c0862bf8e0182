/** What is said of all time to come: held to the plain run far beyond, and to exploration. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../src/sim/engine.ts';
import { type Future, futureOf } from '../../src/sim/future.ts';
import { assemble } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { SILENT } from '../../src/sim/silent.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { closedSystem } from '../analysis/closed-systems.ts';
import { first } from './log.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const EVENTS_MAX = 20_000;

interface Plain {
  readonly nowMs: number;
  /** By task: instants with progress, and starts in line at the end. */
  readonly progress: readonly (readonly number[])[];
  readonly queued: readonly number[];
  readonly levels: readonly number[];
}

/** The plain run until `untilMs`. */
function plain(of: Model, untilMs: number): Plain {
  const machine = assemble(of);
  const state = begin(machine, first);
  const progress = of.tasks.map((): number[] => []);
  let nowMs = 0;
  const observer = {
    ...SILENT,
    instant: (atMs: number) => {
      nowMs = atMs;
    },
    progressed: (task: number, _run: number, amount: number) => {
      if (amount > 0 && progress[task]!.at(-1) !== nowMs) progress[task]!.push(nowMs);
    },
  };
  run(machine, state, first, { untilMs, observer });
  const levels = machine.supplies.map(({ everyMs, stepGrains, capacityGrains }, supply) => {
    const steps = Math.floor((state.nowMs - state.sinceMs[supply]!) / everyMs);
    return Math.min(capacityGrains, state.level[supply]! + steps * stepGrains);
  });
  return { nowMs: state.nowMs, progress, queued: Array.from(state.queued), levels };
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
      { numRuns: LONG ? 2_000 : 300 },
    );
    // Otherwise nothing was shown of some of them.
    expect(Object.entries(kinds).filter(([, count]) => count < 3)).toEqual([]);
  });

  it('is what exploration finds, claim by claim and to the last millisecond', () => {
    let agreed = 0;
    fc.assert(
      fc.property(closedSystem, (of) => {
        const future = futureOf(assemble(of), EVENTS_MAX);
        const world = { set: {}, model: of, goals: [], assumptions: [] };
        const { tasks } = verifyWorld(world, { statesMax: 3_000 });
        if (future.kind === 'not-seen') return;
        tasks.forEach(({ claim, worst }, task) => {
          if (claim === 'unknown') return;
          agreed++;
          const { forEver, firstMs, betweenMs } = future.progress[task]!;
          expect(forEver).toBe(claim === 'live');
          if (forEver) expect({ firstMs, betweenMs }).toEqual(worst);
        });
      }),
      { numRuns: LONG ? 2_000 : 150 },
    );
    expect(agreed).toBeGreaterThan(LONG ? 2_000 : 150);
  });
});

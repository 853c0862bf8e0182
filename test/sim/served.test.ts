/** What holds of every run with lines, lock-outs and calls, whatever the system. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, run } from '../../src/sim/engine.ts';
import { futureOf } from '../../src/sim/future/future.ts';
import { runRecurring } from '../../src/sim/future/recurrence.ts';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import type { Model } from '../../src/sim/model.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { copyState } from '../../src/sim/state.ts';
import { verifyWorld } from '../../src/verify/verify.ts';
import { type Event, recountSupply, remember } from '../analysis/recount.ts';
import { closedServedSystem, servedSystem } from '../analysis/served-systems.ts';
import { first } from './log.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const EVENTS_MAX = 20_000;

function played(model: Model): { readonly machine: Machine; readonly events: Event[]; readonly ended: boolean } {
  const machine = assemble(model);
  const choose = sampler(machine, { seed: 'served', replication: 0 });
  const events: Event[] = [];
  const state = begin(machine, choose);
  const end = run(machine, state, choose, {
    untilMs: model.horizonMs,
    observer: remember(events),
    eventsMax: EVENTS_MAX,
  });
  return { machine, events, ended: end.stopped === 'until' || end.stopped === 'idle' };
}

describe('a run with lines, lock-outs and calls', () => {
  it('tells of every grain that is taken: levels recounted from what was told are those it was told of', () => {
    let [refused, dear] = [0, 0];
    fc.assert(
      fc.property(servedSystem, (model) => {
        const { events, ended } = played(model);
        if (!ended) return;
        refused += events.filter(({ what }) => what === 'refused').length;
        dear += events.filter(({ what, before, after }) => what === 'refused' && after < before).length;
        model.supplies.forEach((_, supply) => {
          const { levels } = recountSupply(model, supply, events);
          const taken = events.filter((event) => event.supply === supply && event.before !== event.after);
          const last = new Map(taken.map((event) => [event.atMs, event.after]));
          for (const [atMs, after] of last) expect(levels[atMs]).toBe(after);
        });
      }),
      { numRuns: LONG ? 3000 : 100 },
    );
    expect(refused).toBeGreaterThan(50);
    expect(dear).toBeGreaterThan(15);
  });

  it('lets nobody pass whoever came before to a line that is first come, first served', () => {
    let [passed, waited] = [0, 0];
    fc.assert(
      fc.property(servedSystem, (model) => {
        const { machine, events } = played(model);
        const lines = model.supplies.map((): number[] => []);
        let through = '';
        for (const { what, run: frame, operation, atMs, waitedMs } of events) {
          if (what !== 'blocked' && what !== 'passed' && what !== 'gaveUp') continue;
          const { lined, subject } = machine.rows[operation]!;
          if (!lined || model.supplies[subject]!.turn !== 'fifo') continue;
          const line = lines[subject]!;
          if (what === 'blocked') line.push(frame);
          else if (what === 'gaveUp') lines[subject] = line.filter((one) => one !== frame);
          else {
            passed++;
            const here = `${frame} ${subject} ${atMs}`;
            const stands = line.includes(frame);
            waited += Number(waitedMs > 0);
            if (stands) expect(line.shift()).toBe(frame);
            // Who has just passed keeps its turn.
            else if (through !== here) expect(line).toEqual([]);
            through = here;
          }
        }
      }),
      { numRuns: LONG ? 3000 : 100 },
    );
    expect(passed).toBeGreaterThan(200);
    expect(waited).toBeGreaterThan(20);
  });

  it('serves nobody in a lock-out', () => {
    let locked = 0;
    fc.assert(
      fc.property(servedSystem, (model) => {
        const { events } = played(model);
        const out = model.supplies.map(() => false);
        for (const { what, supply, before, after } of events) {
          const { lockout } = model.supplies[supply] ?? {};
          if (lockout === undefined || (what !== 'spent' && what !== 'refused' && what !== 'polled')) continue;
          if (before >= lockout.untilGrains) out[supply] = false;
          if (before < lockout.belowGrains) out[supply] = true;
          if (what === 'spent') expect(out[supply]).toBe(false);
          locked += Number(out[supply]);
          if (after < lockout.belowGrains) out[supply] = true;
        }
      }),
      { numRuns: LONG ? 3000 : 100 },
    );
    expect(locked).toBeGreaterThan(20);
  });

  it('goes on from a copy as it would have, and has its shorter run as its beginning', () => {
    fc.assert(
      fc.property(closedServedSystem, fc.integer({ min: 1, max: 400 }), (model, atMs) => {
        const machine = assemble(model);
        const whole = begin(machine, first);
        const end = run(machine, whole, first, { untilMs: 500, eventsMax: EVENTS_MAX });
        if (end.stopped === 'zeno' || end.stopped === 'events-max') return;
        const part = begin(machine, first);
        run(machine, part, first, { untilMs: atMs, eventsMax: EVENTS_MAX });
        const copy = copyState(machine, part);
        for (const state of [part, copy]) run(machine, state, first, { untilMs: 500, eventsMax: EVENTS_MAX });
        expect(canonicalForm(machine, part)).toEqual(canonicalForm(machine, whole));
        expect(canonicalForm(machine, copy)).toEqual(canonicalForm(machine, whole));
      }),
      { numRuns: LONG ? 2000 : 60 },
    );
  });

  it('jumps over its cycles with the figures of the plain run', () => {
    let jumped = 0;
    fc.assert(
      fc.property(closedServedSystem, (model) => {
        const figures = (jumps: boolean) => {
          const machine = assemble(model);
          const state = begin(machine, first);
          const observer = new Recorder(machine, state);
          const options = { untilMs: model.horizonMs, observer, eventsMax: 200_000 };
          const recurring = jumps ? runRecurring(machine, state, first, options) : undefined;
          const end = recurring ?? plainly(machine, state, options);
          if (recurring?.recurrence.kind === 'recurs') jumped += Number(recurring.recurrence.cyclesSkipped > 0);
          return end.stopped === 'zeno' ? 'zeno' : observer.record(end.atMs);
        };
        expect(figures(true)).toEqual(figures(false));
      }),
      { numRuns: LONG ? 2000 : 80 },
    );
    expect(jumped).toBeGreaterThan(LONG ? 500 : 15);
  });

  it('that leaves nothing open has a future that exploration agrees with', () => {
    let compared = 0;
    fc.assert(
      fc.property(closedServedSystem, (model) => {
        const future = futureOf(assemble(model), 5000);
        if (future.kind === 'not-seen') return;
        const { tasks, stopped } = verifyWorld({ set: {}, model, goals: [], assumptions: [] }, { statesMax: 2000 });
        if (stopped !== 'complete') return;
        future.progress.forEach(({ forEver, firstMs, betweenMs }, task) => {
          compared++;
          const { claim, worst } = tasks[task]!;
          expect(claim).toBe(forEver ? 'live' : 'starved');
          if (forEver) expect(worst).toEqual({ firstMs, betweenMs });
        });
      }),
      { numRuns: LONG ? 2000 : 60, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(LONG ? 500 : 15);
  });
});

/** What is counted and not run is told in the part in which it lies. */
function plainly(machine: Machine, state: ReturnType<typeof begin>, options: Parameters<typeof run>[3]) {
  const { warmupMs } = machine.model;
  const warm = run(machine, state, first, { ...options, untilMs: warmupMs });
  return warm.stopped === 'zeno' ? warm : run(machine, state, first, options);
}

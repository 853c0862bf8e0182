/** The contract of all kinds of supply, each held to a twin that works out the level from everything that was ever taken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, run } from '../../../src/sim/engine.ts';
import { assemble } from '../../../src/sim/machine.ts';
import type { Model, Operation } from '../../../src/sim/model.ts';
import { copyState } from '../../../src/sim/state.ts';
import { type Event, remember } from '../../analysis/recount.ts';
import { first, logRun } from '../log.ts';
import { KINDS, systemOf } from './systems.ts';
import { levelByHand, type Taken } from './twins.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const numRuns = LONG ? 3000 : 60;

function eventsOf(model: Model): readonly Event[] {
  const machine = assemble(model);
  const events: Event[] = [];
  run(machine, begin(machine, first), first, { untilMs: model.horizonMs, observer: remember(events) });
  return events;
}

/** What an ask needs, in grains. */
function needOf(operation: Operation): number {
  const amount =
    operation.kind === 'spend'
      ? operation.cost
      : operation.kind === 'await' && operation.target.kind === 'level'
        ? operation.target.level
        : undefined;
  return amount?.kind === 'constant' ? amount.value : 0;
}

/** Follows a run with the twin: whoever passes finds enough, whoever is refused does not, and nobody waits a moment too long. */
function checkAgainstTwin(model: Model): number {
  const { operations } = assemble(model);
  const [spec] = model.supplies;
  const events = eventsOf(model);
  const taken: Taken[] = [];
  const waiting = new Map<number, number>();
  let next = 0;
  let passed = 0;
  for (let atMs = 0; atMs < model.horizonMs; atMs++) {
    const level = (): number => levelByHand(spec!, taken, atMs);
    for (; next < events.length && events[next]!.atMs === atMs; next++) {
      const { what, run: who, operation, before, after, waitedMs } = events[next]!;
      const need =
        what === 'blocked' || what === 'passed' || what === 'gaveUp' ? needOf(operations[operation]!.operation) : 0;
      if (what === 'spent') {
        expect(before).toBe(level());
        const lastsMs = spec!.refill.kind === 'returned' ? lastsOf(model, events[next]!.task) : Infinity;
        taken.push({ atMs, grains: before - after, backMs: atMs + lastsMs });
      } else if (what === 'blocked') {
        expect(level()).toBeLessThan(need);
        waiting.set(who, need);
      } else if (what === 'passed') {
        passed += waitedMs > 0 ? 1 : 0;
        waiting.delete(who);
        // A spend is paid before it is told to have passed.
        if (operations[operation]!.operation.kind === 'await') expect(level()).toBeGreaterThanOrEqual(need);
      } else if (what === 'gaveUp') {
        expect(level()).toBeLessThan(need);
        waiting.delete(who);
      }
    }
    // Whoever still waits when an instant is over could not have gone on at its end.
    for (const need of waiting.values()) expect(level()).toBeLessThan(need);
  }
  return passed;
}

/** The work right behind the spend. */
function lastsOf(model: Model, task: number): number {
  const { program } = model.tasks[task]!;
  const work = program[program.findIndex(({ kind }) => kind === 'spend') + 1]!;
  return work.kind === 'work' && work.duration.kind === 'constant' ? work.duration.value : Infinity;
}

describe.each(KINDS)('a supply of the kind %s', (kind) => {
  it('admits just what its twin would, and wakes a waiter not a millisecond too late', () => {
    let waits = 0;
    fc.assert(
      fc.property(systemOf(kind), (model) => {
        waits += checkAgainstTwin(model);
      }),
      { numRuns },
    );
    expect(waits).toBeGreaterThan(numRuns / 10);
  });

  it('goes on alike from a copy, and a shorter run is the beginning of a longer one', () => {
    fc.assert(
      fc.property(systemOf(kind), fc.integer({ min: 1, max: 79 }), (model, cutMs) => {
        const machine = assemble(model);
        const whole = eventsOf(model);
        const state = begin(machine, first);
        const head: Event[] = [];
        run(machine, state, first, { untilMs: cutMs, observer: remember(head) });
        const tails = [state, copyState(machine, state)].map((from) => {
          const tail: Event[] = [];
          run(machine, from, first, { untilMs: model.horizonMs, observer: remember(tail) });
          return tail;
        });
        expect(tails[1]).toEqual(tails[0]);
        expect([...head, ...tails[0]!]).toEqual(whole);
      }),
      { numRuns: numRuns / 3 },
    );
  });

  it('says the same however long the horizon is', () => {
    fc.assert(
      fc.property(systemOf(kind), (model) => {
        const { lines } = logRun(model);
        const longer = logRun({ ...model, horizonMs: 2 * model.horizonMs }).lines;
        expect(longer.slice(0, lines.length)).toEqual(lines);
      }),
      { numRuns: numRuns / 3 },
    );
  });
});

/** What holds of every run of whatever elements: what is there is what came and was not taken, and nobody waits for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/analysis/meters/recorder.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { canonicalForm } from '../../src/sim/canonical.ts';
import { begin, levelNow, run, step } from '../../src/sim/engine.ts';
import { both } from '../../src/sim/listen/observers.ts';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import { sampler } from '../../src/sim/numbers/random.ts';
import { copyState, equalStates, type State } from '../../src/sim/state.ts';
import { type Event, remember } from '../analysis/recount.ts';
import { wholeScenario } from '../verify/whole.ts';
import { Ledger } from './ledger.ts';
import { checkPermits, checkWaiters } from './resources.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const INSTANTS = LONG ? 150 : 80;

const text: fc.Arbitrary<string> = fc.gen().map((generate) => wholeScenario(generate, { dated: true }));
const machineOf = (scenario: string): Machine =>
  assemble(loadScenario(scenario, { file: 'whole.yaml' }).worlds[0]!.model);

/** Follows what is told of the supplies. */
/** A matcher takes as long as a hundred events: it is asked where it has something to say. */
function agree(found: number, wanted: number): void {
  if (!Object.is(found, wanted)) expect(found).toBe(wanted);
}

class Books {
  readonly ledgers: readonly Ledger[];
  /** By supply: what was taken in all, what is settled later included. */
  readonly taken: number[];
  /** By run and supply: when it last took something of it. */
  readonly #takenMs = new Map<string, number>();

  constructor(machine: Machine, state: State) {
    this.ledgers = machine.supplies.map(
      ({ spec }, supply) => new Ledger(spec, state.level[supply]!, state.sinceMs[supply]!),
    );
    this.taken = this.ledgers.map(() => 0);
  }

  enter({ what, atMs, run: frame, supply, before, after, amount }: Event): void {
    const ledger = this.ledgers[supply];
    // What the time alone does to a supply is known without being told, and is over before anybody asks.
    if (ledger === undefined || what === 'called' || what === 'changed' || (what === 'refilled' && !ledger.isLent))
      return;
    ledger.advance(atMs);
    const key = `${frame} ${supply}`;
    const isWeighed =
      what === 'spent' || what === 'refused' || what === 'polled' || what === 'settled' || what === 'refilled';
    if (isWeighed) agree(ledger.level, before);
    if (what === 'spent' || what === 'refused' || what === 'polled') {
      if (what === 'spent') this.#takenMs.set(key, atMs);
      ledger.take(before - after);
      this.taken[supply]! += before - after;
    } else if (what === 'settled') {
      this.taken[supply]! += amount;
      if (amount > 0) ledger.take(amount);
      else ledger.giveBack(-amount, this.#takenMs.get(key)!);
    } else if (what === 'refilled') {
      ledger.giveBack(after - before, atMs);
    }
    agree(ledger.level, after);
  }
}

/** One sampled run, watched from instant to instant; gives how many waited, added up. */
function watch(machine: Machine, seed: string): number {
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const recorder = new Recorder(machine, state);
  const books = new Books(machine, state);
  const events: Event[] = [];
  const observer = both(recorder, remember(events));
  let waited = 0;
  let before = -1;
  for (let instant = 0; instant < INSTANTS; instant++) {
    const end = step(machine, state, choose, observer);
    if (end.stopped === 'zeno') return waited;
    if (end.events === 0) break;
    expect(state.nowMs).toBeGreaterThan(before);
    before = state.nowMs;
    for (const event of events.splice(0)) {
      if (event.atMs > state.nowMs) expect(event.atMs).toBeLessThanOrEqual(state.nowMs);
      books.enter(event);
    }
    const levels = books.ledgers.map((ledger, supply) => {
      ledger.advance(state.nowMs);
      agree(levelNow(machine, state, supply), ledger.level);
      return ledger.level;
    });
    checkPermits(machine, state);
    waited += checkWaiters(machine, state, levels);
  }
  checkCounts(machine, state, recorder.record(state.nowMs), books);
  return waited;
}

/** What is counted adds up. */
function checkCounts(
  { model, stock }: Machine,
  state: State,
  record: ReturnType<Recorder['record']>,
  books: Books,
): void {
  record.supplies.forEach(({ initialGrains, refilledGrains, leftGrains, spentGrains, polledGrains }, supply) => {
    const used = [...spentGrains, ...polledGrains].reduce((sum, grains) => sum + grains, 0);
    expect(used).toBe(books.taken[supply]);
    expect(leftGrains).toBe(books.ledgers[supply]!.level);
    const wasted = initialGrains + refilledGrains - used - leftGrains;
    // A change makes a level higher or lower, and nobody counts by how much.
    if (model.supplies[supply]!.changes !== undefined) return;
    expect(wasted).toBeGreaterThanOrEqual(0);
    if (model.supplies[supply]!.refill.kind === 'returned') expect(wasted).toBe(0);
  });
  record.backlogs.forEach(({ initial, initialInHand, arrived, lost, done, expired, left, inHand }, backlog) => {
    if (model.backlogs[backlog]!.unlimited) return;
    const { base, slots, capacity } = stock.backlogs[backlog]!;
    expect(initial + initialInHand + arrived).toBe(lost + done + expired + left + inHand);
    expect(left).toBe(state.items.subarray(base, base + slots).reduce((sum, items) => sum + items, 0));
    expect(left + inHand).toBeLessThanOrEqual(capacity);
  });
}

describe('a run of whatever elements', () => {
  it('has what came and was not taken, hands out no more than there is, and lets nobody wait for what is there', () => {
    let waited = 0;
    fc.assert(
      fc.property(text, fc.nat({ max: 1000 }), (scenario, seed) => {
        const machine = machineOf(scenario);
        waited += watch(machine, String(seed));
      }),
      { numRuns: LONG ? 5000 : 25, endOnFailure: true },
    );
    expect(waited).toBeGreaterThan(LONG ? 100_000 : 300);
  });

  it('goes on from a copy as it would have, and has its shorter run as its beginning', () => {
    let compared = 0;
    fc.assert(
      fc.property(text, fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 99 }), (scenario, seed, percent) => {
        const machine = machineOf(scenario);
        const { horizonMs } = machine.model;
        const partMs = Math.floor((horizonMs * percent) / 100);
        const go = (stops: readonly number[]) => {
          const choose = sampler(machine, { seed: `${seed}`, replication: 0 });
          const state = begin(machine, choose);
          const ends = stops.map((untilMs) => run(machine, state, choose, { untilMs, eventsMax: 3000 }).stopped);
          return { state, choose, whole: ends.every((end) => end === 'until' || end === 'idle') };
        };
        const [once, twice, halted] = [go([horizonMs]), go([partMs, horizonMs]), go([partMs])];
        if (!once.whole || !twice.whole) return;
        compared++;
        const copy = copyState(machine, halted.state);
        run(machine, copy, halted.choose, { untilMs: horizonMs });
        expect(equalStates(copy, twice.state)).toBe(true);
        expect(canonicalForm(machine, twice.state)).toEqual(canonicalForm(machine, once.state));
      }),
      { numRuns: LONG ? 3000 : 15, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(LONG ? 2000 : 10);
  });
});

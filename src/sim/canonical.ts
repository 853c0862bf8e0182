/**
 * The canonical form of a state: a row of whole numbers that is the same for two states with the same future.
 *
 * Levels are settled to now and times are relative to now, so that a state can come back; what only statistics ask for
 * is left out; the shared runs of a task are interchangeable and therefore sorted. Each element of a model (a supply, a
 * trigger, a lock's queue, a policy's memory, a run) declares its slots with their ranges, or says why it has none.
 *
 * @module
 */
import type { Machine } from './machine.ts';
import type { State } from './state.ts';
import { NEVER } from './time.ts';
import { settle } from './waiting.ts';

/** One whole number of a canonical state, in [low, high]; `high` may be `Infinity` where the model sets no bound. */
export interface Slot {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** An element whose states cannot be enumerated, and why. */
export interface NotVerifiable {
  readonly name: string;
  readonly reason: string;
}

/** What one kind of element contributes to a canonical state. */
interface Element {
  slots(machine: Machine): readonly Slot[];
  /** Writes the slots' values to `out` from `at`; gives the place behind them. */
  write(machine: Machine, state: State, out: Float64Array, at: number): number;
  notVerifiable(machine: Machine): readonly NotVerifiable[];
}

/** The slots of all elements, in the order of `canonicalForm`; the runs' own slots follow, one group per run. */
export function slotsOf(machine: Machine): readonly Slot[] {
  return ELEMENTS.flatMap((element) => element.slots(machine));
}

/** Everything about the model that an enumeration of its states cannot deal with. Empty: it can be verified. */
export function notVerifiable(machine: Machine): readonly NotVerifiable[] {
  return ELEMENTS.flatMap((element) => element.notVerifiable(machine));
}

/** The canonical form of `state`. Settles the levels, which changes nothing that can be observed. */
export function canonicalForm(machine: Machine, state: State): Float64Array {
  const fixed = slotsOf(machine).length;
  const width = runWidth(machine);
  const out = new Float64Array(fixed + width * state.runsMax);
  let at = 0;
  for (const element of ELEMENTS) at = element.write(machine, state, out, at);
  const rows = runRows(machine, state);
  rows.forEach((row, index) => {
    out.set(row, fixed + index * width);
  });
  return out.subarray(0, fixed + rows.length * width);
}

const supplies: Element = {
  slots: ({ supplies: all }) =>
    all.flatMap(({ spec, everyMs, capacityGrains }) => [
      { name: `${spec.name} level`, low: -Infinity, high: capacityGrains },
      { name: `${spec.name} since refill`, low: 0, high: everyMs - 1 },
    ]),
  write(machine, state, out, at) {
    machine.supplies.forEach((bucket, supply) => {
      settle(state, bucket, supply);
      out[at + 2 * supply] = state.level[supply]!;
      out[at + 2 * supply + 1] = state.nowMs - state.sinceMs[supply]!;
    });
    return at + 2 * machine.supplies.length;
  },
  notVerifiable: () => [],
};

const triggers: Element = {
  slots: ({ model }) =>
    model.triggers.flatMap((trigger, index) => [
      { name: `trigger ${index} due in`, low: -1, high: trigger.kind === 'every' ? 2 * trigger.periodMs : Infinity },
      { name: `trigger ${index} delayed`, low: 0, high: trigger.kind === 'every' ? trigger.periodMs : 0 },
    ]),
  write({ model }, state, out, at) {
    model.triggers.forEach((trigger, index) => {
      const dueMs = state.dueMs[index]!;
      out[at + 2 * index] = relative(state, dueMs);
      out[at + 2 * index + 1] = trigger.kind === 'every' ? dueMs - state.nominalMs[index]! : 0;
    });
    return at + 2 * model.triggers.length;
  },
  notVerifiable: ({ model }) =>
    model.triggers.flatMap((trigger) =>
      trigger.kind === 'poisson'
        ? [{ name: model.tasks[trigger.task]!.name, reason: 'poisson starts have no bound' }]
        : [],
    ),
};

const memories: Element = {
  slots: ({ model }) =>
    model.policies.flatMap(({ name, memory }) =>
      memory.map((slot) => ({ name: `${name} ${slot.name}`, low: slot.low, high: slot.high })),
    ),
  write(machine, state, out, at) {
    out.set(state.memory, at);
    return at + machine.memorySlots;
  },
  notVerifiable: () => [],
};

const queues: Element = {
  slots: ({ model }) =>
    model.tasks.map((task) => ({
      name: `${task.name} queued`,
      low: 0,
      high: task.whenBusy === 'queue all' ? Infinity : 0,
    })),
  write({ model }, state, out, at) {
    out.set(state.queued, at);
    return at + model.tasks.length;
  },
  notVerifiable: ({ model }) =>
    model.tasks.flatMap(({ name, whenBusy }) =>
      whenBusy === 'skip' ? [] : [{ name, reason: `whenBusy: ${whenBusy} sets no bound to the runs that wait` }],
    ),
};

const amounts: Element = {
  slots: () => [],
  write: (_machine, _state, _out, at) => at,
  notVerifiable: ({ model }) =>
    model.sources.flatMap(({ purpose, task, distribution }) =>
      distribution.kind === 'exponential' && distribution.max === undefined
        ? [
            {
              name: `${model.tasks[task]!.name} ${purpose}`,
              reason: 'an exponential amount has no bound; give it a max',
            },
          ]
        : [],
    ),
};

const ELEMENTS: readonly Element[] = [supplies, triggers, memories, queues, amounts];

/** Task, status, operation, due in, deadline in, poll phase, place in queue, granted; then counters, variables, holds, leases. */
function runWidth(machine: Machine): number {
  return 8 + machine.countersMax + machine.variablesMax + 2 * machine.model.locks.length;
}

function runRows(machine: Machine, state: State): number[][] {
  const places = queuePlaces(machine, state);
  const rows: number[][] = [];
  for (let run = 0; run < state.runsMax; run++) {
    if (state.task[run] !== -1) rows.push(runRow(machine, state, run, places[run]!));
  }
  return rows.sort(byNumbers);
}

function runRow(machine: Machine, state: State, run: number, place: number): number[] {
  const locks = machine.model.locks.length;
  const row = machine.rows[state.operation[run]!]!;
  const waits = state.refused[run] === 1;
  const slice = (cells: Float64Array | Int32Array, width: number) =>
    Array.from(cells.subarray(run * width, (run + 1) * width), (value) => (Number.isNaN(value) ? -1 : value));
  return [
    state.task[run]!,
    state.status[run]!,
    state.operation[run]!,
    relative(state, state.dueMs[machine.runTimers + run]!),
    waits ? relative(state, state.deadlineMs[run]!) : -1,
    waits && row.pollEveryMs > 0 ? (state.nowMs - state.lookedMs[run]!) % row.pollEveryMs : 0,
    place,
    state.granted[run]!,
    ...slice(state.counters, machine.countersMax),
    ...slice(state.variables, machine.variablesMax),
    ...slice(state.holds, locks),
    ...Array.from({ length: locks }, (_, lock) => leaseLeft(machine, state, run, lock)),
  ];
}

/** Time until the first lease of `run` on `lock` runs out; -1: none. */
function leaseLeft(machine: Machine, state: State, run: number, lock: number): number {
  let leftMs = -1;
  machine.leaseLock.forEach((of, slot) => {
    if (of !== lock || state.leaseHolder[slot] !== run + 1) return;
    const dueMs = relative(state, state.dueMs[machine.leaseTimers + slot]!);
    leftMs = leftMs < 0 ? dueMs : Math.min(leftMs, dueMs);
  });
  return leftMs;
}

/** Place of each run in the one queue it stands in, from 1; 0: in none. */
function queuePlaces({ model }: Machine, state: State): Int32Array {
  const places = new Int32Array(state.runsMax);
  model.locks.forEach((_, lock) => {
    let place = 1;
    for (let run = state.firstWaiter[lock]!; run >= 0; run = state.next[run]!) places[run] = place++;
  });
  return places;
}

function relative(state: State, atMs: number): number {
  return atMs === NEVER ? -1 : atMs - state.nowMs;
}

function byNumbers(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index < 0 ? 0 : left[index]! - right[index]!;
}

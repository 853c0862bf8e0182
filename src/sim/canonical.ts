/**
 * The canonical form of a state: a row of whole numbers that is the same for two states with the same future.
 *
 * Levels are settled to now and times are relative to now, so that a state can come back; what only statistics ask for
 * is left out; the shared runs of a task are interchangeable and therefore sorted. This is the plain form, for whoever
 * compares few states; `verify` packs many of them into bits, and leaves out more.
 *
 * @module
 */
import type { Machine } from './machine.ts';
import type { Trigger } from './model.ts';
import type { State } from './state.ts';
import { regimeNow } from './supplies/columns.ts';
import { NEVER } from './time.ts';
import { settle } from './waiting.ts';

/** The canonical form of `state`. Settles the levels, which changes nothing that can be observed. */
export function canonicalForm(machine: Machine, state: State): Float64Array {
  const shared = sharedNumbers(machine, state);
  const rows = runRows(machine, state);
  const out = new Float64Array(shared.length + runWidth(machine) * rows.length);
  out.set(shared);
  rows.forEach((row, index) => {
    out.set(row, shared.length + index * row.length);
  });
  return out;
}

/** Where in a form things stand, for who compares two of them number by number. */
export interface FormLayout {
  /** Cell of the level of a supply. */
  level(supply: number): number;
  /** Cell of the queued starts of a task. */
  queued(task: number): number;
  /** Cell of the items in a slot of the backlogs. */
  items(slot: number): number;
  /** First cell of the runs, and cells of each. */
  readonly runs: number;
  readonly width: number;
  /** Within a run: what it does, where, and when its timer is due. */
  readonly status: number;
  readonly operation: number;
  readonly due: number;
}

/** `room`: that of the state. */
export function formLayout(machine: Machine, room: Pick<State, 'logMax' | 'queueMax'>): FormLayout {
  const { supplies, triggers, tasks } = machine.model;
  const queued = 4 * supplies.length + 2 * triggers.length + machine.memorySlots;
  return {
    level: (supply) => 4 * supply,
    queued: (task) => queued + task,
    items: (slot) => queued + tasks.length + slot,
    runs:
      queued +
      tasks.length +
      stockWidth(machine) +
      crashWidth(machine) +
      machine.looking.length +
      owedWidth(machine) +
      specialWidth(machine, room.logMax) +
      missedWidth(machine) +
      (machine.doubles ? 1 : 0) +
      (machine.expires ? tasks.length * room.queueMax : 0),
    width: runWidth(machine),
    status: 1,
    operation: 2,
    due: 3,
  };
}

/** What belongs to no run: levels, how long ago they were settled, lock-outs and turns, when triggers are due, memories, queued starts. */
function sharedNumbers(machine: Machine, state: State): readonly number[] {
  return [
    ...machine.supplies.flatMap((bucket, supply) => {
      settle(state, bucket, supply);
      const steps = regimeNow(state, bucket, supply).everyMs !== NEVER;
      return [
        state.level[supply]!,
        steps ? state.nowMs - state.sinceMs[supply]! : 0,
        state.lockedOut[supply]!,
        state.turnOf[supply]!,
      ];
    }),
    ...machine.model.triggers.flatMap((trigger, index) => {
      const dueMs = state.dueMs[index]!;
      const nominalMs = state.nominalMs[index]!;
      return [relative(state, dueMs), lateness(trigger, dueMs, nominalMs)];
    }),
    ...state.memory,
    ...state.queued,
    ...state.items,
    ...state.positions,
    ...Array.from(machine.stock.timers, (_, index) => relative(state, state.dueMs[machine.stockTimers + index]!)),
    ...Array.from(machine.crashTask, (_, crash) => relative(state, state.dueMs[machine.crashTimers + crash]!)),
    ...lookNumbers(machine, state),
    ...state.owed,
    ...orphanNumbers(machine, state),
    ...specialNumbers(machine, state),
    ...missedNumbers(machine, state),
    ...state.doubled,
    ...Array.from(state.queueMs, (atMs) => (atMs === NEVER ? -1 : state.nowMs - atMs)),
  ];
}

/** How late the next start is against its period; of a trace it is the point that comes next. */
function lateness({ kind, catchUp }: Trigger, dueMs: number, nominalMs: number): number {
  // What may be late has numbers of its own.
  if (catchUp !== undefined) return 0;
  return kind === 'every' ? dueMs - nominalMs : kind === 'trace' ? nominalMs : 0;
}

/** How long dates still matter, what each trigger has missed, and when it would start next: its timer may be that of an end of an outage. */
function missedNumbers({ mayMiss, outagesEndMs, model }: Machine, state: State): readonly number[] {
  if (!mayMiss) return [];
  const next = Array.from(model.triggers, ({ catchUp }, index) =>
    catchUp === undefined || state.dueMs[index] === NEVER ? 0 : state.nominalMs[index]! - state.nowMs,
  );
  return [Math.max(0, outagesEndMs - state.nowMs), ...state.missed, ...next];
}

function missedWidth({ mayMiss, model }: Machine): number {
  return mayMiss ? 1 + 2 * model.triggers.length : 0;
}

/** When dispatchers look that do so at times of their own. */
function lookNumbers({ looking, dispatchTimers }: Machine, state: State): readonly number[] {
  return looking.map((_, index) => relative(state, state.dueMs[dispatchTimers + index]!));
}

/** Permits that crashed runs left behind, and how long their leases last. */
function orphanNumbers(machine: Machine, state: State): readonly number[] {
  if (!machine.crashes) return [];
  const leases = Array.from(machine.leaseLock, (_, slot) => {
    const holder = state.leaseHolder[slot]!;
    return holder < 0 ? [-holder, relative(state, state.dueMs[machine.leaseTimers + slot]!)] : [0, -1];
  });
  return [...state.orphans, ...leases.flat()];
}

function orphanWidth({ crashes, model, leaseSlots }: Machine): number {
  return crashes ? model.locks.length * model.tasks.length + 2 * leaseSlots : 0;
}

/** Of supplies that are more than buckets: when their timers are due, how often they changed, what their logs hold. */
function specialNumbers({ supplyTimers, stockTimers, timerSupply }: Machine, state: State): readonly number[] {
  const dues = Array.from(state.dueMs.subarray(supplyTimers, stockTimers), (dueMs) => relative(state, dueMs));
  const ages = Array.from(state.logMs, (atMs, entry) => (state.logGrains[entry] === 0 ? 0 : state.nowMs - atMs));
  return [...dues, ...Array.from(timerSupply, (supply) => state.regime[supply]!), ...ages, ...state.logGrains];
}

function specialWidth({ timerSupply, logs }: Machine, logMax: number): number {
  return 2 * timerSupply.length + 2 * logs * logMax;
}

function stockWidth({ stock }: Machine): number {
  return stock.slots + stock.positions + stock.timers.length;
}

function owedWidth({ emits, model }: Machine): number {
  return emits ? model.tasks.length : 0;
}

function crashWidth(machine: Machine): number {
  return machine.crashTask.length + orphanWidth(machine);
}

/**
 * Task, status, operation, due in, deadline in, poll phase, place in queue, granted, age, refused tries; then counters,
 * variables, permits, leases, items, attempts that failed, how long it may last, how often its start was delivered and when it is again; and, where runs wait for others, what it waits for and who waits for it.
 */
function runWidth(machine: Machine): number {
  const { countersMax, variablesMax, leaseSlots, model, stock } = machine;
  const leases = machine.renews ? 2 * leaseSlots : leaseSlots;
  const awaits = machine.awaitsRuns ? 5 : 0;
  const rules = [machine.retries, machine.limits, machine.redelivers, machine.doubles];
  const attempts = rules.filter((one) => one).length;
  return 10 + countersMax + variablesMax + model.locks.length + leases + stock.slots + attempts + awaits;
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
    machine.ages ? Math.min(machine.ageMaxMs, state.nowMs - state.bornMs[run]!) : 0,
    state.tries[run]!,
    ...slice(state.counters, machine.countersMax),
    ...slice(state.variables, machine.variablesMax),
    ...slice(state.holds, locks),
    ...Array.from(machine.leaseLock, (_, slot) => leaseLeft(machine, state, run, slot)),
    ...Array.from(state.leaseEnding, (ending, slot) => (state.leaseHolder[slot] === run + 1 ? ending : 0)),
    ...slice(state.inHand, machine.stock.slots),
    ...(machine.retries ? [state.attempts[run]!] : []),
    ...(machine.limits ? [relative(state, state.limitMs[run]!)] : []),
    ...(machine.redelivers ? [state.deliveries[run]!] : []),
    ...(machine.doubles ? [relative(state, state.visibleMs[run]!)] : []),
    ...awaitNumbers(machine, state, run),
  ];
}

/** Who waits for whom is told by the frames they are in: two states that exchange frames are then not found to be equal. */
function awaitNumbers({ awaitsRuns }: Machine, state: State, run: number): readonly number[] {
  if (!awaitsRuns) return [];
  const awaited = state.awaited[run]!;
  return [state.parent[run]!, awaited, awaited > 0 ? run + 1 : 0, state.queuedOf[run]!, state.lastQueued[run]!];
}

/** Time until the lease in a slot runs out, where `run` holds it; -1: it does not. */
function leaseLeft(machine: Machine, state: State, run: number, slot: number): number {
  return state.leaseHolder[slot] === run + 1 ? relative(state, state.dueMs[machine.leaseTimers + slot]!) : -1;
}

/** Place of each run in the one queue or line it stands in, from 1; 0: in none. */
function queuePlaces({ model, lines }: Machine, state: State): Int32Array {
  const places = new Int32Array(state.runsMax);
  for (let line = 0; line < lines; line++) {
    let place = 1;
    for (let run = state.firstWaiter[line]!; run >= 0; run = state.next[run]!) places[run] = place++;
  }
  model.supplies.forEach((_, supply) => {
    let place = 1;
    for (let run = state.lineFirst[supply]!; run >= 0; run = state.next[run]!) places[run] = place++;
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

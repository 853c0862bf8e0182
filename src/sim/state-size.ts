/**
 * How many numbers the parts of a state take, nothing where a machine has no use for them, and how they are cut from one array.
 *
 * @module
 */
import type { Machine } from './machine.ts';

/** What a state has room for, beside runs. */
export interface Room {
  readonly logMax: number;
  readonly queueMax: number;
}

export function floatsIn(machine: Machine, runsMax: number, { logMax, queueMax }: Room): number {
  const { model, logs, memorySlots, runTimers, stock, variablesMax } = machine;
  const logged = logs + 2 * logs * logMax + queuesIn(machine) * queueMax;
  const shared = 3 * model.supplies.length + logged + memorySlots + model.triggers.length + runTimers + stock.slots;
  // A timer, three times, the time of its start where that counts, and the variables of each run.
  return shared + (4 + agesIn(machine) + limitsIn(machine) + doublesIn(machine) + variablesMax) * runsMax;
}

export function integersIn(machine: Machine, runsMax: number): number {
  const { model, lines, leaseSlots, stock, countersMax } = machine;
  const { supplies, locks, tasks } = model;
  const left = endingsIn(machine) + orphansIn(machine) + owedIn(machine) + missedIn(machine) + doublesIn(machine);
  const leases = leaseSlots + left;
  const shared = 4 * supplies.length + locks.length + 2 * lines + leases + 2 * tasks.length + stock.positions;
  return (
    shared +
    (7 +
      attemptsIn(machine) +
      deliveriesIn(machine) +
      4 * awaitsIn(machine) +
      countersMax +
      locks.length +
      stock.slots) *
      runsMax
  );
}

export function missedIn({ mayMiss, model }: Machine): number {
  return mayMiss ? model.triggers.length : 0;
}

export function agesIn({ ages }: Machine): number {
  return ages ? 1 : 0;
}

export function endingsIn({ renews, leaseSlots }: Machine): number {
  return renews ? leaseSlots : 0;
}

export function orphansIn({ crashes, model }: Machine): number {
  return crashes ? model.locks.length * model.tasks.length : 0;
}

export function owedIn({ emits, model }: Machine): number {
  return emits ? model.tasks.length : 0;
}

export function queuesIn({ expires, model }: Machine): number {
  return expires ? model.tasks.length : 0;
}

export function limitsIn({ limits }: Machine): number {
  return limits ? 1 : 0;
}

export function attemptsIn({ retries }: Machine): number {
  return retries ? 1 : 0;
}

export function awaitsIn({ awaitsRuns }: Machine): number {
  return awaitsRuns ? 1 : 0;
}

export function deliveriesIn({ redelivers }: Machine): number {
  return redelivers ? 1 : 0;
}

export function doublesIn({ doubles }: Machine): number {
  return doubles ? 1 : 0;
}

interface Cutter<Cells> {
  readonly all: Cells;
  cut(length: number): Cells;
}

/** Cuts one array of `length` numbers into views, one behind the other. */
export function cutter<Cells extends Float64Array | Int32Array>(
  kind: new (length: number) => Cells,
  length: number,
): Cutter<Cells> {
  const all = new kind(length);
  let from = 0;
  return {
    all,
    cut(size) {
      const view = all.subarray(from, from + size) as Cells;
      from += size;
      return view;
    },
  };
}

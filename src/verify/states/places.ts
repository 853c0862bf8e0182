/**
 * Where a run can stand between two instants, and what of it still matters there.
 *
 * Between instants a run waits at a step or works. What it drew or counted earlier is part of a state only if some way on
 * reads it again, and how many permits it holds usually follows from where it stands: both are found here, once per
 * program, by following the operations until nothing changes.
 *
 * @module
 */
import { type Machine, OP, OTHERWISE, type Row } from '../../sim/machine.ts';
import { NEVER } from '../../sim/time.ts';
import { amountsOf } from './amounts.ts';
import { variablesOf } from './uses.ts';

export interface Place {
  readonly task: number;
  /** Index into `Machine.operations`: the step it waits at, or the one that follows its work. */
  readonly operation: number;
  readonly doing: 'working' | 'waitsSupply' | 'waitsLock' | 'waitsItems' | 'waitsRuns' | 'rests';
  /** Index of the step itself: of the work, or of the wait. */
  readonly step: number;
  /** Variables and loop counters that are read again. */
  readonly variables: readonly number[];
  readonly counters: readonly number[];
  /** The permits it may hold, by lock. */
  readonly holds: readonly Bounds[];
  /** The most items it may have in hand, by backlog; Infinity where no bound is known. */
  readonly hands: readonly number[];
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** All places of a task's runs, in the order of its program. */
export function placesOf(machine: Machine, task: number): readonly Place[] {
  const live = livenessOf(machine, task);
  const holds = holdings(machine, task);
  const hands = handfuls(machine, task);
  const [from, to] = programOf(machine, task);
  const rests = machine.runRetry[task] !== undefined || machine.delivery[task]?.kind === 'at least once';
  const places: Place[] = rests ? [restingAt(machine, task, from)] : [];
  for (let step = from; step < to; step++) {
    const row = machine.rows[step]!;
    const doing = doingAt(row);
    const held = holds[step - from];
    if (doing === undefined || held === undefined) continue;
    const operation = doing === 'working' ? step + 1 : step;
    const { variables, counters } = live[operation - from]!;
    const away = doing === 'working' ? -1 : row.back ? row.subject : row.gives;
    places.push({
      task,
      operation,
      doing,
      step,
      variables: sorted(variables),
      counters: sorted(counters),
      // What a waiting run has given back it does not hold.
      holds: held.map((bounds, lock) => (lock === away ? { low: 0, high: 0 } : bounds)),
      hands: hands[operation - from]!,
    });
  }
  return places;
}

/** Where a run is that waits for its next attempt: it holds nothing, and begins anew. */
function restingAt({ model, stock }: Machine, task: number, operation: number): Place {
  const holds = model.locks.map(() => ({ low: 0, high: 0 }));
  const hands = stock.backlogs.map(() => 0);
  return { task, operation, doing: 'rests', step: operation, variables: [], counters: [], holds, hands };
}

/** What a run does that comes to stand at this operation; undefined where none can. */
function doingAt(row: Row): Place['doing'] | undefined {
  if (row.kind === OP.work) return row.amount === 0 ? undefined : 'working';
  if (row.kind > OP.work || row.atMostMs === 0) return undefined;
  if (row.kind === OP.take) return 'waitsItems';
  if (row.kind === OP.emit) return row.awaits ? 'waitsRuns' : undefined;
  if (row.kind === OP.call && (row.retry === undefined || row.retry.triesMax === 0)) return undefined;
  return row.kind === OP.acquire ? 'waitsLock' : 'waitsSupply';
}

function programOf(machine: Machine, task: number): readonly [number, number] {
  const from = machine.entry[task]!;
  return [from, from + machine.model.tasks[task]!.program.length];
}

export interface Live {
  readonly variables: Set<number>;
  readonly counters: Set<number>;
}

/** For each operation of a task what is read there or after it, before it is set anew. */
export function livenessOf(machine: Machine, task: number): readonly Live[] {
  const [from, to] = programOf(machine, task);
  const live = Array.from({ length: to - from }, (): Live => ({ variables: new Set(), counters: new Set() }));
  const at = (operation: number): Live => live[operation - from]!;
  let before = -1;
  for (let size = 0; size !== before; ) {
    before = size;
    size = 0;
    for (let operation = to - 1; operation >= from; operation--) {
      addReads(machine, operation, at(operation));
      for (const { next, turns } of successors(machine, operation)) inherit(machine, operation, at, next, turns);
      size += at(operation).variables.size + at(operation).counters.size;
    }
  }
  return live;
}

function addReads(machine: Machine, operation: number, { variables, counters }: Live): void {
  const row = machine.rows[operation]!;
  for (const amount of amountsOf(machine.operations[operation]!.operation)) {
    if (amount.kind === 'computed') for (const variable of variablesOf(amount.expression)) variables.add(variable);
  }
  if (row.kind === OP.turn) counters.add(row.subject);
}

function inherit(
  machine: Machine,
  operation: number,
  at: (operation: number) => Live,
  next: number,
  turns: boolean,
): void {
  const row = machine.rows[operation]!;
  // A take says anew how many were taken.
  const set = row.kind === OP.take ? machine.stock.variable[machine.operations[operation]!.task]! : -1;
  for (const variable of at(next).variables) {
    if (variable === set) continue;
    if (!(turns && row.forgets.includes(variable))) at(operation).variables.add(variable);
  }
  for (const counter of at(next).counters) {
    if (!(row.kind === OP.loop && counter === row.subject)) at(operation).counters.add(counter);
  }
}

interface Successor {
  readonly next: number;
  /** It begins a turn of a loop: what the turn forgets is not read any more. */
  readonly turns: boolean;
  /** It is what follows after the step was given up. */
  readonly gaveUp: boolean;
}

function successors(machine: Machine, operation: number): readonly Successor[] {
  const row = machine.rows[operation]!;
  const next = { next: operation + 1, turns: false, gaveUp: false };
  if (row.kind >= OP.stop) return [];
  if (row.kind === OP.jump) return [{ ...next, next: row.target }];
  if (row.kind === OP.turn)
    return [
      { ...next, turns: true },
      { ...next, next: row.target },
    ];
  if (row.kind === OP.take && row.otherwise === OTHERWISE.exit) {
    return [next, { ...next, next: row.target, gaveUp: true }];
  }
  const goesOn = row.kind < OP.work && mayGiveUp(row) && row.otherwise === OTHERWISE.continue;
  return goesOn ? [next, { ...next, gaveUp: true }] : [next];
}

/** Whether a step that asks for something may be given up. */
function mayGiveUp({ kind, atMostMs, giveUpMs, retry }: Row): boolean {
  if (atMostMs !== NEVER || giveUpMs !== NEVER) return true;
  return kind === OP.call && (retry === undefined || retry.attempts !== undefined);
}

/** Beyond this it is no use to bound what a run has in hand. */
const HAND_MAX = 100_000;

/** The most items of each backlog that a run may have in hand when it comes to each operation. */
function handfuls(machine: Machine, task: number): readonly (readonly number[])[] {
  const [from, to] = programOf(machine, task);
  const most = Array.from({ length: to - from }, () => machine.stock.backlogs.map(() => 0));
  if (machine.stock.takes[task] === 0) return most;
  const open = Array.from({ length: to - from }, (_, index) => from + index);
  for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
    const { kind, subject, amount, enoughGrains } = machine.rows[operation]!;
    for (const { next, gaveUp } of successors(machine, operation)) {
      const then = most[next - from]!;
      most[operation - from]!.forEach((before, backlog) => {
        const taken = kind === OP.take && subject === backlog && !gaveUp ? Math.max(amount, enoughGrains) : 0;
        const after = kind === OP.progress ? 0 : before + taken > HAND_MAX ? Infinity : before + taken;
        if (after <= then[backlog]!) return;
        then[backlog] = after;
        open.push(next);
      });
    }
  }
  return most;
}

/** The permits a run may hold when it comes to each operation; undefined where it never comes. */
function holdings(machine: Machine, task: number): readonly (readonly Bounds[] | undefined)[] {
  const [from, to] = programOf(machine, task);
  const { locks } = machine.model;
  const held: (readonly Bounds[] | undefined)[] = new Array(to - from).fill(undefined);
  const open = [from];
  const merge = (operation: number, bounds: readonly Bounds[]): void => {
    const before = held[operation - from];
    const after = before === undefined ? bounds : bounds.map((one, lock) => union(one, before[lock]!));
    if (before !== undefined && after.every((one, lock) => same(one, before[lock]!))) return;
    held[operation - from] = after;
    open.push(operation);
  };
  held[0] = locks.map(() => ({ low: 0, high: 0 }));
  for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
    for (const { next, gaveUp } of successors(machine, operation)) {
      merge(next, after(machine, operation, held[operation - from]!, gaveUp));
    }
  }
  return held;
}

function after(machine: Machine, operation: number, held: readonly Bounds[], gaveUp: boolean): readonly Bounds[] {
  const row = machine.rows[operation]!;
  const change = row.kind === OP.acquire && !gaveUp ? row.count : row.kind === OP.release ? -row.count : 0;
  return held.map((bounds, lock) => {
    if (lock === row.gives) return { low: 0, high: bounds.high };
    if (lock !== row.subject || change === 0) return bounds;
    if (row.back) return { low: row.count, high: row.count };
    const { permits, leaseMs } = machine.model.locks[lock]!;
    const within = (count: number): number => Math.min(permits, Math.max(0, count));
    // A lease may have run out at any time before.
    const low = leaseMs === NEVER ? within(bounds.low + change) : 0;
    return { low, high: within(bounds.high + change) };
  });
}

function union(left: Bounds, right: Bounds): Bounds {
  return { low: Math.min(left.low, right.low), high: Math.max(left.high, right.high) };
}

function same(left: Bounds, right: Bounds): boolean {
  return left.low === right.low && left.high === right.high;
}

function sorted(numbers: Iterable<number>): readonly number[] {
  return [...numbers].sort((left, right) => left - right);
}

/**
 * The steps that may have to wait: `acquire` for a permit, `await` and `spend` for tokens.
 *
 * Waiting for tokens is computed, not polled: a refused run sleeps until the first instant, or the first of its polls, at
 * which the level could suffice. If somebody spends in between, the look finds too little and computes again. Polls that
 * cost nothing and come at fixed times are counted; those that cost, or whose times depend on the level, are run.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { admissionGrains, levelAfter, levelAfterLook, reachesAt, stepsBetween } from './bucket.ts';
import { compute, type Drive } from './drive.ts';
import { enqueue, leaveQueue, tryAcquire } from './locks.ts';
import { OP } from './machine.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

/** What came of trying a step. */
export const TRIED = { passed: 0, waits: 1, gaveUp: 2 } as const;

/** Tries to pass an `acquire`. */
export function tryLock(drive: Drive, run: number, operation: number): number {
  const { machine, state, observer } = drive;
  const lock = machine.subject[operation]!;
  const again = state.refused[run] === 1;
  if (again ? state.granted[run] === 1 : tryAcquire(drive, run, lock)) {
    state.granted[run] = 0;
    state.refused[run] = 0;
    if (observer !== undefined) {
      const waitedMs = again ? state.nowMs - state.reachedMs[run]! : 0;
      observer.passed(state.task[run]!, run, operation, state.nowMs, waitedMs);
    }
    return TRIED.passed;
  }
  if (!again) {
    beginWait(drive, run, operation);
    if (state.deadlineMs[run]! > state.nowMs) enqueue(drive, run, lock);
  } else if (state.deadlineMs[run]! <= state.nowMs) leaveQueue(drive, run, lock);
  return sleepOrGiveUp(drive, run, operation, NEVER, STATUS.waitsLock);
}

/** Tries to pass an `await` or a `spend`. */
export function trySupply(drive: Drive, run: number, operation: number): number {
  const { machine, state, observer } = drive;
  const supply = machine.subject[operation]!;
  settle(drive, supply);
  const again = state.refused[run] === 1;
  const spends = machine.kind[operation] === OP.spend;
  if (again && machine.pollEveryMs[operation]! > 0 && machine.pollChargedAfter[operation] === 0) {
    lookAgain(drive, run, operation, supply);
  }
  const amount = machine.amount[operation]!;
  const grains = Number.isNaN(amount) ? compute(drive, run, machine.computed[operation]!.amount!) : amount;
  const enough = spends ? spendable(drive, supply, grains) : awaited(drive, run, operation, supply, grains);
  const target = again ? enough + marginOf(drive, run, operation) : enough;
  const admitted = state.level[supply]! >= target;
  if (again && machine.pollEveryMs[operation]! > 0 && machine.pollChargedAfter[operation] === 1) {
    lookAgain(drive, run, operation, supply);
  }
  if (admitted) {
    if (spends) pay(drive, run, supply, grains);
    state.refused[run] = 0;
    if (observer !== undefined) {
      const waitedMs = again ? state.nowMs - state.reachedMs[run]! : 0;
      observer.passed(state.task[run]!, run, operation, state.nowMs, waitedMs);
    }
    return TRIED.passed;
  }
  if (!again) beginWait(drive, run, operation);
  const wakeMs = wakeOf(drive, run, operation, supply, again ? target : target + marginOf(drive, run, operation));
  return sleepOrGiveUp(drive, run, operation, wakeMs, STATUS.waitsSupply);
}

/** The level of a supply now, with all its refills. */
export function settle({ machine, state }: Drive, supply: number): void {
  const bucket = machine.supplies[supply]!;
  const sinceMs = state.sinceMs[supply]!;
  const steps = stepsBetween(bucket.everyMs, sinceMs, state.nowMs);
  if (steps <= 0) return;
  const level = state.level[supply]! + steps * bucket.stepGrains;
  state.level[supply] = level < bucket.capacityGrains ? level : bucket.capacityGrains;
  state.sinceMs[supply] = sinceMs + steps * bucket.everyMs;
}

/** Counts the free polls before `untilMs` of every run that still waits, which no event will count any more. */
export function countPolls(drive: Drive, untilMs: TimeMs): void {
  const { machine, state } = drive;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.status[run] !== STATUS.waitsSupply) continue;
    const operation = state.operation[run]!;
    const everyMs = machine.pollEveryMs[operation]!;
    if (everyMs === 0 || machine.pollSimulated[operation] === 1) continue;
    const looks = Math.ceil((untilMs - state.lookedMs[run]!) / everyMs) - 1;
    if (looks <= 0) continue;
    state.lookedMs[run]! += looks * everyMs;
    settle(drive, machine.subject[operation]!);
    tellPolled(drive, run, machine.subject[operation]!, looks, state.level[machine.subject[operation]!]!);
  }
}

/** A look after the first refusal: counted, and paid where it costs. */
function lookAgain(drive: Drive, run: number, operation: number, supply: number): void {
  const { machine, state } = drive;
  const before = state.level[supply]!;
  const everyMs = machine.pollEveryMs[operation]!;
  const price = machine.pollGrains[operation]!;
  const cost = Number.isNaN(price) ? compute(drive, run, machine.computed[operation]!.poll!) : price;
  if (cost > 0) state.level[supply] = levelAfterLook(machine.supplies[supply]!.spec.debt, before, cost);
  const onGrid = Math.floor((state.nowMs - state.lookedMs[run]!) / everyMs);
  const gridMs = state.lookedMs[run]! + onGrid * everyMs;
  // A look between two grid times (a deadline, or a level that is due) is one more.
  const looks = onGrid + (gridMs < state.nowMs ? 1 : 0);
  state.lookedMs[run] = machine.pollOrWhenDue[operation] === 1 ? state.nowMs : gridMs;
  if (looks > 0) tellPolled(drive, run, supply, looks, before);
}

function tellPolled({ state, observer }: Drive, run: number, supply: number, looks: number, before: number): void {
  observer?.polled(state.task[run]!, run, supply, state.nowMs, looks, before, state.level[supply]!);
}

function beginWait(drive: Drive, run: number, operation: number): void {
  const { machine, state, observer } = drive;
  const limit = machine.atMostMs[operation]!;
  const atMostMs = Number.isNaN(limit) ? compute(drive, run, machine.computed[operation]!.atMost!) : limit;
  state.refused[run] = 1;
  state.reachedMs[run] = state.nowMs;
  state.lookedMs[run] = state.nowMs;
  state.deadlineMs[run] = state.nowMs + atMostMs;
  if (atMostMs > 0) observer?.blocked(state.task[run]!, run, operation, state.nowMs);
}

function sleepOrGiveUp(drive: Drive, run: number, operation: number, wakeMs: TimeMs, status: number): number {
  const { machine, state, observer } = drive;
  const deadlineMs = state.deadlineMs[run]!;
  if (deadlineMs <= state.nowMs) {
    state.refused[run] = 0;
    observer?.gaveUp(state.task[run]!, run, operation, state.nowMs, state.nowMs - state.reachedMs[run]!);
    return TRIED.gaveUp;
  }
  const timer = machine.model.triggers.length + machine.leaseSlots + run;
  setDue(state, timer, wakeMs < deadlineMs ? wakeMs : deadlineMs);
  state.operation[run] = operation;
  state.status[run] = status;
  return TRIED.waits;
}

/** When a refused run looks next. */
function wakeOf(drive: Drive, run: number, operation: number, supply: number, target: number): TimeMs {
  const { machine, state } = drive;
  const everyMs = machine.pollEveryMs[operation]!;
  const lookedMs = state.lookedMs[run]!;
  if (everyMs > 0 && machine.pollSimulated[operation] === 1 && machine.pollOrWhenDue[operation] === 0) {
    return lookedMs + everyMs;
  }
  const dueMs = reachesAt(machine.supplies[supply]!, state.level[supply]!, state.sinceMs[supply]!, target);
  if (everyMs === 0) return dueMs;
  if (machine.pollOrWhenDue[operation] === 1) return Math.min(dueMs, lookedMs + everyMs);
  return dueMs === NEVER ? NEVER : lookedMs + Math.ceil((dueMs - lookedMs) / everyMs) * everyMs;
}

function marginOf(drive: Drive, run: number, operation: number): number {
  const margin = drive.machine.marginGrains[operation]!;
  return Number.isNaN(margin) ? compute(drive, run, drive.machine.computed[operation]!.margin!) : margin;
}

function spendable({ machine }: Drive, supply: number, cost: number): number {
  const { debt, unitGrains } = machine.supplies[supply]!.spec;
  return admissionGrains(debt, unitGrains, cost);
}

/** The level an `await` wants now: a plain amount, or what its policy says. */
function awaited(drive: Drive, run: number, operation: number, supply: number, grains: number): number {
  const index = drive.machine.policy[operation]!;
  return index < 0 ? grains : askPolicy(drive, run, supply, index);
}

function askPolicy({ machine, state }: Drive, run: number, supply: number, index: number): number {
  const policy = machine.model.policies[index]!;
  const base = machine.memoryBase[index]!;
  const view = {
    levelGrains: state.level[supply]!,
    capacityGrains: machine.supplies[supply]!.capacityGrains,
    priority: machine.taskPriority[state.task[run]!]!,
  };
  let memory: readonly number[] = Array.from(state.memory.subarray(base, base + policy.memory.length));
  if (policy.remember !== undefined) {
    memory = policy.remember(view, memory);
    state.memory.set(memory, base);
  }
  const admission = policy.admit(view, memory);
  return admission.kind === 'go' ? -Infinity : admission.untilGrains;
}

function pay({ machine, state, observer }: Drive, run: number, supply: number, cost: number): void {
  const before = state.level[supply]!;
  const after = levelAfter(machine.supplies[supply]!.spec.debt, before, cost);
  state.level[supply] = after;
  observer?.spent(state.task[run]!, run, supply, state.nowMs, before, after);
}

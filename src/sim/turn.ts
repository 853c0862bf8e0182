/**
 * A run's turn: it goes on through steps that take no time, without being interrupted, until it waits, works or ends.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { compute, type Drive } from './drive.ts';
import { release } from './locks.ts';
import { OP, OTHERWISE } from './machine.ts';
import { endRun } from './runs.ts';
import { STATUS } from './state.ts';
import { NEVER } from './time.ts';
import { TRIED, tryLock, trySupply } from './waiting.ts';

/**
 * Lets `run` go on. With `givingOnly` it does just what gives (progress, releases, its end) and stops, ready, before
 * the first step that asks for something: what follows work at once, before triggers and other runs.
 */
export function takeTurn(drive: Drive, run: number, givingOnly: boolean): void {
  const { machine, state } = drive;
  let operation = state.operation[run]!;
  while (drive.operationsLeft-- > 0) {
    const kind = machine.kind[operation]!;
    if (givingOnly && kind <= OP.work && kind !== OP.release) {
      state.operation[run] = operation;
      state.status[run] = STATUS.ready;
      state.ready[state.readyCount++] = run;
      return;
    }
    switch (kind) {
      case OP.await:
      case OP.spend:
      case OP.acquire: {
        const tried = kind === OP.acquire ? tryLock(drive, run, operation) : trySupply(drive, run, operation);
        if (tried === TRIED.waits) return;
        if (tried === TRIED.gaveUp && machine.otherwise[operation] !== OTHERWISE.continue) {
          endRun(drive, run, machine.otherwise[operation] === OTHERWISE.stop ? 'stopped' : 'failed');
          return;
        }
        operation++;
        break;
      }
      case OP.work:
        if (beginWork(drive, run, operation)) return;
        operation++;
        break;
      case OP.stop:
      case OP.fail:
      case OP.end:
        endRun(drive, run, kind === OP.end ? 'completed' : kind === OP.stop ? 'stopped' : 'failed');
        return;
      default:
        operation = passThrough(drive, run, operation, kind);
    }
  }
  // Out of operations: the instant is given up, the run stands where it is.
  state.operation[run] = operation;
}

/** Does a step that neither waits nor ends; gives the operation that follows. */
function passThrough(drive: Drive, run: number, operation: number, kind: number): number {
  const { machine, state, observer } = drive;
  switch (kind) {
    case OP.release:
      release(drive, run, machine.subject[operation]!);
      return operation + 1;
    case OP.progress:
      observer?.progressed(state.task[run]!, run, state.nowMs, mainAmount(drive, run, operation));
      return operation + 1;
    case OP.loop: {
      const times = mainAmount(drive, run, operation);
      state.counters[run * machine.countersMax + machine.subject[operation]!] =
        times === NEVER ? -1 : Math.round(times);
      return operation + 1;
    }
    case OP.turn:
      return beginLoopTurn(drive, run, operation);
    default:
      return machine.target[operation]!;
  }
}

function beginLoopTurn({ machine, state }: Drive, run: number, operation: number): number {
  const slot = run * machine.countersMax + machine.subject[operation]!;
  const left = state.counters[slot]!;
  if (left === 0) return machine.target[operation]!;
  if (left > 0) state.counters[slot] = left - 1;
  const step = machine.operations[operation]!.operation;
  if (step.kind === 'turn') {
    for (const variable of step.forgets) state.variables[run * machine.variablesMax + variable] = Number.NaN;
  }
  return operation + 1;
}

/** Sets the run to work; false when the work takes no time. */
function beginWork(drive: Drive, run: number, operation: number): boolean {
  const { machine, state, observer } = drive;
  const durationMs = mainAmount(drive, run, operation);
  if (durationMs === 0) return false;
  state.status[run] = STATUS.working;
  state.operation[run] = operation + 1;
  setDue(state, machine.model.triggers.length + machine.leaseSlots + run, state.nowMs + durationMs);
  observer?.working(state.task[run]!, run, state.nowMs, state.nowMs + durationMs);
  return true;
}

function mainAmount(drive: Drive, run: number, operation: number): number {
  const amount = drive.machine.amount[operation]!;
  return Number.isNaN(amount) ? compute(drive, run, drive.machine.computed[operation]!.amount!) : amount;
}

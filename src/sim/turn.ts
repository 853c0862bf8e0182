/**
 * A run's turn: it goes on through steps that take no time, without being interrupted, until it waits, works or ends.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { compute, type Drive } from './drive.ts';
import { release } from './locks.ts';
import { OP, OTHERWISE, type Row } from './machine.ts';
import { endRun } from './runs.ts';
import { STATUS } from './state.ts';
import { NEVER } from './time.ts';
import { TRIED, tryLock, trySupply } from './waiting.ts';

/**
 * Lets `run` go on. With `givingOnly` it does just what gives (progress, releases, its end) and stops, ready, before
 * the first step that asks for something: what follows work at once, before triggers and other runs.
 */
export function takeTurn(drive: Drive, run: number, givingOnly: boolean): void {
  const { rows } = drive.machine;
  const { state } = drive;
  let operation = state.operation[run]!;
  while (drive.operationsLeft-- > 0) {
    const row = rows[operation]!;
    const { kind } = row;
    if (kind <= OP.work) {
      if (givingOnly) {
        stayReady(drive, run, operation);
        return;
      }
      const tried =
        kind === OP.work
          ? tryWork(drive, run, operation, row)
          : kind === OP.acquire
            ? tryLock(drive, run, operation, row)
            : trySupply(drive, run, operation, row);
      if (tried === TRIED.waits) return;
      if (tried === TRIED.gaveUp && row.otherwise !== OTHERWISE.continue) {
        endRun(drive, run, row.otherwise === OTHERWISE.stop ? 'stopped' : 'failed');
        return;
      }
      operation++;
    } else if (kind >= OP.stop) {
      endRun(drive, run, kind === OP.end ? 'completed' : kind === OP.stop ? 'stopped' : 'failed');
      return;
    } else operation = passThrough(drive, run, operation, row);
  }
  // Out of operations: the instant is given up, the run stands where it is.
  state.operation[run] = operation;
}

function stayReady({ state }: Drive, run: number, operation: number): void {
  state.operation[run] = operation;
  state.status[run] = STATUS.ready;
  state.ready[state.readyCount++] = run;
}

/** Does a step that neither waits nor ends; gives the operation that follows. */
function passThrough(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  switch (row.kind) {
    case OP.release:
      release(drive, run, row.subject);
      return operation + 1;
    case OP.progress:
      observer?.progressed(state.task[run]!, run, mainAmount(drive, run, row));
      return operation + 1;
    case OP.loop: {
      const times = mainAmount(drive, run, row);
      state.counters[run * machine.countersMax + row.subject] = times === NEVER ? -1 : Math.round(times);
      return operation + 1;
    }
    case OP.turn:
      return beginLoopTurn(drive, run, operation, row);
    default:
      return row.target;
  }
}

function beginLoopTurn({ machine, state }: Drive, run: number, operation: number, row: Row): number {
  const slot = run * machine.countersMax + row.subject;
  const left = state.counters[slot]!;
  if (left === 0) return row.target;
  if (left > 0) state.counters[slot] = left - 1;
  const { forgets } = row;
  for (let index = 0; index < forgets.length; index++) {
    state.variables[run * machine.variablesMax + forgets[index]!] = Number.NaN;
  }
  return operation + 1;
}

/** Sets the run to work; passes at once when the work takes no time. */
function tryWork(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  const durationMs = mainAmount(drive, run, row);
  if (durationMs === 0) return TRIED.passed;
  const untilMs = state.nowMs + durationMs;
  state.status[run] = STATUS.working;
  state.operation[run] = operation + 1;
  setDue(state, machine.runTimers + run, untilMs);
  if (observer !== undefined) observer.working(state.task[run]!, run, untilMs);
  return TRIED.waits;
}

function mainAmount(drive: Drive, run: number, row: Row): number {
  const { amount } = row;
  return Number.isNaN(amount) ? compute(drive, run, row.computed.amount!) : amount;
}

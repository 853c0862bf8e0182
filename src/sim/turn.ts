/**
 * A run's turn: it goes on through steps that take no time, without being interrupted, until it waits, works or ends.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { finishItems, tryTake } from './backlogs/backlogs.ts';
import { beginDelivery } from './delivery.ts';
import { compute, type Drive } from './drive.ts';
import { tryEmit } from './emitting.ts';
import { moreOperations } from './instant-limit.ts';
import { beginLimit } from './limits.ts';
import { tryLock } from './locks/lock-waiting.ts';
import { release } from './locks/locks.ts';
import { OP, OTHERWISE, type Row } from './machine.ts';
import { endRun } from './runs.ts';
import { STATUS } from './state.ts';
import { tryCall } from './supplies/calls.ts';
import { settleSpend } from './supplies/settlement.ts';
import { NEVER, type TimeMs } from './time.ts';
import { TRIED, trySupply } from './waiting.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const {
  acquire: ACQUIRE,
  call: CALL,
  crash: CRASH,
  deliver: DELIVER,
  emit: EMIT,
  end: END,
  limit: LIMIT,
  loop: LOOP,
  progress: PROGRESS,
  release: RELEASE,
  settle: SETTLE,
  stop: STOP,
  take: TAKE,
  turn: TURN,
  work: WORK,
} = OP;
const { ready: READY, working: WORKING } = STATUS;
const { gaveUp: GAVE_UP, passed: PASSED, waits: WAITS } = TRIED;
const { continue: ELSE_CONTINUE, exit: ELSE_EXIT, fail: ELSE_FAIL, stop: ELSE_STOP } = OTHERWISE;
const NEVER_MS: TimeMs = NEVER;

/**
 * Lets `run` go on. With `givingOnly` it does just what gives (progress, releases, its end) and stops, ready, before
 * the first step that asks for something: what follows work at once, before triggers and other runs.
 */
export function takeTurn(drive: Drive, run: number, givingOnly: boolean): void {
  const { rows, stock, emits } = drive.machine;
  const { state, observer } = drive;
  let operation = state.operation[run]!;
  drive.serving = -1;
  while (drive.operationsLeft-- > 0 || moreOperations(drive, 0)) {
    const row = rows[operation]!;
    const { kind } = row;
    if (kind === PROGRESS) {
      const amount = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
      if (stock.slots > 0) finishItems(drive, run);
      if (emits && amount > 0) state.owed[state.task[run]!] = 0;
      if (observer !== undefined) observer.progressed(state.task[run]!, run, amount);
      operation++;
    } else if (kind > STOP) {
      endRun(drive, run, kind === END ? 'completed' : 'failed');
      return;
    } else if (kind > WORK) {
      if (kind === STOP) {
        endRun(drive, run, 'stopped');
        return;
      }
      if (kind === CRASH && (row.chance < 0 || drive.choose.amount(row.chance, run) === 1)) {
        endRun(drive, run, 'crashed');
        return;
      }
      operation = passThrough(drive, run, operation, row);
    } else {
      if (givingOnly) {
        state.operation[run] = operation;
        state.status[run] = READY;
        state.ready[state.readyCount++] = run;
        return;
      }
      const tried =
        kind === ACQUIRE
          ? tryLock(drive, run, operation, row)
          : kind === WORK
            ? tryWork(drive, run, operation, row)
            : kind === TAKE
              ? tryTake(drive, run, operation, row)
              : kind === CALL
                ? tryCall(drive, run, operation, row)
                : kind === EMIT
                  ? tryEmit(drive, run, operation, row)
                  : trySupply(drive, run, operation, row);
      if (tried === WAITS) return;
      if (tried === GAVE_UP && row.otherwise !== ELSE_CONTINUE) {
        if (row.otherwise === ELSE_EXIT) {
          operation = row.target;
          continue;
        }
        endRun(
          drive,
          run,
          row.otherwise === ELSE_STOP ? 'stopped' : row.otherwise === ELSE_FAIL ? 'failed' : 'expired',
        );
        return;
      }
      operation++;
    }
  }
  // Out of operations: the instant is given up, the run stands where it is.
  state.operation[run] = operation;
}

/** Does a step that neither waits nor ends; gives the operation that follows. */
function passThrough(drive: Drive, run: number, operation: number, row: Row): number {
  switch (row.kind) {
    case RELEASE:
      // Whoever compares two points within an instant sees that it came to here.
      drive.state.operation[run] = operation;
      release(drive, run, row.subject, row.count);
      return operation + 1;
    case LIMIT:
      beginLimit(drive, run);
      return operation + 1;
    case DELIVER:
      beginDelivery(drive, run);
      return operation + 1;
    case CRASH:
      return operation + 1;
    case LOOP: {
      const times = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
      const slot = run * drive.machine.countersMax + row.subject;
      drive.state.counters[slot] = times === NEVER_MS ? -1 : Math.round(times);
      return operation + 1;
    }
    case SETTLE:
      settleSpend(drive, run, operation);
      return operation + 1;
    case TURN:
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
  const durationMs = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
  if (durationMs === 0) return PASSED;
  const untilMs = state.nowMs + durationMs;
  state.status[run] = WORKING;
  state.operation[run] = operation + 1;
  setDue(state, machine.runTimers + run, untilMs);
  if (observer !== undefined) observer.working(state.task[run]!, run, untilMs);
  return WAITS;
}

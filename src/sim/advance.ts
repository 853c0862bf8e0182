/**
 * The loop: from instant to instant, and within an instant from run to run.
 *
 * It is one function on purpose, against the rule of the house. Most operations take a nanosecond or two, so that calls
 * and the reloading of arrays behind them would cost several times the work itself; whatever is rare is called. What
 * happens in which order at one instant is told in `engine.ts`.
 *
 * @module
 */
import { nextHits, setDue } from './agenda.ts';
import { levelAfter, stepsBetween } from './bucket.ts';
import { compute, type Drive } from './drive.ts';
import { expireLease, release, take } from './locks.ts';
import { BUSY, OP, OTHERWISE, TRIGGER } from './machine.ts';
import { endRun, nextFireMs, startRun, stayBusy, takeFrame } from './runs.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';
import { beginLoop, beginLoopTurn, nextRun } from './turn.ts';
import { lookOn, TRIED, tryLock, trySupply } from './waiting.ts';

// Imported constants are looked up at every use; those of this file are numbers to the compiler.
const {
  acquire: ACQUIRE,
  end: END,
  jump: JUMP,
  loop: LOOP,
  progress: PROGRESS,
  release: RELEASE,
  spend: SPEND,
  stop: STOP,
  turn: TURN,
  work: WORK,
} = OP;
const { ready: READY, waitsSupply: WAITS_SUPPLY, working: WORKING } = STATUS;
const { gaveUp: GAVE_UP, passed: PASSED, waits: WAITS } = TRIED;
const { allow: BUSY_ALLOW } = BUSY;
const { every: AT_EVERY } = TRIGGER;
const { continue: ELSE_CONTINUE, stop: ELSE_STOP } = OTHERWISE;
const NEVER_MS: TimeMs = NEVER;

/** Why `advance` came back. */
export const ADVANCED = { until: 0, idle: 1, eventsMax: 2, zeno: 3, moved: 4 } as const;

/** Operations at one instant after which a run is stopped: it loops without letting time pass. */
export const OPERATIONS_PER_INSTANT_MAX = 10_000;

/**
 * Runs the state of `drive` on, until just before `untilMs` or until `drive.eventsLeft` are used up. `moved`: the state
 * has new arrays, because there are more runs than it had room for; call again.
 */
export function advance(drive: Drive, untilMs: TimeMs): number {
  const { machine, state, observer } = drive;
  const { rows, supplies, triggers, whenBusy, permits, leaseMs, runTimers, leaseTimers } = machine;
  const { dueMs, heap, hits, ready, level, sinceMs, nominalMs, reachedMs, alive, used, firstWaiter } = state;
  const { status, operation: operationOf, refused, granted, holds, task: taskOf } = state;
  const locks = permits.length;
  let { nowMs } = state;
  for (;;) {
    if (drive.hitNext >= drive.hitCount && state.readyCount === 0) {
      // The next instant.
      let count = 0;
      let atMs = NEVER_MS;
      if (state.heaped) {
        count = nextHits(state);
        if (count > 0) atMs = dueMs[hits[0]!]!;
      } else {
        const { heapCount } = state;
        for (let place = 0; place < heapCount; place++) {
          const timer = heap[place]!;
          const dueAtMs = dueMs[timer]!;
          if (dueAtMs > atMs) continue;
          if (dueAtMs < atMs) {
            atMs = dueAtMs;
            count = 0;
          }
          hits[count++] = timer;
        }
      }
      if (count === 0 || atMs >= untilMs) return count === 0 ? ADVANCED.idle : ADVANCED.until;
      if (drive.eventsLeft <= 0) return ADVANCED.eventsMax;
      if (count > 1) arrange(drive, count);
      else if (hits[0]! >= runTimers && status[hits[0]! - runTimers] === WAITS_SUPPLY) {
        const looks = lookOn(drive, hits[0]! - runTimers, untilMs);
        if (looks > 0) {
          drive.eventsLeft -= looks;
          continue;
        }
      }
      drive.eventsLeft -= count;
      drive.hitNext = 0;
      drive.hitCount = count;
      drive.operationsLeft = OPERATIONS_PER_INSTANT_MAX;
      nowMs = atMs;
      state.nowMs = nowMs;
      if (observer !== undefined) observer.instant(nowMs);
    }

    // Whose turn it is: a run whose work is done, before leases, before triggers, before the runs that can go on.
    let run: number;
    let givingOnly = false;
    if (drive.hitNext < drive.hitCount) {
      const timer = hits[drive.hitNext]!;
      if (dueMs[timer] !== nowMs) {
        // What happened at this instant before took it off, or it is set anew.
        drive.hitNext++;
        continue;
      }
      if (timer >= runTimers) {
        drive.hitNext++;
        run = timer - runTimers;
        setDue(state, timer, NEVER_MS);
        if (status[run] !== WORKING) {
          status[run] = READY;
          ready[state.readyCount++] = run;
          continue;
        }
        givingOnly = true;
      } else if (timer >= leaseTimers) {
        drive.hitNext++;
        expireLease(drive, timer - leaseTimers);
        continue;
      } else {
        // Random starts may coincide, so the trigger stays next until it is due later.
        const { task, kind, periodMs, source } = triggers[timer]!;
        const busy = alive[task] !== 0 && whenBusy[task] !== BUSY_ALLOW;
        run = busy || taskOf[task] === -1 ? task : state.freeRun;
        if (run < 0) return ADVANCED.moved;
        if (drive.operationsLeft-- <= 0) return ADVANCED.zeno;
        if (kind === AT_EVERY && source < 0) {
          const nominal = nominalMs[timer]! + periodMs;
          nominalMs[timer] = nominal;
          if (state.heaped) setDue(state, timer, nominal);
          else dueMs[timer] = nominal;
        } else setDue(state, timer, nextFireMs(drive, timer));
        if (observer !== undefined) observer.triggered(task);
        if (busy) stayBusy(drive, task);
        else {
          if (run !== task) takeFrame(drive);
          startRun(drive, task, run, nowMs);
        }
        continue;
      }
    } else if (state.readyCount === 1) {
      state.readyCount = 0;
      run = ready[0]!;
    } else run = nextRun(drive);

    // Its turn: it goes on until it waits, works or ends.
    let operation = operationOf[run]!;
    for (;;) {
      if (drive.operationsLeft-- <= 0) {
        operationOf[run] = operation;
        return ADVANCED.zeno;
      }
      const row = rows[operation]!;
      const { kind } = row;
      if (kind <= WORK) {
        if (givingOnly) {
          operationOf[run] = operation;
          status[run] = READY;
          ready[state.readyCount++] = run;
          break;
        }
        let tried: number = PASSED;
        if (kind === WORK) {
          const durationMs = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
          if (durationMs > 0) {
            status[run] = WORKING;
            operationOf[run] = operation + 1;
            setDue(state, runTimers + run, nowMs + durationMs);
            if (observer !== undefined) observer.working(taskOf[run]!, run, nowMs + durationMs);
            break;
          }
        } else if (kind === ACQUIRE) {
          const lock = row.subject;
          if (granted[run] === 1) {
            granted[run] = 0;
            refused[run] = 0;
            if (observer !== undefined) observer.passed(taskOf[run]!, run, operation, nowMs - reachedMs[run]!);
          } else if (refused[run] === 0 && firstWaiter[lock]! < 0 && used[lock]! < permits[lock]!) {
            if (leaseMs[lock] !== NEVER_MS) take(drive, run, lock);
            else {
              used[lock]!++;
              holds[run * locks + lock]!++;
              if (observer !== undefined) observer.held(taskOf[run]!, run, lock);
            }
            if (observer !== undefined) observer.passed(taskOf[run]!, run, operation, 0);
          } else tried = tryLock(drive, run, operation, row);
        } else {
          const supply = row.subject;
          const bucket = supplies[supply]!;
          let grains = level[supply]!;
          const { everyMs } = bucket;
          const lastMs = sinceMs[supply]!;
          if (nowMs - lastMs >= everyMs) {
            const steps = stepsBetween(everyMs, lastMs, nowMs);
            grains = Math.min(grains + steps * bucket.stepGrains, bucket.capacityGrains);
            level[supply] = grains;
            sinceMs[supply] = lastMs + steps * everyMs;
          }
          if (row.plain && refused[run] === 0 && grains >= row.enoughGrains) {
            if (kind === SPEND) {
              const after = bucket.clamps ? levelAfter(bucket.debt, grains, row.amount) : grains - row.amount;
              level[supply] = after;
              if (observer !== undefined) observer.spent(taskOf[run]!, run, supply, grains, after);
            }
            if (observer !== undefined) observer.passed(taskOf[run]!, run, operation, 0);
          } else tried = trySupply(drive, run, operation, row);
        }
        if (tried === WAITS) break;
        if (tried === GAVE_UP && row.otherwise !== ELSE_CONTINUE) {
          endRun(drive, run, row.otherwise === ELSE_STOP ? 'stopped' : 'failed');
          break;
        }
        operation++;
      } else if (kind === PROGRESS) {
        if (observer !== undefined) {
          observer.progressed(taskOf[run]!, run, row.plain ? row.amount : compute(drive, run, row.computed.amount!));
        } else if (!row.plain) compute(drive, run, row.computed.amount!);
        operation++;
      } else if (kind === RELEASE) {
        release(drive, run, row.subject);
        operation++;
      } else if (kind === TURN) operation = beginLoopTurn(drive, run, operation, row);
      else if (kind === JUMP) operation = row.target;
      else if (kind === LOOP) {
        beginLoop(drive, run, row, row.plain ? row.amount : compute(drive, run, row.computed.amount!));
        operation++;
      } else {
        endRun(drive, run, kind === END ? 'completed' : kind === STOP ? 'stopped' : 'failed');
        break;
      }
    }
  }
}

/** Puts the timers of one instant in the order in which they go off: ends of work and looks, then leases, then triggers. */
function arrange({ machine, state }: Drive, count: number): void {
  const { hits } = state;
  const { leaseTimers, runTimers } = machine;
  const rank = (timer: number) => (timer >= runTimers ? 0 : timer >= leaseTimers ? 1 : 2);
  for (let index = 1; index < count; index++) {
    const timer = hits[index]!;
    let at = index;
    while (at > 0 && (rank(hits[at - 1]!) - rank(timer) || hits[at - 1]! - timer) > 0) hits[at] = hits[--at]!;
    hits[at] = timer;
  }
}

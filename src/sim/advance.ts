/**
 * The loop: from instant to instant, and within an instant from run to run.
 *
 * It is one function on purpose, against the rule of the house. Most operations take a nanosecond or two, so that calls
 * and the reloading of arrays behind them would cost several times the work itself; whatever is rare is called. What
 * happens in which order at one instant is told in `engine.ts`.
 *
 * @module
 */
import { clearDue, nextHits, setDue } from './agenda.ts';
import { compute, type Drive, variableOf } from './drive.ts';
import { expireLease, release } from './locks.ts';
import { OP, OTHERWISE, QUICK } from './machine.ts';
import { endRun, nextFireMs, startRun, stayBusy } from './runs.ts';
import { STATUS } from './state.ts';
import type { TimeMs } from './time.ts';
import { beginLoop, beginLoopTurn, nextRun } from './turn.ts';
import { lookOn, TRIED, tryLock, trySupply } from './waiting.ts';

// Imported constants are looked up at every use; those of this file are numbers to the compiler.
const { acquire: ACQUIRE, spend: SPEND, work: WORK, release: RELEASE, progress: PROGRESS } = OP;
const { loop: LOOP, turn: TURN, jump: JUMP, stop: STOP, end: END } = OP;
const { ready: READY, waitsSupply: WAITS_SUPPLY, working: WORKING } = STATUS;
const { gaveUp: GAVE_UP, passed: PASSED, waits: WAITS } = TRIED;
const { no: QUICK_NO, yes: QUICK_YES, variable: QUICK_VARIABLE } = QUICK;
const { continue: ELSE_CONTINUE, stop: ELSE_STOP } = OTHERWISE;

/** Why `advance` came back. */
export const ADVANCED = { until: 0, idle: 1, eventsMax: 2, zeno: 3, moved: 4 } as const;

/** Operations at one instant after which a run is stopped: it loops without letting time pass. */
export const OPERATIONS_PER_INSTANT_MAX = 10_000;

/**
 * Runs the state of `drive` on, until just before `untilMs` or until `drive.eventsMax` is reached. `moved`: the state
 * needs room for more runs; make it and call again.
 *
 * `n` are the whole numbers of the state, `f` its times and levels; a name beside them is where its view begins.
 */
export function advance(drive: Drive, untilMs: TimeMs): number {
  const { machine, state, observer } = drive;
  const { codes, amounts, supplies, triggers, runTimers, leaseTimers, variablesMax } = machine;
  const { integers: n, floats: f, begins } = state;
  const { status, operation: operationOf, refused, granted, task: taskOf } = begins;
  const { dueMs, level, sinceMs, variables } = begins;
  let { nowMs } = state;
  for (;;) {
    if (drive.hitNext >= drive.hitCount && state.readyCount === 0) {
      const count = nextHits(state);
      const atMs = count === 0 ? Number.POSITIVE_INFINITY : f[dueMs + state.hits[0]!]!;
      if (atMs >= untilMs) return count === 0 ? ADVANCED.idle : ADVANCED.until;
      if (drive.events >= drive.eventsMax) return ADVANCED.eventsMax;
      if (count > 1) arrange(drive, count);
      else if (state.hits[0]! >= runTimers && n[status + state.hits[0]! - runTimers] === WAITS_SUPPLY) {
        if (lookOn(drive, state.hits[0]! - runTimers, untilMs)) continue;
      }
      drive.events += count;
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
      const timer = state.hits[drive.hitNext]!;
      if (timer < leaseTimers) {
        // Random starts may coincide, so a trigger is next until it is due later.
        if (f[dueMs + timer] !== nowMs) {
          drive.hitNext++;
          continue;
        }
        const { task, fixedMs, allows } = triggers[timer]!;
        const busy = n[begins.alive + task] !== 0 && !allows;
        run = busy || n[taskOf + task] === -1 ? task : state.freeRun;
        if (run < 0) return ADVANCED.moved;
        if (drive.operationsLeft-- <= 0) return ADVANCED.zeno;
        if (fixedMs > 0 && !state.heaped) {
          const nextMs = f[begins.nominalMs + timer]! + fixedMs;
          f[begins.nominalMs + timer] = nextMs;
          f[dueMs + timer] = nextMs;
        } else setDue(state, timer, nextFireMs(drive, timer));
        if (observer !== undefined) observer.triggered(task);
        if (busy) stayBusy(drive, task);
        else startRun(drive, task, run, nowMs);
        continue;
      }
      drive.hitNext++;
      // What happened at this instant before may have taken it off.
      if (f[dueMs + timer] !== nowMs) continue;
      if (timer < runTimers) {
        expireLease(drive, timer - leaseTimers);
        continue;
      }
      run = timer - runTimers;
      clearDue(state, timer);
      if (n[status + run] !== WORKING) {
        n[status + run] = READY;
        state.ready[state.readyCount++] = run;
        continue;
      }
      givingOnly = true;
    } else if (state.readyCount === 1) {
      state.readyCount = 0;
      run = state.ready[0]!;
    } else run = nextRun(drive);

    // Its turn: it goes on until it waits, works or ends.
    let operation = n[operationOf + run]!;
    for (;;) {
      if (drive.operationsLeft-- <= 0) {
        n[operationOf + run] = operation;
        return ADVANCED.zeno;
      }
      const code = 4 * operation;
      const kind = codes[code]!;
      if (kind <= WORK) {
        if (givingOnly) {
          n[operationOf + run] = operation;
          n[status + run] = READY;
          state.ready[state.readyCount++] = run;
          break;
        }
        const subject = codes[code + 1]!;
        const quick = codes[code + 3]!;
        let tried: number = PASSED;
        if (kind === WORK) {
          let durationMs = amounts[2 * operation]!;
          if (quick === QUICK_VARIABLE) {
            durationMs = f[variables + run * variablesMax + subject]!;
            if (Number.isNaN(durationMs)) durationMs = variableOf(drive, run, subject);
            durationMs = Math.max(0, Math.floor(durationMs + 0.5));
          } else if (quick === QUICK_NO) durationMs = compute(drive, run, machine.rows[operation]!.computed.amount!);
          if (durationMs > 0) {
            n[status + run] = WORKING;
            n[operationOf + run] = operation + 1;
            setDue(state, runTimers + run, nowMs + durationMs);
            if (observer !== undefined) observer.working(n[taskOf + run]!, run, nowMs + durationMs);
            break;
          }
        } else if (kind === ACQUIRE) {
          if (n[granted + run] === 1) {
            n[granted + run] = 0;
            n[refused + run] = 0;
            if (observer !== undefined) {
              observer.passed(n[taskOf + run]!, run, operation, nowMs - f[begins.reachedMs + run]!);
            }
          } else tried = tryLock(drive, run, operation, machine.rows[operation]!);
        } else {
          const { everyMs, stepGrains, capacityGrains } = supplies[subject]!;
          let grains = f[level + subject]!;
          const lastMs = f[sinceMs + subject]!;
          if (nowMs - lastMs >= everyMs) {
            const steps = Math.floor((nowMs - lastMs) / everyMs);
            grains = Math.min(grains + steps * stepGrains, capacityGrains);
            f[level + subject] = grains;
            f[sinceMs + subject] = lastMs + steps * everyMs;
          }
          if (quick === QUICK_YES && n[refused + run] === 0 && grains >= amounts[2 * operation + 1]!) {
            if (kind === SPEND) {
              const after = grains - amounts[2 * operation]!;
              f[level + subject] = after;
              if (observer !== undefined) observer.spent(n[taskOf + run]!, run, subject, grains, after);
            }
            if (observer !== undefined) observer.passed(n[taskOf + run]!, run, operation, 0);
          } else tried = trySupply(drive, run, operation, machine.rows[operation]!);
        }
        if (tried === WAITS) break;
        if (tried === GAVE_UP) {
          const { otherwise } = machine.rows[operation]!;
          if (otherwise !== ELSE_CONTINUE) {
            endRun(drive, run, otherwise === ELSE_STOP ? 'stopped' : 'failed');
            break;
          }
        }
        operation++;
      } else if (kind === PROGRESS) {
        let amount = amounts[2 * operation]!;
        if (codes[code + 3] === QUICK_NO) amount = compute(drive, run, machine.rows[operation]!.computed.amount!);
        if (observer !== undefined) observer.progressed(n[taskOf + run]!, run, amount);
        operation++;
      } else if (kind === RELEASE) {
        release(drive, run, codes[code + 1]!);
        operation++;
      } else if (kind === JUMP) operation = codes[code + 2]!;
      else if (kind === TURN) operation = beginLoopTurn(drive, run, operation, machine.rows[operation]!);
      else if (kind === LOOP) operation = beginLoop(drive, run, operation, machine.rows[operation]!);
      else {
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

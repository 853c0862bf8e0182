/**
 * A run that failed is tried again, as long as it has an attempt left.
 *
 * Between two attempts it is still the run of its start: its task is busy, whoever waits for it goes on waiting, and latency
 * counts from when it was due. But it holds nothing, has nothing in hand, and forgets what it drew.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { stopAwaiting } from './awaiting.ts';
import { giveBack } from './backlogs/backlogs.ts';
import type { Drive } from './drive.ts';
import { clearFrame } from './frames.ts';
import { endLimit } from './limits.ts';
import { leaveBehind, releaseAll } from './locks/locks.ts';
import { STATUS } from './state.ts';
import { backoffMs, jittered } from './supplies/retry.ts';
import { NEVER, type TimeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, rests: RESTS } = STATUS;

/** Sets `run` aside until its next attempt; false: it has none. */
export function tryAgain(drive: Drive, run: number, how: 'failed' | 'crashed'): boolean {
  const { machine, state, choose } = drive;
  const task = state.task[run]!;
  const retry = machine.runRetry[task];
  // What a crash leaves of a start that is delivered is said by that.
  if (retry === undefined || (how === 'crashed' && machine.delivery[task] !== undefined)) return false;
  const failed = state.attempts[run]! + 1;
  if (failed > retry.triesMax && retry.attempts !== undefined) return false;
  const attempts = Math.min(failed, retry.triesMax);
  const factor = retry.jitter === undefined ? 1 : choose.amount(retry.jitter, run);
  const untilMs = state.nowMs + jittered(backoffMs(retry, attempts), factor);
  setAside(drive, run, how, untilMs);
  state.attempts[run] = attempts;
  return true;
}

/** `run` gives back all it has, and begins anew at `untilMs`. */
export function setAside(drive: Drive, run: number, how: 'failed' | 'crashed', untilMs: TimeMs): void {
  const { machine, state, choose, observer } = drive;
  const task = state.task[run]!;
  if (how === 'crashed') leaveBehind(drive, run);
  else releaseAll(drive, run);
  if (machine.stock.slots > 0) giveBack(drive, run);
  if (machine.awaitsRuns) stopAwaiting(drive, run);
  if (machine.limits) endLimit(drive, run, task);
  observer?.retried(task, run, how, untilMs);
  clearFrame(machine, state, run);
  // It was a start once: it is not dropped any more.
  if (machine.expires) state.deadlineMs[run] = NEVER;
  state.operation[run] = machine.entry[task]!;
  if (untilMs > state.nowMs) {
    state.status[run] = RESTS;
    setDue(state, machine.runTimers + run, untilMs);
  } else {
    state.status[run] = READY;
    state.ready[state.readyCount++] = run;
  }
  if (machine.draws[task] === 1) choose.began(task, run);
}

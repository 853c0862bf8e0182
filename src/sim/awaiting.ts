/**
 * How a run waits for runs that it started, until they are over.
 *
 * It is told by the last of them that ends; a start that is skipped is over at once. Whoever gives up, or dies, leaves alone
 * what it started: that goes on.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import type { Drive } from './drive.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsRuns: WAITS_RUNS } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** `run` waits for nobody any more. */
export function stopAwaiting({ state }: Drive, run: number): void {
  state.awaited[run] = 0;
  state.queuedOf[run] = 0;
  state.lastQueued[run] = 0;
  for (let child = 0; child < state.runsMax; child++) if (state.parent[child] === run + 1) state.parent[child] = 0;
}

/** A start that `parent` waits for is queued now, behind all others of its task. */
export function queueAwaited({ state }: Drive, parent: number, task: number): void {
  state.awaited[parent]!++;
  state.queuedOf[parent]!++;
  state.lastQueued[parent] = state.queued[task]!;
}

/** The first queued start of `task` has left the queue: who waits for it, -1: nobody. */
export function leaveQueue({ machine, state }: Drive, task: number): number {
  let parent = -1;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.lastQueued[run] === 0 || machine.rows[state.operation[run]!]!.subject !== task) continue;
    // What one emit has queued stands together.
    if (state.lastQueued[run] === state.queuedOf[run]) {
      parent = run;
      state.queuedOf[run]!--;
    }
    state.lastQueued[run]!--;
  }
  return parent;
}

/** A run has ended: who waits for it has one less to wait for, and what it waits for itself goes on alone. */
export function endAwaited(drive: Drive, run: number): void {
  const { state } = drive;
  if (state.awaited[run]! > 0) stopAwaiting(drive, run);
  const parent = state.parent[run]! - 1;
  if (parent < 0) return;
  state.parent[run] = 0;
  overOne(drive, parent);
}

/** One start that `parent` waits for is over. */
export function overOne({ machine, state }: Drive, parent: number): void {
  if (--state.awaited[parent]! > 0 || state.status[parent] !== WAITS_RUNS) return;
  setDue(state, machine.runTimers + parent, NEVER_MS);
  state.status[parent] = READY;
  state.ready[state.readyCount++] = parent;
}

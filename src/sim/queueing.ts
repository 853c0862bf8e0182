/**
 * The queue of a task: starts that found it busy, which wait for its run to end, the oldest first.
 *
 * How long each has waited matters only where it may be dropped for that; then it is state. Each task has one timer: when the
 * first of its queue has waited as long as it may.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { leaveQueue, overOne } from './awaiting.ts';
import type { Drive } from './drive.ts';
import type { Machine } from './machine.ts';
import { growQueues, type State } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

/** A start that was due at `dueMs` begins to wait, now. */
export function queueStart(drive: Drive, task: number, dueMs: TimeMs): void {
  const { machine, state, observer } = drive;
  state.queued[task]!++;
  state.queuedDueMs[task]!.push(dueMs);
  if (machine.expires && machine.expiryMs[task]! > 0) noteSent(drive, task);
  observer?.queued(task);
}

/** The first in the queue leaves it. Gives when it began to wait, where that is kept; else now. */
export function leaveFirst({ machine, state }: Drive, task: number): TimeMs {
  state.queued[task]!--;
  if (!machine.expires || machine.expiryMs[task] === 0) return state.nowMs;
  const from = task * state.queueMax;
  const sentMs = state.queueMs[from]!;
  state.queueMs.copyWithin(from, from + 1, from + state.queueMax);
  state.queueMs[from + state.queueMax - 1] = NEVER;
  setDue(state, machine.expiryTimers + task, firstExpiryMs(machine, state, task));
  return sentMs;
}

/** When the first in the queue of `task` has waited too long. */
export function firstExpiryMs({ expiryMs }: Machine, { queueMs, queueMax }: State, task: number): TimeMs {
  return expiryMs[task]! > 0 ? queueMs[task * queueMax]! + expiryMs[task]! : NEVER;
}

/** The first in the queue of `task` has waited as long as it may, and perhaps others: they are dropped. */
export function dropExpired(drive: Drive, task: number): void {
  const { machine, state, observer } = drive;
  while (firstExpiryMs(machine, state, task) <= state.nowMs) {
    leaveFirst(drive, task);
    const dueMs = state.queuedDueMs[task]!.shift() ?? state.nowMs;
    const parent = machine.awaitsRuns ? leaveQueue(drive, task) : -1;
    observer?.dropped(task, dueMs);
    if (parent >= 0) overOne(drive, parent);
  }
}

function noteSent({ machine, state }: Drive, task: number): void {
  const place = state.queued[task]! - 1;
  if (place >= state.queueMax) growQueues(machine, state);
  state.queueMs[task * state.queueMax + place] = state.nowMs;
  if (place === 0) setDue(state, machine.expiryTimers + task, firstExpiryMs(machine, state, task));
}

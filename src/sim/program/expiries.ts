/**
 * Which starts are dropped when they have waited too long, in the queue of their task or for their slot.
 *
 * @module
 */
import type { Model, Trigger } from '../model.ts';
import type { TimeMs } from '../time.ts';

export interface Expiries {
  /** Whether any start may be dropped so. */
  readonly expires: boolean;
  /** By task: how long a start waits at the most; 0: for ever. */
  readonly expiryMs: Float64Array;
  /** First of the timers, one for each task, where any start may be dropped: when the first in the queue is. */
  readonly expiryTimers: number;
  /** Queued starts of each task there is room for at first. */
  readonly queueRoom: number;
}

/** More than so many starts at a time are made room for as they come. */
const ROOM_MAX = 64;

/** `firstTimer`: the number of the first timer of an expiry. */
export function expiriesOf(model: Model, firstTimer: number): Expiries {
  const { tasks, triggers } = model;
  const expires = tasks.some(({ expiresMs }) => expiresMs !== undefined);
  const rooms = tasks.map(({ expiresMs, whenBusy }, task) => {
    if (expiresMs === undefined || (whenBusy !== 'queue all' && whenBusy !== 'queue one')) return 1;
    if (whenBusy === 'queue one') return 1;
    const own = triggers.filter((trigger) => trigger.task === task);
    return own.reduce((sum, trigger) => sum + startsWithin(trigger, expiresMs), 0);
  });
  return {
    expires,
    expiryMs: Float64Array.from(tasks, ({ expiresMs = 0 }) => expiresMs),
    expiryTimers: firstTimer,
    queueRoom: Math.min(ROOM_MAX, Math.max(1, ...rooms)),
  };
}

/** How many starts of a trigger may be in the queue at a time, as far as that is known. */
function startsWithin(trigger: Trigger, expiresMs: TimeMs): number {
  const { count = 1, catchUp } = trigger;
  if (catchUp !== undefined) return ROOM_MAX;
  if (trigger.kind === 'always' || trigger.kind === 'pause') return count;
  if (trigger.kind === 'every' && trigger.jitter === undefined) {
    return count * (Math.floor(expiresMs / trigger.periodMs) + 1);
  }
  return trigger.kind === 'cron' ? count * (Math.floor(expiresMs / 60_000) + 1) : ROOM_MAX;
}

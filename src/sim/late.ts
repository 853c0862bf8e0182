/**
 * A trigger whose scheduler may be down: what it missed is counted, and made up for when the scheduler is up again.
 *
 * Its timer goes off at each start of the schedule, missed or not, and at the end of an outage in which something was
 * missed that counts. `nominalMs` is the next start of the schedule. Missed starts that nothing will come of are told as
 * skipped when they are due; the others are told when the outage is over.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import type { Outage } from './catch-up.ts';
import type { Drive } from './drive.ts';
import { type LateTrigger, missedIn, missedMost, nextOf, outageAt, outageBefore } from './outages.ts';
import { NEVER, type TimeMs } from './time.ts';

/** Begins a start that was due at `dueMs`, or skips or queues it; false: it was skipped. */
export type Begin = (drive: Drive, task: number, dueMs: TimeMs) => boolean;

/** The timer of a late trigger goes off. */
export function fireLate(drive: Drive, index: number, trigger: LateTrigger, begin: Begin): void {
  const { state } = drive;
  const { nowMs } = state;
  const over = state.missed[index]! > 0 ? outageBefore(trigger.catchUp, nowMs) : undefined;
  if (over !== undefined && !catchUp(drive, index, { trigger, over, begin })) return;
  if (state.nominalMs[index] !== nowMs) {
    setDue(state, index, state.nominalMs[index]!);
    return;
  }
  const nextMs = nextOf(trigger, nowMs);
  state.nominalMs[index] = nextMs;
  setDue(state, index, nextMs);
  const outage = outageAt(trigger.catchUp, nowMs);
  if (outage !== undefined) miss(drive, index, { trigger, outage, nextMs });
  else if (state.missed[index]! > trigger.catchUp.giveUpAfter) giveUp(drive, index, trigger, 1);
  else startDue(drive, index, { trigger, begin, dueMs: nowMs });
}

interface Missing {
  readonly trigger: LateTrigger;
  readonly outage: Outage;
  readonly nextMs: TimeMs;
}

/** A start is due while the scheduler is down. */
function miss({ state, observer }: Drive, index: number, { trigger, outage, nextMs }: Missing): void {
  const { task, count = 1, catchUp: rule } = trigger;
  const counts = rule.starts !== 'none' && outage.untilMs - state.nowMs <= rule.withinMs;
  const isLast = nextMs >= outage.untilMs;
  if (counts) state.missed[index] = Math.min(state.missed[index]! + 1, missedMost(trigger));
  if (isLast && state.missed[index]! > 0) setDue(state, index, outage.untilMs);
  if (counts && (rule.starts === 'all' || isLast)) return;
  for (let left = count; left > 0; left--) {
    observer?.triggered(task);
    observer?.skipped(task);
  }
}

interface Over {
  readonly trigger: LateTrigger;
  readonly over: Outage;
  readonly begin: Begin;
}

/** An outage is over in which something was missed that counts; false: it was too much, and this was the end. */
function catchUp(drive: Drive, index: number, { trigger, over, begin }: Over): boolean {
  const { state } = drive;
  const { starts, giveUpAfter, busyToo } = trigger.catchUp;
  const missed = state.missed[index]!;
  const dues = missedIn(trigger, over, state.nominalMs[index]!, missed);
  const late = starts === 'once' ? dues.slice(-1) : dues;
  if (missed > giveUpAfter) {
    giveUp(drive, index, trigger, late.length);
    return false;
  }
  // Nothing was missed in this outage: what is counted is of starts that found the task busy.
  if (late.length === 0) return true;
  state.missed[index] = busyToo ? missed - 1 : 0;
  for (const dueMs of late) startDue(drive, index, { trigger, begin, dueMs });
  return true;
}

interface Due {
  readonly trigger: LateTrigger;
  readonly begin: Begin;
  readonly dueMs: TimeMs;
}

function startDue(drive: Drive, index: number, { trigger, begin, dueMs }: Due): void {
  const { state } = drive;
  const { task, count = 1, catchUp: rule } = trigger;
  let skipped = true;
  for (let left = count; left > 0; left--) {
    drive.observer?.triggered(task);
    if (begin(drive, task, dueMs)) skipped = false;
  }
  if (!skipped) state.missed[index] = 0;
  else if (rule.busyToo) state.missed[index] = Math.min(state.missed[index]! + 1, missedMost(trigger));
}

/** The scheduler never starts the task again. What it still owed is told to be lost. */
function giveUp({ state, observer }: Drive, index: number, { task, count = 1 }: LateTrigger, owed: number): void {
  setDue(state, index, NEVER);
  for (let left = owed * count; left > 0; left--) {
    observer?.triggered(task);
    observer?.skipped(task);
  }
}

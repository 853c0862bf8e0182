/**
 * Runs of tasks: how one begins and ends, and how triggers bring them about.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { endAwaited, leaveQueue, queueAwaited } from './awaiting.ts';
import { giveBack } from './backlogs/backlogs.ts';
import { nextCronMs } from './cron.ts';
import { deliverAgain, endDelivery } from './delivery.ts';
import type { Drive } from './drive.ts';
import { canExpress, express } from './express.ts';
import { frameFor, leaveFrame, placeRun } from './frames.ts';
import { fireLate } from './late.ts';
import { endLimit } from './limits.ts';
import type { Ending } from './listen/observer.ts';
import { leaveBehind, releaseAll } from './locks/locks.ts';
import { standNowhere } from './locks/standing.ts';
import { BUSY, TRIGGER, type TriggerRow } from './machine.ts';
import type { Start } from './model.ts';
import { pauseAfter, tellEnd } from './pacing.ts';
import { leaveFirst, queueStart } from './queueing.ts';
import { tryAgain } from './retrying.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs, wholeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const {
  allow: BUSY_ALLOW,
  'queue all': BUSY_QUEUE,
  'queue one': BUSY_QUEUE_ONE,
  replace: BUSY_REPLACE,
  'replace hard': BUSY_REPLACE_HARD,
} = BUSY;
const { every: AT_EVERY, poisson: AT_POISSON, cron: AT_CRON, trace: AT_TRACE } = TRIGGER;
const NEVER_MS: TimeMs = NEVER;

/**
 * A trigger is due: starts, skips or queues a run, and is set for its next time. `last`: no other trigger comes after it at
 * this instant.
 */
export function fireTrigger(drive: Drive, index: number, last: boolean): void {
  const { machine, state, observer } = drive;
  const row = machine.triggers[index]!;
  const { task } = row;
  if (row.fixedMs > 0 && !state.heaped) {
    const nextMs = state.nominalMs[index]! + row.fixedMs;
    state.nominalMs[index] = nextMs;
    state.dueMs[index] = nextMs;
  } else if (row.several) {
    fireSeveral(drive, index, row);
    return;
  } else setDue(state, index, nextFireMs(drive, index, row));
  if (observer !== undefined) observer.triggered(task);
  // Random starts may coincide: then the next one finds this one's run.
  if (last && state.dueMs[index] !== state.nowMs && canExpress(drive, task)) express(drive, task);
  else if (state.alive[task] === 0 || row.allows) startRun(drive, task, state.nowMs);
  else findBusy(drive, task, state.nowMs);
}

/** A trigger that may bring any number of starts is due: none where a pause is over and another trigger was faster. */
function fireSeveral(drive: Drive, index: number, row: TriggerRow): void {
  const { state, observer } = drive;
  const { task, spec } = row;
  if (row.late !== undefined) {
    fireLate(drive, index, row.late, beginDue);
    return;
  }
  if (spec.afterStart !== undefined && isPending(drive, task, spec.afterStart)) {
    setDue(state, index, nextFireMs(drive, index, row));
    return;
  }
  let starts = spec.kind === 'trace' ? spec.points[state.nominalMs[index]!]!.count : row.count;
  if (spec.kind === 'pause' && state.alive[task]! > 0) starts = 0;
  setDue(state, index, nextFireMs(drive, index, row));
  for (; starts > 0; starts--) {
    observer?.triggered(task);
    beginDue(drive, task, state.nowMs);
  }
}

/** Whether a start of `task` waits to begin, in the queue or, where that counts, for the slot its run takes first. */
function isPending({ machine, state }: Drive, task: number, until: 'slot' | 'start'): boolean {
  if (state.queued[task]! > 0) return true;
  if (until === 'start') return false;
  const entry = machine.entry[task]!;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.task[run] !== task || state.operation[run] !== entry || state.status[run] === STATUS.rests) continue;
    // A further attempt, or delivery, has begun before.
    const again = (machine.retries && state.attempts[run]! > 0) || (machine.redelivers && state.deliveries[run]! > 0);
    if (!again) return true;
  }
  return false;
}

/** A start that was due at `dueMs` begins, or finds its task busy; false: it was skipped. */
function beginDue(drive: Drive, task: number, dueMs: TimeMs): boolean {
  const { machine, state } = drive;
  if (state.alive[task] === 0 || machine.whenBusy[task] === BUSY_ALLOW) {
    startRun(drive, task, dueMs);
    return true;
  }
  return findBusy(drive, task, dueMs) !== SKIPPED;
}

/** When a trigger is due first, at the beginning of a run of the model. */
export function armTrigger(drive: Drive, index: number): void {
  const { machine, state, choose } = drive;
  const trigger = machine.model.triggers[index]!;
  switch (trigger.kind) {
    case 'always':
    case 'pause':
      setDue(state, index, 0);
      break;
    case 'trace':
      // The point that is next stands where others have their nominal time.
      state.nominalMs[index] = 0;
      setDue(state, index, trigger.points[0]?.atMs ?? NEVER_MS);
      break;
    case 'every': {
      const firstMs = startValue(drive, trigger.offsetMs);
      state.nominalMs[index] = firstMs;
      setDue(state, index, firstMs + jitterMs(drive, trigger.jitter));
      break;
    }
    case 'cron':
      setDue(state, index, nextCronMs(trigger, -1));
      state.nominalMs[index] = state.dueMs[index]!;
      break;
    case 'poisson':
      setDue(state, index, wholeMs(choose.amount(trigger.source, -1)));
      break;
    case 'on':
      break;
  }
}

/** The value of something that is fixed, or chosen now. */
export function startValue({ machine, choose }: Drive, start: Start): number {
  if (start.kind === 'fixed') return start.value;
  const { from, step, count } = machine.model.starts[start.choice]!;
  return from + step * (count > 1 ? choose.start(start.choice, count) : 0);
}

/** A run is over: what it held goes back, if it did not crash, and the next one begins if one is waiting for it. */
export function endRun(drive: Drive, run: number, how: Ending): void {
  const { machine, state, observer } = drive;
  const task = state.task[run]!;
  let pausesMs = -1;
  if (machine.endsPlainly) {
    releaseAll(drive, run);
    observer?.ended(task, run, how);
  } else {
    if (machine.redelivers && how === 'crashed' && deliverAgain(drive, run)) return;
    if (machine.retries && (how === 'failed' || how === 'crashed') && tryAgain(drive, run, how)) return;
    pausesMs = settleUp(drive, run, task, how);
  }
  state.alive[task]!--;
  leaveFrame(machine, state, run);
  if (machine.always[task] === 1 && state.alive[task] === 0) {
    observer?.triggered(task);
    startRun(drive, task, state.nowMs);
  } else if (state.queued[task]! > 0 && state.alive[task] === 0) {
    const sentMs = leaveFirst(drive, task);
    const parent = machine.awaitsRuns ? leaveQueue(drive, task) : -1;
    const next = startRun(drive, task, state.queuedDueMs[task]!.shift() ?? state.nowMs, sentMs);
    if (parent >= 0) state.parent[next] = parent + 1;
  } else if (machine.pauses && state.alive[task] === 0) pause(drive, task, pausesMs);
}

/** What an end brings with it in models that have more than permits; gives the pause that follows, -1: none is known. */
function settleUp(drive: Drive, run: number, task: number, how: Ending): TimeMs {
  const { machine, observer } = drive;
  if (how === 'crashed' || (how === 'replaced' && machine.whenBusy[task] === BUSY_REPLACE_HARD))
    leaveBehind(drive, run);
  else releaseAll(drive, run);
  if (machine.stock.slots > 0) giveBack(drive, run);
  const pausesMs = machine.pauses ? pauseMsAfter(drive, task, how) : -1;
  if (machine.tells) tellEnd(drive, task, how);
  observer?.ended(task, run, how);
  if (machine.awaitsRuns) endAwaited(drive, run);
  if (machine.limits) endLimit(drive, run, task);
  if (machine.redelivers) endDelivery(drive, run, task);
  return pausesMs;
}

/** The run of a task has ended, and none has begun: it starts again when its pause is over, if it has one. */
function pause({ machine, state, choose }: Drive, task: number, knownMs: TimeMs): void {
  const index = machine.pauseTrigger[task]!;
  if (index < 0) return;
  const { source } = machine.triggers[index]!;
  const pauseMs = source < 0 ? knownMs : wholeMs(choose.amount(source, -1));
  setDue(state, index, state.nowMs + Math.max(1, pauseMs));
}

/** The pause of a task after a run that ended so, where none is drawn; -1: it has none. */
function pauseMsAfter(drive: Drive, task: number, how: Ending): TimeMs {
  const index = drive.machine.pauseTrigger[task]!;
  if (index < 0) return -1;
  const { spec } = drive.machine.triggers[index]!;
  if (spec.kind !== 'pause') return -1;
  return spec.policy === undefined ? spec.pauseMs : pauseAfter(drive, spec.policy, how);
}

/** A run starts one of `task`; `parent`: the run that waits until it is over, -1: nobody does. */
export function startEmitted(drive: Drive, task: number, parent: number): void {
  const { machine, state, observer } = drive;
  state.owed[task] = machine.onlyEmitted[task]!;
  if (observer !== undefined) observer.triggered(task);
  const free = state.alive[task] === 0 || machine.whenBusy[task] === BUSY_ALLOW;
  const run = free ? startRun(drive, task, state.nowMs) : findBusy(drive, task, state.nowMs);
  if (parent < 0) return;
  if (run >= 0) {
    state.parent[run] = parent + 1;
    state.awaited[parent]!++;
  } else if (run === QUEUED) queueAwaited(drive, parent, task);
}

/** What becomes of a start that is no run: it waits for one to end, or is nothing. */
const QUEUED = -1;
const SKIPPED = -2;

/** A start finds its task busy. Gives the run that begins all the same, or what else becomes of it. */
function findBusy(drive: Drive, task: number, dueMs: TimeMs): number {
  const { machine, state, observer } = drive;
  const busy = machine.whenBusy[task]!;
  if (busy === BUSY_REPLACE || busy === BUSY_REPLACE_HARD) {
    endAll(drive, task);
    // A task that starts again by itself has done so.
    if (state.alive[task] === 0) return startRun(drive, task, dueMs);
  }
  if (busy !== BUSY_QUEUE && (busy !== BUSY_QUEUE_ONE || state.queued[task]! > 0)) {
    observer?.skipped(task);
    return SKIPPED;
  }
  queueStart(drive, task, dueMs);
  return QUEUED;
}

/** A newer start takes the place of whatever runs of the task are alive. */
function endAll(drive: Drive, task: number): void {
  const { state } = drive;
  const alive = Array.from({ length: state.runsMax }, (_, run) => run).filter((run) => state.task[run] === task);
  for (const run of alive) {
    standNowhere(drive, run);
    endRun(drive, run, 'replaced');
  }
}

/** `sentMs`: since when its start waits to begin. */
export function startRun(drive: Drive, task: number, dueMs: TimeMs, sentMs: TimeMs = drive.state.nowMs): number {
  const { machine, state, choose, observer } = drive;
  const run = frameFor(machine, state, task);
  placeRun(state, task, run, machine.entry[task]!);
  if (machine.ages) state.bornMs[run] = dueMs;
  // How long it may wait for its slot; it asks for that first, at this instant.
  if (machine.expires) state.deadlineMs[run] = sentMs + machine.expiryMs[task]!;
  if (machine.draws[task] === 1) choose.began(task, run);
  if (observer !== undefined) observer.started(task, run, dueMs);
  return run;
}

function nextFireMs({ state, choose }: Drive, index: number, row: TriggerRow): number {
  switch (row.kind) {
    case AT_EVERY: {
      const nominalMs = state.nominalMs[index]! + row.periodMs;
      state.nominalMs[index] = nominalMs;
      return row.source < 0 ? nominalMs : nominalMs + wholeMs(choose.amount(row.source, -1));
    }
    case AT_POISSON:
      return state.nowMs + wholeMs(choose.amount(row.source, -1));
    case AT_CRON:
      return row.spec.kind === 'cron' ? nextCronMs(row.spec, state.nowMs) : NEVER_MS;
    case AT_TRACE: {
      const point = ++state.nominalMs[index]!;
      return row.spec.kind === 'trace' && point < row.spec.points.length ? row.spec.points[point]!.atMs : NEVER_MS;
    }
    default:
      return NEVER_MS;
  }
}

function jitterMs({ choose }: Drive, source: number | undefined): number {
  return source === undefined ? 0 : wholeMs(choose.amount(source, -1));
}

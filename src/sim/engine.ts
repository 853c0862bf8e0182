/**
 * The one transition function: from instant to instant, everything in a fixed order, everything open asked of a chooser.
 *
 * At one instant:
 * 1. refills are in every level that is looked at; what else raises or changes a supply does so now; items come to
 *    backlogs, and those that are too old are thrown away;
 * 2. ends of work: a run goes on through what only gives (`progress`, `release`, its end), in the order of run numbers;
 *    then leases that are renewed or run out, in the order of locks; then crashes whose date has come, runs that have
 *    lasted as long as they may, queued starts that have waited as long as they may,
 *    and starts that are delivered again; then dispatchers that look at their lists now;
 * 3. triggers, in the order of the document;
 * 4. the runs that can go on, one at a time, whose turn is asked of the chooser (`order: any`, `fair`) or is the highest
 *    priority's, ties asked. A run that becomes able to go on meanwhile (it was handed a permit) joins them.
 *
 * @module
 */
import { nextHits, setDue } from './agenda.ts';
import { armStock, bringItems } from './backlogs/backlogs.ts';
import { outlives } from './backlogs/stock.ts';
import type { Chooser } from './chooser.ts';
import { type Drive, driveOf, type Span } from './drive.ts';
import { allowOperations } from './instant-limit.ts';
import type { Observer } from './listen/observer.ts';
import { crashTask, endOverdue } from './locks/crashes.ts';
import { lookForPermit } from './locks/lock-looks.ts';
import { lookOver, passLease } from './locks/locks.ts';
import type { Machine } from './machine.ts';
import { dropExpired } from './queueing.ts';
import { deliverTwice } from './redelivery.ts';
import { armTrigger, fireTrigger, startValue } from './runs.ts';
import { createState, STATUS, type State } from './state.ts';
import { beginSupply, supplyDue } from './supplies/kinds.ts';
import { noteLevel } from './supplies/lockout.ts';
import { wakeWaiters } from './supplies/wakes.ts';
import { NEVER, type TimeMs } from './time.ts';
import { takeTurn } from './turn.ts';
import { countPolls, lookOn, settle } from './waiting.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsLock: WAITS_LOCK, waitsSupply: WAITS_SUPPLY, working: WORKING } = STATUS;
const NEVER_MS: TimeMs = NEVER;

export interface RunOptions {
  /** Exclusive: what is due at this very time does not happen. */
  readonly untilMs: TimeMs;
  readonly observer?: Observer | undefined;
  /** Timers that may go off in this call. Default: no limit but the horizon. */
  readonly eventsMax?: number | undefined;
}

export interface RunEnd {
  /**
   * `until`: the time is over. `idle`: nothing can ever happen any more. `events-max`: the limit of this call.
   * `zeno`: an instant that goes on and on (`instant-limit.ts`); the state is not to be continued.
   */
  readonly stopped: 'until' | 'idle' | 'events-max' | 'zeno';
  readonly atMs: TimeMs;
  /** Timers that went off: starts, ends of work, looks, leases. */
  readonly events: number;
  /** With `zeno`, the operation it was at. */
  readonly operation?: number;
}

/**
 * The state a run begins with, at time 0, before anything has happened.
 *
 * @example
 * const state = begin(machine, sampler(machine, { seed: '1', replication: 0 }));
 */
export function begin(machine: Machine, choose: Chooser): State {
  const state = unbegun(machine);
  beginIn(machine, state, choose);
  return state;
}

/** A state with room for the runs of a machine, in which nothing has been set up. */
export function unbegun(machine: Machine): State {
  const tasks = machine.model.tasks.length;
  const shared = sharedFrames(machine);
  const state = createState(machine, tasks + shared);
  for (let run = tasks + shared - 1; run >= tasks; run--) {
    state.next[run] = state.freeRun;
    state.freeRun = run;
  }
  return state;
}

/** `begin` for whoever does it often: sets up `state`, which is as `unbegun` gave it. */
export function beginIn(machine: Machine, state: State, choose: Chooser): void {
  const { model } = machine;
  const drive = driveOf(machine, state, choose, undefined);
  for (let index = 0; index < model.supplies.length; index++) beginLevel(drive, index);
  for (let index = 0; index < model.backlogs.length; index++) {
    const { initial, unlimited } = model.backlogs[index]!;
    const row = machine.stock.backlogs[index]!;
    // What is there at the beginning is as old as the run.
    if (!unlimited) state.items[row.base + outlives(row, row.pruneMs)] = startValue(drive, initial);
  }
  for (let index = 0; index < model.triggers.length; index++) armTrigger(drive, index);
  for (let index = 0; index < machine.stock.timers.length; index++) {
    const { spec } = machine.stock.timers[index]!;
    armStock(drive, index, spec?.kind === 'every' ? startValue(drive, spec.offsetMs) : 0);
  }
  for (let index = 0; index < machine.looking.length; index++) {
    const { spec, everyMs } = machine.looking[index]!;
    const phaseMs = startValue(drive, spec.looks!.phaseMs);
    setDue(state, machine.dispatchTimers + index, phaseMs > 0 ? phaseMs : everyMs);
  }
  for (let index = 0; index < machine.crashMs.length; index++) {
    setDue(state, machine.crashTimers + index, machine.crashMs[index]!);
  }
}

function beginLevel(drive: Drive, index: number): void {
  const { machine, state } = drive;
  const { initial, refill, lockout } = machine.model.supplies[index]!;
  state.level[index] = startValue(drive, initial);
  const phaseMs = refill.kind === 'stepwise' ? startValue(drive, refill.phaseMs) : 0;
  // The step before the first: a refill of phase 0 first comes at its period.
  state.sinceMs[index] = phaseMs > 0 && refill.kind === 'stepwise' ? phaseMs - refill.everyMs : 0;
  if (lockout !== undefined) noteLevel(state, machine.supplies[index]!, index);
  if (machine.supplies[index]!.special) beginSupply(drive, index, machine.supplies[index]!);
}

/** Frames for runs of tasks that allow several: what may run at once in the widest pool of theirs, and as many who wait. */
function sharedFrames({ model }: Machine): number {
  const allowing = model.tasks.filter((task) => task.whenBusy === 'allow');
  if (allowing.length === 0) return 0;
  const widest = allowing.reduce(
    (most, { program }) =>
      program.reduce(
        (width, one) => (one.kind === 'acquire' ? Math.max(width, model.locks[one.lock]!.permits) : width),
        most,
      ),
    0,
  );
  return Math.max(8, Math.min(32, 2 * widest));
}

/**
 * Runs `state` on until `untilMs` or a limit. A longer run has the shorter one as its prefix.
 *
 * @example
 * run(machine, state, choose, { untilMs: DAY_MS });
 */
export function run(machine: Machine, state: State, choose: Chooser, options: RunOptions): RunEnd {
  const { untilMs, observer, eventsMax = NEVER_MS } = options;
  const drive = driveOf(machine, state, choose, observer);
  const span: Span = { untilMs, eventsMax, events: 0 };
  for (;;) {
    const hits = nextHits(state);
    const atMs = hits === 0 ? NEVER_MS : state.dueMs[state.hits[0]!]!;
    if (atMs >= untilMs) {
      if (untilMs !== NEVER_MS) passTo(drive, untilMs);
      return { stopped: hits === 0 ? 'idle' : 'until', atMs: state.nowMs, events: span.events };
    }
    if (span.events >= eventsMax) return { stopped: 'events-max', atMs: state.nowMs, events: span.events };
    if (hits === 1 && pollAlone(drive, span)) continue;
    span.events += hits;
    if (!passInstant(drive, hits, span)) return zenoEnd(state, span.events);
  }
}

/**
 * Advances `state` to the next instant at which anything can happen, and through it.
 *
 * @example
 * while (state.nowMs < DAY_MS) step(machine, state, choose);
 */
export function step(machine: Machine, state: State, choose: Chooser, observer?: Observer): RunEnd {
  return run(machine, state, choose, { untilMs: NEVER_MS, observer, eventsMax: 1 });
}

/**
 * `step` for whoever takes millions of them from states of their own: nothing is allocated, nothing is looked at beyond
 * the instant. Gives how many timers went off; 0: nothing can ever happen; -1: the instant did not end.
 */
export function stepThrough(drive: Drive): number {
  const { state } = drive;
  const hits = nextHits(state);
  if (hits === 0) return 0;
  if (hits === 1 && state.hits[0]! >= drive.machine.runTimers) {
    if (pollAlone(drive, { untilMs: NEVER_MS, eventsMax: 1, events: 0 })) return 1;
  }
  return passInstant(drive, hits, undefined) ? hits : -1;
}

/**
 * Goes to the instant at which the timers in `state.hits` are due, and through it; false: it did not end. Within `span` a
 * poller that is the last at it may look on.
 */
function passInstant(drive: Drive, hits: number, span: Span | undefined): boolean {
  const { state, observer } = drive;
  state.nowMs = state.dueMs[state.hits[0]!]!;
  observer?.instant(state.nowMs);
  allowOperations(drive);
  happen(drive, hits);
  while (state.readyCount > 0 && drive.operationsLeft >= 0) {
    const run = nextRun(drive);
    if (state.readyCount > 0 || span === undefined || !pollOn(drive, run, span)) takeTurn(drive, run, false);
  }
  return drive.operationsLeft >= 0;
}

/**
 * The level of a supply at the state's time, in grains.
 *
 * @example
 * levelNow(machine, state, 0); // in grains
 */
export function levelNow(machine: Machine, state: State, supply: number): number {
  settle(state, machine.supplies[supply]!, supply);
  return state.level[supply]!;
}

/** Starts of a task that are due and wait for its run to end. */
export function queuedRuns(_machine: Machine, state: State, task: number): number {
  return state.queued[task]!;
}

/**
 * Whether anything is left to chance: drawn amounts, starts from a set, ties. If not, one run is all there is.
 *
 * @example
 * isOpen(assemble(model)); // false: it has one run
 */
export function isOpen({ model }: Machine): boolean {
  const ties = new Set(model.tasks.map((task) => task.priority)).size < model.tasks.length;
  const several = model.tasks.length > 1 ? model.order !== 'priority' || ties : false;
  return (
    several ||
    model.sources.some(({ taken }) => taken !== true) ||
    model.starts.some(({ count }) => count > 1) ||
    model.locks.some(({ line }) => line?.order === 'any') ||
    model.tasks.some((task) => task.whenBusy === 'allow')
  );
}

/** Lets time pass to `untilMs`. Free looks on the way are told at the last moment before it: none of them is later. */
function passTo(drive: Drive, untilMs: TimeMs): void {
  const { state } = drive;
  if (untilMs > state.nowMs) {
    state.nowMs = untilMs - 1;
    countPolls(drive, untilMs);
  }
  state.nowMs = untilMs;
}

/** Where the one timer that is due is a run's poll: its looks until something else can happen, or it is granted. */
function pollAlone(drive: Drive, span: Span): boolean {
  const { machine, state } = drive;
  const run = state.hits[0]! - machine.runTimers;
  if (run < 0) return false;
  const status = state.status[run];
  if (status === WAITS_SUPPLY) return lookWithin(drive, run, span);
  return status === WAITS_LOCK && lookForPermit(drive, run, machine.rows[state.operation[run]!]!, span);
}

/** The same where a run's poll is the last of an instant with others: it looks now, and on. */
function pollOn(drive: Drive, run: number, span: Span): boolean {
  const { machine, state } = drive;
  if (
    state.refused[run] === 0 ||
    state.nowMs - state.lookedMs[run]! !== machine.rows[state.operation[run]!]!.pollEveryMs
  )
    return false;
  const timer = machine.runTimers + run;
  setDue(state, timer, state.nowMs);
  // The look of this instant has been counted as a timer that went off.
  span.events--;
  if (lookWithin(drive, run, span)) {
    state.status[run] = WAITS_SUPPLY;
    return true;
  }
  span.events++;
  setDue(state, timer, NEVER_MS);
  return false;
}

function lookWithin(drive: Drive, run: number, span: Span): boolean {
  const { machine, state } = drive;
  const row = machine.rows[state.operation[run]!]!;
  return row.pollPlain && lookOn(drive, run, row, span);
}

/** What the timers that are due, which stand in `state.hits`, bring about at once. */
function happen(drive: Drive, count: number): void {
  const { machine, state } = drive;
  if (count === 1) goOff(drive, state.hits[0]!, true);
  else {
    const { hits } = state;
    const { leaseTimers, supplyTimers, runTimers } = machine;
    for (let index = 0; supplyTimers < runTimers && index < count && hits[index]! < runTimers; index++) {
      if (hits[index]! >= supplyTimers) goOff(drive, hits[index]!, false);
    }
    for (let index = 0; index < count; index++) {
      if (hits[index]! >= runTimers) goOff(drive, hits[index]!, false);
    }
    for (let index = 0; index < count && hits[index]! < supplyTimers; index++) {
      if (hits[index]! >= leaseTimers) goOff(drive, hits[index]!, false);
    }
    for (let index = 0; index < count && hits[index]! < leaseTimers; index++) {
      goOff(drive, hits[index]!, index + 1 === count || hits[index + 1]! >= leaseTimers);
    }
  }
}

/**
 * A timer goes off, if it is still due: what happened at this instant before may have taken it off. `last`: no trigger
 * comes after it.
 */
function goOff(drive: Drive, timer: number, last: boolean): void {
  const { machine, state } = drive;
  if (state.dueMs[timer] !== state.nowMs) return;
  if (timer >= machine.runTimers) {
    const run = timer - machine.runTimers;
    setDue(state, timer, NEVER_MS);
    if (state.status[run] === WORKING) takeTurn(drive, run, true);
    else {
      state.status[run] = READY;
      state.ready[state.readyCount++] = run;
    }
  } else if (timer >= machine.stockTimers) goOffStock(drive, timer);
  else if (timer >= machine.supplyTimers) {
    if (supplyDue(drive, timer)) wakeWaiters(drive, machine.timerSupply[timer - machine.supplyTimers]!);
  } else if (timer >= machine.dispatchTimers) lookOver(drive, timer - machine.dispatchTimers);
  else if (timer >= machine.deliveryTimers) deliverTwice(drive, timer - machine.deliveryTimers);
  else if (timer >= machine.expiryTimers) dropExpired(drive, timer - machine.expiryTimers);
  else if (timer >= machine.limitTimers) endOverdue(drive, timer - machine.limitTimers);
  else if (timer >= machine.crashTimers) crashTask(drive, timer - machine.crashTimers);
  else if (timer >= machine.leaseTimers) passLease(drive, timer - machine.leaseTimers);
  else {
    // Random starts may coincide.
    while (state.dueMs[timer] === state.nowMs && drive.operationsLeft-- > 0) fireTrigger(drive, timer, last);
  }
}

/** Random arrivals may coincide. */
function goOffStock(drive: Drive, timer: number): void {
  const { machine, state } = drive;
  while (state.dueMs[timer] === state.nowMs && drive.operationsLeft-- > 0) {
    bringItems(drive, timer - machine.stockTimers);
  }
}

/** Takes the run whose turn it is off the list. */
function nextRun(drive: Drive): number {
  const { state, choose, machine } = drive;
  const { ready } = state;
  let count = state.readyCount;
  if (count === 1) {
    state.readyCount = 0;
    return ready[0]!;
  }
  if (machine.model.order === 'priority') count = bringFirst(drive, count);
  const index = count === 1 ? 0 : choose.turn(count);
  const run = ready[index]!;
  ready[index] = ready[count - 1]!;
  ready[count - 1] = ready[--state.readyCount]!;
  return run;
}

/** Moves the runs of the highest priority to the front of the list; gives how many there are. */
function bringFirst({ machine, state }: Drive, count: number): number {
  const { ready, task } = state;
  let best = -Infinity;
  let tied = 0;
  for (let index = 0; index < count; index++) {
    const run = ready[index]!;
    const priority = machine.taskPriority[task[run]!]!;
    if (priority < best) continue;
    if (priority > best) {
      best = priority;
      tied = 0;
    }
    ready[index] = ready[tied]!;
    ready[tied++] = run;
  }
  return tied;
}

function zenoEnd(state: State, events: number): RunEnd {
  return { stopped: 'zeno', atMs: state.nowMs, events, operation: endlessOperation(state) };
}

/** Where the run stands that loops without letting time pass. */
export function endlessOperation(state: State): number {
  const run = Math.max(0, state.status.indexOf(READY));
  return state.operation[run]!;
}

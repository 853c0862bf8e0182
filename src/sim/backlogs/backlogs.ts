/**
 * Backlogs: items come, wait in the order of their age, are taken, done, given back or thrown away.
 *
 * What comes is there before anybody asks at that instant. A run takes once enough is there and nobody waits before it,
 * in its own turn; the first in line is told when that is so.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { compute } from '../drive.ts';
import { enqueue, leaveLine } from '../locks/lines.ts';
import type { Machine } from '../machine.ts';
import { batchSize } from '../pacing.ts';
import type { Row } from '../program/rows.ts';
import { STATUS, type State } from '../state.ts';
import { NEVER, type TimeMs, wholeMs } from '../time.ts';
import { beginWait, passAtLast, sleepOrGiveUp, TRIED } from '../waiting.ts';
import { outlives, type StockRow, type StockTimer, SUPPLIES_ITEMS } from './stock.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsItems: WAITS_ITEMS } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** Tries to pass a `take`. */
export function tryTake(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  const backlog = machine.stock.backlogs[row.subject]!;
  const { line } = backlog;
  if (state.refused[run] === 0) {
    if (state.firstWaiter[line]! < 0 && hasEnough(state, backlog, row)) {
      takeItems(drive, run, row, backlog);
      if (observer !== undefined) observer.passed(state.task[run]!, run, operation, 0);
      return TRIED.passed;
    }
    beginWait(drive, run, operation, row);
    if (state.deadlineMs[run]! > state.nowMs) enqueue(drive, run, line);
  } else if (state.firstWaiter[line] === run && hasEnough(state, backlog, row)) {
    leaveLine(drive, run, line);
    takeItems(drive, run, row, backlog);
    offer(drive, backlog);
    return passAtLast(drive, run, operation);
  } else if (state.deadlineMs[run]! <= state.nowMs) leaveItems(drive, run, row.subject);
  const tried = sleepOrGiveUp(drive, run, operation, NEVER_MS, WAITS_ITEMS);
  if (tried === TRIED.gaveUp) setTaken(drive, run, 0);
  return tried;
}

/** A run that waits for items leaves their line. */
export function leaveItems(drive: Drive, run: number, index: number): void {
  const backlog = drive.machine.stock.backlogs[index]!;
  leaveLine(drive, run, backlog.line);
  // Whoever is first now may need less.
  offer(drive, backlog);
}

/** The run made progress: what it has in hand is done. */
export function finishItems({ machine, state }: Drive, run: number): void {
  const { slots } = machine.stock;
  for (let slot = run * slots; slot < (run + 1) * slots; slot++) state.inHand[slot] = 0;
}

/** The run ended: what it has in hand goes back to its place. */
export function giveBack(drive: Drive, run: number): void {
  const { machine, state } = drive;
  const { backlogs, slots } = machine.stock;
  for (let index = 0; index < backlogs.length; index++) {
    const backlog = backlogs[index]!;
    let back = 0;
    for (let slot = backlog.base; slot < backlog.base + backlog.slots; slot++) {
      const mine = state.inHand[run * slots + slot]!;
      state.inHand[run * slots + slot] = 0;
      state.items[slot]! += mine;
      back += mine;
    }
    if (back > 0) offer(drive, backlog);
  }
}

/** Sets a timer that brings items for the first time, at the beginning of a run of the model. */
export function armStock(drive: Drive, index: number, firstMs: TimeMs): void {
  const { machine, state } = drive;
  const timer = machine.stock.timers[index]!;
  const points = timer.points;
  const atMs =
    timer.kind === SUPPLIES_ITEMS.poisson
      ? wholeMs(drive.choose.amount(timer.source, -1))
      : timer.kind === SUPPLIES_ITEMS.trace
        ? (points[0]?.atMs ?? NEVER_MS)
        : timer.kind === SUPPLIES_ITEMS.prune
          ? timer.periodMs
          : firstMs;
  setDue(state, machine.stockTimers + index, atMs);
}

/** A timer of a backlog is due. */
export function bringItems(drive: Drive, index: number): void {
  const { machine, state, choose } = drive;
  const timer = machine.stock.timers[index]!;
  switch (timer.kind) {
    case SUPPLIES_ITEMS.prune:
      prune(drive, timer, machine.stockTimers + index);
      return;
    case SUPPLIES_ITEMS.poisson:
      setDue(state, machine.stockTimers + index, state.nowMs + wholeMs(choose.amount(timer.source, -1)));
      arrive(drive, timer.backlog, 1);
      return;
    case SUPPLIES_ITEMS.trace: {
      const at = state.positions[timer.position]!++;
      const { atMs, items } = timer.points[at]!;
      // From point to point: who explores has a time of its own.
      const nextMs = timer.points[at + 1]?.atMs ?? NEVER_MS;
      setDue(state, machine.stockTimers + index, state.nowMs + (nextMs - atMs));
      arrive(drive, timer.backlog, items);
      return;
    }
    default: {
      setDue(state, machine.stockTimers + index, state.nowMs + timer.periodMs);
      const { source } = timer;
      arrive(drive, timer.backlog, source < 0 ? timer.count : wholeItems(choose.amount(source, -1)));
    }
  }
}

/** Items that lie in a backlog; without end where it is unlimited. */
export function itemsIn(state: State, { base, slots, unlimited }: StockRow): number {
  if (unlimited) return Number.POSITIVE_INFINITY;
  let items = 0;
  for (let slot = base; slot < base + slots; slot++) items += state.items[slot]!;
  return items;
}

/**
 * Whether a task has nothing to do: it is started by others alone, and nobody has since its last progress; or none of its runs has items in hand or can make progress without, and there are too few
 * for every one of them. Of a task without a run it is asked what the next one will find.
 */
export function isIdle(machine: Machine, state: State, task: number): boolean {
  if (machine.onlyEmitted[task] === 1 && state.owed[task] === 0 && state.alive[task] === 0) return true;
  if (machine.stock.takes[task] === 0) return false;
  if (state.alive[task] === 0) return findsNothing(machine, state, machine.entry[task]!, true);
  for (let run = 0; run < state.runsMax; run++) {
    if (state.task[run] !== task) continue;
    if (
      hasInHand(machine, state, run) ||
      !findsNothing(machine, state, state.operation[run]!, tookNone(machine, state, run))
    )
      return false;
  }
  return true;
}

/** Whether a run may have nothing to do as long as it stands where it is, whatever comes to the backlogs and goes. */
export function mayIdle(machine: Machine, state: State, run: number): boolean {
  const { stock, rows } = machine;
  if (stock.takes[state.task[run]!] === 0 || hasInHand(machine, state, run)) return false;
  const { free, takes } = stock.needs[state.operation[run]!]![tookNone(machine, state, run) ? 'none' : 'some'];
  return !free && takes.every((take) => !stock.backlogs[rows[take]!.subject]!.unlimited);
}

/** Whether the last take of a run took none, or there was none. */
function tookNone({ stock, variablesMax }: Machine, state: State, run: number): boolean {
  const variable = stock.variable[state.task[run]!]!;
  // Not a number where nothing was taken yet.
  return variable < 0 || !(state.variables[run * variablesMax + variable]! > 0);
}

function findsNothing({ stock, rows }: Machine, state: State, operation: number, none: boolean): boolean {
  const { free, takes } = stock.needs[operation]![none ? 'none' : 'some'];
  if (free) return false;
  for (let index = 0; index < takes.length; index++) {
    const row = rows[takes[index]!]!;
    if (hasEnough(state, stock.backlogs[row.subject]!, row)) return false;
  }
  return true;
}

function hasInHand({ stock }: Machine, state: State, run: number): boolean {
  const { slots } = stock;
  for (let slot = run * slots; slot < (run + 1) * slots; slot++) if (state.inHand[slot]! > 0) return true;
  return false;
}

function hasEnough(state: State, backlog: StockRow, row: Row): boolean {
  return backlog.unlimited || itemsIn(state, backlog) >= row.enoughGrains;
}

function wholeItems(drawn: number): number {
  return Math.max(0, Math.floor(drawn + 0.5));
}

/** Takes the oldest, as many as are there and asked for. */
function takeItems(drive: Drive, run: number, row: Row, { base, slots, unlimited }: StockRow): void {
  const { machine, state, observer } = drive;
  const asked = Number.isNaN(row.amount) ? compute(drive, run, row.computed.amount!) : row.amount;
  const most = Math.max(row.policy < 0 ? asked : batchSize(drive, row.policy), row.enoughGrains);
  let left = most;
  for (let slot = base; slot < base + slots && left > 0; slot++) {
    const items = Math.min(left, state.items[slot]!);
    state.items[slot]! -= items;
    state.inHand[run * machine.stock.slots + slot]! += items;
    left -= items;
  }
  const taken = unlimited ? most : most - left;
  setTaken(drive, run, taken);
  if (observer !== undefined) observer.took(state.task[run]!, run, row.subject, taken);
}

function setTaken({ machine, state }: Drive, run: number, items: number): void {
  const variable = machine.stock.variable[state.task[run]!]!;
  if (variable >= 0) state.variables[run * machine.variablesMax + variable] = items;
}

function arrive(drive: Drive, index: number, items: number): void {
  const { machine, state, observer } = drive;
  const backlog = machine.stock.backlogs[index]!;
  const kept = backlog.capacity === NEVER_MS ? items : Math.min(items, roomIn(machine, state, backlog));
  if (kept > 0) {
    const leftMs = backlog.pruneTimer < 0 ? 0 : state.dueMs[backlog.pruneTimer]! - state.nowMs;
    state.items[backlog.base + outlives(backlog, leftMs)]! += kept;
  }
  if (observer !== undefined && items > 0) observer.arrived(index, kept, items - kept);
  if (kept > 0) offer(drive, backlog);
}

/** What runs have in hand still belongs to the backlog: it may come back. */
function roomIn(machine: Machine, state: State, backlog: StockRow): number {
  const { slots } = machine.stock;
  let room = backlog.capacity - itemsIn(state, backlog);
  for (let run = 0; run < state.runsMax; run++) {
    for (let slot = backlog.base; slot < backlog.base + backlog.slots; slot++)
      room -= state.inHand[run * slots + slot]!;
  }
  return Math.max(0, room);
}

/** Throws away what is too old, and moves all others, in hand too, one pruning on. */
function prune(drive: Drive, { backlog: index, periodMs }: StockTimer, timer: number): void {
  const { machine, state, observer } = drive;
  const { base, slots } = machine.stock.backlogs[index]!;
  setDue(state, timer, state.nowMs + periodMs);
  const old = state.items[base]!;
  for (let slot = base; slot < base + slots - 1; slot++) state.items[slot] = state.items[slot + 1]!;
  state.items[base + slots - 1] = 0;
  const all = machine.stock.slots;
  for (let run = 0; run < state.runsMax; run++) {
    const from = run * all + base;
    // What is in hand is not thrown away; if it comes back, it is by the next pruning.
    const { inHand } = state;
    const oldest = inHand[from]! + inHand[from + 1]!;
    for (let slot = from + 1; slot < from + slots - 1; slot++) inHand[slot] = inHand[slot + 1]!;
    inHand[from] = oldest;
    inHand[from + slots - 1] = 0;
  }
  if (old > 0 && observer !== undefined) observer.pruned(index, old);
}

/** The first in line goes on if enough is there for it. */
function offer({ machine, state }: Drive, backlog: StockRow): void {
  const run = state.firstWaiter[backlog.line]!;
  if (run < 0 || state.status[run] !== WAITS_ITEMS) return;
  if (!hasEnough(state, backlog, machine.rows[state.operation[run]!]!)) return;
  setDue(state, machine.runTimers + run, NEVER_MS);
  state.status[run] = READY;
  state.ready[state.readyCount++] = run;
}

/**
 * The line before a lock or pool: who stands where, and who is served next.
 *
 * The line is linked through `State.next`. Its order is the state's, and says all there is to say about who came first: a
 * higher priority is let in before the lower ones when it comes, behind those that keep their place. Pools of one dispatcher
 * have one line (`dispatch.ts`).
 *
 * @module
 */
import type { Drive } from '../drive.ts';
import { beginsAtOnce } from './dispatch.ts';
import { ORDER } from './lock-rules.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { any: ANY, priority: BY_PRIORITY } = ORDER;

/** Puts `run` into the line: at its end, or before those of lower priority. The line of a backlog has no rules: as they come. */
export function enqueue(drive: Drive, run: number, lock: number): void {
  const { machine, state } = drive;
  const line = machine.lineOf[lock]!;
  const byPriority = machine.rules[lock]?.order === BY_PRIORITY;
  const before = byPriority ? lastBefore(drive, run, lock) : state.lastWaiter[line]!;
  const after = before < 0 ? state.firstWaiter[line]! : state.next[before]!;
  state.next[run] = after;
  if (before < 0) state.firstWaiter[line] = run;
  else state.next[before] = run;
  if (after < 0) state.lastWaiter[line] = run;
}

/** The last of those in the line whom `run` does not overtake; -1: there is none. */
function lastBefore({ machine, state }: Drive, run: number, lock: number): number {
  const { taskPriority, rules, lineOf } = machine;
  const priority = taskPriority[state.task[run]!]!;
  const line = lineOf[lock]!;
  const last = state.lastWaiter[line]!;
  // Behind those that keep their place the line is in order.
  if (last >= 0 && taskPriority[state.task[last]!]! >= priority) return last;
  let kept = rules[lock]!.prefetch;
  let before = -1;
  for (let at = state.firstWaiter[line]!; at >= 0; at = state.next[at]!) {
    if (kept-- <= 0 && taskPriority[state.task[at]!]! < priority) break;
    before = at;
  }
  return before;
}

/** Takes `run` out of the line, wherever it stands. */
export function leaveLine({ machine, state }: Drive, run: number, lock: number): void {
  const line = machine.lineOf[lock]!;
  let before = -1;
  let at = state.firstWaiter[line]!;
  while (at !== run) {
    before = at;
    at = state.next[at]!;
  }
  const after = state.next[run]!;
  if (before < 0) state.firstWaiter[line] = after;
  else state.next[before] = after;
  if (after < 0) state.lastWaiter[line] = before;
  state.next[run] = -1;
}

/** Whether `run` stands in the line. */
export function isInLine({ machine, state }: Drive, run: number, lock: number): boolean {
  for (let at = state.firstWaiter[machine.lineOf[lock]!]!; at >= 0; at = state.next[at]!) if (at === run) return true;
  return false;
}

/** Whether a run that comes now, or looks, may have `count` permits at once. */
export function fitsNow(drive: Drive, run: number, lock: number, count: number): boolean {
  const { machine, state } = drive;
  if (state.used[lock]! + count > machine.permits[lock]!) return false;
  const dispatch = machine.dispatchOf[lock];
  if (dispatch !== undefined) return beginsAtOnce(drive, run, lock, dispatch);
  const first = state.firstWaiter[lock]!;
  if (first < 0) return true;
  // Those in the line ask for more than there is.
  const { order, passOver, prefetch } = machine.rules[lock]!;
  if (passOver || order === ANY) return true;
  const { taskPriority } = machine;
  return order === BY_PRIORITY && prefetch === 0 && taskPriority[state.task[run]!]! > taskPriority[state.task[first]!]!;
}

/** Who of the line is served next by the permits that are there; -1: nobody. */
export function nextServed(drive: Drive, lock: number): number {
  const { machine, state } = drive;
  const free = machine.permits[lock]! - state.used[lock]!;
  const { order, passOver } = machine.rules[lock]!;
  if (order === ANY) return anyThatFits(drive, lock, free);
  for (let run = state.firstWaiter[lock]!; run >= 0; run = state.next[run]!) {
    if (machine.rows[state.operation[run]!]!.count <= free) return run;
    if (!passOver) return -1;
  }
  return -1;
}

/** Whoever of those that fit: asked like a turn, of those who could have it. */
function anyThatFits({ machine, state, choose }: Drive, lock: number, free: number): number {
  const fitting: number[] = [];
  for (let run = state.firstWaiter[lock]!; run >= 0; run = state.next[run]!) {
    if (machine.rows[state.operation[run]!]!.count <= free) fitting.push(run);
  }
  if (fitting.length < 2) return fitting[0] ?? -1;
  const { ready, readyCount } = state;
  state.ready = Int32Array.from(fitting);
  state.readyCount = fitting.length;
  const index = choose.turn(fitting.length);
  state.ready = ready;
  state.readyCount = readyCount;
  return fitting[index]!;
}

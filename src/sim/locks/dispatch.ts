/**
 * What a dispatcher sees of its list: the first so many, in their order. Who stands further back waits, whatever is free.
 *
 * Between two changes nobody in view can begin: whoever could has begun. So one who comes asks only whether it would stand in
 * view, and whether somebody of its own pool holds it up there.
 *
 * @module
 */
import type { Drive } from '../drive.ts';
import type { DispatchRow } from './dispatchers.ts';
import { ORDER } from './lock-rules.ts';

/** Whether a run that comes now, and for which there are permits, begins at once. */
export function beginsAtOnce(drive: Drive, run: number, lock: number, row: DispatchRow): boolean {
  const { machine, state } = drive;
  if (row.everyMs > 0) return false;
  const { taskPriority, rules, rows } = machine;
  const { order, passOver } = rules[lock]!;
  const priority = taskPriority[state.task[run]!]!;
  let seen = 0;
  for (let at = state.firstWaiter[row.line]!; at >= 0; at = state.next[at]!) {
    if (order === ORDER.priority && taskPriority[state.task[at]!]! < priority) break;
    const pool = rows[state.operation[at]!]!.subject;
    // Who waits in view for the same pool asks for more than there is.
    if (pool === lock && !passOver) return false;
    if (!isSkipped(drive, pool, row) && ++seen >= row.looksAt) return false;
  }
  return true;
}

/** Who of those in view begins next; -1: nobody can. */
export function nextInView(drive: Drive, row: DispatchRow): number {
  const { machine, state } = drive;
  const { permits, rules, rows } = machine;
  let heldUp: number[] | undefined;
  let seen = 0;
  for (let run = state.firstWaiter[row.line]!; run >= 0 && seen < row.looksAt; run = state.next[run]!) {
    const { subject: pool, count } = rows[state.operation[run]!]!;
    if (isSkipped(drive, pool, row)) continue;
    seen++;
    const free = permits[pool]! - state.used[pool]!;
    if (count <= free && heldUp?.includes(pool) !== true) return run;
    if (count > free && !rules[pool]!.passOver) {
      heldUp ??= [];
      heldUp.push(pool);
    }
  }
  return -1;
}

/** Those in view at this instant, in their order. */
export function viewOf(drive: Drive, row: DispatchRow): readonly number[] {
  const { machine, state } = drive;
  const view: number[] = [];
  for (let run = state.firstWaiter[row.line]!; run >= 0 && view.length < row.looksAt; run = state.next[run]!) {
    if (!isSkipped(drive, machine.rows[state.operation[run]!]!.subject, row)) view.push(run);
  }
  return view;
}

/** Whether runs of a pool are looked past: none of its slots is free. */
function isSkipped({ machine, state }: Drive, pool: number, { skipsFull }: DispatchRow): boolean {
  return skipsFull && state.used[pool]! >= machine.permits[pool]!;
}

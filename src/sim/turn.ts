/**
 * Whose turn it is among the runs that can go on, and the steps that bring a run from one operation to another.
 *
 * @module
 */
import { compute, type Drive } from './drive.ts';
import type { Row } from './machine.ts';
import { NEVER, type TimeMs } from './time.ts';

// Imported constants are looked up at every use; those of this file are numbers to the compiler.
const NEVER_MS: TimeMs = NEVER;

/** Takes the run whose turn it is off the list of those that can go on. */
export function nextRun(drive: Drive): number {
  const { state, choose, machine } = drive;
  const { ready } = state;
  let count = state.readyCount;
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

/** Begins a `repeat`: sets its counter; gives the operation that follows. */
export function beginLoop(drive: Drive, run: number, operation: number, row: Row): number {
  const times = row.plain ? row.amount : compute(drive, run, row.computed.amount!);
  const slot = run * drive.machine.countersMax + row.subject;
  drive.state.counters[slot] = times === NEVER_MS ? -1 : Math.round(times);
  return operation + 1;
}

/** Begins a turn of a `repeat`; gives the operation that follows: behind the loop when it is used up. */
export function beginLoopTurn({ machine, state }: Drive, run: number, operation: number, row: Row): number {
  const slot = run * machine.countersMax + row.subject;
  const left = state.counters[slot]!;
  if (left === 0) return row.target;
  if (left > 0) state.counters[slot] = left - 1;
  const { forgets } = row;
  for (let index = 0; index < forgets.length; index++) {
    state.variables[run * machine.variablesMax + forgets[index]!] = Number.NaN;
  }
  return operation + 1;
}

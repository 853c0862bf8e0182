/**
 * The line before a supply: whose turn it is among runs that wait for its tokens.
 *
 * Only the first in line may be admitted. Who comes to a line is refused at once, even if the level would do, unless the
 * order puts it before all who wait. Everybody but the first sleeps until its patience is over; when the first leaves, or
 * somebody else comes to be the first, that run is tried at the same instant. A run that has just passed keeps its turn at
 * this supply as long as it goes on without a pause: an `await` and the `spend` behind it are one.
 *
 * The line is linked in the order in which its runs came (by `priority`: of those that are equal). Whose turn it is where
 * the order is `fair` is worked out anew each time from the task that comes next.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import type { Machine } from '../machine.ts';
import { STATUS, type State } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsSupply: WAITS_SUPPLY } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** The run whose turn it is; -1: nobody waits. */
export function firstInLine(machine: Machine, state: State, supply: number): number {
  let first = state.lineFirst[supply]!;
  if (first < 0 || machine.supplies[supply]!.turn !== 'fair') return first;
  for (let run = state.next[first]!; run >= 0; run = state.next[run]!) {
    if (turnsUntil(machine, state, supply, run) < turnsUntil(machine, state, supply, first)) first = run;
  }
  return first;
}

/** Whether it is the turn of `run`, which stands in line or has just come. */
export function hasTurn(drive: Drive, run: number, supply: number): boolean {
  const { machine, state } = drive;
  const first = firstInLine(machine, state, supply);
  if (state.refused[run] === 1) return first === run;
  return (
    first < 0 || (drive.serving === run && drive.servedOf === supply) || comesBefore(machine, state, supply, run, first)
  );
}

/** Puts `run` in line. */
export function joinLine({ machine, state }: Drive, run: number, supply: number): void {
  const first = firstInLine(machine, state, supply);
  let before = -1;
  let after = state.lineFirst[supply]!;
  if (machine.supplies[supply]!.turn === 'priority') {
    while (after >= 0 && !outranks(machine, state, run, after)) {
      before = after;
      after = state.next[after]!;
    }
  } else if (after >= 0) {
    before = state.lineLast[supply]!;
    after = -1;
  }
  if (before < 0) state.lineFirst[supply] = run;
  else state.next[before] = run;
  state.next[run] = after;
  if (after < 0) state.lineLast[supply] = run;
  passTurn(machine, state, supply, first);
}

/** Takes `run` out of the line: it gave up, or its run is over. */
export function leaveLine({ machine, state }: Drive, run: number, supply: number): void {
  const first = firstInLine(machine, state, supply);
  unlink(state, run, supply);
  // Who leaves is not to wait for its turn again.
  passTurn(machine, state, supply, first === run ? -1 : first);
}

/** `run` was admitted, out of the line or as it came; it keeps its turn until it pauses. */
export function served(drive: Drive, run: number, supply: number, stoodInLine: boolean): void {
  const { machine, state } = drive;
  const first = firstInLine(machine, state, supply);
  if (stoodInLine) unlink(state, run, supply);
  drive.serving = run;
  drive.servedOf = supply;
  if (machine.supplies[supply]!.turn === 'fair') {
    state.turnOf[supply] = (machine.originals[state.task[run]!]! + 1) % machine.model.tasks.length;
  }
  passTurn(machine, state, supply, first);
}

/** Whoever is first now is tried at this instant; who was first waits for its turn again. */
function passTurn(machine: Machine, state: State, supply: number, before: number): void {
  const first = firstInLine(machine, state, supply);
  if (first === before) return;
  if (before >= 0 && state.status[before] === WAITS_SUPPLY) {
    setDue(state, machine.runTimers + before, state.deadlineMs[before]!);
  }
  if (first < 0 || state.status[first] !== WAITS_SUPPLY) return;
  setDue(state, machine.runTimers + first, NEVER_MS);
  state.status[first] = READY;
  state.ready[state.readyCount++] = first;
}

function unlink(state: State, run: number, supply: number): void {
  let before = -1;
  for (let at = state.lineFirst[supply]!; at !== run; at = state.next[at]!) before = at;
  const after = state.next[run]!;
  if (before < 0) state.lineFirst[supply] = after;
  else state.next[before] = after;
  if (after < 0) state.lineLast[supply] = before;
  state.next[run] = -1;
}

/** Whether a run that has just come has its turn before `first`, whose turn it was. */
function comesBefore(machine: Machine, state: State, supply: number, run: number, first: number): boolean {
  switch (machine.supplies[supply]!.turn) {
    case 'priority':
      return outranks(machine, state, run, first);
    case 'fair':
      return turnsUntil(machine, state, supply, run) < turnsUntil(machine, state, supply, first);
    default:
      return false;
  }
}

function outranks({ taskPriority }: Machine, { task }: State, run: number, other: number): boolean {
  return taskPriority[task[run]!]! > taskPriority[task[other]!]!;
}

/** How many tasks have their turn before that of `run`, in the order of the document and round again; copies are one task. */
function turnsUntil({ model, originals }: Machine, { task, turnOf }: State, supply: number, run: number): number {
  const tasks = model.tasks.length;
  return (originals[task[run]!]! - turnOf[supply]! + tasks) % tasks;
}

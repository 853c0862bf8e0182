/**
 * Frames: the places in the state where runs live. Each task has one of its own, of the task's number; tasks that `allow`
 * several runs at once share the rest, of which the free ones are linked.
 *
 * @module
 */
import type { Machine } from './machine.ts';
import { growRuns, STATUS, type State } from './state.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { free: FREE, ready: READY } = STATUS;

/** A free frame for a run of `task`, its own if possible. Makes room where there is none. */
export function frameFor(machine: Machine, state: State, task: number): number {
  if (state.task[task] === -1) return task;
  if (state.freeRun < 0) growRuns(machine, state);
  const run = state.freeRun;
  state.freeRun = state.next[run]!;
  state.next[run] = -1;
  return run;
}

/** Puts a run of `task` into the frame `run`, ready to go on at `operation`. */
export function placeRun(state: State, task: number, run: number, operation: number): void {
  state.task[run] = task;
  state.alive[task]!++;
  state.status[run] = READY;
  state.operation[run] = operation;
  state.ready[state.readyCount++] = run;
}

/** Frees the frame of a run, and leaves nothing behind in it that could be taken for another's. */
export function leaveFrame(machine: Machine, state: State, run: number): void {
  state.task[run] = -1;
  state.status[run] = FREE;
  state.operation[run] = 0;
  clearFrame(machine, state, run);
  if (machine.retries) state.attempts[run] = 0;
  if (run >= machine.model.tasks.length) {
    state.next[run] = state.freeRun;
    state.freeRun = run;
  }
}

/** A run knows nothing any more of what it did and waited for. */
export function clearFrame(machine: Machine, state: State, run: number): void {
  state.tries[run] = 0;
  const { variablesMax, countersMax } = machine;
  for (let slot = run * variablesMax; slot < (run + 1) * variablesMax; slot++) state.variables[slot] = Number.NaN;
  for (let slot = run * countersMax; slot < (run + 1) * countersMax; slot++) state.counters[slot] = 0;
}

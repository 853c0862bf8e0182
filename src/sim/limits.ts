/**
 * Runs that have lasted as long as they may. Each task has one timer: when the first of its runs has.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import type { Drive } from './drive.ts';
import type { Machine } from './machine.ts';
import type { State } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

/** From now on the time of `run` is limited. */
export function beginLimit({ machine, state }: Drive, run: number): void {
  const task = state.task[run]!;
  state.limitMs[run] = state.nowMs + machine.limitMs[task]!;
  armLimit(machine, state, task);
}

/** A run, or an attempt of it, is over. */
export function endLimit({ machine, state }: Drive, run: number, task: number): void {
  if (state.limitMs[run] === NEVER) return;
  state.limitMs[run] = NEVER;
  armLimit(machine, state, task);
}

function armLimit(machine: Machine, state: State, task: number): void {
  setDue(state, machine.limitTimers + task, nextLimitMs(state, task));
}

/** When the first run of `task` has lasted too long. */
export function nextLimitMs({ limitMs, task: tasks, runsMax }: State, task: number): TimeMs {
  let nextMs: TimeMs = NEVER;
  for (let run = 0; run < runsMax; run++) if (tasks[run] === task && limitMs[run]! < nextMs) nextMs = limitMs[run]!;
  return nextMs;
}

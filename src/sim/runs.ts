/**
 * Runs of tasks: how one begins and ends, and how triggers bring them about.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import { nextCronMs } from './cron.ts';
import type { Drive } from './drive.ts';
import { releaseAll } from './locks.ts';
import { BUSY, TRIGGER, type TriggerRow } from './machine.ts';
import type { Start } from './model.ts';
import { growRuns, STATUS } from './state.ts';
import { NEVER } from './time.ts';

/** A trigger is due: starts, skips or queues a run, and is set for its next time. */
export function fireTrigger(drive: Drive, index: number): void {
  const { machine, state } = drive;
  const row = machine.triggers[index]!;
  setDue(state, index, nextFireMs(drive, index, row));
  startOrNot(drive, row.task);
}

/** When a trigger is due first, at the beginning of a run of the model. */
export function armTrigger(drive: Drive, index: number): void {
  const { machine, state, choose } = drive;
  const trigger = machine.model.triggers[index]!;
  switch (trigger.kind) {
    case 'always':
      setDue(state, index, 0);
      break;
    case 'every': {
      const firstMs = startValue(drive, trigger.offsetMs);
      state.nominalMs[index] = firstMs;
      setDue(state, index, firstMs + jitterMs(drive, trigger.jitter));
      break;
    }
    case 'cron':
      setDue(state, index, nextCronMs(trigger.fields, trigger.epochMs, -1));
      break;
    case 'poisson':
      setDue(state, index, wholeMs(choose.amount(trigger.source, -1)));
      break;
  }
}

/** The value of something that is fixed, or chosen now. */
export function startValue({ machine, choose }: Drive, start: Start): number {
  if (start.kind === 'fixed') return start.value;
  const { from, step, count } = machine.model.starts[start.choice]!;
  return from + step * (count > 1 ? choose.start(start.choice, count) : 0);
}

/** A run is over: everything it held goes back, and the next one begins if one is waiting for it. */
export function endRun(drive: Drive, run: number, how: 'completed' | 'stopped' | 'failed'): void {
  const { machine, state, observer } = drive;
  const task = state.task[run]!;
  releaseAll(drive, run);
  observer?.ended(task, run, how);
  state.alive[task]!--;
  clearRun(drive, run);
  if (machine.always[task] === 1 && state.alive[task] === 0) {
    observer?.triggered(task);
    startRun(drive, task, state.nowMs);
  } else if (state.queued[task]! > 0 && state.alive[task] === 0) {
    state.queued[task]!--;
    startRun(drive, task, state.queuedDueMs[task]!.shift() ?? state.nowMs);
  }
}

function startOrNot(drive: Drive, task: number): void {
  const { machine, state, observer } = drive;
  observer?.triggered(task);
  const whenBusy = machine.whenBusy[task]!;
  if (state.alive[task] === 0 || whenBusy === BUSY.allow) {
    startRun(drive, task, state.nowMs);
  } else if (whenBusy === BUSY.skip) {
    observer?.skipped(task);
  } else {
    state.queued[task]!++;
    state.queuedDueMs[task]!.push(state.nowMs);
    observer?.queued(task);
  }
}

function startRun(drive: Drive, task: number, dueMs: number): void {
  const { machine, state, choose, observer } = drive;
  const run = state.task[task] === -1 ? task : sharedRun(drive);
  state.task[run] = task;
  state.alive[task]!++;
  state.status[run] = STATUS.ready;
  state.operation[run] = machine.entry[task]!;
  state.ready[state.readyCount++] = run;
  choose.began(task, run);
  observer?.started(task, run, dueMs);
}

function sharedRun({ machine, state }: Drive): number {
  if (state.freeRun < 0) growRuns(machine, state);
  const run = state.freeRun;
  state.freeRun = state.next[run]!;
  state.next[run] = -1;
  return run;
}

/** Leaves nothing of a run behind that could be taken for another's. */
function clearRun({ machine, state }: Drive, run: number): void {
  state.task[run] = -1;
  state.status[run] = STATUS.free;
  state.operation[run] = 0;
  const { variablesMax, countersMax } = machine;
  for (let slot = run * variablesMax; slot < (run + 1) * variablesMax; slot++) state.variables[slot] = Number.NaN;
  for (let slot = run * countersMax; slot < (run + 1) * countersMax; slot++) state.counters[slot] = 0;
  if (run >= machine.model.tasks.length) {
    state.next[run] = state.freeRun;
    state.freeRun = run;
  }
}

function nextFireMs({ state, choose }: Drive, index: number, row: TriggerRow): number {
  switch (row.kind) {
    case TRIGGER.every: {
      const nominalMs = state.nominalMs[index]! + row.periodMs;
      state.nominalMs[index] = nominalMs;
      return row.source < 0 ? nominalMs : nominalMs + wholeMs(choose.amount(row.source, -1));
    }
    case TRIGGER.poisson:
      return state.nowMs + wholeMs(choose.amount(row.source, -1));
    default:
      return row.spec.kind === 'cron' ? nextCronMs(row.spec.fields, row.spec.epochMs, state.nowMs) : NEVER;
  }
}

function jitterMs({ choose }: Drive, source: number | undefined): number {
  return source === undefined ? 0 : wholeMs(choose.amount(source, -1));
}

function wholeMs(value: number): number {
  return Math.max(0, Math.floor(value + 0.5));
}

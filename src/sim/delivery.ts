/**
 * A start that is delivered at least once: to which run, how often, and until when nobody else sees it.
 *
 * A run that crashed is set aside until its start is delivered to it again. One that lasts longer than its start stays
 * invisible goes on, and has no part in it any more: it was delivered to another run (`redelivery.ts`).
 *
 * @module
 */
import { setDue } from './agenda.ts';
import type { Drive } from './drive.ts';
import type { Machine } from './machine.ts';
import { setAside } from './retrying.ts';
import type { State } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

/** Of a run: its start was delivered to another. */
export const HANDED_ON = -1;

/** The start of `run` is delivered to it. */
export function beginDelivery({ machine, state }: Drive, run: number): void {
  const task = state.task[run]!;
  state.deliveries[run] = Math.min(state.deliveries[run]! + 1, deliveriesMost(machine, task));
  if (machine.visibleMs[task] === 0) return;
  state.visibleMs[run] = state.nowMs + machine.visibleMs[task]!;
  armDelivery(machine, state, task);
}

/** A run is over. */
export function endDelivery({ machine, state }: Drive, run: number, task: number): void {
  state.deliveries[run] = 0;
  hide(machine, state, run, task);
}

/** How often a start of `task` is delivered, as far as it is counted. */
export function deliveriesMost({ delivery }: Machine, task: number): number {
  const rule = delivery[task];
  return rule?.kind === 'at least once' ? (rule.most ?? 1) : 0;
}

/** Whether the start of `run`, which was delivered so often, is delivered once more. */
export function isDeliveredAgain({ delivery }: Machine, state: State, run: number): boolean {
  const rule = delivery[state.task[run]!];
  const times = state.deliveries[run]!;
  return rule?.kind === 'at least once' && times !== HANDED_ON && !(times >= (rule.most ?? NEVER));
}

/** A run crashed: it is set aside until its start is delivered to it again; false: that is not. */
export function deliverAgain(drive: Drive, run: number): boolean {
  const { machine, state, observer } = drive;
  const task = state.task[run]!;
  const rule = machine.delivery[task];
  if (rule?.kind !== 'at least once' || !isDeliveredAgain(machine, state, run)) return false;
  const visibleMs = machine.visibleMs[task]! > 0 ? state.visibleMs[run]! : NEVER;
  hide(machine, state, run, task);
  setAside(drive, run, 'crashed', visibleMs === NEVER ? state.nowMs + rule.visibleMs : visibleMs);
  observer?.redelivered(task, run, run);
  return true;
}

/** Nobody waits for the start of `run` to be seen again. */
export function hide(machine: Machine, state: State, run: number, task: number): void {
  if (machine.visibleMs[task] === 0 || state.visibleMs[run] === NEVER) return;
  state.visibleMs[run] = NEVER;
  armDelivery(machine, state, task);
}

function armDelivery(machine: Machine, state: State, task: number): void {
  setDue(state, machine.deliveryTimers + task, nextVisibleMs(state, task));
}

/** When the first start of `task` is delivered again. */
export function nextVisibleMs({ visibleMs, task: tasks, runsMax }: State, task: number): TimeMs {
  let nextMs: TimeMs = NEVER;
  for (let run = 0; run < runsMax; run++) if (tasks[run] === task && visibleMs[run]! < nextMs) nextMs = visibleMs[run]!;
  return nextMs;
}

/**
 * Lease slots: one for each permit of a lock that has a lease. Who holds it, and when it runs out or is renewed.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { NEVER, type TimeMs } from '../time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const NEVER_MS: TimeMs = NEVER;

/** Begins the lease of a permit that `run` has just been granted. */
export function beginLease({ machine, state }: Drive, run: number, lock: number): void {
  const { renewMs, fromDue } = machine.rules[lock]!;
  const slot = slotOf(machine.leaseBase[lock]!, state.leaseHolder, 0);
  const leaseMs = machine.leaseMs[lock]!;
  state.leaseHolder[slot] = run + 1;
  if (machine.renews) state.leaseEnding[slot] = 0;
  const fromMs = fromDue ? state.bornMs[run]! : state.nowMs;
  setDue(state, machine.leaseTimers + slot, renewMs > 0 ? fromMs + renewMs : fromMs + leaseMs);
}

/** Whether a lease that runs from when the start of `run` was due is over before it begins. */
export function isOver({ machine, state }: Drive, run: number, lock: number): boolean {
  return machine.rules[lock]!.fromDue && state.bornMs[run]! + machine.leaseMs[lock]! <= state.nowMs;
}

/** A permit was given back: its lease is no more. */
export function clearLease({ machine, state }: Drive, run: number, lock: number): void {
  freeSlot({ machine, state }, slotOf(machine.leaseBase[lock]!, state.leaseHolder, run + 1));
}

export function freeSlot({ machine, state }: Pick<Drive, 'machine' | 'state'>, slot: number): void {
  state.leaseHolder[slot] = 0;
  if (machine.renews) state.leaseEnding[slot] = 0;
  setDue(state, machine.leaseTimers + slot, NEVER_MS);
}

/** The holder of a permit is gone: its lease runs on to its end, as it was last renewed. */
export function orphanLease({ machine, state }: Drive, run: number, lock: number): void {
  const slot = slotOf(machine.leaseBase[lock]!, state.leaseHolder, run + 1);
  state.leaseHolder[slot] = -1 - state.task[run]!;
  const { renewMs } = machine.rules[lock]!;
  if (renewMs > 0 && state.leaseEnding[slot] === 0) endLease({ machine, state }, slot, lock);
}

/** A lease that would be renewed next is not: it runs out when the last renewal, or the grant, says. */
export function endLease({ machine, state }: Pick<Drive, 'machine' | 'state'>, slot: number, lock: number): void {
  const timer = machine.leaseTimers + slot;
  state.leaseEnding[slot] = 1;
  setDue(state, timer, state.dueMs[timer]! - machine.rules[lock]!.renewMs + machine.leaseMs[lock]!);
}

function slotOf(base: number, holders: Int32Array, holder: number): number {
  let slot = base;
  while (holders[slot] !== holder) slot++;
  return slot;
}

/**
 * Locks and pools: permits, a queue of waiters served first come first served, and leases.
 *
 * A permit that comes back is handed to the first waiter at once, so a latecomer never overtakes; the waiter goes on in
 * its own turn. A lease takes a permit back while its holder goes on: then there may be two.
 *
 * @module
 */
import { setDue } from './agenda.ts';
import type { Drive } from './drive.ts';
import { STATUS } from './state.ts';
import { NEVER, type TimeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsLock: WAITS_LOCK } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** Puts `run` at the end of the queue. */
export function enqueue({ state }: Drive, run: number, lock: number): void {
  state.next[run] = -1;
  if (state.firstWaiter[lock]! < 0) state.firstWaiter[lock] = run;
  else state.next[state.lastWaiter[lock]!] = run;
  state.lastWaiter[lock] = run;
}

/** Takes `run` out of the queue, wherever it stands. */
export function leaveQueue({ state }: Drive, run: number, lock: number): void {
  let before = -1;
  let at = state.firstWaiter[lock]!;
  while (at !== run) {
    before = at;
    at = state.next[at]!;
  }
  const after = state.next[run]!;
  if (before < 0) state.firstWaiter[lock] = after;
  else state.next[before] = after;
  if (after < 0) state.lastWaiter[lock] = before;
  state.next[run] = -1;
}

/** Gives back one permit; nothing happens if the run has none, because its lease ran out. */
export function release(drive: Drive, run: number, lock: number): void {
  const { machine, state, observer } = drive;
  const slot = run * machine.permits.length + lock;
  if (state.holds[slot] === 0) return;
  state.holds[slot]!--;
  if (machine.leaseMs[lock] !== NEVER_MS) clearLease(drive, run, lock);
  observer?.released(state.task[run]!, run, lock);
  giveOn(drive, lock);
}

/** Gives back all that `run` holds. */
export function releaseAll(drive: Drive, run: number): void {
  const { machine, state } = drive;
  const locks = machine.permits.length;
  for (let lock = 0; lock < locks; lock++) {
    while (state.holds[run * locks + lock]! > 0) release(drive, run, lock);
  }
}

/** A lease ran out: the permit goes to the next, the holder knows nothing. */
export function expireLease(drive: Drive, leaseSlot: number): void {
  const { machine, state, observer } = drive;
  const lock = machine.leaseLock[leaseSlot]!;
  const run = state.leaseHolder[leaseSlot]! - 1;
  state.leaseHolder[leaseSlot] = 0;
  setDue(state, machine.leaseTimers + leaseSlot, NEVER_MS);
  state.holds[run * machine.permits.length + lock]!--;
  observer?.expired(state.task[run]!, run, lock);
  giveOn(drive, lock);
}

/** Gives `run` a permit that is free. */
export function take(drive: Drive, run: number, lock: number): void {
  const { machine, state, observer } = drive;
  state.used[lock]!++;
  state.holds[run * machine.permits.length + lock]!++;
  if (machine.leaseMs[lock] !== NEVER_MS) beginLease(drive, run, lock);
  observer?.held(state.task[run]!, run, lock);
}

/** A permit came back: the first waiter, if there is one, has it from now on. */
function giveOn(drive: Drive, lock: number): void {
  const { machine, state } = drive;
  state.used[lock]!--;
  const run = state.firstWaiter[lock]!;
  if (run < 0) return;
  state.firstWaiter[lock] = state.next[run]!;
  if (state.next[run]! < 0) state.lastWaiter[lock] = -1;
  state.next[run] = -1;
  take(drive, run, lock);
  state.granted[run] = 1;
  if (state.status[run] === WAITS_LOCK) {
    setDue(state, machine.runTimers + run, NEVER_MS);
    state.status[run] = READY;
    state.ready[state.readyCount++] = run;
  }
}

function beginLease({ machine, state }: Drive, run: number, lock: number): void {
  let slot = machine.leaseBase[lock]!;
  while (state.leaseHolder[slot] !== 0) slot++;
  state.leaseHolder[slot] = run + 1;
  setDue(state, machine.leaseTimers + slot, state.nowMs + machine.leaseMs[lock]!);
}

function clearLease({ machine, state }: Drive, run: number, lock: number): void {
  let slot = machine.leaseBase[lock]!;
  while (state.leaseHolder[slot] !== run + 1) slot++;
  state.leaseHolder[slot] = 0;
  setDue(state, machine.leaseTimers + slot, NEVER_MS);
}

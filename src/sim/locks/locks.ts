/**
 * Locks and pools: permits, those who wait for them, and leases.
 *
 * A permit that comes back is handed on at once (`lines.ts` says to whom), so nobody slips in between; the waiter goes on
 * in its own turn. A lease takes a permit back while its holder goes on: then there may be two. What a run that crashes
 * holds of a lock stays held by nobody, until a lease ends it; its slots of pools come back.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { STATUS } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { nextInView, viewOf } from './dispatch.ts';
import { beginLease, clearLease, endLease, freeSlot, isOver, orphanLease } from './leases.ts';
import { leaveLine, nextServed } from './lines.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { ready: READY, waitsLock: WAITS_LOCK } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** Gives back `count` permits, or as many as the run still has: a lease may have run out. */
export function release(drive: Drive, run: number, lock: number, count: number): void {
  const { machine, state, observer } = drive;
  const slot = run * machine.permits.length + lock;
  if (count === 1 && machine.leaseMs[lock] === NEVER_MS && state.holds[slot]! > 0) {
    state.holds[slot]!--;
    if (observer !== undefined) observer.released(state.task[run]!, run, lock);
    giveOn(drive, lock, 1);
    return;
  }
  let given = 0;
  for (let index = 0; index < count; index++) {
    if (state.holds[slot] === 0) {
      observer?.returned(state.task[run]!, run, lock);
      continue;
    }
    state.holds[slot]!--;
    if (machine.leaseMs[lock] !== NEVER_MS) clearLease(drive, run, lock);
    observer?.released(state.task[run]!, run, lock);
    given++;
  }
  if (given > 0) giveOn(drive, lock, given);
}

/** Gives back all that `run` holds. */
export function releaseAll(drive: Drive, run: number): void {
  const { machine, state } = drive;
  const locks = machine.permits.length;
  for (let lock = 0; lock < locks; lock++) {
    while (state.holds[run * locks + lock]! > 0) {
      release(drive, run, lock, machine.rules[lock]!.plain ? 1 : state.holds[run * locks + lock]!);
    }
  }
}

/** Leaves what a run that crashes holds of locks behind, and gives its slots back. */
export function leaveBehind(drive: Drive, run: number): void {
  const { machine, state, observer } = drive;
  const locks = machine.permits.length;
  const task = state.task[run]!;
  for (let lock = 0; lock < locks; lock++) {
    if (!machine.rules[lock]!.orphans) continue;
    for (; state.holds[run * locks + lock]! > 0; state.holds[run * locks + lock]!--) {
      state.orphans[lock * machine.model.tasks.length + task]!++;
      if (machine.leaseMs[lock] !== NEVER_MS) orphanLease(drive, run, lock);
      observer?.orphaned(task, run, lock);
    }
  }
  releaseAll(drive, run);
}

/** The timer of a lease goes off: it is renewed, or runs out. */
export function passLease(drive: Drive, leaseSlot: number): void {
  const { machine, state, choose } = drive;
  const lock = machine.leaseLock[leaseSlot]!;
  const holder = state.leaseHolder[leaseSlot]!;
  const { renewMs, lost } = machine.rules[lock]!;
  if (renewMs > 0 && state.leaseEnding[leaseSlot] === 0) {
    const source = lost[state.task[holder - 1]!] ?? -1;
    if (source >= 0 && choose.amount(source, holder - 1) === 1) endLease(drive, leaseSlot, lock);
    else setDue(state, machine.leaseTimers + leaseSlot, state.nowMs + renewMs);
  } else {
    freeSlot(drive, leaseSlot);
    if (holder > 0) expire(drive, holder - 1, lock);
    else freeOrphan(drive, -1 - holder, lock);
  }
}

/** The permit goes to the next, the holder knows nothing. */
function expire(drive: Drive, run: number, lock: number): void {
  const { machine, state, observer } = drive;
  state.holds[run * machine.permits.length + lock]!--;
  observer?.expired(state.task[run]!, run, lock);
  giveOn(drive, lock, 1);
}

function freeOrphan(drive: Drive, task: number, lock: number): void {
  const { machine, state, observer } = drive;
  state.orphans[lock * machine.model.tasks.length + task]!--;
  observer?.freed(task, lock);
  giveOn(drive, lock, 1);
}

/** Gives `run` so many permits, which are free. */
export function take(drive: Drive, run: number, lock: number, count: number): void {
  const { machine, state, observer } = drive;
  if (count === 1 && machine.leaseMs[lock] === NEVER_MS) {
    state.used[lock]!++;
    state.holds[run * machine.permits.length + lock]!++;
    if (observer !== undefined) observer.held(state.task[run]!, run, lock);
    return;
  }
  const over = machine.ages && isOver(drive, run, lock);
  if (!over) {
    state.used[lock]! += count;
    state.holds[run * machine.permits.length + lock]! += count;
  }
  for (let index = 0; index < count; index++) {
    if (!over && machine.leaseMs[lock] !== NEVER_MS) beginLease(drive, run, lock);
    observer?.held(state.task[run]!, run, lock);
    // A lease that is over before it begins: the run goes on, and holds nothing.
    if (over) observer?.expired(state.task[run]!, run, lock);
  }
}

/** Permits came back, or somebody left the line: whoever is next has them from now on. */
function giveOn(drive: Drive, lock: number, count: number): void {
  const { machine, state } = drive;
  state.used[lock]! -= count;
  if (!machine.rules[lock]!.plain) serve(drive, lock);
  else if (state.firstWaiter[lock]! >= 0) grant(drive, state.firstWaiter[lock]!, lock);
}

/** Gives a run that comes or looks what it asks for. A pool that is full now may bring others of its dispatcher into view. */
export function takeNow(drive: Drive, run: number, lock: number, count: number): void {
  take(drive, run, lock, count);
  if (drive.machine.dispatchOf[lock] !== undefined) serve(drive, lock);
}

/** Hands out the permits that are there, as long as somebody in the line fits. */
export function serve(drive: Drive, lock: number): void {
  const { machine, state } = drive;
  const dispatch = machine.dispatchOf[lock];
  if (dispatch !== undefined) {
    if (dispatch.everyMs > 0) return;
    for (let run = nextInView(drive, dispatch); run >= 0; run = nextInView(drive, dispatch)) {
      grant(drive, run, machine.rows[state.operation[run]!]!.subject);
    }
    return;
  }
  for (let run = nextServed(drive, lock); run >= 0; run = nextServed(drive, lock)) grant(drive, run, lock);
}

/** A dispatcher looks at its list: each in view begins if it fits, unless one before it waits for more of the same pool. */
export function lookOver(drive: Drive, index: number): void {
  const { machine, state } = drive;
  const row = machine.looking[index]!;
  setDue(state, machine.dispatchTimers + index, state.nowMs + row.everyMs);
  const heldUp: number[] = [];
  for (const run of viewOf(drive, row)) {
    const { subject: pool, count } = machine.rows[state.operation[run]!]!;
    if (heldUp.includes(pool)) continue;
    if (state.used[pool]! + count <= machine.permits[pool]!) grant(drive, run, pool);
    else if (!machine.rules[pool]!.passOver) heldUp.push(pool);
  }
}

function grant(drive: Drive, run: number, lock: number): void {
  const { machine, state } = drive;
  leaveLine(drive, run, lock);
  take(drive, run, lock, machine.rows[state.operation[run]!]!.count);
  state.granted[run] = 1;
  if (state.status[run] === WAITS_LOCK) {
    setDue(state, machine.runTimers + run, NEVER_MS);
    state.status[run] = READY;
    state.ready[state.readyCount++] = run;
  }
}

/** A run gives up its place in the line: whom it held up may go on. */
export function giveUpPlace(drive: Drive, run: number, lock: number): void {
  leaveLine(drive, run, lock);
  if (!drive.machine.rules[lock]!.plain) serve(drive, lock);
}

/**
 * Locks and pools: how much of their permit time was held, and how much of it by runs that were themselves waiting.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { TimeMs } from '../sim/time.ts';

/** What one lock or pool did in one replication, from the warm-up on. */
export interface LockRecord {
  readonly heldShare: number;
  readonly heldWaitingShare: number;
  readonly expired: number;
}

export class LockMeter {
  /** Permits held now, by lock and task (`lock * tasks + task`). */
  readonly heldBy: Int32Array;
  readonly #machine: Machine;
  readonly #locks: number;
  readonly #tasks: number;
  /** Permits held now in all, and by runs that wait. */
  readonly #held: Int32Array;
  readonly #heldWaiting: Int32Array;
  readonly #atMs: Float64Array;
  readonly #heldMs: Float64Array;
  readonly #heldWaitingMs: Float64Array;
  readonly #expired: Float64Array;
  /** By run: permits of each lock, permits of all, and whether it waits. */
  #holds: Int32Array;
  #holdsAny: Int32Array;
  #waits: Uint8Array;

  constructor(machine: Machine, runsMax: number) {
    this.#machine = machine;
    this.#locks = machine.model.locks.length;
    this.#tasks = machine.model.tasks.length;
    this.heldBy = new Int32Array(this.#locks * this.#tasks);
    this.#held = new Int32Array(this.#locks);
    this.#heldWaiting = new Int32Array(this.#locks);
    this.#atMs = new Float64Array(this.#locks);
    this.#heldMs = new Float64Array(this.#locks);
    this.#heldWaitingMs = new Float64Array(this.#locks);
    this.#expired = new Float64Array(this.#locks);
    this.#holds = new Int32Array(runsMax * this.#locks);
    this.#holdsAny = new Int32Array(runsMax);
    this.#waits = new Uint8Array(runsMax);
  }

  grow(runsMax: number): void {
    const [holds, holdsAny, waits] = [this.#holds, this.#holdsAny, this.#waits];
    this.#holds = new Int32Array(runsMax * this.#locks);
    this.#holdsAny = new Int32Array(runsMax);
    this.#waits = new Uint8Array(runsMax);
    this.#holds.set(holds);
    this.#holdsAny.set(holdsAny);
    this.#waits.set(waits);
  }

  /** A run took (`by` 1) or lost (`by` -1) a permit. */
  change(lock: number, task: number, run: number, atMs: TimeMs, by: number): void {
    this.#settle(lock, atMs);
    this.#held[lock]! += by;
    this.heldBy[lock * this.#tasks + task]! += by;
    this.#holds[run * this.#locks + lock]! += by;
    this.#holdsAny[run]! += by;
    if (this.#waits[run] === 1) this.#heldWaiting[lock]! += by;
  }

  expire(lock: number): void {
    this.#expired[lock]!++;
  }

  /** A run begins to wait (`waits` 1) or goes on (0). */
  wait(run: number, atMs: TimeMs, waits: number): void {
    this.#waits[run] = waits;
    if (this.#holdsAny[run] === 0) return;
    for (let lock = 0; lock < this.#locks; lock++) {
      const permits = this.#holds[run * this.#locks + lock]!;
      if (permits === 0) continue;
      this.#settle(lock, atMs);
      this.#heldWaiting[lock]! += waits === 1 ? permits : -permits;
    }
  }

  /** The warm-up is over: measuring begins at `atMs`. */
  beginMeasuring(atMs: TimeMs): void {
    this.#atMs.fill(atMs);
    this.#heldMs.fill(0);
    this.#heldWaitingMs.fill(0);
    this.#expired.fill(0);
  }

  /** What was measured until `atMs`, over `measuredMs`. */
  record(lock: number, atMs: TimeMs, measuredMs: TimeMs): LockRecord {
    this.#settle(lock, atMs);
    const permitMs = measuredMs * this.#machine.model.locks[lock]!.permits;
    const share = (ms: number) => (permitMs === 0 ? 0 : ms / permitMs);
    return {
      heldShare: share(this.#heldMs[lock]!),
      heldWaitingShare: share(this.#heldWaitingMs[lock]!),
      expired: this.#expired[lock]!,
    };
  }

  #settle(lock: number, atMs: TimeMs): void {
    const passedMs = atMs - this.#atMs[lock]!;
    if (passedMs === 0) return;
    this.#heldMs[lock]! += passedMs * this.#held[lock]!;
    this.#heldWaitingMs[lock]! += passedMs * this.#heldWaiting[lock]!;
    this.#atMs[lock] = atMs;
  }
}

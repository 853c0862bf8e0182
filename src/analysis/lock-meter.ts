/**
 * Locks and pools: how much of their permit time was held, and how much of it by runs that were themselves waiting.
 *
 * Time is not added up stretch by stretch: taking a permit subtracts the time of day and losing it adds it, so the sum is
 * what was held, less what the permits still held have yet to add.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import type { Clock } from './clock.ts';
import { type Keeper, numbersOf, setNumbers } from './keeper.ts';
import type { SeenRun, SeenRuns } from './seen-run.ts';

/** What one lock or pool did in one replication, from the warm-up on. */
export interface LockRecord {
  readonly heldShare: number;
  readonly heldWaitingShare: number;
  readonly expired: number;
}

const COUNTS = ['expired', 'heldMs', 'heldWaitingMs'] as const;

/** One lock or pool. */
export class LockMeter implements Keeper {
  /** Permits held now, by task. */
  readonly heldBy: Int32Array;
  expired = 0;
  heldMs = 0.5;
  heldWaitingMs = 0.5;
  readonly #clock: Clock;
  readonly #lock: number;
  readonly #runs: SeenRuns;

  constructor(clock: Clock, lock: number, tasks: number, runs: SeenRuns) {
    this.#clock = clock;
    this.#lock = lock;
    this.#runs = runs;
    this.heldBy = new Int32Array(tasks);
    // The halves above made these fields doubles for good.
    this.heldMs = 0;
    this.heldWaitingMs = 0;
  }

  take(task: number, run: SeenRun): void {
    this.heldMs -= this.#clock.nowMs;
    this.heldBy[task]!++;
    run.permits[this.#lock]!++;
    run.held++;
  }

  lose(task: number, run: SeenRun): void {
    this.heldMs += this.#clock.nowMs;
    this.heldBy[task]!--;
    run.permits[this.#lock]!--;
    run.held--;
    if (run.holdsWaiting) this.heldWaitingMs += this.#clock.nowMs;
  }

  /** The warm-up is over now. */
  beginMeasuring(): void {
    const { nowMs } = this.#clock;
    this.heldMs = -nowMs * this.#held();
    this.heldWaitingMs = -nowMs * this.#heldWaiting();
    this.expired = 0;
  }

  standing(): readonly number[] {
    return Array.from(this.heldBy);
  }

  /** As many permits are taken as lost in a cycle, so these sums of times of day gain the same in each. */
  moving() {
    return { counts: numbersOf(this, COUNTS), times: [] };
  }

  move(counts: readonly number[]): void {
    setNumbers(this, COUNTS, counts);
  }

  /** What was measured until `endMs`, in which the permits were there for `permitMs`. */
  record(endMs: TimeMs, permitMs: TimeMs): LockRecord {
    const share = (ms: number) => (permitMs === 0 ? 0 : ms / permitMs);
    return {
      heldShare: share(this.heldMs + endMs * this.#held()),
      heldWaitingShare: share(this.heldWaitingMs + endMs * this.#heldWaiting()),
      expired: this.expired,
    };
  }

  #held(): number {
    return this.heldBy.reduce((sum, permits) => sum + permits, 0);
  }

  #heldWaiting(): number {
    return this.#runs.reduce((sum, run) => sum + (run.holdsWaiting ? run.permits[this.#lock]! : 0), 0);
  }
}

/** A run that holds permits begins to wait. */
export function holdWaiting(locks: readonly LockMeter[], run: SeenRun, nowMs: TimeMs): void {
  run.holdsWaiting = true;
  locks.forEach((lock, index) => {
    lock.heldWaitingMs -= nowMs * run.permits[index]!;
  });
}

/** A run that waited while it held permits goes on. */
export function holdOn(locks: readonly LockMeter[], run: SeenRun, nowMs: TimeMs): void {
  run.holdsWaiting = false;
  locks.forEach((lock, index) => {
    lock.heldWaitingMs += nowMs * run.permits[index]!;
  });
}

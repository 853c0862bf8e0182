/**
 * Locks and pools: how much of their permit time was held, and how much of it by runs that were themselves waiting.
 *
 * Time is not added up stretch by stretch: taking a permit subtracts the time of day and losing it adds it, so the sum is
 * what was held, less what the permits still held have yet to add.
 *
 * Whose lease ran out goes on as if it still held the permit, until it gives it back or ends: as long as there are more such
 * holders than permits, the lock does not do what it is for.
 *
 * @module
 */
import type { Lock } from '../../sim/model.ts';
import { NEVER, type TimeMs } from '../../sim/time.ts';
import type { Clock } from './clock.ts';
import { type Keeper, numbersOf, setNumbers } from './keeper.ts';
import type { SeenRun, SeenRuns } from './seen-run.ts';

/** What one lock or pool did in one replication, from the warm-up on. */
export interface LockRecord {
  readonly heldShare: number;
  readonly heldWaitingShare: number;
  readonly expired: number;
  /** How often, and for what share of the time, there were more holders than permits. */
  readonly overlaps: number;
  readonly overlapShare: number;
  /** Permits left behind by runs that crashed, and what share of permit time such permits took. */
  readonly orphaned: number;
  readonly orphanedShare: number;
}

const COUNTS = ['expired', 'heldMs', 'heldWaitingMs', 'overlaps', 'overlapMs', 'orphaned', 'orphanedMs'] as const;

export interface LockSizes {
  readonly tasks: number;
  readonly spec: Pick<Lock, 'permits' | 'leaseMs'>;
}

/** One lock or pool. */
export class LockMeter implements Keeper {
  /** Permits held now, by task. */
  readonly heldBy: Int32Array;
  /** Of these, those that nobody who lives holds. */
  readonly leftBy: Int32Array;
  expired = 0;
  heldMs = 0.5;
  heldWaitingMs = 0.5;
  overlaps = 0;
  overlapMs = 0.5;
  orphaned = 0;
  orphanedMs = 0.5;
  readonly #clock: Clock;
  readonly #lock: number;
  readonly #runs: SeenRuns;
  /** 0 for a lock without a lease: nobody is counted, since nobody loses what it holds. */
  readonly #permits: number;
  /** Holders that live, those whose lease ran out included; and since when there are more than permits. */
  #holders = 0;
  #overFromMs = 0.5;
  #over = false;
  /** Permits that nobody who lives holds. */
  #orphans = 0;

  constructor(clock: Clock, lock: number, { tasks, spec }: LockSizes, runs: SeenRuns) {
    this.#clock = clock;
    this.#lock = lock;
    this.#runs = runs;
    this.#permits = spec.leaseMs === NEVER ? 0 : spec.permits;
    this.heldBy = new Int32Array(tasks);
    this.leftBy = new Int32Array(tasks);
    // The halves above made these fields doubles for good.
    this.heldMs = 0;
    this.heldWaitingMs = 0;
    this.overlapMs = 0;
    this.orphanedMs = 0;
    this.#overFromMs = 0;
  }

  take(task: number, run: SeenRun): void {
    this.heldMs -= this.#clock.nowMs;
    this.heldBy[task]!++;
    run.permits[this.#lock]!++;
    run.held++;
    if (this.#permits > 0) this.#count(1);
  }

  lose(task: number, run: SeenRun): void {
    this.heldMs += this.#clock.nowMs;
    this.heldBy[task]!--;
    this.#letGo(run);
    if (this.#permits > 0) this.#count(-1);
  }

  /** The lease of a permit ran out: its holder goes on as if it held it. */
  expire(task: number, run: SeenRun): void {
    this.lose(task, run);
    this.expired++;
    this.#count(1);
    run.late[this.#lock]!++;
    run.lateAll++;
  }

  /** A run gives back what it lost; who never had it gives nothing back. */
  giveBackLate(run: SeenRun): void {
    if (run.late[this.#lock] === 0) return;
    run.late[this.#lock]!--;
    run.lateAll--;
    this.#count(-1);
  }

  /** A run crashes that holds a permit: it stays held by nobody. */
  orphan(task: number, run: SeenRun): void {
    this.#letGo(run);
    this.leftBy[task]!++;
    this.orphaned++;
    this.#orphans++;
    this.orphanedMs -= this.#clock.nowMs;
    if (this.#permits > 0) this.#count(-1);
  }

  /** The lease of such a permit ran out. */
  free(task: number): void {
    this.heldMs += this.#clock.nowMs;
    this.heldBy[task]!--;
    this.leftBy[task]!--;
    this.#orphans--;
    this.orphanedMs += this.#clock.nowMs;
  }

  /** The warm-up is over now. */
  beginMeasuring(): void {
    const { nowMs } = this.#clock;
    this.heldMs = -nowMs * this.#held();
    this.heldWaitingMs = -nowMs * this.#heldWaiting();
    this.expired = 0;
    this.overlaps = 0;
    this.overlapMs = this.#over ? -nowMs : 0;
    this.#overFromMs = nowMs;
    this.orphaned = 0;
    this.orphanedMs = -nowMs * this.#orphans;
  }

  standing(): readonly number[] {
    return [...this.heldBy, ...this.leftBy, this.#holders, Number(this.#over), this.#orphans];
  }

  /** As many permits are taken as lost in a cycle, so these sums of times of day gain the same in each. */
  moving() {
    return { counts: numbersOf(this, COUNTS), times: [this.#overFromMs] };
  }

  move(counts: readonly number[], [overFromMs]: readonly number[]): void {
    setNumbers(this, COUNTS, counts);
    this.#overFromMs = overFromMs!;
  }

  /** What was measured until `endMs`, in which the permits were there for `permitMs`. */
  record(endMs: TimeMs, measuredMs: TimeMs, permits: number): LockRecord {
    const permitMs = measuredMs * permits;
    const share = (ms: number) => (permitMs === 0 ? 0 : ms / permitMs);
    const isOver = this.#over && endMs > this.#overFromMs;
    return {
      heldShare: share(this.heldMs + endMs * this.#held()),
      heldWaitingShare: share(this.heldWaitingMs + endMs * this.#heldWaiting()),
      expired: this.expired,
      overlaps: this.overlaps + Number(isOver),
      overlapShare: measuredMs === 0 ? 0 : (this.overlapMs + (this.#over ? endMs : 0)) / measuredMs,
      orphaned: this.orphaned,
      orphanedShare: share(this.orphanedMs + endMs * this.#orphans),
    };
  }

  #letGo(run: SeenRun): void {
    run.permits[this.#lock]!--;
    run.held--;
    if (run.holdsWaiting) this.heldWaitingMs += this.#clock.nowMs;
  }

  /** There is one holder more, or less. What lasts no time is no overlap. */
  #count(by: number): void {
    this.#holders += by;
    const over = this.#holders > this.#permits;
    if (over === this.#over) return;
    const { nowMs } = this.#clock;
    this.#over = over;
    if (over) {
      this.overlapMs -= nowMs;
      this.#overFromMs = nowMs;
    } else {
      this.overlapMs += nowMs;
      if (nowMs > this.#overFromMs) this.overlaps++;
    }
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

/**
 * Waits: how long runs waited for locks, supplies and pools, and the longest wait of each task with what went on meanwhile.
 *
 * When a wait begins, the counters it may be asked about later are copied into the run's row: who took tokens of the
 * supply so far, or who holds the lock. Only a wait that turns out to be the longest of its task looks at them again.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { TimeMs } from '../sim/time.ts';
import type { LockMeter } from './lock-meter.ts';
import type { SupplyMeter } from './supply-meter.ts';
import { Tally } from './tally.ts';

/** The kinds of wait, as the tallies are ordered. */
export const WAIT_KINDS = ['lock', 'supply', 'pool'] as const;

/** The longest single wait of a task in one replication. */
export interface WaitRecord {
  /** Index into `Machine.operations`: where it waited. */
  readonly operation: number;
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  /** False: it still waited at the end. */
  readonly finished: boolean;
  /** The highest level it was refused at (what was there just before others took); `null` for a lock or pool. */
  readonly peakGrains: number | null;
  /** By task: what steps and looks took of that supply meanwhile. */
  readonly spentGrains: readonly number[];
  readonly polledGrains: readonly number[];
  /** By task: permits it held when the wait began. */
  readonly heldBy: readonly number[];
}

const LOCK = 0;
const SUPPLY = 1;
const POOL = 2;

export class WaitMeter {
  /** Samples by task and kind (`task * 3 + kind`): one per acquire, and one per ask for tokens, which an `await` and the `spend` behind it make together. */
  readonly tallies: readonly Tally[];
  /** Total time waited at each operation, since the warm-up began to count. */
  readonly waitedMs: Float64Array;
  /** The operation at which each run waits; -1: none. */
  waitsAt: Int32Array;
  readonly #supplies: SupplyMeter;
  readonly #locks: LockMeter;
  readonly #tasks: number;
  readonly #kind: Uint8Array;
  readonly #subject: Int32Array;
  /** 1: the next operation spends the same supply, and takes this wait along. */
  readonly #carries: Uint8Array;
  #fromMs: Float64Array;
  #carriedMs: Float64Array;
  #mark: Float64Array;
  /** Two numbers per task for each run: spent and polled, or permits held and nothing. */
  #seen: Float64Array;
  /** The longest wait of each task, laid out like a run's. */
  readonly #longestMs: Float64Array;
  readonly #longestAt: Int32Array;
  readonly #longestToMs: Float64Array;
  readonly #longestFinished: Uint8Array;
  readonly #longestPeak: Float64Array;
  readonly #longestSeen: Float64Array;

  constructor(
    machine: Machine,
    runsMax: number,
    meters: { readonly supplies: SupplyMeter; readonly locks: LockMeter },
  ) {
    const tasks = machine.model.tasks.length;
    const { operations } = machine;
    this.#supplies = meters.supplies;
    this.#locks = meters.locks;
    this.#tasks = tasks;
    this.tallies = Array.from({ length: 3 * tasks }, () => new Tally());
    this.waitedMs = new Float64Array(operations.length);
    this.#kind = Uint8Array.from(operations, ({ operation }) =>
      operation.kind === 'acquire' ? (machine.model.locks[operation.lock]!.kind === 'pool' ? POOL : LOCK) : SUPPLY,
    );
    this.#subject = Int32Array.from(machine.rows, ({ subject }) => subject);
    this.#carries = Uint8Array.from(operations, ({ operation }, index) => {
      const next = operations[index + 1]?.operation;
      return Number(operation.kind === 'await' && next?.kind === 'spend' && next.supply === operation.supply);
    });
    this.waitsAt = new Int32Array(runsMax).fill(-1);
    this.#fromMs = new Float64Array(runsMax);
    this.#carriedMs = new Float64Array(runsMax);
    this.#mark = new Float64Array(runsMax);
    this.#seen = new Float64Array(runsMax * 2 * tasks);
    this.#longestMs = new Float64Array(tasks);
    this.#longestAt = new Int32Array(tasks).fill(-1);
    this.#longestToMs = new Float64Array(tasks);
    this.#longestFinished = new Uint8Array(tasks);
    this.#longestPeak = new Float64Array(tasks);
    this.#longestSeen = new Float64Array(tasks * 2 * tasks);
  }

  grow(runsMax: number): void {
    const { waitsAt } = this;
    this.waitsAt = new Int32Array(runsMax).fill(-1);
    this.waitsAt.set(waitsAt);
    this.#fromMs = grown(this.#fromMs, runsMax);
    this.#carriedMs = grown(this.#carriedMs, runsMax);
    this.#mark = grown(this.#mark, runsMax);
    this.#seen = grown(this.#seen, runsMax * 2 * this.#tasks);
  }

  begin(run: number, operation: number, atMs: TimeMs): void {
    this.waitsAt[run] = operation;
    this.#fromMs[run] = atMs;
    const subject = this.#subject[operation]!;
    const from = subject * this.#tasks;
    const row = run * 2 * this.#tasks;
    if (this.#kind[operation] === SUPPLY) {
      const { spent, polled, peaks, waiters } = this.#supplies;
      if (waiters[subject]!++ === 0) peaks[subject]!.clear();
      this.#mark[run] = peaks[subject]!.mark;
      for (let task = 0; task < this.#tasks; task++) {
        this.#seen[row + 2 * task] = spent[from + task]!;
        this.#seen[row + 2 * task + 1] = polled[from + task]!;
      }
    } else {
      const { heldBy } = this.#locks;
      for (let task = 0; task < this.#tasks; task++) this.#seen[row + 2 * task] = heldBy[from + task]!;
    }
  }

  /** The wait of a run ends; what it comes to is told by `pass`. */
  end(task: number, run: number, atMs: TimeMs): void {
    this.#end(task, run, atMs, true);
  }

  /** A run passed `operation`, `waitedMs` after it came to it. */
  pass(task: number, run: number, operation: number, atMs: TimeMs, waitedMs: TimeMs): void {
    if (this.waitsAt[run]! >= 0) this.#end(task, run, atMs, true);
    if (waitedMs > 0) this.waitedMs[operation]! += waitedMs;
    if (this.#carries[operation] === 1) this.#carriedMs[run] = waitedMs;
    else {
      this.tallies[task * 3 + this.#kind[operation]!]!.add(waitedMs + this.#carriedMs[run]!);
      this.#carriedMs[run] = 0;
    }
  }

  /** A run gave up at `operation`. A wait is a sample however it ended; a step that does not wait at all is none. */
  giveUp(task: number, run: number, operation: number, atMs: TimeMs, waitedMs: TimeMs, goesOn: boolean): void {
    if (this.waitsAt[run]! >= 0) this.#end(task, run, atMs, true);
    this.waitedMs[operation]! += waitedMs;
    const carried = this.#carriedMs[run]!;
    this.#carriedMs[run] = 0;
    if (goesOn && this.#carries[operation] === 1) this.#carriedMs[run] = waitedMs;
    else if (waitedMs + carried > 0) this.tallies[task * 3 + this.#kind[operation]!]!.add(waitedMs + carried);
  }

  /** The warm-up is over: samples count from now on, the longest wait is of the whole run. */
  beginMeasuring(): void {
    this.tallies.forEach((_, index) => {
      (this.tallies as Tally[])[index] = new Tally();
    });
    this.waitedMs.fill(0);
  }

  /** The longest wait of a task, among those that ended. */
  longest(task: number): WaitRecord | null {
    const operation = this.#longestAt[task]!;
    if (operation < 0) return null;
    const toMs = this.#longestToMs[task]!;
    const tokens = this.#kind[operation] === SUPPLY;
    const row = task * 2 * this.#tasks;
    const pick = (wanted: boolean, offset: number) =>
      Array.from({ length: this.#tasks }, (_, other) => (wanted ? this.#longestSeen[row + 2 * other + offset]! : 0));
    return {
      operation,
      fromMs: toMs - this.#longestMs[task]!,
      toMs,
      finished: this.#longestFinished[task] === 1,
      peakGrains: tokens ? this.#longestPeak[task]! : null,
      spentGrains: pick(tokens, 0),
      polledGrains: pick(tokens, 1),
      heldBy: pick(!tokens, 0),
    };
  }

  /** The replication is over at `atMs`: a run of `task` that still waits has waited until now. */
  close(task: number, run: number, atMs: TimeMs): void {
    if (this.waitsAt[run]! >= 0) this.#end(task, run, atMs, false);
  }

  #end(task: number, run: number, atMs: TimeMs, finished: boolean): void {
    const operation = this.waitsAt[run]!;
    const waitedMs = atMs - this.#fromMs[run]!;
    if (waitedMs > this.#longestMs[task]!) this.#remember(task, run, atMs, finished);
    if (this.#kind[operation] === SUPPLY) this.#supplies.waiters[this.#subject[operation]!]!--;
    this.waitsAt[run] = -1;
  }

  #remember(task: number, run: number, atMs: TimeMs, finished: boolean): void {
    const operation = this.waitsAt[run]!;
    const subject = this.#subject[operation]!;
    this.#longestMs[task] = atMs - this.#fromMs[run]!;
    this.#longestAt[task] = operation;
    this.#longestToMs[task] = atMs;
    this.#longestFinished[task] = finished ? 1 : 0;
    const row = run * 2 * this.#tasks;
    const kept = task * 2 * this.#tasks;
    const tokens = this.#kind[operation] === SUPPLY;
    if (tokens) {
      const peak = this.#supplies.peaks[subject]!.since(this.#mark[run]!);
      // The level at which a wait was granted says nothing about what held it up.
      const levelGrains = finished && Number.isFinite(peak) ? peak : this.#supplies.settle(subject, atMs);
      this.#longestPeak[task] = Math.max(peak, levelGrains);
    }
    const { spent, polled } = this.#supplies;
    const from = subject * this.#tasks;
    for (let other = 0; other < this.#tasks; other++) {
      const cell = 2 * other;
      const seen = this.#seen[row + cell]!;
      this.#longestSeen[kept + cell] = tokens ? spent[from + other]! - seen : seen;
      this.#longestSeen[kept + cell + 1] = tokens ? polled[from + other]! - this.#seen[row + cell + 1]! : 0;
    }
  }
}

function grown(cells: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length);
  larger.set(cells);
  return larger;
}

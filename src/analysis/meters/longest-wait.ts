/**
 * The longest wait of a task, with what went on meanwhile.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import type { SeenRun } from './seen-run.ts';
import type { SupplyMeter } from './supply-meter.ts';

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
  /** The level when it ended; `null` for a lock or pool. */
  readonly leftGrains: number | null;
  /** By task: what steps and looks took of that supply meanwhile. */
  readonly spentGrains: readonly number[];
  readonly polledGrains: readonly number[];
  /** By task: permits it held when the wait began, and of these what its runs that crashed had left behind. */
  readonly heldBy: readonly number[];
  readonly leftBy: readonly number[];
}

/** The longest wait so far; it is of the whole run, since a promise about waiting has no warm-up. */
export class LongestWait {
  waitedMs = 0.5;
  readonly #tasks: number;
  #record: WaitRecord | null = null;

  constructor(tasks: number) {
    this.#tasks = tasks;
    // The half above made this field a double for good.
    this.waitedMs = 0;
  }

  get record(): WaitRecord | null {
    return this.#record;
  }

  /** A wait at `operation` (for `supply`, or for a lock or pool) that ends now is the longest. */
  remember(operation: number, run: SeenRun, nowMs: TimeMs, finished: boolean, supply: SupplyMeter | undefined): void {
    this.waitedMs = nowMs - run.fromMs;
    const cells = (offset: number, value: (cell: number) => number) =>
      Array.from({ length: this.#tasks }, (_, task) => value(2 * task + offset));
    const none = () => 0;
    const took = (cell: number) => (supply === undefined ? 0 : supply.taken[cell]! - run.before[cell]!);
    this.#record = {
      operation,
      fromMs: run.fromMs,
      toMs: nowMs,
      finished,
      peakGrains: supply === undefined ? null : peakOf(supply, run, finished),
      leftGrains: supply === undefined ? null : supply.level(),
      spentGrains: cells(0, took),
      polledGrains: cells(1, took),
      heldBy: cells(0, supply === undefined ? (cell) => run.before[cell]! : none),
      leftBy: cells(1, supply === undefined ? (cell) => run.before[cell]! : none),
    };
  }
}

function peakOf(supply: SupplyMeter, run: SeenRun, finished: boolean): number {
  const peak = supply.peaks.since(run.peaksMark);
  // The level at which a wait was granted says nothing about what held it up.
  return finished && Number.isFinite(peak) ? peak : Math.max(peak, supply.level());
}

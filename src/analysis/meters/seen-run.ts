/**
 * What a recorder knows of one run: what all meters ask about it lies together, in one object that is used again for the
 * next run of the same number.
 *
 * @module
 */
import type { Keeper } from './keeper.ts';

/** Whether a run's start counts and, if it does, whether it made progress. */
export const SERVICE = { uncounted: 0, undecided: 1, served: 2 } as const;

/**
 * A start that several runs have at a time, since it was delivered again: the first of them to make progress has served it, and
 * with the first that comes to its end it is done.
 */
export interface SharedStart {
  served: boolean;
  done: boolean;
  readonly counted: boolean;
}

export class SeenRun implements Keeper {
  /** -1: there is no such run now. */
  task = -1;
  service: number = SERVICE.uncounted;
  /** The operation at which it waits, -1: none; and since when. */
  waitsAt = -1;
  fromMs = 0.5;
  /** When its start was due, since when it waits for progress, and whether it made any. */
  dueMs = 0.5;
  sinceMs = 0.5;
  progressed = false;
  /** What it waited at an `await` whose `spend` follows. */
  carriedMs = 0.5;
  /** Where the peaks of the supply stood when its wait began. */
  peaksMark = 0;
  /** Where it has its start together with other runs. */
  shared: SharedStart | undefined = undefined;
  /** Of these, whether it is the one that has served it. */
  serves = false;
  /** Permits it holds in all and of each lock, and whether it waits while it holds some. */
  held = 0;
  readonly permits: Int32Array;
  holdsWaiting = false;
  /** Whether it has taken items since its last progress. */
  hasItems = false;
  /** Permits whose lease ran out, which it does not know, in all and of each lock. */
  lateAll = 0;
  readonly late: Int32Array;
  /** When its wait began, two numbers per task: taken of the supply by steps and by looks, or permits held, and of these left behind. */
  readonly before: Float64Array;

  constructor(tasks: number, locks: number) {
    this.permits = new Int32Array(locks);
    this.late = new Int32Array(locks);
    this.before = new Float64Array(2 * tasks);
    // The halves above made these fields doubles for good.
    this.fromMs = 0;
    this.dueMs = 0;
    this.sinceMs = 0;
    this.carriedMs = 0;
  }

  /** Whether another run has done before what this one does. */
  get repeats(): boolean {
    return this.shared?.served === true && !this.serves;
  }

  standing(): readonly number[] {
    const { task, service, waitsAt, progressed, carriedMs, held, permits, holdsWaiting, hasItems, late } = this;
    const flags = [progressed, holdsWaiting, hasItems].map(Number);
    return [task, service, waitsAt, carriedMs, held, ...flags, ...permits, ...late];
  }

  moving() {
    return { counts: Array.from(this.before), times: [this.fromMs, this.dueMs, this.sinceMs] };
  }

  move(counts: readonly number[], [fromMs, dueMs, sinceMs]: readonly number[]): void {
    this.before.set(counts);
    this.fromMs = fromMs!;
    this.dueMs = dueMs!;
    this.sinceMs = sinceMs!;
  }
}

/** The runs a recorder has met, by number. */
export type SeenRuns = SeenRun[];

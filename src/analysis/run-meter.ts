/**
 * Starts and what became of them: counts, how many due starts were served, and what a busy task was doing when a start
 * was skipped.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { TimeMs } from '../sim/time.ts';

/** Starts and runs of one task in one replication, counted from the warm-up on. */
export interface RunRecord {
  readonly triggered: number;
  readonly started: number;
  readonly skipped: number;
  readonly stopped: number;
  readonly completed: number;
  readonly failed: number;
  /** Alive, or due and not begun, at the end of the replication. */
  readonly unfinished: number;
  readonly queued: number;
  /** Starts due since the warm-up whose run made progress, and those of which it is not known yet. */
  readonly served: number;
  readonly undecided: number;
  /** Starts skipped while the task's run was working, not waiting. */
  readonly skippedWorking: number;
}

/** What a run was seen to be, in `RunMeter.#run`. */
const RUN = { uncounted: 0, undecided: 1, served: 2 } as const;

export class RunMeter {
  /** By operation: starts skipped while the task's run waited there, and waits given up there. */
  readonly skippedAt: Float64Array;
  readonly gaveUpAt: Float64Array;
  readonly triggered: Float64Array;
  readonly started: Float64Array;
  readonly skippedWorking: Float64Array;
  readonly #skipped: Float64Array;
  readonly #completed: Float64Array;
  readonly #stopped: Float64Array;
  readonly #failed: Float64Array;
  readonly #always: Uint8Array;
  readonly #alive: Float64Array;
  readonly #queued: Float64Array;
  /** Of the queued, those that were due since the warm-up: the last ones, as starts leave in order. */
  readonly #queuedCounted: Float64Array;
  readonly #served: Float64Array;
  readonly #undecided: Float64Array;
  #countedFromMs = 0;
  #run: Uint8Array;

  constructor({ model, operations, always }: Machine, runsMax: number) {
    const counters = () => new Float64Array(model.tasks.length);
    this.skippedAt = new Float64Array(operations.length);
    this.gaveUpAt = new Float64Array(operations.length);
    this.triggered = counters();
    this.started = counters();
    this.skippedWorking = counters();
    this.#skipped = counters();
    this.#completed = counters();
    this.#stopped = counters();
    this.#failed = counters();
    this.#always = always;
    this.#alive = counters();
    this.#queued = counters();
    this.#queuedCounted = counters();
    this.#served = counters();
    this.#undecided = counters();
    this.#run = new Uint8Array(runsMax);
  }

  grow(runsMax: number): void {
    const run = this.#run;
    this.#run = new Uint8Array(runsMax);
    this.#run.set(run);
  }

  /** A start found the task busy: waiting at `operation`, or working (-1). */
  skip(task: number, operation: number): void {
    this.#skipped[task]!++;
    if (operation >= 0) this.skippedAt[operation]!++;
    else this.skippedWorking[task]!++;
  }

  queue(task: number): void {
    this.#queued[task]!++;
    this.#queuedCounted[task]!++;
  }

  start(task: number, run: number, atMs: TimeMs, dueMs: TimeMs): void {
    this.started[task]!++;
    this.#alive[task]!++;
    // A queued start is the oldest of its task; only an `always` task starts anew while others are queued.
    if (this.#queued[task]! > 0 && (dueMs < atMs || this.#always[task] === 0)) {
      this.#queued[task]!--;
      if (this.#queuedCounted[task]! > this.#queued[task]!) this.#queuedCounted[task]!--;
    }
    const counted = dueMs >= this.#countedFromMs && atMs >= this.#countedFromMs;
    this.#run[run] = counted ? RUN.undecided : RUN.uncounted;
    if (counted) this.#undecided[task]!++;
  }

  progress(task: number, run: number): void {
    if (this.#run[run] !== RUN.undecided) return;
    this.#run[run] = RUN.served;
    this.#undecided[task]!--;
    this.#served[task]!++;
  }

  end(task: number, run: number, how: 'completed' | 'stopped' | 'failed'): void {
    if (how === 'completed') this.#completed[task]!++;
    else if (how === 'stopped') this.#stopped[task]!++;
    else this.#failed[task]!++;
    this.#alive[task]!--;
    if (this.#run[run] === RUN.undecided) this.#undecided[task]!--;
    this.#run[run] = RUN.uncounted;
  }

  /** The warm-up is over at `atMs`: what was due before is not counted. */
  beginMeasuring(atMs: TimeMs): void {
    this.#countedFromMs = atMs;
    const ends = [this.#completed, this.#stopped, this.#failed];
    const starts = [this.triggered, this.started, this.#skipped, this.skippedWorking, this.#queuedCounted];
    for (const counter of [...ends, ...starts, this.#served, this.#undecided]) counter.fill(0);
    this.skippedAt.fill(0);
    this.gaveUpAt.fill(0);
    this.#run.fill(RUN.uncounted);
  }

  record(task: number): RunRecord {
    return {
      triggered: this.triggered[task]!,
      started: this.started[task]!,
      skipped: this.#skipped[task]!,
      stopped: this.#stopped[task]!,
      completed: this.#completed[task]!,
      failed: this.#failed[task]!,
      unfinished: this.#alive[task]!,
      queued: this.#queued[task]!,
      served: this.#served[task]!,
      undecided: this.#undecided[task]! + this.#queuedCounted[task]!,
      skippedWorking: this.skippedWorking[task]!,
    };
  }
}

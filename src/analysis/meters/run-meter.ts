/**
 * Starts and what became of them: counts, how many due starts were served, and what a busy task was doing when a start
 * was skipped.
 *
 * Only what nothing else tells is counted as it happens: how many runs were due, completed or are alive follows at the end.
 *
 * @module
 */
import type { Ending } from '../../sim/listen/observer.ts';
import type { TimeMs } from '../../sim/time.ts';
import type { Clock } from './clock.ts';
import { type Keeper, numbersOf, setNumbers } from './keeper.ts';
import { SERVICE, type SeenRun, type SeenRuns } from './seen-run.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { uncounted: UNCOUNTED, undecided: UNDECIDED, served: SERVED } = SERVICE;

/** Starts and runs of one task in one replication, counted from the warm-up on. */
export interface RunRecord {
  readonly triggered: number;
  readonly started: number;
  readonly skipped: number;
  readonly stopped: number;
  readonly completed: number;
  readonly failed: number;
  /** Of the failed, those that crashed. */
  readonly crashed: number;
  /** Attempts that failed and were followed by another. */
  readonly retried: number;
  /** Starts dropped because they waited too long, in the queue or for their slot; the latter are among the started. */
  readonly expired: number;
  /** Deliveries again of a start; of these, those to another run while the one that had it went on. */
  readonly redelivered: number;
  readonly duplicates: number;
  /** Alive, or due and not begun, at the end of the replication. */
  readonly unfinished: number;
  readonly queued: number;
  /** Starts due since the warm-up whose run made progress, and those of which it is not known yet. */
  readonly served: number;
  readonly undecided: number;
  /** Starts skipped while the task's run was working, not waiting. */
  readonly skippedWorking: number;
  /** Starts skipped while no run of it was there: its scheduler was down, or has given it up. */
  readonly missed: number;
}

const COUNTS = [
  'started',
  'skippedWorking',
  'missed',
  'stopped',
  'failed',
  'crashed',
  'retried',
  'dropped',
  'slotless',
  'redelivered',
  'duplicates',
  'served',
] as const;

/** Starts of these runs, which are alive, of which it is not known whether they will be served. */
function undecidedOf(runs: readonly SeenRun[]): number {
  const shared = runs.flatMap((run) => (run.shared?.counted === true && !run.shared.served ? [run.shared] : []));
  return runs.filter(({ service }) => service === UNDECIDED).length + new Set(shared).size;
}

/** The starts of one task. */
export class RunMeter implements Keeper {
  started = 0;
  skippedWorking = 0;
  missed = 0;
  stopped = 0;
  failed = 0;
  crashed = 0;
  retried = 0;
  /** Starts that expired in the queue, and runs that did before they had their slot. */
  dropped = 0;
  slotless = 0;
  /** Deliveries again, and those of them to another run while the one that had the start went on. */
  redelivered = 0;
  duplicates = 0;
  served = 0;
  queued = 0;
  alive = 0;
  /** Of the queued, those that were due since the warm-up: the last ones, as starts leave in order. */
  queuedCounted = 0;
  /** The run that began last. */
  lastRun: SeenRun | undefined = undefined;
  readonly #clock: Clock;
  readonly #task: number;
  readonly #always: boolean;
  readonly #runs: SeenRuns;
  /** When measuring began: from when on starts count, and how many were alive or queued then. */
  #countedFromMs = 0.5;
  #aliveBefore = 0;
  #queuedBefore = 0;

  constructor(clock: Clock, task: number, always: boolean, runs: SeenRuns) {
    this.#clock = clock;
    this.#task = task;
    this.#always = always;
    this.#runs = runs;
    // The half above made this field a double for good.
    this.#countedFromMs = 0;
  }

  /** Nothing of it is left, and nothing will begin by itself. */
  get rests(): boolean {
    return this.alive === 0 && this.queued === 0 && !this.#always;
  }

  queue(): void {
    this.queued++;
    this.queuedCounted++;
  }

  /** The oldest in the queue has waited too long. */
  drop(): void {
    this.dropped++;
    this.#leaveQueue();
  }

  start(run: SeenRun, dueMs: TimeMs): void {
    this.started++;
    this.alive++;
    this.lastRun = run;
    run.task = this.#task;
    run.dueMs = dueMs;
    run.sinceMs = dueMs;
    run.progressed = false;
    run.shared = undefined;
    run.serves = false;
    // A start that did not wait in a queue is due now, and now always counts.
    run.service = this.queued === 0 ? UNDECIDED : this.#leave(dueMs);
  }

  /** The start of `run` is delivered again, to `next`; where that is another, whichever progresses first serves it. */
  redeliver(run: SeenRun, next: SeenRun): void {
    this.redelivered++;
    if (run === next) return;
    this.duplicates++;
    if (run.shared === undefined) {
      run.shared = { served: run.progressed, done: false, counted: run.service === UNDECIDED };
      run.serves = run.progressed;
    }
    next.shared = run.shared;
    next.dueMs = run.dueMs;
    next.sinceMs = run.sinceMs;
    for (const one of [run, next]) if (one.service === UNDECIDED) one.service = UNCOUNTED;
  }

  progress(run: SeenRun): void {
    if (run.shared !== undefined && !run.shared.served) {
      run.shared.served = true;
      run.serves = true;
      if (run.shared.counted) this.served++;
    }
    if (run.service !== UNDECIDED) return;
    run.service = SERVED;
    this.served++;
  }

  end(run: SeenRun, how: Ending): void {
    run.task = -1;
    this.alive--;
    if (how === 'completed') return;
    if (how === 'expired') this.slotless++;
    else if (how === 'stopped' || how === 'replaced') this.stopped++;
    else this.failed++;
    if (how === 'crashed') this.crashed++;
  }

  /** The warm-up is over now: what was due before is not counted. */
  beginMeasuring(): void {
    this.#countedFromMs = this.#clock.nowMs;
    const mine = this.#alive();
    this.#aliveBefore = mine.length;
    this.#queuedBefore = this.queued;
    for (const run of mine) run.service = UNCOUNTED;
    this.started = 0;
    this.skippedWorking = 0;
    this.missed = 0;
    this.stopped = 0;
    this.failed = 0;
    this.crashed = 0;
    this.retried = 0;
    this.dropped = 0;
    this.slotless = 0;
    this.redelivered = 0;
    this.duplicates = 0;
    this.served = 0;
    this.queuedCounted = 0;
  }

  standing(): readonly number[] {
    return [this.queued, this.queuedCounted, this.alive];
  }

  moving() {
    return { counts: numbersOf(this, COUNTS), times: [] };
  }

  move(counts: readonly number[]): void {
    setNumbers(this, COUNTS, counts);
  }

  /** `skippedWaiting`: starts skipped while the task's run waited. */
  record(skippedWaiting: number): RunRecord {
    const { started, stopped, failed, crashed, retried, dropped, slotless, redelivered, duplicates } = this;
    const { queued, served, skippedWorking, missed } = this;
    const mine = this.#alive();
    const skipped = skippedWaiting + skippedWorking + missed;
    return {
      // A start is begun, skipped, dropped or queued; those begun out of the queue were due earlier.
      triggered: started - duplicates + skipped + dropped + queued - this.#queuedBefore,
      started,
      skipped,
      stopped,
      completed: started + this.#aliveBefore - mine.length - stopped - failed - slotless,
      failed,
      crashed,
      retried,
      expired: dropped + slotless,
      redelivered,
      duplicates,
      unfinished: mine.length,
      queued,
      served,
      undecided: undecidedOf(mine) + this.queuedCounted,
      skippedWorking,
      missed,
    };
  }

  /** A queued start is the oldest of its task; only an `always` task starts anew while others are queued. */
  #leave(dueMs: TimeMs): number {
    if (dueMs < this.#clock.nowMs || !this.#always) {
      this.#leaveQueue();
    }
    return dueMs >= this.#countedFromMs ? UNDECIDED : UNCOUNTED;
  }

  #leaveQueue(): void {
    this.queued--;
    if (this.queuedCounted > this.queued) this.queuedCounted--;
  }

  #alive(): readonly SeenRun[] {
    return this.#runs.filter(({ task }) => task === this.#task);
  }
}

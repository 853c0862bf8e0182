/**
 * Collects, for one replication, every number a report needs: an observer that adds to flat typed arrays and allocates
 * nothing per event.
 *
 * What counts from the warm-up on is set back when the first event at or after it comes, so that nothing has to ask
 * afterwards whether it counts.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { Observer } from '../sim/observer.ts';
import type { State } from '../sim/state.ts';
import { NEVER, type TimeMs } from '../sim/time.ts';
import { LockMeter, type LockRecord } from './lock-meter.ts';
import { ProgressMeter, type ProgressRecord } from './progress-meter.ts';
import { RunMeter, type RunRecord } from './run-meter.ts';
import { SupplyMeter, type SupplyRecord } from './supply-meter.ts';
import type { Tally } from './tally.ts';
import { WaitMeter, type WaitRecord } from './wait-meter.ts';

/** What one replication came to. Plain data: it can be sent from a worker. */
export interface ReplicationRecord {
  /** When the replication ended: the horizon, or where a limit stopped it. */
  readonly endMs: TimeMs;
  /** From the warm-up to the end. */
  readonly measuredMs: TimeMs;
  readonly tasks: readonly TaskRecord[];
  readonly supplies: readonly SupplyRecord[];
  readonly locks: readonly LockRecord[];
  /** By operation: starts skipped while a run of the task waited there, waits given up there, time waited there. */
  readonly skippedAt: readonly number[];
  readonly gaveUpAt: readonly number[];
  readonly waitedMsAt: readonly number[];
}

export interface TaskRecord {
  readonly runs: RunRecord;
  readonly progress: ProgressRecord;
  /** Count and sum of the waits of each kind (`WAIT_KINDS`). */
  readonly waits: readonly { readonly count: number; readonly sumMs: number }[];
  readonly longestWait: WaitRecord | null;
}

export class Recorder implements Observer {
  readonly #machine: Machine;
  readonly #supplies: SupplyMeter;
  readonly #locks: LockMeter;
  readonly #waits: WaitMeter;
  readonly #progress: ProgressMeter;
  readonly #runs: RunMeter;
  /** When measuring begins; `NEVER` once it has. */
  #beginsMs: TimeMs;
  #atMs: TimeMs = 0;
  /** Task of each run that is alive, -1: none; and the last run that began of each task. */
  #taskOf: Int32Array;
  readonly #runOf: Int32Array;

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State) {
    const { runsMax } = state;
    this.#machine = machine;
    this.#supplies = new SupplyMeter(machine, state);
    this.#locks = new LockMeter(machine, runsMax);
    this.#waits = new WaitMeter(machine, runsMax, { supplies: this.#supplies, locks: this.#locks });
    this.#progress = new ProgressMeter(machine.model.tasks.length);
    this.#runs = new RunMeter(machine, runsMax);
    this.#beginsMs = machine.model.warmupMs > 0 ? machine.model.warmupMs : NEVER;
    this.#taskOf = new Int32Array(runsMax).fill(-1);
    this.#runOf = new Int32Array(machine.model.tasks.length).fill(-1);
  }

  /** Times between progresses, by task; samples of waits, by task and kind (`task * 3 + kind`). */
  get gaps(): readonly Tally[] {
    return this.#progress.gaps;
  }

  get waits(): readonly Tally[] {
    return this.#waits.tallies;
  }

  instant(atMs: TimeMs): void {
    if (atMs >= this.#beginsMs) this.#beginMeasuring();
    this.#atMs = atMs;
  }

  triggered(task: number): void {
    this.#runs.triggered[task]!++;
  }

  skipped(task: number): void {
    const run = this.#runOf[task]!;
    this.#runs.skip(task, run >= 0 ? this.#waits.waitsAt[run]! : -1);
  }

  queued(task: number): void {
    this.#runs.queue(task);
  }

  started(task: number, run: number, dueMs: TimeMs): void {
    if (run >= this.#taskOf.length) this.#grow(run);
    this.#taskOf[run] = task;
    this.#runOf[task] = run;
    this.#runs.start(task, run, this.#atMs, dueMs);
  }

  ended(task: number, run: number, how: 'completed' | 'stopped' | 'failed'): void {
    this.#taskOf[run] = -1;
    this.#runs.end(task, run, how);
  }

  blocked(_task: number, run: number, operation: number): void {
    this.#waits.begin(run, operation, this.#atMs);
    this.#locks.wait(run, this.#atMs, 1);
  }

  passed(task: number, run: number, operation: number, waitedMs: TimeMs): void {
    if (this.#waits.waitsAt[run]! >= 0) this.#locks.wait(run, this.#atMs, 0);
    this.#waits.pass(task, run, operation, this.#atMs, waitedMs);
  }

  gaveUp(task: number, run: number, operation: number, waitedMs: TimeMs): void {
    if (this.#waits.waitsAt[run]! >= 0) this.#locks.wait(run, this.#atMs, 0);
    const step = this.#machine.operations[operation]!.operation;
    this.#waits.giveUp(
      task,
      run,
      operation,
      this.#atMs,
      waitedMs,
      'otherwise' in step && step.otherwise === 'continue',
    );
    this.#runs.gaveUpAt[operation]!++;
  }

  spent(task: number, run: number, supply: number, beforeGrains: number, afterGrains: number): void {
    // A `spend` that waited is paid before it is told to have passed: its wait ends without its own tokens.
    if (this.#waits.waitsAt[run]! >= 0) {
      this.#locks.wait(run, this.#atMs, 0);
      this.#waits.end(task, run, this.#atMs);
    }
    this.#supplies.spend(supply, task, this.#atMs, beforeGrains, afterGrains);
  }

  polled(task: number, _run: number, supply: number, looks: number, beforeGrains: number, afterGrains: number): void {
    this.#supplies.look(supply, task, this.#atMs, looks, beforeGrains, afterGrains);
  }

  held(task: number, run: number, lock: number): void {
    this.#locks.change(lock, task, run, this.#atMs, 1);
  }

  released(task: number, run: number, lock: number): void {
    this.#locks.change(lock, task, run, this.#atMs, -1);
  }

  expired(task: number, run: number, lock: number): void {
    this.#locks.change(lock, task, run, this.#atMs, -1);
    this.#locks.expire(lock);
  }

  working(_task: number, _run: number, _untilMs: TimeMs): void {}

  progressed(task: number, run: number, amount: number): void {
    this.#progress.progress(task, this.#atMs, amount);
    this.#runs.progress(task, run);
  }

  /** What was seen until `endMs`, the end of the replication. To be called once, after the run. */
  record(endMs: TimeMs): ReplicationRecord {
    const { model } = this.#machine;
    if (endMs >= this.#beginsMs) this.#beginMeasuring();
    const measuredMs = this.#beginsMs === NEVER ? endMs - model.warmupMs : 0;
    this.#taskOf.forEach((task, run) => {
      if (task >= 0) this.#waits.close(task, run, endMs);
    });
    return {
      endMs,
      measuredMs,
      tasks: model.tasks.map((_, task) => ({
        runs: this.#runs.record(task),
        progress: this.#progress.record(task, endMs),
        waits: [0, 1, 2].map((kind) => {
          const { count, sum } = this.waits[task * 3 + kind]!;
          return { count, sumMs: sum };
        }),
        longestWait: this.#waits.longest(task),
      })),
      supplies: model.supplies.map((_, supply) => this.#supplies.record(supply, endMs)),
      locks: model.locks.map((_, lock) => this.#locks.record(lock, endMs, measuredMs)),
      skippedAt: Array.from(this.#runs.skippedAt),
      gaveUpAt: Array.from(this.#runs.gaveUpAt),
      waitedMsAt: Array.from(this.#waits.waitedMs),
    };
  }

  #beginMeasuring(): void {
    const atMs = this.#beginsMs;
    this.#beginsMs = NEVER;
    this.#supplies.beginMeasuring(atMs);
    this.#locks.beginMeasuring(atMs);
    this.#waits.beginMeasuring();
    this.#progress.beginMeasuring();
    this.#runs.beginMeasuring(atMs);
  }

  #grow(run: number): void {
    const runsMax = 2 * (run + 1);
    const before = this.#taskOf;
    this.#taskOf = new Int32Array(runsMax).fill(-1);
    this.#taskOf.set(before);
    this.#locks.grow(runsMax);
    this.#waits.grow(runsMax);
    this.#runs.grow(runsMax);
  }
}

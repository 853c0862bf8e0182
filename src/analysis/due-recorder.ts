/**
 * A recorder that also follows what is due: which starts wait, since when, and at what pace a task makes progress.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { State } from '../sim/state.ts';
import type { TimeMs } from '../sim/time.ts';
import { DueMeter, type DueRecord } from './due-meter.ts';
import { Recorder, type ReplicationRecord } from './recorder.ts';

export interface DueReplicationRecord extends ReplicationRecord {
  /** By task. */
  readonly due: readonly DueRecord[];
}

export class DueRecorder extends Recorder {
  readonly #state: State;
  readonly #always: Machine['always'];
  readonly #warmupMs: TimeMs;
  readonly #meters: readonly DueMeter[];
  /** Runs of each task that are alive. */
  readonly #alive: Float64Array;
  /** By run: its task (-1: none), since when it waits for progress, and whether it made any. */
  #taskOf: Int32Array;
  #sinceMs: Float64Array;
  #served: Uint8Array;
  #nowMs: TimeMs = 0;

  /** `state` as `begin` made it. */
  constructor(machine: Machine, state: State) {
    super(machine, state);
    const { model } = machine;
    this.#state = state;
    this.#always = machine.always;
    this.#warmupMs = model.warmupMs;
    this.#meters = model.tasks.map(() => new DueMeter());
    this.#alive = new Float64Array(model.tasks.length);
    this.#taskOf = new Int32Array(state.runsMax).fill(-1);
    this.#sinceMs = new Float64Array(state.runsMax);
    this.#served = new Uint8Array(state.runsMax);
  }

  override instant(atMs: TimeMs): void {
    super.instant(atMs);
    this.#nowMs = atMs;
  }

  override triggered(task: number): void {
    super.triggered(task);
    this.#meters[task]!.triggered(this.#nowMs);
  }

  override skipped(task: number): void {
    super.skipped(task);
    this.#meters[task]!.missed(this.#nowMs);
  }

  override started(task: number, run: number, dueMs: TimeMs): void {
    super.started(task, run, dueMs);
    if (run >= this.#taskOf.length) this.#grow(run);
    this.#taskOf[run] = task;
    this.#sinceMs[run] = dueMs;
    this.#served[run] = 0;
    this.#alive[task]!++;
  }

  override ended(task: number, run: number, how: 'completed' | 'stopped' | 'failed'): void {
    super.ended(task, run, how);
    const meter = this.#meters[task]!;
    if (this.#served[run] === 0) {
      meter.missed(this.#sinceMs[run]!);
      meter.startWaited(this.#nowMs - this.#sinceMs[run]!);
    }
    this.#taskOf[run] = -1;
    this.#alive[task]!--;
    // A task that starts again as soon as it ends always has something due.
    const rests = this.#alive[task] === 0 && this.#state.queued[task] === 0 && this.#always[task] === 0;
    if (rests) meter.idle();
  }

  override progressed(task: number, run: number, amount: number): void {
    super.progressed(task, run, amount);
    this.#meters[task]!.progressed(this.#nowMs, this.#sinceMs[run]!, amount, this.#nowMs >= this.#warmupMs);
    this.#sinceMs[run] = this.#nowMs;
    this.#served[run] = 1;
  }

  override record(endMs: TimeMs): DueReplicationRecord {
    this.#taskOf.forEach((task, run) => {
      if (task >= 0) this.#meters[task]!.startWaited(endMs - this.#sinceMs[run]!);
    });
    const due = this.#meters.map((meter, task) => meter.record(endMs, this.#state.queuedDueMs[task]![0]));
    return { ...super.record(endMs), due };
  }

  #grow(run: number): void {
    const runsMax = 2 * (run + 1);
    const [taskOf, sinceMs, served] = [this.#taskOf, this.#sinceMs, this.#served];
    this.#taskOf = new Int32Array(runsMax).fill(-1);
    this.#taskOf.set(taskOf);
    this.#sinceMs = new Float64Array(runsMax);
    this.#sinceMs.set(sinceMs);
    this.#served = new Uint8Array(runsMax);
    this.#served.set(served);
  }
}

/**
 * Follows what is due: which starts wait, since when, and at what pace a task makes progress.
 *
 * @module
 */
import type { Machine } from '../sim/machine.ts';
import type { State } from '../sim/state.ts';
import type { TimeMs } from '../sim/time.ts';
import { DueMeter, type DueRecord } from './due-meter.ts';
import type { Keeper } from './keeper.ts';

/** The part of a recorder that is told of starts and progress. */
export class DueWatch implements Keeper {
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

  instant(atMs: TimeMs): void {
    this.#nowMs = atMs;
  }

  triggered(task: number): void {
    this.#meters[task]!.triggered(this.#nowMs);
  }

  skipped(task: number): void {
    this.#meters[task]!.missed(this.#nowMs);
  }

  started(task: number, run: number, dueMs: TimeMs): void {
    if (run >= this.#taskOf.length) this.#grow(run);
    this.#taskOf[run] = task;
    this.#sinceMs[run] = dueMs;
    this.#served[run] = 0;
    this.#alive[task]!++;
  }

  ended(task: number, run: number): void {
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

  progressed(task: number, run: number, amount: number): void {
    this.#meters[task]!.progressed(this.#nowMs, this.#sinceMs[run]!, amount, this.#nowMs >= this.#warmupMs);
    this.#sinceMs[run] = this.#nowMs;
    this.#served[run] = 1;
  }

  /** What was seen of each task until `endMs`. */
  record(endMs: TimeMs): readonly DueRecord[] {
    const aliveMs = this.#meters.map(() => 0);
    this.#taskOf.forEach((task, run) => {
      if (task >= 0) aliveMs[task] = Math.max(aliveMs[task]!, endMs - this.#sinceMs[run]!);
    });
    return this.#meters.map((meter, task) => meter.record(endMs, this.#state.queuedDueMs[task]![0], aliveMs[task]!));
  }

  standing(): readonly number[] {
    return [...this.#meters.flatMap((meter) => meter.standing()), ...this.#alive, ...this.#taskOf, ...this.#served];
  }

  moving(): { readonly counts: readonly number[]; readonly times: readonly number[] } {
    return { counts: [], times: [...this.#meters.flatMap((meter) => meter.times()), ...this.#sinceMs] };
  }

  move(_counts: readonly number[], times: readonly number[]): void {
    const each = this.#meters[0]?.times().length ?? 0;
    this.#meters.forEach((meter, index) => {
      meter.move(times.slice(index * each, (index + 1) * each));
    });
    this.#sinceMs.set(times.slice(this.#meters.length * each));
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

/**
 * Useful progress: how much, when first and last, and how long without. Amounts count from the warm-up on; first and
 * between waits are of the whole run, since a promise about waiting has no warm-up.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import { Tally } from './tally.ts';

/** The progress of one task in one replication. */
export interface ProgressRecord {
  readonly amount: number;
  /** `null`: it never progressed. */
  readonly firstMs: TimeMs | null;
  readonly lastMs: TimeMs | null;
  /** The longest time without progress: from the start, between two progresses, or up to the end. */
  readonly longestMs: TimeMs;
}

export class ProgressMeter {
  /** Times between two progresses of each task. */
  readonly gaps: readonly Tally[];
  readonly #amount: Float64Array;
  /** -1: not yet. */
  readonly #firstMs: Float64Array;
  readonly #lastMs: Float64Array;
  readonly #longestMs: Float64Array;

  constructor(tasks: number) {
    this.gaps = Array.from({ length: tasks }, () => new Tally());
    this.#amount = new Float64Array(tasks);
    this.#firstMs = new Float64Array(tasks).fill(-1);
    this.#lastMs = new Float64Array(tasks);
    this.#longestMs = new Float64Array(tasks);
  }

  progress(task: number, atMs: TimeMs, amount: number): void {
    this.#amount[task]! += amount;
    const waitedMs = atMs - this.#lastMs[task]!;
    if (this.#firstMs[task]! < 0) this.#firstMs[task] = atMs;
    else this.gaps[task]!.add(waitedMs);
    if (waitedMs > this.#longestMs[task]!) this.#longestMs[task] = waitedMs;
    this.#lastMs[task] = atMs;
  }

  /** The warm-up is over. */
  beginMeasuring(): void {
    this.#amount.fill(0);
  }

  record(task: number, atMs: TimeMs): ProgressRecord {
    const never = this.#firstMs[task]! < 0;
    return {
      amount: this.#amount[task]!,
      firstMs: never ? null : this.#firstMs[task]!,
      lastMs: never ? null : this.#lastMs[task]!,
      longestMs: Math.max(this.#longestMs[task]!, atMs - this.#lastMs[task]!),
    };
  }
}

/**
 * Useful progress: how much, when first and last, and how long without. Amounts count from the warm-up on; first and
 * between waits are of the whole run, since a promise about waiting has no warm-up.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';
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

/** The progress of one task. */
export class ProgressMeter implements Keeper {
  /** Times between two progresses. */
  readonly gaps: Tally = new Tally();
  /** Those that ended before the warm-up did, and how long the task had been without progress then. */
  gapsBefore: Tally = new Tally();
  ageBeforeMs: TimeMs = 0;
  readonly #clock: Clock;
  #amount = 0.5;
  /** -1: not yet. */
  #firstMs = -0.5;
  #lastMs = -0.5;

  constructor(clock: Clock) {
    this.#clock = clock;
    // The halves above made these fields doubles for good.
    this.#amount = 0;
    this.#firstMs = -1;
    this.#lastMs = -1;
  }

  progress(amount: number): void {
    const { nowMs } = this.#clock;
    const lastMs = this.#lastMs;
    this.#amount += amount;
    this.#lastMs = nowMs;
    if (lastMs >= 0) this.gaps.add(nowMs - lastMs);
    else this.#firstMs = nowMs;
  }

  /** The warm-up is over. */
  beginMeasuring(): void {
    this.#amount = 0;
    this.gapsBefore = this.gaps.copy();
    this.ageBeforeMs = this.#clock.nowMs - Math.max(0, this.#lastMs);
  }

  standing(): readonly number[] {
    return [this.#firstMs];
  }

  moving() {
    return { counts: [this.#amount], times: [this.#lastMs] };
  }

  move([amount]: readonly number[], [lastMs]: readonly number[]): void {
    this.#amount = amount!;
    this.#lastMs = lastMs!;
  }

  record(endMs: TimeMs): ProgressRecord {
    const [amount, firstMs, lastMs] = [this.#amount, this.#firstMs, this.#lastMs];
    if (lastMs < 0) return { amount, firstMs: null, lastMs: null, longestMs: endMs };
    return { amount, firstMs, lastMs, longestMs: Math.max(firstMs, this.gaps.max, endMs - lastMs) };
  }
}

/**
 * Useful progress: how much, when first and last, and how long without. Amounts count from the warm-up on; first and
 * between waits are of the whole run, since a promise about waiting has no warm-up.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import { Tally } from '../statistics/tally.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';

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
  /** Whether it may have nothing to do; then the longest wait is found on the way. */
  readonly #takesItems: boolean;
  #hasNothing = false;
  #workMs = 0;
  #longestMs = 0;

  constructor(clock: Clock, takesItems = false) {
    this.#clock = clock;
    this.#takesItems = takesItems;
    // The halves above made these fields doubles for good.
    this.#amount = 0;
    this.#firstMs = -1;
    this.#lastMs = -1;
  }

  progress(amount: number): void {
    const { nowMs } = this.#clock;
    const lastMs = this.#lastMs;
    if (this.#takesItems) this.#waited();
    this.#amount += amount;
    this.#lastMs = nowMs;
    if (lastMs >= 0) this.gaps.add(nowMs - lastMs);
    else this.#firstMs = nowMs;
  }

  /** From now on the task has no item it could do, or has one again: such time is no time without progress. */
  setNothing(nothing: boolean): void {
    if (nothing) this.#waited();
    this.#hasNothing = nothing;
    if (!nothing) this.#workMs = this.#clock.nowMs;
  }

  #waited(): void {
    const waitedMs = this.#waitMs();
    if (waitedMs > this.#longestMs) this.#longestMs = waitedMs;
  }

  #waitMs(): TimeMs {
    return this.#hasNothing ? 0 : this.#clock.nowMs - Math.max(0, this.#lastMs, this.#workMs);
  }

  /** The warm-up is over. */
  beginMeasuring(): void {
    this.#amount = 0;
    this.gapsBefore = this.gaps.copy();
    this.ageBeforeMs = this.#clock.nowMs - Math.max(0, this.#lastMs);
  }

  standing(): readonly number[] {
    return [this.#firstMs, Number(this.#hasNothing), this.#longestMs];
  }

  moving() {
    return { counts: [this.#amount], times: [this.#lastMs, this.#workMs] };
  }

  move([amount]: readonly number[], [lastMs, workMs]: readonly number[]): void {
    this.#workMs = workMs!;
    this.#amount = amount!;
    this.#lastMs = lastMs!;
  }

  record(endMs: TimeMs): ProgressRecord {
    const [amount, firstMs, lastMs] = [this.#amount, this.#firstMs, this.#lastMs];
    const waitedMs = this.#takesItems ? Math.max(this.#longestMs, this.#waitMs()) : undefined;
    if (lastMs < 0) return { amount, firstMs: null, lastMs: null, longestMs: waitedMs ?? endMs };
    if (waitedMs !== undefined) return { amount, firstMs, lastMs, longestMs: waitedMs };
    return { amount, firstMs, lastMs, longestMs: Math.max(firstMs, this.gaps.max, endMs - lastMs) };
  }
}

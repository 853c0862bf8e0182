/**
 * How long a backlog takes to be empty again: from when the first item comes into an empty one to when none is left, in hand
 * neither. Who throws items away has not done them, so a time in which some were thrown away or found no room never ends well.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';
import { allowedMs, type Limit } from './limit.ts';

/** Times in which a backlog was not empty, of those that began since the warm-up. */
export interface DrainRecord {
  readonly begun: number;
  /** By limit: how many were over in time, with every item done. */
  readonly within: readonly number[];
  /** By limit: whether one is not over at the end and may still be in time. */
  readonly undecided: readonly boolean[];
}

export class DrainMeter implements Keeper {
  #begun = 0;
  /** Since when there are items; -1: there are none. */
  #sinceMs: TimeMs = -1;
  #counts = true;
  #wasted = false;
  readonly #clock: Clock;
  readonly #limits: readonly Limit[];
  readonly #within: Float64Array;

  constructor(clock: Clock, limits: readonly Limit[]) {
    this.#clock = clock;
    this.#limits = limits;
    this.#within = new Float64Array(limits.length);
  }

  /** So many items are there now, those in hand counted. */
  see(items: number): void {
    if (items > 0) {
      if (this.#sinceMs < 0) this.#begin();
    } else if (this.#sinceMs >= 0) this.#end();
  }

  /** Items were thrown away, or there was no room for some. */
  waste(): void {
    if (this.#sinceMs < 0) this.#begin();
    this.#wasted = true;
  }

  /** The warm-up is over now: what began before does not count. */
  beginMeasuring(): void {
    this.#begun = 0;
    this.#within.fill(0);
    this.#counts = this.#sinceMs < 0;
  }

  standing(): readonly number[] {
    return [this.#sinceMs < 0, this.#counts, this.#wasted].map(Number);
  }

  moving() {
    return { counts: [this.#begun, ...this.#within], times: [this.#sinceMs] };
  }

  move([begun, ...within]: readonly number[], [sinceMs]: readonly number[]): void {
    this.#begun = begun!;
    this.#within.set(within);
    this.#sinceMs = sinceMs!;
  }

  record(): DrainRecord {
    const sinceMs = this.#sinceMs;
    const open = sinceMs >= 0 && this.#counts && !this.#wasted;
    const tookMs = this.#clock.nowMs - sinceMs;
    return {
      begun: this.#begun,
      within: Array.from(this.#within),
      undecided: this.#limits.map((limit) => open && tookMs <= allowedMs(limit, sinceMs)),
    };
  }

  #begin(): void {
    this.#sinceMs = this.#clock.nowMs;
    this.#counts = true;
    this.#wasted = false;
    this.#begun++;
  }

  #end(): void {
    const sinceMs = this.#sinceMs;
    const tookMs = this.#clock.nowMs - sinceMs;
    this.#sinceMs = -1;
    if (!this.#counts || this.#wasted) return;
    this.#limits.forEach((limit, index) => {
      if (tookMs <= allowedMs(limit, sinceMs)) this.#within[index]!++;
    });
  }
}

/**
 * The most that comes in any time of one length: a sum that slides over what came. What is exactly so far apart is no longer
 * together, as in a sliding window. Only what may still count is remembered, and what came at one time is one entry.
 *
 * A promise about every window has no warm-up: the whole run counts.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';

/** `tokens`: what was taken. `requests`: how often something was asked for, served or refused. */
export interface WindowSpec {
  readonly counts: 'tokens' | 'requests';
  readonly windowMs: TimeMs;
}

export class WindowMeter implements Keeper {
  readonly spec: WindowSpec;
  /** The largest sum so far, and when it was reached first. */
  highest = 0;
  highestMs: TimeMs = 0;
  readonly #clock: Clock;
  #sum = 0;
  /** A ring of `#count` entries from `#first` on. */
  #times: Float64Array = new Float64Array(16);
  #amounts: Float64Array = new Float64Array(16);
  #first = 0;
  #count = 0;

  constructor(clock: Clock, spec: WindowSpec) {
    this.#clock = clock;
    this.spec = spec;
  }

  /** So much comes now. */
  add(amount: number): void {
    const { nowMs } = this.#clock;
    this.#leave(nowMs - this.spec.windowMs);
    const last = this.#at(this.#count - 1);
    if (this.#count > 0 && this.#times[last] === nowMs) this.#amounts[last]! += amount;
    else this.#push(nowMs, amount);
    this.#sum += amount;
    if (this.#sum <= this.highest) return;
    this.highest = this.#sum;
    this.highestMs = nowMs;
  }

  standing(): readonly number[] {
    return [this.#count, this.#sum, this.highest, ...this.#entries(this.#amounts)];
  }

  moving() {
    return { counts: [], times: [this.highestMs, ...this.#entries(this.#times)] };
  }

  move(_counts: readonly number[], [highestMs, ...times]: readonly number[]): void {
    this.highestMs = highestMs!;
    times.forEach((atMs, entry) => {
      this.#times[this.#at(entry)] = atMs;
    });
  }

  /** What came up to then no longer counts. */
  #leave(untilMs: TimeMs): void {
    while (this.#count > 0 && this.#times[this.#first]! <= untilMs) {
      this.#sum -= this.#amounts[this.#first]!;
      this.#first = this.#at(1);
      this.#count--;
    }
  }

  #push(atMs: TimeMs, amount: number): void {
    if (this.#count === this.#times.length) this.#grow();
    const at = this.#at(this.#count++);
    this.#times[at] = atMs;
    this.#amounts[at] = amount;
  }

  /** Where an entry stands in the ring, whose length is a power of two. */
  #at(entry: number): number {
    return (this.#first + entry) & (this.#times.length - 1);
  }

  #entries(cells: Float64Array): number[] {
    return Array.from({ length: this.#count }, (_, entry) => cells[this.#at(entry)]!);
  }

  #grow(): void {
    const [times, amounts] = [this.#entries(this.#times), this.#entries(this.#amounts)];
    this.#times = new Float64Array(2 * this.#times.length);
    this.#amounts = new Float64Array(2 * this.#amounts.length);
    this.#times.set(times);
    this.#amounts.set(amounts);
    this.#first = 0;
  }
}

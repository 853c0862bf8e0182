/**
 * Levels and who took tokens: each supply's level is followed in closed form from one change to the next.
 *
 * What was taken is counted from the start of the run and never set back, so that a wait can remember where the counters
 * stood when it began; what is reported after a warm-up is a difference.
 *
 * @module
 */
import { assert } from '../sim/assert.ts';
import type { Machine } from '../sim/machine.ts';
import type { State } from '../sim/state.ts';
import type { TimeMs } from '../sim/time.ts';
import { areaUnder, debtWithin, levelAfterSteps } from './level.ts';
import { Peaks } from './peaks.ts';

/** What one supply did in one replication, from the warm-up on. All amounts in grains. */
export interface SupplyRecord {
  readonly initialGrains: number;
  /** What the refill offered, whether or not there was room for it. */
  readonly refilledGrains: number;
  readonly leftGrains: number;
  readonly minGrains: number;
  readonly meanGrains: number;
  readonly maxGrains: number;
  readonly debtMs: TimeMs;
  readonly looks: number;
  /** By task: what steps took, and what looks at the balance took. */
  readonly spentGrains: readonly number[];
  readonly polledGrains: readonly number[];
}

export class SupplyMeter {
  /** Taken since the start of the run, by supply and task (`supply * tasks + task`). */
  readonly spent: Float64Array;
  readonly polled: Float64Array;
  /** The levels just before something was taken, kept while `waiters` of the supply is above 0. */
  readonly peaks: readonly Peaks[];
  readonly waiters: Int32Array;
  readonly #machine: Machine;
  readonly #tasks: number;
  readonly #level: Float64Array;
  readonly #sinceMs: Float64Array;
  readonly #atMs: Float64Array;
  readonly #area: Float64Array;
  readonly #debtMs: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #looks: Float64Array;
  /** Where things stood when measuring began. */
  #fromMs: TimeMs = 0;
  readonly #initial: Float64Array;
  readonly #firstSinceMs: Float64Array;
  readonly #spentBefore: Float64Array;
  readonly #polledBefore: Float64Array;

  /** `state` as `begin` made it: its levels and refill phases are where the meter starts. */
  constructor(machine: Machine, state: State) {
    const count = machine.supplies.length;
    this.#machine = machine;
    this.#tasks = machine.model.tasks.length;
    this.spent = new Float64Array(count * this.#tasks);
    this.polled = new Float64Array(count * this.#tasks);
    this.#spentBefore = new Float64Array(count * this.#tasks);
    this.#polledBefore = new Float64Array(count * this.#tasks);
    this.peaks = machine.supplies.map(() => new Peaks());
    this.waiters = new Int32Array(count);
    this.#level = Float64Array.from(state.level);
    this.#sinceMs = Float64Array.from(state.sinceMs);
    this.#initial = Float64Array.from(state.level);
    this.#firstSinceMs = Float64Array.from(state.sinceMs);
    this.#min = Float64Array.from(state.level);
    this.#max = Float64Array.from(state.level);
    this.#atMs = new Float64Array(count);
    this.#area = new Float64Array(count);
    this.#debtMs = new Float64Array(count);
    this.#looks = new Float64Array(count);
  }

  spend(supply: number, task: number, atMs: TimeMs, beforeGrains: number, afterGrains: number): void {
    this.spent[supply * this.#tasks + task]! += beforeGrains - afterGrains;
    this.#take(supply, atMs, beforeGrains, afterGrains);
  }

  /** `looks` at the balance; a look that costs nothing leaves the level alone. */
  look(supply: number, task: number, atMs: TimeMs, looks: number, beforeGrains: number, afterGrains: number): void {
    this.#looks[supply]! += looks;
    if (beforeGrains === afterGrains) return;
    this.polled[supply * this.#tasks + task]! += beforeGrains - afterGrains;
    this.#take(supply, atMs, beforeGrains, afterGrains);
  }

  /** Follows the level to `atMs`; gives it, in grains. */
  settle(supply: number, atMs: TimeMs): number {
    const bucket = this.#machine.supplies[supply]!;
    const level = this.#level[supply]!;
    const fromMs = this.#atMs[supply]!;
    if (atMs === fromMs) return level;
    const sinceMs = this.#sinceMs[supply]!;
    const stretch = { sinceMs, fromMs, toMs: atMs };
    this.#area[supply]! += areaUnder(bucket, level, stretch);
    if (level < 0) this.#debtMs[supply]! += debtWithin(bucket, level, stretch);
    this.#atMs[supply] = atMs;
    const steps = Math.floor((atMs - sinceMs) / bucket.everyMs);
    if (steps === 0) return level;
    const now = levelAfterSteps(bucket, level, steps);
    this.#sinceMs[supply] = sinceMs + steps * bucket.everyMs;
    this.#level[supply] = now;
    if (now > this.#max[supply]!) this.#max[supply] = now;
    return now;
  }

  /** The warm-up is over: measuring begins at `atMs`. */
  beginMeasuring(atMs: TimeMs): void {
    this.#fromMs = atMs;
    this.#level.forEach((_, supply) => {
      const level = this.settle(supply, atMs);
      this.#initial[supply] = level;
      this.#min[supply] = level;
      this.#max[supply] = level;
    });
    this.#firstSinceMs.set(this.#sinceMs);
    this.#spentBefore.set(this.spent);
    this.#polledBefore.set(this.polled);
    this.#area.fill(0);
    this.#debtMs.fill(0);
    this.#looks.fill(0);
  }

  /** What was measured until `atMs`. */
  record(supply: number, atMs: TimeMs): SupplyRecord {
    const { everyMs, stepGrains } = this.#machine.supplies[supply]!;
    const leftGrains = this.settle(supply, atMs);
    const steps = (this.#sinceMs[supply]! - this.#firstSinceMs[supply]!) / everyMs;
    const measuredMs = atMs - this.#fromMs;
    const from = supply * this.#tasks;
    const taken = (now: Float64Array, before: Float64Array) =>
      Array.from(now.subarray(from, from + this.#tasks), (grains, task) => grains - before[from + task]!);
    return {
      initialGrains: this.#initial[supply]!,
      refilledGrains: steps * stepGrains,
      leftGrains,
      minGrains: this.#min[supply]!,
      meanGrains: measuredMs === 0 ? leftGrains : this.#area[supply]! / measuredMs,
      maxGrains: this.#max[supply]!,
      debtMs: this.#debtMs[supply]!,
      looks: this.#looks[supply]!,
      spentGrains: taken(this.spent, this.#spentBefore),
      polledGrains: taken(this.polled, this.#polledBefore),
    };
  }

  #take(supply: number, atMs: TimeMs, beforeGrains: number, afterGrains: number): void {
    const level = this.settle(supply, atMs);
    assert(level === beforeGrains, 'the meter follows the level', { supply, atMs, level, beforeGrains });
    this.#level[supply] = afterGrains;
    if (afterGrains < this.#min[supply]!) this.#min[supply] = afterGrains;
    if (this.waiters[supply] !== 0) this.peaks[supply]!.push(beforeGrains);
  }
}

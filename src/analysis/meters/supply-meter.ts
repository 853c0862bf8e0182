/**
 * Levels and who took tokens: each supply's level is followed in closed form from one change to the next.
 *
 * What was taken is counted from the start of the run and never set back, so that a wait can remember where the counters
 * stood when it began; what is reported after a warm-up is a difference.
 *
 * @module
 */
import { assert } from '../../sim/assert.ts';
import type { TimeMs } from '../../sim/time.ts';
import { ExactSum } from '../statistics/exact-sum.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';
import { areaUnder, debtWithin, levelAfterSteps, type Refilled } from './level.ts';
import { Peaks } from './peaks.ts';
import { WindowMeter, type WindowSpec } from './window-meter.ts';

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
  /** Calls that were tried, those that were refused, and what these took (which is in `spentGrains` too). */
  readonly tries: number;
  readonly refused: number;
  readonly refusedGrains: number;
  /** By task: what steps took, and what looks at the balance took. */
  readonly spentGrains: readonly number[];
  readonly polledGrains: readonly number[];
  /** The most in any window, by what goals limit, tokens in grains; and when it was reached first. */
  readonly highest: readonly { readonly amount: number; readonly atMs: TimeMs }[];
}

/** One supply. */
export class SupplyMeter implements Keeper {
  /** Taken since the start of the run, two numbers per task: by steps and by looks. */
  readonly taken: Float64Array;
  /** The levels just before something was taken, kept while there are waiters. */
  readonly peaks: Peaks = new Peaks();
  waiters = 0;
  looks = 0;
  tries = 0;
  refused = 0;
  refusedGrains = 0.5;
  readonly #clock: Clock;
  #bucket: Refilled;
  /** Area under the level. */
  readonly area: ExactSum = new ExactSum();
  #level = 0.5;
  #sinceMs = 0.5;
  #atMs = 0.5;
  #debtMs = 0.5;
  #min = 0.5;
  #max = 0.5;
  /** Where things stood when measuring began. */
  #initial = 0;
  #firstMs = 0;
  #firstSinceMs = 0;
  /** What came other than in steps, and in the steps before the last change, since measuring began. */
  #offered = 0;
  readonly #takenBefore: Float64Array;
  /** What goals limit in any window; undefined: nothing. */
  readonly windows: readonly WindowMeter[] | undefined;

  /** `level` and `sinceMs` (the refill's phase) as a run begins with. */
  constructor(
    clock: Clock,
    bucket: Refilled,
    tasks: number,
    begins: { readonly level: number; readonly sinceMs: TimeMs },
    windows: readonly WindowSpec[] = [],
  ) {
    const { capacityGrains, stepGrains, offersGrains, everyMs } = bucket;
    this.#clock = clock;
    this.#bucket = { capacityGrains, stepGrains, offersGrains, everyMs };
    this.taken = new Float64Array(2 * tasks);
    this.#takenBefore = new Float64Array(2 * tasks);
    this.windows = windows.length === 0 ? undefined : windows.map((spec) => new WindowMeter(clock, spec));
    // The halves above made these fields doubles for good.
    this.#atMs = 0;
    this.#level = begins.level;
    this.#sinceMs = begins.sinceMs;
    this.beginMeasuring();
  }

  spend(task: number, beforeGrains: number, afterGrains: number): void {
    this.taken[2 * task]! += beforeGrains - afterGrains;
    this.#take(beforeGrains, afterGrains);
    if (this.windows !== undefined) slide(this.windows, 1, beforeGrains - afterGrains);
  }

  /** A look at the balance that costs. */
  look(task: number, beforeGrains: number, afterGrains: number): void {
    this.taken[2 * task + 1]! += beforeGrains - afterGrains;
    this.#take(beforeGrains, afterGrains);
    if (this.windows !== undefined) slide(this.windows, 0, beforeGrains - afterGrains);
  }

  /** A call that is refused. */
  refuse(task: number, beforeGrains: number, afterGrains: number): void {
    this.refused++;
    if (this.windows !== undefined) slide(this.windows, 1, beforeGrains - afterGrains);
    if (beforeGrains === afterGrains) return;
    this.refusedGrains += beforeGrains - afterGrains;
    this.taken[2 * task]! += beforeGrains - afterGrains;
    this.#take(beforeGrains, afterGrains);
  }

  /** What was taken turned out to be so much more, or (below 0) less. */
  settle(task: number, beforeGrains: number, afterGrains: number, moreGrains: number): void {
    this.taken[2 * task]! += moreGrains;
    this.#take(beforeGrains, afterGrains);
    // What comes back was taken all the same.
    if (this.windows !== undefined && moreGrains > 0) slide(this.windows, 0, moreGrains);
    if (afterGrains > this.#max) this.#max = afterGrains;
  }

  /** So much came at once, for which there may not have been room. */
  offer(beforeGrains: number, afterGrains: number, offeredGrains: number): void {
    this.#offered += offeredGrains;
    this.#take(beforeGrains, afterGrains);
    if (afterGrains > this.#max) this.#max = afterGrains;
  }

  /** From now on it fills up in another way. */
  change(
    { capacityGrains, stepGrains, offersGrains, everyMs }: Refilled,
    beforeGrains: number,
    afterGrains: number,
  ): void {
    this.#take(beforeGrains, afterGrains);
    if (afterGrains > this.#max) this.#max = afterGrains;
    this.#offered += this.#stepped();
    if (everyMs !== this.#bucket.everyMs) this.#sinceMs = this.#atMs;
    this.#firstSinceMs = this.#sinceMs;
    this.#bucket = { capacityGrains, stepGrains, offersGrains, everyMs };
  }

  /** The level now, in grains. */
  level(): number {
    this.#settle();
    return this.#level;
  }

  /** The warm-up is over now. */
  beginMeasuring(): void {
    const level = this.level();
    this.#firstMs = this.#atMs;
    this.#firstSinceMs = this.#sinceMs;
    this.#initial = level;
    this.#offered = 0;
    this.#min = level;
    this.#max = level;
    this.area.set(0n);
    this.#takenBefore.set(this.taken);
    this.#debtMs = 0;
    this.looks = 0;
    this.tries = 0;
    this.refused = 0;
    this.refusedGrains = 0;
  }

  /** As settled last. */
  standing(): readonly number[] {
    return [this.#level, this.waiters];
  }

  moving() {
    const { looks, tries, refused, refusedGrains } = this;
    const counts = [looks, tries, refused, refusedGrains, this.#debtMs, this.#offered, ...this.taken];
    return { counts, times: [this.#atMs, this.#sinceMs] };
  }

  move(counts: readonly number[], [atMs, sinceMs]: readonly number[]): void {
    const [looks, tries, refused, refusedGrains, debtMs, offered, ...taken] = counts;
    this.looks = looks!;
    this.tries = tries!;
    this.refused = refused!;
    this.refusedGrains = refusedGrains!;
    this.#debtMs = debtMs!;
    this.#offered = offered!;
    this.taken.set(taken);
    this.#atMs = atMs!;
    this.#sinceMs = sinceMs!;
  }

  /** What was measured until now. */
  record(): SupplyRecord {
    const leftGrains = this.level();
    const measuredMs = this.#atMs - this.#firstMs;
    const taken = (offset: number) =>
      Array.from({ length: this.taken.length / 2 }, (_, task) => {
        const cell = 2 * task + offset;
        return this.taken[cell]! - this.#takenBefore[cell]!;
      });
    return {
      initialGrains: this.#initial,
      refilledGrains: this.#offered + this.#stepped(),
      leftGrains,
      minGrains: this.#min,
      meanGrains: measuredMs === 0 ? leftGrains : Number(this.area.total()) / measuredMs,
      maxGrains: this.#max,
      debtMs: this.#debtMs,
      looks: this.looks,
      tries: this.tries,
      refused: this.refused,
      refusedGrains: this.refusedGrains,
      spentGrains: taken(0),
      polledGrains: taken(1),
      highest: (this.windows ?? []).map(({ highest, highestMs }) => ({ amount: highest, atMs: highestMs })),
    };
  }

  /** What came in steps since measuring began, or since the last change. */
  #stepped(): number {
    const { everyMs, offersGrains } = this.#bucket;
    return offersGrains === 0 ? 0 : ((this.#sinceMs - this.#firstSinceMs) / everyMs) * offersGrains;
  }

  /** Follows the level to now. */
  #settle(): void {
    const { nowMs } = this.#clock;
    if (nowMs === this.#atMs) return;
    const bucket = this.#bucket;
    const level = this.#level;
    const sinceMs = this.#sinceMs;
    const fromMs = this.#atMs - sinceMs;
    const toMs = nowMs - sinceMs;
    const steps = Math.floor(toMs / bucket.everyMs);
    this.area.add(areaUnder(bucket, level, fromMs, toMs, steps));
    if (level < 0) this.#debtMs += debtWithin(bucket, level, fromMs, toMs);
    this.#atMs = nowMs;
    if (steps === 0) return;
    // A new window forgives what the one before was overdrawn: so much more came.
    if (level < 0 && bucket.stepGrains !== bucket.offersGrains) this.#offered -= level;
    const now = levelAfterSteps(bucket, level, steps);
    this.#sinceMs = sinceMs + steps * bucket.everyMs;
    this.#level = now;
    if (now > this.#max) this.#max = now;
  }

  #take(beforeGrains: number, afterGrains: number): void {
    this.#settle();
    if (this.#level !== beforeGrains) astray(this.#level, beforeGrains, this.#atMs);
    this.#level = afterGrains;
    if (afterGrains < this.#min) this.#min = afterGrains;
    if (this.waiters !== 0) this.peaks.push(beforeGrains);
  }
}

function slide(windows: readonly WindowMeter[], requests: number, grains: number): void {
  for (const window of windows) {
    const amount = window.spec.counts === 'requests' ? requests : grains;
    if (amount > 0) window.add(amount);
  }
}

/** Out of line: an assert would make its values anew for every event. */
function astray(level: number, beforeGrains: number, atMs: TimeMs): never {
  assert(false, 'the meter follows the level', { level, beforeGrains, atMs });
}

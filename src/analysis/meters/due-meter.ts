/**
 * How long one task kept due work waiting. A time without progress in which nothing was due is no wait, and a task that
 * makes progress by one run may keep another waiting for ever: so both are measured, the task from its first due start
 * that was not served, and every start by itself.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';
import type { SeenRun } from './seen-run.ts';

/** What one task kept waiting in one replication. The waits are of the whole run, a promise about waiting has no warm-up. */
export interface DueRecord {
  /** Whether any start was due, an `always` task counted as due. */
  readonly due: boolean;
  /** The longest the task had something due and made no progress: up to a progress, or to the end. */
  readonly longestMs: TimeMs;
  /** The longest of a single start, from when it was due, or from the progress before: to a progress or to its end. */
  readonly longestStartMs: TimeMs;
  /** How long the oldest start still queued has waited; `null` where none is. */
  readonly oldestQueuedMs: TimeMs | null;
  /** How long the task, or a start of it, has waited at the end and still does; 0 where nothing does. */
  readonly waitingMs: TimeMs;
  /** Progress since the warm-up as a pace needs it; `null`: there was none. */
  readonly pace: Pace | null;
}

/** First and last instant of progress, how much the first instant brought, and how much any instant at most. */
export interface Pace {
  readonly firstMs: TimeMs;
  readonly lastMs: TimeMs;
  readonly firstAmount: number;
  readonly largestAmount: number;
}

export class DueMeter implements Keeper {
  /** The task takes items, and there is none it could do. */
  hasNothing = false;
  readonly #clock: Clock;
  /** Since when it has something to do. */
  #workMs: TimeMs = 0.5;
  #due = false;
  /** Since when something is due and not served; -1: nothing is. */
  #pendingMs: TimeMs = -0.5;
  /** The first start since the last progress that came to nothing; -1: none did. */
  #missedMs: TimeMs = -0.5;
  #longestMs: TimeMs = 0.5;
  #longestStartMs: TimeMs = 0.5;
  /** Whether progress counts for the pace: the warm-up is over. */
  #paced = false;
  #firstMs: TimeMs = -0.5;
  #lastMs: TimeMs = -0.5;
  #firstAmount = 0.5;
  #instantAmount = 0.5;
  #largestAmount = 0.5;

  constructor(clock: Clock) {
    this.#clock = clock;
    // The halves above made these fields doubles for good.
    this.#workMs = 0;
    this.#pendingMs = -1;
    this.#missedMs = -1;
    this.#longestMs = 0;
    this.#longestStartMs = 0;
    this.#firstMs = -1;
    this.#lastMs = -1;
    this.#firstAmount = 0;
    this.#instantAmount = 0;
    this.#largestAmount = 0;
  }

  triggered(): void {
    if (this.#pendingMs >= 0) return;
    this.#pendingMs = this.#clock.nowMs;
    this.#due = true;
  }

  /** A start came to nothing at once. */
  skipped(): void {
    if (this.#missedMs < 0) this.#missedMs = this.#clock.nowMs;
  }

  progressed(run: SeenRun, amount: number): void {
    const { nowMs } = this.#clock;
    const pendingMs = this.#pendingMs;
    if (pendingMs >= 0) {
      const waitedMs = this.waitSince(pendingMs);
      if (waitedMs > this.#longestMs) this.#longestMs = waitedMs;
    }
    this.startWaited(this.waitSince(run.sinceMs));
    this.#pendingMs = nowMs;
    this.#missedMs = -1;
    run.sinceMs = nowMs;
    run.progressed = true;
    if (this.#paced) this.#pace(nowMs, amount);
  }

  /** A queued start, the oldest, came to nothing: it waited too long. */
  dropped(dueMs: TimeMs): void {
    this.startWaited(this.waitSince(dueMs));
    if (this.#missedMs < 0) this.#missedMs = dueMs;
  }

  /** A run ended that made no progress. */
  cameToNothing(run: SeenRun): void {
    this.startWaited(this.waitSince(run.sinceMs));
    if (this.#missedMs < 0) this.#missedMs = run.sinceMs;
  }

  /** A start waited, for progress or for its end. */
  startWaited(waitedMs: TimeMs): void {
    if (waitedMs > this.#longestStartMs) this.#longestStartMs = waitedMs;
  }

  /** How long something that is due since then has waited: time in which the task had nothing to do is left out. */
  waitSince(sinceMs: TimeMs, untilMs: TimeMs = this.#clock.nowMs): TimeMs {
    if (this.hasNothing) return 0;
    return untilMs - (sinceMs > this.#workMs ? sinceMs : this.#workMs);
  }

  /** From now on the task has no item it could do, or has one again. Its runs have been told to have waited. */
  setNothing(nothing: boolean): void {
    if (nothing && this.#pendingMs >= 0) {
      const waitedMs = this.waitSince(this.#pendingMs);
      if (waitedMs > this.#longestMs) this.#longestMs = waitedMs;
    }
    this.hasNothing = nothing;
    if (!nothing) this.#workMs = this.#clock.nowMs;
  }

  /** No run is left and no start is queued: what waits from now on is what came to nothing since the last progress. */
  idle(): void {
    this.#pendingMs = this.#missedMs;
  }

  beginMeasuring(): void {
    this.#paced = true;
  }

  /** What was seen until `endMs`; `queuedDueMs`: when the oldest start still queued was due; `aliveMs`: the longest that a run waits. */
  record(endMs: TimeMs, queuedDueMs: TimeMs | undefined, aliveMs: TimeMs): DueRecord {
    this.startWaited(aliveMs);
    const oldestQueuedMs = queuedDueMs === undefined ? null : endMs - queuedDueMs;
    const queuedMs = queuedDueMs === undefined ? 0 : this.waitSince(queuedDueMs, endMs);
    const pendingMs = this.#pendingMs < 0 ? 0 : this.waitSince(this.#pendingMs, endMs);
    const paced = this.#firstMs >= 0;
    return {
      due: this.#due,
      longestMs: Math.max(this.#longestMs, pendingMs),
      longestStartMs: Math.max(this.#longestStartMs, queuedMs),
      oldestQueuedMs,
      waitingMs: Math.max(pendingMs, aliveMs, queuedMs),
      pace: paced
        ? {
            firstMs: this.#firstMs,
            lastMs: this.#lastMs,
            firstAmount: this.#firstAmount,
            largestAmount: this.#largestAmount,
          }
        : null,
    };
  }

  standing(): readonly number[] {
    const longest = [this.#longestMs, this.#longestStartMs];
    return [
      Number(this.#due),
      Number(this.hasNothing),
      ...longest,
      this.#firstAmount,
      this.#instantAmount,
      this.#largestAmount,
    ];
  }

  moving() {
    return { counts: [], times: [this.#pendingMs, this.#missedMs, this.#firstMs, this.#lastMs, this.#workMs] };
  }

  move(_counts: readonly number[], [pendingMs, missedMs, firstMs, lastMs, workMs]: readonly number[]): void {
    this.#workMs = workMs!;
    this.#pendingMs = pendingMs!;
    this.#missedMs = missedMs!;
    this.#firstMs = firstMs!;
    this.#lastMs = lastMs!;
  }

  /** Progress of several runs at one instant is one step of the pace. */
  #pace(nowMs: TimeMs, amount: number): void {
    let instantAmount = amount;
    if (nowMs === this.#lastMs) instantAmount += this.#instantAmount;
    else this.#lastMs = nowMs;
    this.#instantAmount = instantAmount;
    if (instantAmount > this.#largestAmount) this.#largestAmount = instantAmount;
    if (this.#firstMs < 0) this.#firstMs = nowMs;
    if (nowMs === this.#firstMs) this.#firstAmount = instantAmount;
  }
}

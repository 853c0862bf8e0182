/**
 * How long one task kept due work waiting. A time without progress in which nothing was due is no wait, and a task that
 * makes progress by one run may keep another waiting for ever: so both are measured, the task from its first due start
 * that was not served, and every start by itself.
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';

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

export class DueMeter {
  #due = false;
  /** Since when something is due and not served; -1: nothing is. */
  #pendingMs: TimeMs = -1;
  /** The first start since the last progress that came to nothing; -1: none did. */
  #missedMs: TimeMs = -1;
  #longestMs: TimeMs = 0;
  #longestStartMs: TimeMs = 0;
  #firstMs: TimeMs = -1;
  #lastMs: TimeMs = -1;
  #firstAmount = 0;
  #instantAmount = 0;
  #largestAmount = 0;

  triggered(nowMs: TimeMs): void {
    this.#due = true;
    if (this.#pendingMs < 0) this.#pendingMs = nowMs;
  }

  /** A start came to nothing: `dueMs` is when it was due. */
  missed(dueMs: TimeMs): void {
    if (this.#missedMs < 0) this.#missedMs = dueMs;
  }

  /** Progress by a run that has waited since `sinceMs`; `counted`: the warm-up is over. */
  progressed(nowMs: TimeMs, sinceMs: TimeMs, amount: number, counted: boolean): void {
    if (this.#pendingMs >= 0) this.#longestMs = Math.max(this.#longestMs, nowMs - this.#pendingMs);
    this.startWaited(nowMs - sinceMs);
    this.#pendingMs = nowMs;
    this.#missedMs = -1;
    if (counted) this.#pace(nowMs, amount);
  }

  /** No run is left and no start is queued: what waits from now on is what came to nothing since the last progress. */
  idle(): void {
    this.#pendingMs = this.#missedMs;
  }

  startWaited(waitedMs: TimeMs): void {
    if (waitedMs > this.#longestStartMs) this.#longestStartMs = waitedMs;
  }

  /** What was seen until `endMs`; `queuedDueMs`: when the oldest start still queued was due; `aliveMs`: the longest that a run waits. */
  record(endMs: TimeMs, queuedDueMs: TimeMs | undefined, aliveMs: TimeMs): DueRecord {
    this.startWaited(aliveMs);
    const oldestQueuedMs = queuedDueMs === undefined ? null : endMs - queuedDueMs;
    const pendingMs = this.#pendingMs < 0 ? 0 : endMs - this.#pendingMs;
    const paced = this.#firstMs >= 0;
    return {
      due: this.#due,
      longestMs: this.#pendingMs < 0 ? this.#longestMs : Math.max(this.#longestMs, endMs - this.#pendingMs),
      longestStartMs: Math.max(this.#longestStartMs, oldestQueuedMs ?? 0),
      oldestQueuedMs,
      waitingMs: Math.max(pendingMs, aliveMs, oldestQueuedMs ?? 0),
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

  /** What must be the same at both ends of a cycle that repeats. */
  standing(): readonly number[] {
    const longest = [this.#longestMs, this.#longestStartMs];
    return [Number(this.#due), ...longest, this.#firstAmount, this.#instantAmount, this.#largestAmount];
  }

  /** What moves on by a cycle, or stays. */
  times(): readonly TimeMs[] {
    return [this.#pendingMs, this.#missedMs, this.#firstMs, this.#lastMs];
  }

  move([pendingMs, missedMs, firstMs, lastMs]: readonly TimeMs[]): void {
    this.#pendingMs = pendingMs!;
    this.#missedMs = missedMs!;
    this.#firstMs = firstMs!;
    this.#lastMs = lastMs!;
  }

  /** Progress of several runs at one instant is one step of the pace. */
  #pace(nowMs: TimeMs, amount: number): void {
    this.#instantAmount = nowMs === this.#lastMs ? this.#instantAmount + amount : amount;
    if (this.#firstMs < 0) this.#firstMs = nowMs;
    if (nowMs === this.#firstMs) this.#firstAmount = this.#instantAmount;
    this.#lastMs = nowMs;
    if (this.#instantAmount > this.#largestAmount) this.#largestAmount = this.#instantAmount;
  }
}

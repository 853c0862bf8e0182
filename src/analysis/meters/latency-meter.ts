/**
 * Latency: how long after its start was due a run is done, the queue and all waits included. A run is done when it comes
 * to the end of its program; one that stopped or failed is not, and has no latency. A start that was delivered to several runs is done once.
 *
 * What a goal limits is counted as it happens, so that it is judged by whole counts, however many values there are.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import type { TimeMs } from '../../sim/time.ts';
import { Tally } from '../statistics/tally.ts';
import type { Clock } from './clock.ts';
import type { Keeper } from './keeper.ts';
import { allowedMs, type Limits, NO_LIMITS } from './limit.ts';
import type { SeenRun, SeenRuns, SharedStart } from './seen-run.ts';

/** Latencies of one task in one replication, of starts due since the warm-up. */
export interface LatencyRecord {
  readonly done: number;
  readonly sumMs: TimeMs;
  /** 0 where nothing was done. */
  readonly longestMs: TimeMs;
  /** By limit of the task: how many were done no later than that after they were due. */
  readonly within: readonly number[];
  /** Due and not over at the end: how many, how long they have taken together and the oldest of them. */
  readonly open: number;
  readonly openMs: TimeMs;
  readonly oldestMs: TimeMs;
  /** By limit: how many of the open have already taken longer. */
  readonly openLate: readonly number[];
}

/** What it follows: its runs say when they were due. */
interface Followed {
  readonly machine: Machine;
  readonly state: State;
  readonly clock: Clock;
  readonly runs: SeenRuns;
}

/** The part of a recorder that is told of ends. */
export class LatencyMeter implements Keeper {
  /** By task. */
  readonly tallies: readonly Tally[];
  readonly #state: State;
  readonly #clock: Clock;
  readonly #runs: SeenRuns;
  readonly #fromMs: TimeMs;
  readonly #limits: Limits;
  readonly #within: readonly Float64Array[];

  /** `state` as `begin` made it. */
  constructor({ machine: { model }, state, clock, runs }: Followed, limits: Limits) {
    this.#state = state;
    this.#clock = clock;
    this.#runs = runs;
    this.#fromMs = model.warmupMs;
    this.tallies = model.tasks.map(() => new Tally());
    this.#limits = model.tasks.map(({ copyOf }, task) => limits[copyOf ?? task] ?? NO_LIMITS);
    this.#within = this.#limits.map(({ length }) => new Float64Array(length));
  }

  /** A run of the task came to the end of its program. */
  completed(task: number, { dueMs, shared }: SeenRun): void {
    if (shared?.done === true) return;
    if (shared !== undefined) shared.done = true;
    if (dueMs >= this.#fromMs) this.#done(task, dueMs, this.#clock.nowMs - dueMs);
  }

  standing(): readonly number[] {
    return [];
  }

  moving(): { readonly counts: readonly number[]; readonly times: readonly number[] } {
    return { counts: this.#within.flatMap((counts) => Array.from(counts)), times: [] };
  }

  move(counts: readonly number[]): void {
    let from = 0;
    for (const mine of this.#within) {
      mine.set(counts.slice(from, from + mine.length));
      from += mine.length;
    }
  }

  /** What was seen of each task until `endMs`. */
  record(endMs: TimeMs): readonly LatencyRecord[] {
    return this.tallies.map((tally, task) => {
      const openSince = this.#openSince(task);
      const open = openSince.map((dueMs) => endMs - dueMs);
      const { count, sum, max } = tally.totals();
      return {
        done: count,
        sumMs: sum,
        longestMs: count === 0 ? 0 : max,
        within: Array.from(this.#within[task]!),
        open: open.length,
        openMs: open.reduce((sum, tookMs) => sum + tookMs, 0),
        oldestMs: open.reduce((oldest, tookMs) => Math.max(oldest, tookMs), 0),
        openLate: this.#limits[task]!.map(
          (limit) => openSince.filter((dueMs) => endMs - dueMs > allowedMs(limit, dueMs)).length,
        ),
      };
    });
  }

  #done(task: number, dueMs: TimeMs, tookMs: TimeMs): void {
    const limits = this.#limits[task]!;
    this.tallies[task]!.add(tookMs);
    for (let index = 0; index < limits.length; index++) {
      if (tookMs <= allowedMs(limits[index]!, dueMs)) this.#within[task]![index]!++;
    }
  }

  /** When each start of the task that is not over was due. */
  #openSince(task: number): readonly TimeMs[] {
    // A start that several runs have is one start, and over where one of them is.
    const starts = new Set<SharedStart>();
    const isOpen = ({ shared }: SeenRun): boolean => {
      if (shared === undefined) return true;
      const open = !shared.done && !starts.has(shared);
      starts.add(shared);
      return open;
    };
    const alive = this.#runs.filter((run) => run.task === task && isOpen(run)).map(({ dueMs }) => dueMs);
    return [...alive, ...this.#state.queuedDueMs[task]!].filter((dueMs) => dueMs >= this.#fromMs);
  }
}

/**
 * What the engine tells whoever listens. An observer never tells the engine anything: statistics and traces are no part
 * of the state, and without an observer the engine does no work for them.
 *
 * All arguments are whole numbers: indices into the model (`task`, `supply`, `lock`), `run` (a small index that is
 * unique among the runs alive, and used again later), `operation` (index into `Machine.operations`), times in ms, levels
 * in grains. Calls come in the order of time; at one instant, in the order in which things happen.
 *
 * @module
 */
import type { TimeMs } from './time.ts';

export interface Observer {
  /** A trigger of the task is due. Followed by exactly one of `started`, `skipped` or `queued` for this start. */
  triggered(task: number, atMs: TimeMs): void;
  skipped(task: number, atMs: TimeMs): void;
  queued(task: number, atMs: TimeMs): void;
  /** A run begins; `dueMs` is when its trigger was due (earlier than `atMs` when it was queued). */
  started(task: number, run: number, atMs: TimeMs, dueMs: TimeMs): void;
  ended(task: number, run: number, atMs: TimeMs, how: 'completed' | 'stopped' | 'failed'): void;
  /** The run could not pass `operation` (acquire, await, spend) and begins to wait. */
  blocked(task: number, run: number, operation: number, atMs: TimeMs): void;
  /** The run passed `operation` (acquire, await, spend), `waitedMs` after it came to it; 0 when it never waited. */
  passed(task: number, run: number, operation: number, atMs: TimeMs, waitedMs: TimeMs): void;
  /** `atMost` was over; `otherwise` follows. */
  gaveUp(task: number, run: number, operation: number, atMs: TimeMs, waitedMs: TimeMs): void;
  /** A `spend` was admitted and paid: the level fell from `beforeGrains` to `afterGrains`. */
  spent(task: number, run: number, supply: number, atMs: TimeMs, beforeGrains: number, afterGrains: number): void;
  /** `looks` further looks at the balance after a refusal, the last of them now; what they cost is before - after. */
  polled(
    task: number,
    run: number,
    supply: number,
    atMs: TimeMs,
    looks: number,
    beforeGrains: number,
    afterGrains: number,
  ): void;
  held(task: number, run: number, lock: number, atMs: TimeMs): void;
  released(task: number, run: number, lock: number, atMs: TimeMs): void;
  /** The lease of a permit ran out while its holder went on. */
  expired(task: number, run: number, lock: number, atMs: TimeMs): void;
  /** The run works until `untilMs`. */
  working(task: number, run: number, atMs: TimeMs, untilMs: TimeMs): void;
  progressed(task: number, run: number, atMs: TimeMs, amount: number): void;
}

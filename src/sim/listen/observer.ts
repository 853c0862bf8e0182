/**
 * What the engine tells whoever listens. An observer never tells the engine anything: statistics and traces are no part
 * of the state, and without an observer the engine does no work for them.
 *
 * All arguments are whole numbers: indices into the model (`task`, `supply`, `lock`), `run` (a small index that is
 * unique among the runs alive, and used again later), `operation` (index into `Machine.operations`), times in ms, levels
 * in grains. Calls come in the order of time; at one instant, in the order in which things happen.
 *
 * The time is told once per instant and not with each call: a number beyond 31 bits is allocated anew whenever it is
 * handed to a function that is not inlined, and an instant often tells ten things.
 *
 * @module
 */
import type { TimeMs } from '../time.ts';

/** How a run came to its end. */
/** `expired`: its start was dropped before the run had its slot. */
export type Ending = 'completed' | 'stopped' | 'failed' | 'crashed' | 'replaced' | 'expired';

export interface Observer {
  /** What is told next happens at this time. Never goes back; nothing need happen at an instant. */
  instant(atMs: TimeMs): void;
  /** A trigger of the task is due. Followed by exactly one of `started`, `skipped` or `queued` for this start. */
  triggered(task: number): void;
  /** The run starts one of another task, `target`; `triggered` follows. */
  emitted(task: number, run: number, target: number): void;
  skipped(task: number): void;
  queued(task: number): void;
  /** The oldest queued start of the task, which was due at `dueMs`, has waited too long: no run comes of it. */
  dropped(task: number, dueMs: TimeMs): void;
  /** A run begins; `dueMs` is when its trigger was due (earlier than now when it was queued). */
  started(task: number, run: number, dueMs: TimeMs): void;
  ended(task: number, run: number, how: Ending): void;
  /** The run failed, or crashed, and is tried again from its first step at `untilMs`; until then it holds nothing. */
  retried(task: number, run: number, how: 'failed' | 'crashed', untilMs: TimeMs): void;
  /**
   * The start of `run` is delivered again: to the run itself, which crashed (`retried` was told, `next` is `run`), or to `next`,
   * which has been told to start though no trigger was due, while `run` goes on.
   */
  redelivered(task: number, run: number, next: number): void;
  /** The run could not pass `operation` (acquire, await, spend, call) and begins to wait. */
  blocked(task: number, run: number, operation: number): void;
  /** The run passed `operation` (acquire, await, spend, call), `waitedMs` after it came to it; 0 when it never waited. */
  passed(task: number, run: number, operation: number, waitedMs: TimeMs): void;
  /** `atMost` was over, the wait would be too long, or a call had no try left; `otherwise` follows. */
  gaveUp(task: number, run: number, operation: number, waitedMs: TimeMs): void;
  /** A `spend` or `call` was admitted and paid: the level fell from `beforeGrains` to `afterGrains`. */
  spent(task: number, run: number, supply: number, beforeGrains: number, afterGrains: number): void;
  /** A `call` was tried; `spent`, or `refused`, follows. */
  called(task: number, run: number, supply: number): void;
  /** The server refused it; what that cost is before - after. */
  refused(task: number, run: number, supply: number, beforeGrains: number, afterGrains: number): void;
  /**
   * What a `spend` reserved was settled: it cost `moreGrains` more, or (below 0) less, and the level went from `beforeGrains`
   * to `afterGrains`; of what comes back there may be no room for some.
   */
  settled(
    task: number,
    run: number,
    supply: number,
    beforeGrains: number,
    afterGrains: number,
    moreGrains: number,
  ): void;
  /** A level rose other than in steps: a window ended, a quota was reset, something was given back; `offeredGrains` came. */
  refilled(supply: number, beforeGrains: number, afterGrains: number, offeredGrains: number): void;
  /** The change number `regime` of a supply, from 1, has come. */
  changed(supply: number, regime: number, beforeGrains: number, afterGrains: number): void;
  /** `looks` further looks at the balance after a refusal, the last of them now; what they cost is before - after. */
  polled(task: number, run: number, supply: number, looks: number, beforeGrains: number, afterGrains: number): void;
  held(task: number, run: number, lock: number): void;
  released(task: number, run: number, lock: number): void;
  /** The lease of a permit ran out while its holder went on. */
  expired(task: number, run: number, lock: number): void;
  /** The run gives back a permit that it does not have any more, or never had. */
  returned(task: number, run: number, lock: number): void;
  /** The run crashes, and a permit it held stays held by nobody; `ended` follows. */
  orphaned(task: number, run: number, lock: number): void;
  /** The lease of a permit that a crashed run of the task had left behind ran out. */
  freed(task: number, lock: number): void;
  /** The run works until `untilMs`. */
  working(task: number, run: number, untilMs: TimeMs): void;
  progressed(task: number, run: number, amount: number): void;
  /** Items came to a backlog; for `lost` more there was no room. */
  arrived(backlog: number, items: number, lost: number): void;
  /** A run has taken the oldest items. They are done when it next progresses, and go back when it ends before. */
  took(task: number, run: number, backlog: number, items: number): void;
  /** The oldest items were thrown away: too old. */
  pruned(backlog: number, items: number): void;
}

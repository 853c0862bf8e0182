/**
 * What a run can be seen doing. The engine tells an observer, and an observer never tells the engine: statistics and
 * traces are no part of the state.
 *
 * @module
 */
import type { TimeMs } from '../time.ts';

/** What a run waits for. */
export type WaitKind = 'lock' | 'supply' | 'pool';

/** A run recorded for drawing: every jump of a level, every span of a run, every progress. Levels and costs in tokens. */
export interface Trace {
  readonly horizonMs: TimeMs;
  /** Recording stopped here (an event limit); equal to the end of the run otherwise. */
  readonly recordedUntilMs: TimeMs;
  readonly supplies: readonly {
    readonly name: string;
    /** Corners of the level's line, in order; a jump is two corners at one time. Straight between corners (stepwise refills are corners too). */
    readonly level: readonly { readonly atMs: TimeMs; readonly tokens: number }[];
  }[];
  /** Items in each backlog and the age of the oldest of them (0: there is none), drawn the same way; unlimited ones are left out. */
  readonly backlogs: readonly {
    readonly name: string;
    /** Tasks that take from it. */
    readonly takenBy: readonly string[];
    readonly items: readonly { readonly atMs: TimeMs; readonly items: number }[];
    readonly oldest: readonly { readonly atMs: TimeMs; readonly ageMs: TimeMs }[];
  }[];
  readonly spends: readonly {
    readonly atMs: TimeMs;
    readonly task: string;
    readonly supply: string;
    readonly tokens: number;
    /** `poll`: the price of a look at the balance. */
    readonly kind: 'spend' | 'poll';
  }[];
  readonly lanes: readonly {
    readonly task: string;
    readonly spans: readonly Span[];
  }[];
  readonly progress: readonly { readonly atMs: TimeMs; readonly task: string; readonly amount: number }[];
  /** Starts that did not happen, or gave up: skipped because busy, dropped because they waited too long, or stopped at a wait. */
  readonly misses: readonly {
    readonly atMs: TimeMs;
    readonly task: string;
    readonly kind: 'skipped' | 'stopped' | 'failed' | 'expired';
  }[];
}

/** What a run did from `fromMs` to `toMs`. `holding`: it kept a lock or slot meanwhile. */
export interface Span {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  /** `runs`: it waits until the runs are over that it started. */
  readonly doing: 'working' | WaitKind | 'runs';
  /** What it waited for; of `runs` the task they are of. */
  readonly name?: string;
  readonly holding: boolean;
}

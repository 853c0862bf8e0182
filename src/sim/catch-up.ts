/**
 * When a scheduler is down, and what it does about the starts that it missed.
 *
 * @module
 */
import type { TimeMs } from './time.ts';

/** The scheduler does nothing from `fromMs` on, and is up again at `untilMs`. */
export interface Outage {
  readonly fromMs: TimeMs;
  readonly untilMs: TimeMs;
}

export interface CatchUp {
  /** In the order of time; none meets another. */
  readonly outages: readonly Outage[];
  /** What is started when an outage is over: nothing, once where something was missed, everything that was missed. */
  readonly starts: 'none' | 'once' | 'all';
  /** What was missed longer ago than this is neither started nor counted. */
  readonly withinMs: TimeMs;
  /** More missed starts than this since the last one that came about: it never starts again. Only with `once`. */
  readonly giveUpAfter: number;
  /** Starts that are skipped because the task is busy count as missed. Only with `once`. */
  readonly busyToo: boolean;
}

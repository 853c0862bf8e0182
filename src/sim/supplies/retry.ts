/**
 * When a refused call is tried again: after a wait that stays or doubles, up to a cap, times a factor that is drawn.
 *
 * A retry takes time: it is never sooner than one millisecond later, or a run could go round within one instant.
 *
 * @module
 */
import type { TimeMs } from '../time.ts';

/** How a refused call, or a run that failed, is tried again. */
export interface Retry {
  /** Tries in all; absent: until it is served, or done. */
  readonly attempts?: number;
  /** Before try k + 1: `waitMs`, or `waitMs * 2^(k - 1)`, and never more than `capMs`. */
  readonly waitMs: TimeMs;
  readonly backoff: 'fixed' | 'exponential';
  readonly capMs: TimeMs;
  /** Source of what the wait is multiplied with, drawn anew for each. */
  readonly jitter?: number;
  /** Of a call: not sooner than the answer's hint says. */
  readonly honourHint: boolean;
}

export interface RetryRow extends Retry {
  /** As many refused tries as a waiting run counts up to: more change nothing. */
  readonly triesMax: number;
}

/** Doublings up to which waits are told apart: after as many, one is longer than can be counted exactly. */
const DOUBLINGS_MAX = 53;

export function retryRowOf(retry: Retry): RetryRow {
  const last = (retry.attempts ?? Number.POSITIVE_INFINITY) - 1;
  return { ...retry, triesMax: Math.min(last, Number.isFinite(last) ? last : settledAfter(retry)) };
}

/** The wait after the `tries`-th refused try, from 1, before it is multiplied with a drawn factor. */
export function backoffMs({ waitMs, backoff, capMs }: Retry, tries: number): TimeMs {
  if (backoff === 'fixed') return Math.min(waitMs, capMs);
  return Math.min(waitMs * 2 ** Math.min(tries - 1, DOUBLINGS_MAX), capMs);
}

/** The wait with the factor that was drawn. */
export function jittered(backedOffMs: TimeMs, factor: number): TimeMs {
  return Math.max(1, Math.floor(backedOffMs * factor + 0.5));
}

/** Every wait there is before a factor is drawn, the shortest first. */
export function backoffsOf(retry: RetryRow): readonly TimeMs[] {
  const tries = Math.min(retry.triesMax, settledAfter(retry));
  return Array.from({ length: tries }, (_, index) => backoffMs(retry, index + 1));
}

/** The number of refused tries from which on all waits are the same. */
function settledAfter(retry: Retry): number {
  let tries = 1;
  while (tries <= DOUBLINGS_MAX && backoffMs(retry, tries) < backoffMs(retry, tries + 1)) tries++;
  return tries;
}

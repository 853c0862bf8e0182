/**
 * What a lock may say beside how many permits it has: who of those who wait is served first, and how leases are renewed.
 *
 * @module
 */
import type { TimeMs } from '../time.ts';

/** In which order those who wait for a lock are served. */
export interface Line {
  /** fifo: in the order they came. priority: the highest first, then in that order. any: whoever of those that fit. */
  readonly order: 'fifo' | 'priority' | 'any';
  /** Who asks for more than there is lets those behind pass; else it holds them up. */
  readonly passOver: boolean;
  /** So many at the head of the line keep their place, whoever comes. */
  readonly prefetch: number;
}

/** A holder renews its lease every so often, as long as it lives; `everyMs` lies below the lease. */
export interface Renewal {
  readonly everyMs: TimeMs;
  /** By task: the source that draws whether a renewal is lost (1) or not (0); -1: none is. After a lost one there is no other. */
  readonly lost: readonly number[];
}

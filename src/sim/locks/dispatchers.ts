/**
 * What the loop knows of dispatchers, worked out once per machine: whose list a pool has, and when it is looked at.
 *
 * The list of a dispatcher is the line of its first pool, in which those stand who wait for any of its pools.
 *
 * @module
 */
import type { Dispatcher, Model } from '../model.ts';
import type { TimeMs } from '../time.ts';

export interface Dispatchers {
  /** By line of a lock or backlog: the line in which those stand who wait there. */
  readonly lineOf: Int32Array;
  /** By lock: the dispatcher it belongs to, if any. */
  readonly dispatchOf: readonly (DispatchRow | undefined)[];
  /** Those that look at times of their own; each has a timer, from `dispatchTimers` on. */
  readonly looking: readonly DispatchRow[];
  readonly dispatchTimers: number;
}

export interface DispatchRow {
  readonly spec: Dispatcher;
  readonly line: number;
  readonly looksAt: number;
  readonly skipsFull: boolean;
  /** 0: looks whenever something changes. */
  readonly everyMs: TimeMs;
}

/** `firstTimer`: the number of the first timer of a dispatcher. */
export function dispatchersOf({ dispatchers = [], locks, backlogs }: Model, firstTimer: number): Dispatchers {
  const lineOf = Int32Array.from({ length: locks.length + backlogs.length }, (_, line) => line);
  const dispatchOf: (DispatchRow | undefined)[] = locks.map(() => undefined);
  const rows = dispatchers.map((spec): DispatchRow => {
    const { looksAt, skipsFull, looks, pools } = spec;
    return { spec, line: Math.min(...pools), looksAt, skipsFull, everyMs: looks?.everyMs ?? 0 };
  });
  for (const row of rows) {
    for (const pool of row.spec.pools) {
      lineOf[pool] = row.line;
      dispatchOf[pool] = row;
    }
  }
  return { lineOf, dispatchOf, looking: rows.filter(({ everyMs }) => everyMs > 0), dispatchTimers: firstTimer };
}

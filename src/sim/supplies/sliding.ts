/**
 * A sliding window: what was taken in (now - window, now] is never more than the limit. Exact, with a log of what was taken
 * when; what was taken at one time is one entry.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { growLogs } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { regimeNow, type SupplyColumns } from './columns.ts';
import type { SupplyKind } from './kind.ts';
import type { SupplyState } from './state.ts';

export const SLIDING: SupplyKind = {
  begin(drive, supply, bucket) {
    const missing = bucket.capacityGrains - drive.state.level[supply]!;
    // What counts at the start counts as taken then.
    if (missing > 0) SLIDING.took(drive, supply, bucket, missing);
  },
  took(drive, _supply, bucket, grains) {
    if (!(grains > 0)) return;
    const { state } = drive;
    const { log } = bucket;
    const count = state.logCount[log]!;
    let at = log * state.logMax + count;
    if (count > 0 && state.logMs[at - 1] === state.nowMs) {
      state.logGrains[at - 1]! += grains;
      return;
    }
    if (count === state.logMax) {
      growLogs(drive.machine, state);
      at = log * state.logMax + count;
    }
    state.logMs[at] = state.nowMs;
    state.logGrains[at] = grains;
    state.logCount[log] = count + 1;
    if (count === 0) setDue(state, bucket.timer, state.nowMs + lengthMs(bucket));
  },
  /** The oldest entry leaves the window. */
  due({ state, observer }, supply, bucket) {
    const grains = state.logGrains[bucket.log * state.logMax]!;
    drop(state, bucket, 0);
    const before = state.level[supply]!;
    state.level[supply] = before + grains;
    observer?.refilled(supply, before, before + grains, grains);
  },
  /** Takes off the entry of that time, if it still counts. */
  giveBack({ state }, supply, bucket, grains, takenMs) {
    const first = bucket.log * state.logMax;
    const count = state.logCount[bucket.log]!;
    for (let entry = count - 1; entry >= 0; entry--) {
      if (state.logMs[first + entry] !== takenMs) continue;
      const back = Math.min(grains, state.logGrains[first + entry]!);
      state.logGrains[first + entry]! -= back;
      if (state.logGrains[first + entry] === 0) drop(state, bucket, entry);
      return state.level[supply]! + back;
    }
    return state.level[supply]!;
  },
  reachesAt(state, supply, bucket, targetGrains) {
    let level = state.level[supply]!;
    if (level >= targetGrains) return state.nowMs;
    if (targetGrains > regimeNow(state, bucket, supply).capacityGrains) return NEVER;
    const first = bucket.log * state.logMax;
    const count = state.logCount[bucket.log]!;
    for (let entry = 0; entry < count; entry++) {
      level += state.logGrains[first + entry]!;
      if (level >= targetGrains) return state.logMs[first + entry]! + lengthMs(bucket);
    }
    return NEVER;
  },
};

/** Takes an entry out; the later ones move up, and the timer follows the oldest. */
function drop(state: Drive['state'], bucket: SupplyColumns, entry: number): void {
  const first = bucket.log * state.logMax;
  const end = first + state.logCount[bucket.log]!;
  for (const cells of [state.logMs, state.logGrains]) {
    cells.copyWithin(first + entry, first + entry + 1, end);
    cells[end - 1] = 0;
  }
  state.logCount[bucket.log]!--;
  if (entry === 0) setDue(state, bucket.timer, oldestDueMs(state, bucket));
}

/** When the oldest entry leaves the window. */
export function oldestDueMs({ logCount, logMs, logMax }: SupplyState, bucket: SupplyColumns): TimeMs {
  return logCount[bucket.log] === 0 ? NEVER : logMs[bucket.log * logMax]! + lengthMs(bucket);
}

export function lengthMs({ spec: { refill } }: SupplyColumns): number {
  return (refill as Extract<typeof refill, { kind: 'sliding' }>).everyMs;
}

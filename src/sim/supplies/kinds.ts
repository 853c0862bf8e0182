/**
 * All kinds of supply, and what the loop asks of them where a supply is more than a bucket.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { stepsBetween } from './bucket.ts';
import { regimeNow, SUPPLY, type SupplyColumns } from './columns.ts';
import type { SupplyKind } from './kind.ts';
import { noteLevel } from './lockout.ts';
import { RETURNED } from './returned.ts';
import { SLIDING } from './sliding.ts';
import type { SupplyState } from './state.ts';
import { STEPS } from './steps.ts';
import { CALENDAR, FIRST_USE } from './windows.ts';

/** By `SupplyColumns.kind`. */
const KINDS: readonly SupplyKind[] = (() => {
  const kinds: SupplyKind[] = [];
  kinds[SUPPLY.bucket] = STEPS;
  kinds[SUPPLY['first-use']] = FIRST_USE;
  kinds[SUPPLY.calendar] = CALENDAR;
  kinds[SUPPLY.sliding] = SLIDING;
  kinds[SUPPLY.returned] = RETURNED;
  return kinds;
})();

export function kindOf(bucket: SupplyColumns): SupplyKind {
  return KINDS[bucket.kind]!;
}

/** Sets the timers of a special supply when a run of the model begins. */
export function beginSupply(drive: Drive, supply: number, bucket: SupplyColumns): void {
  kindOf(bucket).begin(drive, supply, bucket);
  if (bucket.changeTimer >= 0) setDue(drive.state, bucket.changeTimer, bucket.spec.changes![0]!.atMs);
}

/** A timer of a supply goes off. True: somebody who waits may go on sooner, or later, than was thought. */
export function supplyDue(drive: Drive, timer: number): boolean {
  const { timerSupply, timerChanges, supplies, supplyTimers } = drive.machine;
  const supply = timerSupply[timer - supplyTimers]!;
  const bucket = supplies[supply]!;
  if (timerChanges[timer - supplyTimers] === 1) {
    change(drive, supply, bucket);
    return true;
  }
  kindOf(bucket).due(drive, supply, bucket);
  return false;
}

/** The next change of a supply has come. */
function change({ state, observer }: Drive, supply: number, bucket: SupplyColumns): void {
  settleRegime(state, bucket, supply);
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  const changes = bucket.spec.changes!;
  const before = state.level[supply]!;
  const old = regimeNow(state, bucket, supply);
  const regime = state.regime[supply]! + 1;
  const now = bucket.regimes![regime]!;
  const { level } = changes[regime - 1]!;
  const after =
    level === 'moved' ? before + now.capacityGrains - old.capacityGrains : Math.min(before, now.capacityGrains);
  state.regime[supply] = regime;
  state.level[supply] = after;
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  // Steps of another length are counted from the change on.
  if (now.everyMs !== old.everyMs) state.sinceMs[supply] = state.nowMs;
  setDue(state, bucket.changeTimer, changes[regime]?.atMs ?? NEVER);
  observer?.changed(supply, regime, before, after);
}

/** Brings the level of a supply that changes on dates up to now. */
export function settleRegime(state: SupplyState, bucket: SupplyColumns, supply: number): void {
  const { everyMs, stepGrains, capacityGrains } = regimeNow(state, bucket, supply);
  const sinceMs = state.sinceMs[supply]!;
  if (state.nowMs - sinceMs < everyMs) return;
  const steps = stepsBetween(everyMs, sinceMs, state.nowMs);
  const level = state.level[supply]!;
  state.level[supply] = Math.max(level, Math.min(level + steps * stepGrains, capacityGrains));
  state.sinceMs[supply] = sinceMs + steps * everyMs;
}

/** When the level of a special supply is first at least `targetGrains`, if nobody takes or gives anything until then. */
export function specialReachesAt(
  state: SupplyState,
  supply: number,
  bucket: SupplyColumns,
  targetGrains: number,
): TimeMs {
  return kindOf(bucket).reachesAt(state, supply, bucket, targetGrains);
}

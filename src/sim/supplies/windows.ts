/**
 * Kinds that are full again at one time: a quota at its resets, a window that somebody's first use began at its end. What is
 * left then is lost.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import type { Drive } from '../drive.ts';
import { NEVER } from '../time.ts';
import { regimeNow, type SupplyColumns } from './columns.ts';
import { nothing, raised, type SupplyKind } from './kind.ts';
import { nextResetMs, type Resets } from './resets.ts';

/** Full again; tells what came. */
function fill({ state, observer }: Drive, supply: number, bucket: SupplyColumns): void {
  const { capacityGrains } = regimeNow(state, bucket, supply);
  const before = state.level[supply]!;
  const after = Math.max(before, capacityGrains);
  state.level[supply] = after;
  // What was overdrawn is forgiven: so much more came.
  observer?.refilled(supply, before, after, Math.max(capacityGrains, after - before));
}

const WINDOW: Pick<SupplyKind, 'giveBack' | 'reachesAt'> = {
  giveBack: ({ state }, supply, bucket, grains) =>
    raised(state.level[supply]!, grains, regimeNow(state, bucket, supply).capacityGrains),
  reachesAt(state, supply, bucket, targetGrains) {
    if (state.level[supply]! >= targetGrains) return state.nowMs;
    return targetGrains > regimeNow(state, bucket, supply).capacityGrains ? NEVER : state.dueMs[bucket.timer]!;
  },
};

/** Reset by the calendar. */
export const CALENDAR: SupplyKind = {
  ...WINDOW,
  begin: ({ state }, _supply, bucket) => setDue(state, bucket.timer, nextResetMs(resetsOf(bucket), state.nowMs)),
  took: nothing,
  due(drive, supply, bucket) {
    const { state } = drive;
    const resets = resetsOf(bucket);
    const nextMs = resets.periodMs > 0 ? state.nowMs + resets.periodMs : nextResetMs(resets, state.nowMs);
    setDue(state, bucket.timer, nextMs);
    fill(drive, supply, bucket);
  },
};

/** A window begins with what is taken first after the last one ended. One that is partly used at the start began then. */
export const FIRST_USE: SupplyKind = {
  ...WINDOW,
  begin({ state }, supply, bucket) {
    if (state.level[supply]! < bucket.capacityGrains) setDue(state, bucket.timer, state.nowMs + lengthMs(bucket));
  },
  took({ state }, _supply, bucket, grains) {
    // A spend of nothing uses nothing.
    if (grains > 0 && state.dueMs[bucket.timer] === NEVER) setDue(state, bucket.timer, state.nowMs + lengthMs(bucket));
  },
  due(drive, supply, bucket) {
    setDue(drive.state, bucket.timer, NEVER);
    fill(drive, supply, bucket);
  },
};

function resetsOf({ spec: { refill } }: SupplyColumns): Resets {
  return (refill as Extract<typeof refill, { kind: 'calendar' }>).resets;
}

function lengthMs({ spec: { refill } }: SupplyColumns): number {
  return (refill as Extract<typeof refill, { kind: 'first-use' }>).everyMs;
}

/**
 * Token bucket: holds up to `capacityGrains` and gains `stepGrains` at every step, `everyMs` apart.
 *
 * A continuous refill is the same bucket with steps one millisecond long: time is whole milliseconds and a grain is
 * chosen so that each gain is whole, so nobody could tell the two apart. A bucket never reads a clock and costs no
 * events: its level is settled when somebody looks, from the last step that was counted (`sinceMs`).
 *
 * @module
 */
import type { Debt } from '../model.ts';
import { NEVER, type TimeMs } from '../time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const NEVER_MS: TimeMs = NEVER;

/** How many steps lie in (sinceMs, nowMs], when one lies at `sinceMs`. */
export function stepsBetween(everyMs: TimeMs, sinceMs: TimeMs, nowMs: TimeMs): number {
  return Math.floor((nowMs - sinceMs) / everyMs);
}

/**
 * When the level first reaches `targetGrains`, from `levelGrains` as settled at the step `sinceMs`; `NEVER` if it cannot. A
 * level that was raised otherwise than by steps may be there already.
 */
export function reachesAt(
  bucket: { readonly capacityGrains: number; readonly stepGrains: number; readonly everyMs: TimeMs },
  levelGrains: number,
  sinceMs: TimeMs,
  targetGrains: number,
): TimeMs {
  if (levelGrains >= targetGrains) return sinceMs;
  if (targetGrains > bucket.capacityGrains || bucket.stepGrains <= 0) return NEVER_MS;
  return sinceMs + Math.ceil((targetGrains - levelGrains) / bucket.stepGrains) * bucket.everyMs;
}

/** The least level at which a cost is admitted. */
export function admissionGrains(debt: Debt, unitGrains: number, costGrains: number): number {
  switch (debt.kind) {
    case 'none':
      return costGrains;
    case 'limited':
      return Math.max(unitGrains, costGrains - debt.grains);
    case 'unlimited':
    case 'clamp':
      return unitGrains;
  }
}

/** The level after `costGrains` were paid from a level that admitted them. */
export function levelAfter(debt: Debt, levelGrains: number, costGrains: number): number {
  return debt.kind === 'clamp'
    ? Math.max(Math.min(levelGrains, 0), levelGrains - costGrains)
    : levelGrains - costGrains;
}

/** The level after a look that costs `costGrains`: where no debt is possible a look takes at most what is there. */
export function levelAfterLook(debt: Debt, levelGrains: number, costGrains: number): number {
  if (debt.kind === 'none' || debt.kind === 'clamp')
    return Math.max(Math.min(levelGrains, 0), levelGrains - costGrains);
  return levelGrains - costGrains;
}

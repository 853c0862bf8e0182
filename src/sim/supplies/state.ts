/**
 * What of a state belongs to supplies.
 *
 * @module
 */

export interface SupplyState {
  nowMs: number;
  level: Float64Array;
  /** The last refill step that is in `level`. */
  sinceMs: Float64Array;
  /** 1 while a supply admits nobody until it is back at the level its lock-out asks for. */
  lockedOut: Float64Array;
  /** How many of its changes have come. */
  regime: Int32Array;
  /** Entries there is room for in each log. */
  logMax: number;
  /** When something was taken that still counts, the oldest first, and how much at that time; 0 where there is no entry. */
  logMs: Float64Array;
  logGrains: Float64Array;
  logCount: Float64Array;
  dueMs: Float64Array;
}

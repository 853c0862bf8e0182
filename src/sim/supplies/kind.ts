/**
 * What a kind of supply is: the contract that all of them keep, and that one suite of tests holds them to.
 *
 * A level is raised by time alone (a bucket), or by the supply's own timer, or by whoever gives something back. Between
 * two such events it stands still. `reachesAt` must be exact: not a millisecond before is the level there, if nobody takes
 * or gives anything meanwhile, and at that time it is.
 *
 * Whoever adds a kind writes its file, its row in `kinds.ts`, its fields in `verify/states/supply-fields.ts` (or why it
 * cannot be enumerated), and adds it to the suite in `test/sim/supplies`.
 *
 * @module
 */
import type { Drive } from '../drive.ts';
import type { TimeMs } from '../time.ts';
import type { SupplyColumns } from './columns.ts';
import type { SupplyState } from './state.ts';

export interface SupplyKind {
  /** A run of the model begins, with the level it begins with. */
  begin(drive: Drive, supply: number, bucket: SupplyColumns): void;
  /** Somebody has just taken so much; the level is lower already. */
  took(drive: Drive, supply: number, bucket: SupplyColumns, grains: number): void;
  /** The supply's timer goes off. */
  due(drive: Drive, supply: number, bucket: SupplyColumns): void;
  /** The level after so much came back of what was taken at `takenMs`; what it keeps of that is forgotten. */
  giveBack(drive: Drive, supply: number, bucket: SupplyColumns, grains: number, takenMs: TimeMs): number;
  /** When the level is first at least `targetGrains`, the level being settled. */
  reachesAt(state: SupplyState, supply: number, bucket: SupplyColumns, targetGrains: number): TimeMs;
}

/** What comes back has room up to the capacity, and never makes a level lower that is above it. */
export function raised(levelGrains: number, grains: number, capacityGrains: number): number {
  return Math.max(levelGrains, Math.min(levelGrains + grains, capacityGrains));
}

/** Nothing to do. */
export function nothing(): void {}

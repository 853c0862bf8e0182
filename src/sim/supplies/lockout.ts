/**
 * Lock-out: once the level of a supply falls below a floor, nobody is admitted until it is back at a higher level.
 *
 * It is one bit of state per supply. A level only rises between two looks, so it is enough to look at it whenever it is
 * settled or changed: below the floor the bit is set, from the upper level on it is not, and between the two it stays.
 *
 * @module
 */
import type { SupplyColumns } from './columns.ts';
import type { SupplyState } from './state.ts';

/** The level of a supply that has a lock-out was settled or changed. */
export function noteLevel({ level, lockedOut }: SupplyState, bucket: SupplyColumns, supply: number): void {
  const now = level[supply]!;
  if (now < bucket.lockBelow) lockedOut[supply] = 1;
  else if (now >= bucket.lockUntil) lockedOut[supply] = 0;
}

/** The level that admits whoever needs `grains`, of a supply that is settled. */
export function openFrom({ lockedOut }: SupplyState, bucket: SupplyColumns, supply: number, grains: number): number {
  return bucket.locksOut && lockedOut[supply] === 1 ? Math.max(grains, bucket.lockUntil) : grains;
}

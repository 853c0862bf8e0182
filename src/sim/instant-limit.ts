/**
 * How much may be done at one instant, so that a loop which lets no time pass comes to an end.
 *
 * A crowd is no loop: thousands of starts that are due at once do thousands of operations, and are over. So where the limit
 * is reached, the runs that are there then, and the starts that wait, have operations of their own, once. What exceeds those too loops.
 *
 * @module
 */
import type { Drive } from './drive.ts';

/** Operations at one instant after which a run is stopped, unless many runs are there. */
export const OPERATIONS_PER_INSTANT_MAX = 10_000;

/** As many runs and waiting starts as this are a crowd; fewer do not come to the limit but by a loop. */
const CROWD_MIN = 100;
/** Operations of each run and each start in a crowd. */
const OPERATIONS_PER_RUN = 1_000;

/** A new instant begins. */
export function allowOperations(drive: Drive): void {
  drive.operationsLeft = OPERATIONS_PER_INSTANT_MAX;
  drive.crowded = false;
}

/** There are no operations left: whether there are more because of a crowd; `coming`: starts that it is about to have. */
export function moreOperations(drive: Drive, coming: number): boolean {
  if (drive.crowded) return false;
  const { alive, queued } = drive.state;
  let crowd = coming;
  for (let task = 0; task < alive.length; task++) crowd += alive[task]! + queued[task]!;
  if (crowd < CROWD_MIN) return false;
  drive.crowded = true;
  drive.operationsLeft = crowd * OPERATIONS_PER_RUN;
  return true;
}

/**
 * What backlogs add to the image of a state: the items of each, by how many prunings they will outlive, the place in each
 * trace, the time to each timer (-1: none); and, per run, what it has in hand.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { NEVER } from '../../sim/time.ts';

/** How many numbers of a state are not a run's. */
export function stockWidth({ stock }: Machine): number {
  return stock.slots + stock.positions + stock.timers.length;
}

export function stockNumbers({ stock, stockTimers }: Machine, state: State): readonly number[] {
  const dues = stock.timers.map((_, timer) => {
    const dueMs = state.dueMs[stockTimers + timer]!;
    return dueMs === NEVER ? -1 : dueMs - state.nowMs;
  });
  return [...state.items, ...state.positions, ...dues];
}

/** Reads what `stockNumbers` has told. */
export function readStock({ stock, stockTimers }: Machine, state: State, next: () => number): void {
  for (let slot = 0; slot < stock.slots; slot++) state.items[slot] = next();
  for (let place = 0; place < stock.positions; place++) state.positions[place] = next();
  for (let timer = 0; timer < stock.timers.length; timer++) {
    const leftMs = next();
    state.dueMs[stockTimers + timer] = leftMs < 0 ? NEVER : state.nowMs + leftMs;
  }
}

export function handNumbers({ stock }: Machine, state: State, run: number): readonly number[] {
  return Array.from(state.inHand.subarray(run * stock.slots, (run + 1) * stock.slots));
}

export function readHand({ stock }: Machine, state: State, run: number, next: () => number): void {
  for (let slot = 0; slot < stock.slots; slot++) state.inHand[run * stock.slots + slot] = next();
}

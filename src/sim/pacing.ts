/**
 * Policies that learn from how runs end: how long to pause before the next one, and how much to take at a time.
 *
 * @module
 */
import { assert } from './assert.ts';
import type { Drive } from './drive.ts';
import type { Ending } from './listen/observer.ts';
import type { EndView, Policy } from './policy.ts';
import { settle } from './waiting.ts';

/** A run of `task` has ended and given back what it had: its policies remember how. */
export function tellEnd(drive: Drive, task: number, ended: Ending): void {
  const { machine, state } = drive;
  const told = machine.told[task]!;
  for (let at = 0; at < told.length; at++) {
    const { policy, base } = machine.policies[told[at]!]!;
    if (policy.family === 'admission' || policy.remember === undefined) continue;
    state.memory.set(policy.remember(endView(drive, policy, ended), memoryOf(drive, told[at]!)), base);
  }
}

/** How long a task pauses after a run that ended so. To be asked before that is remembered. */
export function pauseAfter(drive: Drive, index: number, ended: Ending): number {
  const { policy } = drive.machine.policies[index]!;
  assert(policy.family === 'interval', 'a pause is chosen by an interval policy', { index });
  return policy.pauseMs(endView(drive, policy, ended), memoryOf(drive, index));
}

/** How many items a run may take by policy `index` now. */
export function batchSize(drive: Drive, index: number): number {
  const { policy } = drive.machine.policies[index]!;
  assert(policy.family === 'batch', 'a batch is sized by a batch policy', { index });
  return policy.size(levelSeen(drive, policy.supply), memoryOf(drive, index));
}

function endView(drive: Drive, policy: Exclude<Policy, { family: 'admission' }>, ended: Ending): EndView {
  // Who gives way to a newer start, or never had its slot, has stopped, to a policy.
  return {
    ended: ended === 'replaced' || ended === 'expired' ? 'stopped' : ended,
    levelGrains: levelSeen(drive, policy.supply),
  };
}

function levelSeen({ machine, state }: Drive, supply: number | undefined): number {
  if (supply === undefined) return 0;
  settle(state, machine.supplies[supply]!, supply);
  return state.level[supply]!;
}

function memoryOf({ machine, state }: Drive, index: number): readonly number[] {
  const { policy, base } = machine.policies[index]!;
  return Array.from(state.memory.subarray(base, base + policy.memory.length));
}

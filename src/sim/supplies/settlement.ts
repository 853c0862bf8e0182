/**
 * What was reserved is settled: a `spend` takes an estimate, and when what it was for is over it is known what it really cost.
 * What it cost less comes back, and wakes who waits for it; what it cost more is taken then, into a debt if need be, since it
 * has been used. What was only lent (a place among those in flight) comes back whole.
 *
 * @module
 */
import { compute, type Drive } from '../drive.ts';
import type { Operation } from '../model.ts';
import type { TimeMs } from '../time.ts';
import { settle } from '../waiting.ts';
import { kindOf } from './kinds.ts';
import { noteLevel } from './lockout.ts';
import { wakeWaiters } from './wakes.ts';

type Settle = Extract<Operation, { kind: 'settle' }>;

/** Settles what `run` took of a supply, and meant to use until `untilMs`. */
export function settleSpend(drive: Drive, run: number, operation: number, untilMs: TimeMs): void {
  const spec = drive.machine.operations[operation]!.operation as Settle;
  const estimate = compute(drive, run, spec.estimate);
  if (spec.actual === 'held') giveBack(drive, spec.supply, estimate);
  else settleCost(drive, run, spec, { more: compute(drive, run, spec.actual) - estimate, untilMs });
}

/** A run is over before it came to settle what it took, at `untilMs`: what was in use is over with it. */
export function settleAll(drive: Drive, run: number, untilMs: TimeMs): void {
  const { operations } = drive.machine;
  for (let at = drive.state.operation[run]!; operations[at]?.operation.kind === 'settle'; at++)
    settleSpend(drive, run, at, untilMs);
}

function giveBack(drive: Drive, supply: number, grains: number): void {
  const { machine, state, observer } = drive;
  const bucket = machine.supplies[supply]!;
  const before = state.level[supply]!;
  const after = kindOf(bucket).giveBack(drive, supply, bucket, grains, state.nowMs);
  state.level[supply] = after;
  observer?.refilled(supply, before, after, grains);
  if (after > before) wakeWaiters(drive, supply);
}

/** `more` than was estimated; below 0: less. */
function settleCost(
  drive: Drive,
  run: number,
  { supply, lasts }: Settle,
  { more, untilMs }: { readonly more: number; readonly untilMs: TimeMs },
): void {
  if (more === 0) return;
  const { machine, state, observer } = drive;
  const bucket = machine.supplies[supply]!;
  settle(state, bucket, supply);
  const before = state.level[supply]!;
  const takenMs = untilMs - (lasts === undefined ? 0 : compute(drive, run, lasts));
  const after = more > 0 ? before - more : kindOf(bucket).giveBack(drive, supply, bucket, -more, takenMs);
  state.level[supply] = after;
  if (more > 0) kindOf(bucket).took(drive, supply, bucket, more);
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  observer?.settled(state.task[run]!, run, supply, before, after, more);
  if (after > before) wakeWaiters(drive, supply);
}

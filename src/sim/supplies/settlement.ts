/**
 * What was reserved is settled: a `spend` or `call` takes an estimate, and when what it was for is over it is known what it really cost.
 * What it cost less comes back, and wakes who waits for it; what it cost more is taken then, into a debt if need be, since it
 * has been used. What was only lent (a place among those in flight) comes back whole.
 *
 * @module
 */
import { compute, type Drive } from '../drive.ts';
import { OP } from '../machine.ts';
import type { Operation } from '../model.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { settle } from '../waiting.ts';
import { kindOf } from './kinds.ts';
import { noteLevel } from './lockout.ts';
import { wakeWaiters } from './wakes.ts';

type Settle = Extract<Operation, { kind: 'settle' }>;

/** Settles what `run` took of a supply: what it was for has just come to its end. */
export function settleSpend(drive: Drive, run: number, operation: number): void {
  const { lasts } = drive.machine.operations[operation]!.operation as Settle;
  settleOne(drive, run, operation, drive.state.nowMs - (lasts === undefined ? 0 : compute(drive, run, lasts)));
}

/**
 * A run is over before it came to settle what it took: what was in use is over with it. `workUntilMs`: when the work that it
 * was at would have ended; `NEVER`: it was at none.
 */
export function settleAll(drive: Drive, run: number, workUntilMs: TimeMs): void {
  const { operations } = drive.machine;
  for (let at = afterWaiting(drive, run); operations[at]?.operation.kind === 'settle'; at++) {
    const { lasts } = operations[at]!.operation as Settle;
    const worksFor = lasts !== undefined && workUntilMs !== NEVER ? compute(drive, run, lasts) : 0;
    settleOne(drive, run, at, worksFor > 0 ? workUntilMs - worksFor : drive.state.nowMs);
  }
}

/** Where a run stands; behind what it has not begun with yet, where it takes back its slot for that. */
function afterWaiting({ machine: { rows }, state }: Drive, run: number): number {
  const at = state.operation[run]!;
  if (!rows[at]!.back) return at;
  return rows[at + 1]!.kind === OP.work ? at + 2 : at + 1;
}

function settleOne(drive: Drive, run: number, operation: number, takenMs: TimeMs): void {
  const spec = drive.machine.operations[operation]!.operation as Settle;
  const estimate = compute(drive, run, spec.estimate);
  if (spec.actual === 'held') giveBack(drive, spec.supply, estimate);
  else settleCost(drive, run, spec.supply, { more: compute(drive, run, spec.actual) - estimate, takenMs });
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

interface Cost {
  /** Than was estimated; below 0: less. */
  readonly more: number;
  readonly takenMs: TimeMs;
}

function settleCost(drive: Drive, run: number, supply: number, { more, takenMs }: Cost): void {
  if (more === 0) return;
  const { machine, state, observer } = drive;
  const bucket = machine.supplies[supply]!;
  settle(state, bucket, supply);
  const before = state.level[supply]!;
  const after = more > 0 ? before - more : kindOf(bucket).giveBack(drive, supply, bucket, -more, takenMs);
  state.level[supply] = after;
  if (more > 0) kindOf(bucket).took(drive, supply, bucket, more);
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  observer?.settled(state.task[run]!, run, supply, before, after, more);
  if (after > before) wakeWaiters(drive, supply);
}

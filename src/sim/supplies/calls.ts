/**
 * Calls: a server answers and makes nobody wait. A call is served and paid, or refused, which may cost; then the run tries
 * again after a backoff of its own, or not before the answer's hint, or gives up.
 *
 * A call stands in no line, and what is in line does not stand before it: a server knows nothing of it.
 *
 * @module
 */
import { setDue } from '../agenda.ts';
import { compute, type Drive } from '../drive.ts';
import type { Row } from '../machine.ts';
import { STATUS, type State } from '../state.ts';
import { NEVER, type TimeMs } from '../time.ts';
import { beginWait, dueAt, passAtLast, pay, payAll, settle, TRIED } from '../waiting.ts';
import { admissionGrains, levelAfterLook } from './bucket.ts';
import { regimeNow, type SupplyColumns } from './columns.ts';
import { kindOf } from './kinds.ts';
import { noteLevel, openFrom } from './lockout.ts';
import { backoffMs, jittered, type RetryRow } from './retry.ts';
import { neededOf } from './several.ts';

/** Tries a `call`, for the first time or again. */
export function tryCall(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  const supply = row.subject;
  const bucket = machine.supplies[supply]!;
  settle(state, bucket, supply);
  for (const part of row.also) settle(state, machine.supplies[part.supply]!, part.supply);
  const again = state.refused[run] === 1;
  const grains = Number.isNaN(row.amount) ? compute(drive, run, row.computed.amount!) : row.amount;
  const enough = openFrom(state, bucket, supply, admissionGrains(bucket.debt, bucket.unitGrains, grains));
  const task = state.task[run]!;
  if (row.also.length > 0) {
    if (!servedByAll(drive, run, row, { grains, enough })) return tryLater(drive, run, operation, row, enough);
  } else {
    observer?.called(task, run, supply);
    if (state.level[supply]! < enough) {
      refuse(drive, run, supply, bucket);
      return tryLater(drive, run, operation, row, enough);
    }
    pay(drive, run, supply, bucket, grains);
  }
  state.tries[run] = 0;
  if (again) return passAtLast(drive, run, operation);
  observer?.passed(task, run, operation, 0);
  return TRIED.passed;
}

/**
 * All limits of a call answer together: each is paid, or none. Refused, it counts as a call for those that lack, and for those that take
 * something for a call that is refused, whichever of them refused it.
 */
function servedByAll(
  drive: Drive,
  run: number,
  row: Row,
  { grains, enough }: { readonly grains: number; readonly enough: number },
): boolean {
  const { machine, state, observer } = drive;
  const needs = needsOf(drive, run, row, enough);
  const served = needs.every((need) => state.level[need.supply]! >= need.enough);
  for (const need of needs) {
    const bucket = machine.supplies[need.supply]!;
    const lacks = state.level[need.supply]! < need.enough;
    if (!served && !lacks && bucket.refusedGrains === 0) continue;
    observer?.called(state.task[run]!, run, need.supply);
    if (!served) refuse(drive, run, need.supply, bucket);
  }
  if (served) payAll(drive, run, row, grains);
  return served;
}

/** The level that each limit of a call must have. */
function needsOf(drive: Drive, run: number, { subject, also }: Row, enough: number) {
  return [
    { supply: subject, enough },
    ...also.map((part) => ({ supply: part.supply, enough: neededOf(drive, run, part) })),
  ];
}

/** The server says no; what that costs is gone. */
function refuse(drive: Drive, run: number, supply: number, bucket: SupplyColumns): void {
  const { state, observer } = drive;
  const before = state.level[supply]!;
  const after = bucket.refusedGrains > 0 ? levelAfterLook(bucket.debt, before, bucket.refusedGrains) : before;
  state.level[supply] = after;
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  if (bucket.special && after < before) kindOf(bucket).took(drive, supply, bucket, before - after);
  observer?.refused(state.task[run]!, run, supply, before, after);
}

function tryLater(drive: Drive, run: number, operation: number, row: Row, enough: number): number {
  const { machine, state } = drive;
  const { retry } = row;
  const again = state.refused[run] === 1;
  const tries = again ? state.tries[run]! + 1 : 1;
  if (!again) state.reachedMs[run] = state.nowMs;
  if (retry === undefined || (tries > retry.triesMax && retry.attempts !== undefined))
    return giveUp(drive, run, operation);
  const waitMs = waitBefore(drive, run, row, retry, Math.min(tries, retry.triesMax), enough);
  const limitMs = Number.isNaN(row.giveUpMs) ? compute(drive, run, row.computed.giveUp!) : row.giveUpMs;
  if (waitMs > limitMs) return giveUp(drive, run, operation);
  if (!again) beginWait(drive, run, operation, row);
  state.tries[run] = Math.min(tries, retry.triesMax);
  state.operation[run] = operation;
  state.status[run] = STATUS.waitsSupply;
  setDue(state, machine.runTimers + run, state.nowMs + waitMs);
  return TRIED.waits;
}

/** How long until the next try: the backoff, or what the answer says where that is longer. */
function waitBefore(drive: Drive, run: number, row: Row, retry: RetryRow, tries: number, enough: number): TimeMs {
  const { state, choose } = drive;
  const { jitter, honourHint } = retry;
  const backedOffMs = jittered(backoffMs(retry, tries), jitter === undefined ? 1 : choose.amount(jitter, run));
  if (!honourHint) return backedOffMs;
  const hintMs = latestHint(drive, run, row, enough);
  // A server that cannot say when gives no hint.
  return hintMs === NEVER ? backedOffMs : Math.max(backedOffMs, hintMs - state.nowMs);
}

/** What the answer says; of several limits, the latest that one which lacks says. `NEVER`: nothing. */
function latestHint(drive: Drive, run: number, row: Row, enough: number): TimeMs {
  const { machine, state } = drive;
  const at = (supply: number, level: number) => hintAt(state, supply, machine.supplies[supply]!, level);
  if (row.also.length === 0) return at(row.subject, enough);
  const hints = needsOf(drive, run, row, enough)
    .filter((need) => state.level[need.supply]! < need.enough)
    .map((need) => at(need.supply, need.enough))
    .filter((hintMs) => hintMs !== NEVER);
  return hints.length === 0 ? NEVER : Math.max(...hints);
}

/** What the answer says about when to come again; `NEVER`: nothing. `enough`: the level that would have admitted the call. */
function hintAt(state: State, supply: number, bucket: SupplyColumns, enough: number): TimeMs {
  switch (bucket.hint) {
    case 'none':
      return NEVER;
    case 'retry-after':
      return dueAt(state, supply, bucket, enough);
    case 'reset':
      return resetAt(state, supply, bucket);
  }
}

/** When a window ends or the next step comes; of what comes continuously, when it is full. */
function resetAt(state: State, supply: number, bucket: SupplyColumns): TimeMs {
  if (bucket.timer >= 0) return state.dueMs[bucket.timer]!;
  const { everyMs, capacityGrains } = regimeNow(state, bucket, supply);
  if (everyMs > 1) return everyMs === NEVER ? NEVER : state.sinceMs[supply]! + everyMs;
  return dueAt(state, supply, bucket, capacityGrains);
}

/** No try is left, or the next one would come too late. */
function giveUp({ state, observer }: Drive, run: number, operation: number): number {
  state.refused[run] = 0;
  state.tries[run] = 0;
  observer?.gaveUp(state.task[run]!, run, operation, state.nowMs - state.reachedMs[run]!);
  return TRIED.gaveUp;
}

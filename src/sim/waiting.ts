/**
 * The steps that may have to wait: `acquire` for a permit, `await` and `spend` for tokens.
 *
 * Waiting for tokens is computed, not polled: a refused run sleeps until the first instant, or the first of its polls, at
 * which the level could suffice. If somebody spends in between, the look finds too little and computes again. Polls that
 * cost nothing and come at fixed times are counted; those that cost, or whose times depend on the level, are run.
 *
 * @module
 */
import { dueAfter, setDue } from './agenda.ts';
import { afterLook, askPolicy } from './asking.ts';
import { compute, type Drive, type Span } from './drive.ts';
import { release } from './locks/locks.ts';
import { OP, type Row } from './machine.ts';
import { STATUS, type State } from './state.ts';
import { admissionGrains, levelAfter, levelAfterLook, reachesAt, stepsBetween } from './supplies/bucket.ts';
import type { SupplyColumns } from './supplies/columns.ts';
import { kindOf, settleRegime, specialReachesAt } from './supplies/kinds.ts';
import { noteLevel, openFrom } from './supplies/lockout.ts';
import { reckonedSleepMs } from './supplies/reckoning.ts';
import { othersAdmit, othersWakeMs, payOthers } from './supplies/several.ts';
import { firstInLine, hasTurn, joinLine, leaveLine, served } from './supplies/supply-line.ts';
import { NEVER, type TimeMs } from './time.ts';

// An imported constant is looked up at every use; one of this file is at hand.
const { await: AWAIT, spend: SPEND } = OP;
const { waitsSupply: WAITS_SUPPLY } = STATUS;
const NEVER_MS: TimeMs = NEVER;

/** What came of trying a step. */
export const TRIED = { passed: 0, waits: 1, gaveUp: 2 } as const;

/** Tries to pass an `await` or a `spend`. */
export function trySupply(drive: Drive, run: number, operation: number, row: Row): number {
  const { machine, state, observer } = drive;
  const supply = row.subject;
  const bucket = machine.supplies[supply]!;
  settle(state, bucket, supply);
  if (!row.plain || state.refused[run] === 1) return tryWithCare(drive, run, operation, row);
  const level = state.level[supply]!;
  const enough = row.enoughGrains;
  if (level < enough) {
    beginWait(drive, run, operation, row);
    const target = enough + marginOf(drive, run, row);
    return sleepOrGiveUp(drive, run, operation, wakeOf(state, run, row, bucket, target), WAITS_SUPPLY);
  }
  if (row.kind === SPEND) pay(drive, run, supply, bucket, row.amount);
  if (observer !== undefined) observer.passed(state.task[run]!, run, operation, 0);
  return TRIED.passed;
}

/** The same for a run that was refused before, and for amounts that must be computed and policies that must be asked. */
function tryWithCare(drive: Drive, run: number, operation: number, row: Row): number {
  const { state } = drive;
  const supply = row.subject;
  const bucket = drive.machine.supplies[supply]!;
  for (const part of row.also) settle(state, drive.machine.supplies[part.supply]!, part.supply);
  const again = state.refused[run] === 1;
  const looks = again && row.pollEveryMs > 0;
  if (looks && !row.pollChargedAfter) lookAgain(drive, run, row, bucket);
  const grains = Number.isNaN(row.amount) ? compute(drive, run, row.computed.amount!) : row.amount;
  const look = row.policy >= 0 ? askPolicy(drive, run, supply, row.policy) : undefined;
  const enough = row.plain ? row.enoughGrains : (look?.enoughGrains ?? levelWanted(drive, row, grains));
  const wanted = openFrom(state, bucket, supply, again ? enough + marginOf(drive, run, row) : enough);
  let admitted = state.level[supply]! >= wanted && (!row.lined || hasTurn(drive, run, supply));
  if (admitted && row.also.length > 0) admitted = othersAdmit(drive, run, row);
  if (looks && row.pollChargedAfter) {
    lookAgain(drive, run, row, bucket);
    // The reading lets a spend through; but what the look cost is gone, and must not lead into a debt that is not allowed.
    if (row.kind === SPEND && bucket.bounded && state.level[supply]! < enough) admitted = false;
  }
  if (admitted) {
    if (row.kind === SPEND) payAll(drive, run, row, grains);
    if (row.lined) served(drive, run, supply, again);
    if (look !== undefined) {
      afterLook(drive, run, row.policy, look, { wentOn: true, waited: again, waits: false });
    }
    if (again) return passAtLast(drive, run, operation);
    drive.observer?.passed(state.task[run]!, run, operation, 0);
    return TRIED.passed;
  }
  if (!again) beginWait(drive, run, operation, row);
  const target = again ? wanted : openFrom(state, bucket, supply, enough + marginOf(drive, run, row));
  if (row.giveUpMs !== NEVER_MS && isTooLong(drive, run, row, bucket, target)) state.deadlineMs[run] = state.nowMs;
  let wakeMs = wakeOf(state, run, row, bucket, target);
  if (row.also.length > 0) wakeMs = Math.max(wakeMs, othersWakeMs(drive, run, row));
  const tried = row.lined
    ? standOrGiveUp(drive, run, operation, { again, dueMs: wakeMs })
    : sleepOrGiveUp(drive, run, operation, wakeMs, WAITS_SUPPLY);
  if (look !== undefined) {
    afterLook(drive, run, row.policy, look, { wentOn: false, waited: again, waits: tried === TRIED.waits });
  }
  return tried;
}

/** Pays `grains` of the first supply, and what is taken of others with it. */
export function payAll(drive: Drive, run: number, row: Row, grains: number): void {
  pay(drive, run, row.subject, drive.machine.supplies[row.subject]!, grains);
  payOthers(drive, run, row, pay);
}

/** A run that was refused stands in line: at the head of it it sleeps until the level is due. */
function standOrGiveUp(
  drive: Drive,
  run: number,
  operation: number,
  { again, dueMs }: { readonly again: boolean; readonly dueMs: TimeMs },
): number {
  const { machine, state } = drive;
  const supply = machine.rows[operation]!.subject;
  if (state.deadlineMs[run]! <= state.nowMs) {
    if (again) leaveLine(drive, run, supply);
    return sleepOrGiveUp(drive, run, operation, NEVER_MS, WAITS_SUPPLY);
  }
  if (!again) joinLine(drive, run, supply);
  const isFirst = firstInLine(machine, state, supply) === run;
  return sleepOrGiveUp(drive, run, operation, isFirst ? dueMs : NEVER_MS, WAITS_SUPPLY);
}

/** Whether it would take longer until the level suffices, if nobody took anything, than the run is willing to wait. */
function isTooLong(drive: Drive, run: number, row: Row, bucket: SupplyColumns, target: number): boolean {
  const { state } = drive;
  const limitMs = Number.isNaN(row.giveUpMs) ? compute(drive, run, row.computed.giveUp!) : row.giveUpMs;
  return dueAt(state, row.subject, bucket, target) - state.nowMs > limitMs;
}

function marginOf(drive: Drive, run: number, row: Row): number {
  return Number.isNaN(row.marginGrains) ? compute(drive, run, row.computed.margin!) : row.marginGrains;
}

/** Brings the level of a supply up to now. */
export function settle(state: State, bucket: SupplyColumns, supply: number): void {
  if (bucket.settlesMore) {
    settleMore(state, bucket, supply);
    return;
  }
  countSteps(state, bucket, supply);
}

/** A supply that changes on dates, or locks out. */
function settleMore(state: State, bucket: SupplyColumns, supply: number): void {
  if (bucket.regimes !== undefined) settleRegime(state, bucket, supply);
  else countSteps(state, bucket, supply);
  if (bucket.locksOut) noteLevel(state, bucket, supply);
}

function countSteps(state: State, bucket: SupplyColumns, supply: number): void {
  const sinceMs = state.sinceMs[supply]!;
  const { everyMs } = bucket;
  if (state.nowMs - sinceMs < everyMs) return;
  const steps = stepsBetween(everyMs, sinceMs, state.nowMs);
  const level = state.level[supply]! + steps * bucket.stepGrains;
  state.level[supply] = Math.min(level, bucket.capacityGrains);
  state.sinceMs[supply] = sinceMs + steps * everyMs;
}

/** Counts the free polls before `untilMs` of every run that still waits, which no event will count any more. */
export function countPolls(drive: Drive, untilMs: TimeMs): void {
  const { machine, state } = drive;
  for (let run = 0; run < state.runsMax; run++) {
    if (state.status[run] !== WAITS_SUPPLY) continue;
    const row = machine.rows[state.operation[run]!]!;
    if (row.pollEveryMs === 0 || row.pollSimulated) continue;
    const looks = Math.ceil((untilMs - state.lookedMs[run]!) / row.pollEveryMs) - 1;
    if (looks <= 0) continue;
    state.lookedMs[run]! += looks * row.pollEveryMs;
    settle(state, machine.supplies[row.subject]!, row.subject);
    drive.observer?.instant(state.nowMs);
    tellPolled(drive, run, row.subject, looks, state.level[row.subject]!);
  }
}

/**
 * Lets a run that polls look again and again, as long as it is refused and nothing else can happen within the span. Each
 * look counts as an event; the next one is set in the agenda. False: it is granted, or there is no time for a look.
 */
export function lookOn(drive: Drive, run: number, row: Row, span: Span): boolean {
  const { machine, state } = drive;
  const supply = row.subject;
  const { everyMs, stepGrains, capacityGrains, debt } = machine.supplies[supply]!;
  const { pollEveryMs, pollGrains } = row;
  const target = row.amount + row.marginGrains;
  let level = state.level[supply]!;
  const timer = machine.runTimers + run;
  const beforeMs = Math.min(span.untilMs, state.deadlineMs[run]!, dueAfter(state, timer));
  const looksMax = span.eventsMax - span.events;
  let atMs = state.dueMs[timer]!;
  let looks = 0;
  // What is refilled from look to look without dividing: so much each time, and a step more when the rests add up to one.
  const stepsEach = Math.floor(pollEveryMs / everyMs);
  const gainEach = stepsEach * stepGrains;
  const restEachMs = pollEveryMs - stepsEach * everyMs;
  const sinceMs = state.sinceMs[supply]!;
  const steps = Math.floor((atMs - sinceMs) / everyMs);
  let gain = steps * stepGrains;
  /** Since the last step at the time of the look. */
  let restMs = atMs - sinceMs - steps * everyMs;
  let lastRestMs = restMs;
  while (atMs < beforeMs && looks < looksMax) {
    const settled = Math.min(level + gain, capacityGrains);
    const paid = pollGrains === 0 ? settled : levelAfterLook(debt, settled, pollGrains);
    if (paid >= target) break;
    level = paid;
    looks++;
    if (pollGrains !== 0) tellPaidLook(drive, run, supply, atMs, settled, paid);
    atMs += pollEveryMs;
    lastRestMs = restMs;
    restMs += restEachMs;
    gain = gainEach;
    if (restMs >= everyMs) {
      restMs -= everyMs;
      gain += stepGrains;
    }
  }
  if (looks === 0) return false;
  span.events += looks;
  const lookedMs = atMs - pollEveryMs;
  state.nowMs = lookedMs;
  state.level[supply] = level;
  state.sinceMs[supply] = lookedMs - lastRestMs;
  state.lookedMs[run] = lookedMs;
  if (pollGrains === 0) {
    drive.observer?.instant(lookedMs);
    tellPolled(drive, run, supply, looks, level);
  }
  setDue(state, timer, Math.min(atMs, state.deadlineMs[run]!));
  return true;
}

function tellPaidLook(drive: Drive, run: number, supply: number, atMs: TimeMs, before: number, after: number): void {
  const { observer, state } = drive;
  state.nowMs = atMs;
  if (observer === undefined) return;
  observer.instant(atMs);
  observer.polled(state.task[run]!, run, supply, 1, before, after);
}

/** A look after the first refusal: counted, and paid where it costs. */
function lookAgain(drive: Drive, run: number, row: Row, bucket: SupplyColumns): void {
  const { state } = drive;
  const supply = row.subject;
  const before = state.level[supply]!;
  const cost = Number.isNaN(row.pollGrains) ? compute(drive, run, row.computed.poll!) : row.pollGrains;
  if (cost > 0) {
    state.level[supply] = levelAfterLook(bucket.debt, before, cost);
    if (bucket.locksOut) noteLevel(state, bucket, supply);
    if (bucket.special) kindOf(bucket).took(drive, supply, bucket, before - state.level[supply]!);
  }
  const sinceMs = state.nowMs - state.lookedMs[run]!;
  if (sinceMs === row.pollEveryMs) {
    state.lookedMs[run] = state.nowMs;
    tellPolled(drive, run, supply, 1, before);
    return;
  }
  const onGrid = Math.floor(sinceMs / row.pollEveryMs);
  const gridMs = state.lookedMs[run]! + onGrid * row.pollEveryMs;
  // A look between two grid times (a deadline, or a level that is due) is one more.
  const looks = onGrid + (gridMs < state.nowMs ? 1 : 0);
  state.lookedMs[run] = row.pollOrWhenDue ? state.nowMs : gridMs;
  if (looks > 0) tellPolled(drive, run, supply, looks, before);
}

function tellPolled({ state, observer }: Drive, run: number, supply: number, looks: number, before: number): void {
  if (observer === undefined) return;
  observer.polled(state.task[run]!, run, supply, looks, before, state.level[supply]!);
}

/** A run that was refused goes on. */
export function passAtLast({ state, observer }: Drive, run: number, operation: number): number {
  if (observer !== undefined) {
    observer.passed(state.task[run]!, run, operation, state.nowMs - state.reachedMs[run]!);
  }
  state.refused[run] = 0;
  return TRIED.passed;
}

export function beginWait(drive: Drive, run: number, operation: number, row: Row): void {
  const { machine, state, observer } = drive;
  const atMostMs = Number.isNaN(row.atMostMs) ? compute(drive, run, row.computed.atMost!) : row.atMostMs;
  const { nowMs } = state;
  state.refused[run] = 1;
  state.reachedMs[run] = nowMs;
  state.lookedMs[run] = nowMs;
  // Where its start may be dropped a run was told as it began.
  if (!row.expires) state.deadlineMs[run] = nowMs + atMostMs;
  if (state.deadlineMs[run]! <= nowMs) return;
  if (observer !== undefined) observer.blocked(state.task[run]!, run, operation);
  if (row.gives >= 0) {
    release(drive, run, row.gives, state.holds[run * machine.permits.length + row.gives]!);
  }
}

export function sleepOrGiveUp(drive: Drive, run: number, operation: number, wakeMs: TimeMs, status: number): number {
  const { state, observer } = drive;
  const deadlineMs = state.deadlineMs[run]!;
  if (deadlineMs <= state.nowMs) {
    state.refused[run] = 0;
    if (observer !== undefined) {
      observer.gaveUp(state.task[run]!, run, operation, state.nowMs - state.reachedMs[run]!);
    }
    return TRIED.gaveUp;
  }
  setDue(state, drive.machine.runTimers + run, wakeMs < deadlineMs ? wakeMs : deadlineMs);
  state.operation[run] = operation;
  state.status[run] = status;
  return TRIED.waits;
}

/** When a refused run looks next. */
function wakeOf(state: State, run: number, row: Row, bucket: SupplyColumns, target: number): TimeMs {
  const everyMs = row.pollEveryMs;
  const lookedMs = state.lookedMs[run]!;
  if (everyMs > 0 && row.pollSimulated && !row.pollOrWhenDue) return lookedMs + everyMs;
  const supply = row.subject;
  if (row.pollReckons !== undefined) {
    const missingGrains = target - state.level[supply]!;
    return lookedMs + reckonedSleepMs(row.pollReckons, { missingGrains, mostMs: everyMs });
  }
  const dueMs = dueAt(state, supply, bucket, target);
  if (everyMs === 0) return dueMs;
  if (row.pollOrWhenDue) return Math.min(dueMs, lookedMs + everyMs);
  return dueMs === NEVER_MS ? NEVER_MS : lookedMs + Math.ceil((dueMs - lookedMs) / everyMs) * everyMs;
}

/** When the level is at least `target`, if nobody takes or gives anything until then. */
export function dueAt(state: State, supply: number, bucket: SupplyColumns, target: number): TimeMs {
  if (bucket.special) return specialReachesAt(state, supply, bucket, target);
  return reachesAt(bucket, state.level[supply]!, state.sinceMs[supply]!, target);
}

/** When a run that waits for a level wakes, worked out anew from the level as it is now: what a look at this time would find. */
export function wakeAnew(drive: Drive, run: number): TimeMs {
  const { machine, state } = drive;
  const row = machine.rows[state.operation[run]!]!;
  const bucket = machine.supplies[row.subject]!;
  settle(state, bucket, row.subject);
  if (row.lined && firstInLine(machine, state, row.subject) !== run) return state.deadlineMs[run]!;
  // Who asks a policy is asked here only where its looks come at fixed times, whatever the level is.
  const more = row.policy >= 0 ? 0 : levelAsked(drive, run, row);
  let wakeMs = wakeOf(state, run, row, bucket, openFrom(state, bucket, row.subject, more));
  if (row.also.length > 0) {
    for (const part of row.also) settle(state, machine.supplies[part.supply]!, part.supply);
    wakeMs = Math.max(wakeMs, othersWakeMs(drive, run, row));
  }
  return Math.min(wakeMs, state.deadlineMs[run]!);
}

/** The level at which a run that was refused goes on, where no policy is asked. */
function levelAsked(drive: Drive, run: number, row: Row): number {
  const grains = Number.isNaN(row.amount) ? compute(drive, run, row.computed.amount!) : row.amount;
  const enough = Number.isNaN(row.enoughGrains) ? levelWanted(drive, row, grains) : row.enoughGrains;
  return enough + (Number.isNaN(row.marginGrains) ? compute(drive, run, row.computed.margin!) : row.marginGrains);
}

/** The level that lets a step pass whose amount is computed. */
function levelWanted(drive: Drive, row: Row, grains: number): number {
  if (row.kind === AWAIT) return grains;
  const { debt, unitGrains } = drive.machine.supplies[row.subject]!;
  return admissionGrains(debt, unitGrains, grains);
}

export function pay(drive: Drive, run: number, supply: number, bucket: SupplyColumns, cost: number): void {
  const { state, observer } = drive;
  const before = state.level[supply]!;
  const after = bucket.clamps ? levelAfter(bucket.debt, before, cost) : before - cost;
  state.level[supply] = after;
  if (bucket.locksOut) noteLevel(state, bucket, supply);
  if (bucket.special) kindOf(bucket).took(drive, supply, bucket, before - after);
  if (observer !== undefined) observer.spent(state.task[run]!, run, supply, before, after);
}

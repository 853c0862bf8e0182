/**
 * The records of a task's copies as one: the task is what all of them did, and it waited as long as the one that waited
 * longest. A promise about waiting is one to each copy.
 *
 * @module
 */
import type { AgeRecord } from './meters/ages.ts';
import type { DueRecord } from './meters/due-meter.ts';
import type { LatencyRecord } from './meters/latency-meter.ts';
import type { ProgressRecord } from './meters/progress-meter.ts';
import type { RunRecord } from './meters/run-meter.ts';

export function foldRuns(records: readonly RunRecord[]): RunRecord {
  const sum = sumOf(records);
  return {
    triggered: sum(({ triggered }) => triggered),
    started: sum(({ started }) => started),
    skipped: sum(({ skipped }) => skipped),
    stopped: sum(({ stopped }) => stopped),
    completed: sum(({ completed }) => completed),
    failed: sum(({ failed }) => failed),
    crashed: sum(({ crashed }) => crashed),
    retried: sum(({ retried }) => retried),
    expired: sum(({ expired }) => expired),
    redelivered: sum(({ redelivered }) => redelivered),
    duplicates: sum(({ duplicates }) => duplicates),
    unfinished: sum(({ unfinished }) => unfinished),
    queued: sum(({ queued }) => queued),
    served: sum(({ served }) => served),
    undecided: sum(({ undecided }) => undecided),
    skippedWorking: sum(({ skippedWorking }) => skippedWorking),
    missed: sum(({ missed }) => missed),
  };
}

/** The first progress is that of the copy that came last to it; there is none as long as a copy made none. */
export function foldProgress(records: readonly ProgressRecord[]): ProgressRecord {
  const firsts = records.map(({ firstMs }) => firstMs);
  const lasts = records.flatMap(({ lastMs }) => (lastMs === null ? [] : [lastMs]));
  return {
    amount: sumOf(records)(({ amount }) => amount),
    firstMs: firsts.includes(null) ? null : mostOf(firsts.map((firstMs) => firstMs ?? 0)),
    lastMs: lasts.length === 0 ? null : mostOf(lasts),
    longestMs: mostOf(records.map(({ longestMs }) => longestMs)),
  };
}

/** What was never due of one copy leaves that copy's waits unknown, and so the task's. */
export function foldDue(records: readonly DueRecord[]): DueRecord {
  const oldest = records.flatMap(({ oldestQueuedMs }) => (oldestQueuedMs === null ? [] : [oldestQueuedMs]));
  const largest = sumOf(records)(({ pace }) => pace?.largestAmount ?? 0);
  return {
    due: records.every(({ due }) => due),
    longestMs: mostOf(records.map(({ longestMs }) => longestMs)),
    longestStartMs: mostOf(records.map(({ longestStartMs }) => longestStartMs)),
    oldestQueuedMs: oldest.length === 0 ? null : mostOf(oldest),
    waitingMs: mostOf(records.map(({ waitingMs }) => waitingMs)),
    // From the first to the last progress of several nobody can tell a pace: only how much an instant may bring is known.
    pace: largest === 0 ? null : { firstMs: 0, lastMs: 0, firstAmount: 0, largestAmount: largest },
  };
}

export function foldLatencies(records: readonly LatencyRecord[]): LatencyRecord {
  const sum = sumOf(records);
  const each = (of: (record: LatencyRecord) => readonly number[]): readonly number[] =>
    of(records[0]!).map((_, index) => sum((record) => of(record)[index]!));
  return {
    done: sum(({ done }) => done),
    sumMs: sum(({ sumMs }) => sumMs),
    longestMs: mostOf(records.map(({ longestMs }) => longestMs)),
    within: each(({ within }) => within),
    open: sum(({ open }) => open),
    openMs: sum(({ openMs }) => openMs),
    oldestMs: mostOf(records.map(({ oldestMs }) => oldestMs)),
    openLate: each(({ openLate }) => openLate),
  };
}

/** Over the time of all copies. */
export function foldAges(records: readonly AgeRecord[]): AgeRecord {
  const sum = sumOf(records);
  return {
    meanMs: sum(({ meanMs }) => meanMs) / records.length,
    overMs: sum(({ overMs }) => overMs),
    within: records[0]!.within.map((_, index) => ({
      lowMs: sum(({ within }) => within[index]!.lowMs),
      highMs: sum(({ within }) => within[index]!.highMs),
    })),
  };
}

function sumOf<Kind>(records: readonly Kind[]): (of: (record: Kind) => number) => number {
  return (of) => records.reduce((total, record) => total + of(record), 0);
}

function mostOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

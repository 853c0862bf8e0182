/**
 * Goals, judged by what the runs showed. Runs can miss a promise but never prove one, so what they say is an estimate; a
 * limit that stopped a run leaves every goal unknown that was not missed by what it had shown before.
 *
 * @module
 */
import { amountText, shareText } from '../analysis/amount-text.ts';
import { durationText } from '../analysis/duration-text.ts';
import type { Interval } from '../analysis/statistics.ts';
import type { Goal } from '../scenarios/scenario.ts';
import { DAY_MS, type TimeMs } from '../sim/time.ts';
import type { GoalReport } from './report.ts';
import { isCut, overRuns, runsText, type Seen, taskIndex } from './seen.ts';
import { servedIn } from './served.ts';

/** A wait shorter than this share of the horizon is no sign of starvation. */
const STARVING_SHARE = 1 / 4;

export interface JudgedGoal {
  readonly goal: Goal;
  readonly report: GoalReport;
  /** Replications which, each by itself, did not keep the goal. */
  readonly violated: number;
}

interface Judgement {
  readonly verdict: 'met' | 'missed' | 'unknown';
  readonly target: number | null;
  readonly measured: number | null;
  readonly interval?: Interval | null;
  readonly violated: number;
  /** Name of the goal, then what follows the verdict. */
  readonly name: string;
  readonly detail: string;
}

/** Judges one goal of a world. */
export function judgeGoal(seen: Seen, goal: Goal): JudgedGoal {
  const judged = judge(seen, goal);
  const cut = seen.records.some(isCut);
  // Only a wait that was already too long stays missed whatever the rest of a run would have been.
  const undone = cut && !(goal.goal === 'progressWithin' && judged.verdict === 'missed');
  const found = undone ? 'unknown' : judged.verdict;
  const verdict = found !== 'met' && goal.accepted !== undefined ? 'accepted' : found;
  const detail = undone ? 'a limit stopped the runs before their end' : judged.detail;
  return {
    goal,
    violated: judged.violated,
    report: {
      of: goal.of,
      goal: goal.goal,
      implicit: goal.implicit,
      ...(goal.accepted !== undefined && { accepted: goal.accepted }),
      target: judged.target,
      measured: judged.measured,
      interval: judged.interval ? [...judged.interval] : null,
      verdict,
      evidence: judged.measured === null || undone ? 'none' : 'estimate',
      text: `${judged.name}: ${found}, ${detail}${verdict === 'accepted' ? ` (accepted: ${goal.accepted})` : ''}`,
    },
  };
}

function judge(seen: Seen, goal: Goal): Judgement {
  const task = taskIndex(seen, goal.of);
  switch (goal.goal) {
    case 'neverStarves':
      return judgeStarving(seen, task);
    case 'progressWithin':
      return judgeWithin(seen, task, goal.limitMs);
    case 'served':
      return judgeServed(seen, task, goal.share);
    case 'progressPerDay':
      return judgePerDay(seen, task, goal.amount);
  }
}

function judgeStarving(seen: Seen, task: number): Judgement {
  const limitMs = seen.machine.model.horizonMs * STARVING_SHARE;
  const { longestMs, violated } = longestWaits(seen, task, (waitedMs) => waitedMs >= limitMs);
  const shared = { target: null, measured: longestMs, violated, name: 'never starves' };
  const waited = `${durationText(longestMs)} without progress`;
  if (violated === 0) {
    return { ...shared, verdict: 'met', detail: `no violation in ${runsText(seen)} (at most ${waited})` };
  }
  const often = oftenText(seen, violated);
  return { ...shared, verdict: 'unknown', detail: `up to ${waited}${often}, and runs cannot tell whether it ends` };
}

function judgeWithin(seen: Seen, task: number, limitMs: TimeMs): Judgement {
  const { longestMs, violated } = longestWaits(seen, task, (waitedMs) => waitedMs > limitMs);
  const shared = { target: limitMs, measured: longestMs, violated, name: `progress within ${durationText(limitMs)}` };
  const waited = `${durationText(longestMs)} without progress`;
  if (violated > 0) return { ...shared, verdict: 'missed', detail: `up to ${waited}${oftenText(seen, violated)}` };
  // A run no longer than the limit could not have missed it.
  if (seen.machine.model.horizonMs <= limitMs) {
    const detail = `a horizon of ${durationText(seen.machine.model.horizonMs)} is too short to tell`;
    return { ...shared, verdict: 'unknown', detail };
  }
  return { ...shared, verdict: 'met', detail: `at most ${waited} in ${runsText(seen)}` };
}

function judgeServed(seen: Seen, task: number, share: number): Judgement {
  const name = `served ${shareText(share)}`;
  const [low, high] = [overRuns(seen, servedLow), overRuns(seen, servedHigh)];
  const measured = overRuns(seen, (record) => servedIn(record, task)?.share);
  const violated = seen.records.filter((record) => (servedIn(record, task)?.high ?? 1) < share).length;
  const shared = { target: share, measured: measured?.mean ?? null, violated, name };
  if (low === undefined || high === undefined) return { ...shared, verdict: 'unknown', detail: 'no start was due' };
  const interval = clipped(measured?.interval ?? null);
  const ends = [sideOf(low.interval, share), sideOf(high.interval, share)] as const;
  const verdict = ends[0] === ends[1] ? ends[0] : 'unknown';
  const value = measured === undefined ? '' : `${shareText(measured.mean)}${spread(interval, shareText)}`;
  const bracket = `${shareText(low.mean)} or ${shareText(high.mean)}, if none or all of the unfinished starts are served`;
  const detail = ends[0] !== ends[1] || measured === undefined ? bracket : value;
  return { ...shared, interval, verdict, detail };

  function servedLow(record: Seen['records'][number]): number | undefined {
    return servedIn(record, task)?.low;
  }
  function servedHigh(record: Seen['records'][number]): number | undefined {
    return servedIn(record, task)?.high;
  }
}

function judgePerDay(seen: Seen, task: number, amount: number): Judgement {
  const rate = overRuns(seen, ({ tasks, measuredMs }) =>
    measuredMs > 0 ? (tasks[task]!.progress.amount * DAY_MS) / measuredMs : undefined,
  );
  const violated = seen.records.filter(
    ({ tasks, measuredMs }) => tasks[task]!.progress.amount * DAY_MS < amount * measuredMs,
  ).length;
  const shared = { target: amount, violated, name: `progress per day ${amountText(amount)}` };
  if (rate === undefined) return { ...shared, measured: null, verdict: 'unknown', detail: 'no time was measured' };
  const detail = `${amountText(rate.mean)}${spread(rate.interval, amountText)}`;
  return { ...shared, measured: rate.mean, interval: rate.interval, verdict: sideOf(rate.interval, amount), detail };
}

/** On which side of what is wanted an interval lies: wholly at or above it, wholly below, or neither. */
function sideOf(interval: Interval | null, wanted: number): Judgement['verdict'] {
  if (interval === null) return 'unknown';
  if (interval[0] >= wanted) return 'met';
  return interval[1] < wanted ? 'missed' : 'unknown';
}

function longestWaits(
  { records }: Seen,
  task: number,
  tooLong: (waitedMs: TimeMs) => boolean,
): { readonly longestMs: TimeMs; readonly violated: number } {
  const waits = records.map(({ tasks }) => tasks[task]!.progress.longestMs);
  return { longestMs: Math.max(...waits), violated: waits.filter(tooLong).length };
}

/** " in 3 of 20 runs of 7 d". */
function oftenText(seen: Seen, violated: number): string {
  if (seen.exact) return ` in ${runsText(seen)}`;
  return ` in ${violated} of ${runsText(seen)}`;
}

function spread(interval: Interval | null, text: (value: number) => string): string {
  if (interval === null) return ' in one run';
  if (interval[0] === interval[1]) return '';
  return ` (${text(interval[0])} to ${text(interval[1])})`;
}

function clipped(interval: Interval | null): Interval | null {
  return interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];
}

/**
 * Goals, judged by what the runs showed. Runs can miss a promise but never prove one, so what they say is an estimate; a
 * limit that stopped a run leaves every goal unknown that was not missed by what it had shown before.
 *
 * @module
 */
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { compare, type Rational } from '../../sim/numbers/rational.ts';
import type { TimeMs } from '../../sim/time.ts';
import { byStudent } from '../evidence/method.ts';
import { isCut, runsText, type Seen, taskIndex } from '../evidence/seen.ts';
import type { GoalReport } from '../report/report.ts';
import { judgeAge } from './age.ts';
import { deadlineText, judgeDoneBy } from './done-by.ts';
import { acceptanceText, clipped, type Judgement, oftenText, spread } from './judgement.ts';
import { isKeptByAll } from './kept-by-all.ts';
import { judgeLatency } from './latency.ts';
import { measure } from './measure.ts';
import { perDayIn } from './pace.ts';
import { judgePeak, windowText } from './peak.ts';
import { judgePrecision } from './precision.ts';
import { judgeRefused } from './refused.ts';
import { type Served, servedIn } from './served.ts';
import { shareOfRuns } from './share-of-runs.ts';
import { longestWaited, STARVING_SHARE } from './waited.ts';

/** Where what is undecided moves a share by this much, both ends are shown. */
const BRACKET_SHOWN = 0.005;

export interface JudgedGoal {
  readonly goal: Goal;
  readonly report: GoalReport;
  /** Replications which, each by itself, did not keep the goal. */
  readonly violated: number;
  /** The runs were too short to tell: nothing in them is to blame. */
  readonly tooShort: boolean;
}

/** Judges one goal of a world. */
export function judgeGoal(seen: Seen, goal: Goal): JudgedGoal {
  const judged = judge(seen, goal);
  const cut = seen.records.some(isCut);
  // Only a wait that was already too long stays missed whatever the rest of a run would have been.
  const undone = cut && !(isBound(goal) && judged.verdict === 'missed');
  const unsteady = seen.unsettled === true && isOfSteadyState(goal) && !(isBound(goal) && judged.verdict === 'missed');
  const found = undone || unsteady ? 'unknown' : judged.verdict;
  const verdict = found !== 'met' && goal.accepted !== undefined ? 'accepted' : found;
  const detail = undone
    ? 'a limit stopped the runs before their end'
    : unsteady
      ? `the runs show no steady state (${judged.detail})`
      : judged.detail;
  return {
    goal,
    violated: judged.violated,
    tooShort: judged.tooShort === true || unsteady,
    report: {
      of: goal.of,
      goal: goal.goal,
      ...('figure' in goal && { figure: goal.figure }),
      ...whenOf(goal),
      implicit: goal.implicit,
      ...(goal.accepted !== undefined && { accepted: goal.accepted }),
      ...(goal.expired !== undefined && { expired: goal.expired }),
      target: judged.target,
      measured: judged.measured,
      interval: judged.interval ? [...judged.interval] : null,
      ...(judged.by !== undefined && { by: judged.by }),
      ...(goal.goal !== 'precision' && violatedIn(seen, judged)),
      ...(judged.bracket !== undefined && { bracket: [...judged.bracket] }),
      verdict,
      evidence: judged.measured === null || undone ? 'none' : 'estimate',
      text: `${judged.name}: ${found}, ${detail}${acceptanceText(goal, verdict)}`,
    },
  };
}

/** The time that is a part of the goal itself. */
function whenOf(goal: Goal): Pick<GoalReport, 'when'> {
  if (goal.goal === 'doneBy') return { when: deadlineText(goal.deadline) };
  return goal.goal === 'peak' ? { when: windowText(goal) } : {};
}

/** Whether one violation decides, whatever else happens. */
function isBound(goal: Goal): boolean {
  return goal.goal === 'progressWithin' || isKeptByAll(goal);
}

/** Whether the goal is about how things are once the beginning is over. */
function isOfSteadyState({ goal }: Goal): boolean {
  return goal !== 'neverStarves' && goal !== 'progressWithin' && goal !== 'peak';
}

/** In how many runs, each judged by itself, the goal was not kept: independent trials. */
function violatedIn(seen: Seen, { violated, measured }: Judgement): Pick<GoalReport, 'violated'> {
  return measured === null ? {} : { violated: shareOfRuns(seen, violated) };
}

function judge(seen: Seen, goal: Goal): Judgement {
  const task = taskIndex(seen, goal.of);
  switch (goal.goal) {
    case 'neverStarves':
      return judgeStarving(seen, task);
    case 'progressWithin':
      return judgeWithin(seen, task, goal.limitMs);
    case 'served':
      return judgeServed(seen, task, goal.share, goal.exact);
    case 'progressPerDay':
      return judgePerDay(seen, task, goal.amount, goal.exact);
    case 'latency':
      return judgeLatency(seen, task, goal);
    case 'age':
      return judgeAge(seen, task, goal);
    case 'doneBy':
      return judgeDoneBy(seen, goal);
    case 'peak':
      return judgePeak(seen, goal);
    case 'refused':
      return judgeRefused(seen, goal);
    case 'precision':
      return judgePrecision(seen, task, goal);
  }
}

function judgeStarving(seen: Seen, task: number): Judgement {
  const limitMs = seen.machine.model.horizonMs * STARVING_SHARE;
  const waits = seen.records.map((record) => longestWaited(record, task));
  const longestMs = Math.max(...waits);
  const violated = waits.filter((waitedMs) => waitedMs >= limitMs).length;
  const shared = { target: null, measured: longestMs, violated, name: 'never starves' } as const;
  const waited = `a wait of ${durationText(longestMs)}`;
  if (!seen.records.some(({ due }) => due[task]!.due)) {
    return { ...shared, measured: null, verdict: 'unknown', detail: `it was never due within ${lengthText(seen)}` };
  }
  if (violated > 0) {
    const detail = `${waited}${oftenText(seen, violated)}, and runs cannot tell whether it ends`;
    return { ...shared, verdict: 'unknown', detail };
  }
  // Nothing was long enough to look bad, and nothing good was seen either.
  if (seen.records.every(({ tasks }) => tasks[task]!.progress.firstMs === null)) {
    return { ...shared, verdict: 'unknown', detail: `it made no progress in ${runsText(seen)}` };
  }
  return { ...shared, verdict: 'met', detail: `no violation in ${runsText(seen)} (at most ${waited})` };
}

function lengthText({ machine }: Seen): string {
  return durationText(machine.model.horizonMs);
}

function judgeWithin(seen: Seen, task: number, limitMs: TimeMs): Judgement {
  const { longestMs, violated } = longestWaits(seen, task, (waitedMs) => waitedMs > limitMs);
  const shared = { target: limitMs, measured: longestMs, violated, name: `progress within ${durationText(limitMs)}` };
  const waited = `${durationText(longestMs)} without progress`;
  if (violated > 0) return { ...shared, verdict: 'missed', detail: `up to ${waited}${oftenText(seen, violated)}` };
  // A run no longer than the limit could not have missed it.
  if (seen.machine.model.horizonMs <= limitMs) {
    const detail = `a horizon of ${lengthText(seen)} is too short to tell`;
    return { ...shared, verdict: 'unknown', tooShort: true, detail };
  }
  return { ...shared, verdict: 'met', detail: `at most ${waited} in ${runsText(seen)}` };
}

function judgeServed(seen: Seen, task: number, share: number, exact: Rational): Judgement {
  const [low, high, decided] = (['low', 'high', 'share'] as const).map((end) =>
    measure(seen, (record) => servedIn(record, task)?.[end]),
  );
  const violated = seen.records.filter((record) => {
    const served = servedIn(record, task);
    return served !== undefined && compare(served.high, exact) < 0;
  }).length;
  const shared = { target: share, measured: decided?.mean ?? null, violated, name: `served ${shareText(share)}` };
  if (low === undefined || high === undefined) return { ...shared, verdict: 'unknown', detail: 'no start was due' };
  const interval = clipped(decided?.interval ?? null);
  const ends = [low.sideOf(exact), high.sideOf(exact)] as const;
  const verdict = ends[0] === ends[1] ? ends[0] : 'unknown';
  const wide = high.mean - low.mean >= BRACKET_SHOWN;
  const open = ends[0] !== ends[1] || wide || decided === undefined;
  const detail = open
    ? `${shareText(low.mean)} to ${shareText(high.mean)}, as ${undecidedText(seen, task)}`
    : `${shareText(decided.mean)}${spread(interval, shareText)}`;
  const alone = verdict === 'unknown' && low.interval === null;
  return {
    ...shared,
    ...(alone && { tooShort: true }),
    interval,
    by: byStudent(seen),
    ...(open && { bracket: [low.mean, high.mean] }),
    verdict,
    detail,
  };
}

/** "480 of 10,080 starts are unfinished or queued at the end". */
function undecidedText({ records }: Seen, task: number): string {
  const sum = (of: (served: Served) => number) =>
    records.reduce((total, record) => {
      const served = servedIn(record, task);
      return served === undefined ? total : total + of(served);
    }, 0);
  const queued = records.reduce((total, { tasks }) => total + tasks[task]!.runs.queued, 0);
  const what = queued === 0 ? 'unfinished' : 'queued or unfinished';
  return `${amountText(sum(({ undecided }) => undecided))} of ${amountText(sum(({ due }) => due))} starts are ${what} at the end`;
}

function judgePerDay(seen: Seen, task: number, amount: number, exact: Rational): Judgement {
  const paces = seen.records.map((record) => perDayIn(seen.machine, record, task));
  const [rate, low, high] = (['seen', 'low', 'high'] as const).map((end) =>
    measure(seen, (record) => perDayIn(seen.machine, record, task)?.[end]),
  );
  const violated = paces.filter((pace) => pace?.high !== undefined && compare(pace.high, exact) < 0).length;
  const shared = { target: amount, violated, name: `progress per day ${amountText(amount)}` };
  if (rate === undefined) return { ...shared, measured: null, verdict: 'unknown', detail: 'no time was measured' };
  const bounded = paces.every((pace) => pace === undefined || pace.high !== undefined);
  const [below, above] = [low?.sideOf(exact), bounded ? high?.sideOf(exact) : 'unknown'];
  const judged = { ...shared, measured: rate.mean, interval: rate.interval, by: byStudent(seen) };
  const detail = `${amountText(rate.mean)}${spread(rate.interval, amountText)}`;
  if (rate.interval === null) return { ...judged, verdict: 'unknown', tooShort: true, detail };
  if (below !== undefined && below === above) return { ...judged, verdict: below, detail };
  if (rate.sideOf(exact) === 'unknown') return { ...judged, verdict: 'unknown', detail };
  const short = `${detail}, and one progress more or less in ${lengthText(seen)} decides`;
  return { ...judged, verdict: 'unknown', tooShort: true, detail: short };
}

function longestWaits(
  { records }: Seen,
  task: number,
  tooLong: (waitedMs: TimeMs) => boolean,
): { readonly longestMs: TimeMs; readonly violated: number } {
  const waits = records.map(({ tasks }) => tasks[task]!.progress.longestMs);
  return { longestMs: Math.max(...waits), violated: waits.filter(tooLong).length };
}

/**
 * A goal that runs have judged, judged again by what was proved: proof beats counterexample beats estimate.
 *
 * A proof is about every run, so it decides what every run must keep (`neverStarves`, `progressWithin`). Shares and rates are
 * goals about means, which chance decides: a proof can only show that even the worst run keeps them.
 *
 * @module
 */
import { shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { assert } from '../../sim/assert.ts';
import type { GoalVerification, TaskVerification, WorldVerification } from '../../verify/verification.ts';
import type { GoalReport } from '../report/report.ts';
import { acceptanceText } from './judgement.ts';
import { isKeptByAll } from './kept-by-all.ts';

export interface ProvedOptions {
  /** A goal about every run counts as met only by proof. */
  readonly demand: boolean;
  /** Whether who can starve with probability 0 alone is forgiven, where nobody wrote the goal. Default: true. */
  readonly soften?: boolean | undefined;
}

/** Whether a goal is forgiven by a proof that starving has probability 0, whoever has the turns. */
export function isSoftened(goal: Goal, task: TaskVerification | undefined, { soften = true }: ProvedOptions): boolean {
  return soften && goal.implicit && goal.goal === 'neverStarves' && task?.almostSafe === true;
}

/** What was decided about a goal; `detail` is what stands behind its verdict. */
export type Judged = Pick<GoalReport, 'measured' | 'evidence' | 'interval' | 'seenMs'> & {
  readonly verdict: 'met' | 'missed';
  readonly detail: string;
};

/** `report` as it is after the proof. */
export function provedGoal(
  goal: Goal,
  report: GoalReport,
  verified: WorldVerification,
  options: ProvedOptions,
): GoalReport {
  const proved = verified.goals.find((one) => one.of === goal.of && one.goal === goal.goal);
  const task = verified.tasks.find((one) => one.task === goal.of);
  // What every run must keep is not shown by some, and where time stands still nothing is ever done.
  if (isKeptByAll(goal) && (options.demand || verified.zeno !== undefined)) {
    return report.evidence === 'estimate' ? undecided(goal, report) : report;
  }
  if (proved === undefined || task === undefined) return report;
  const judged = judgedBy(proved, task, report);
  if (judged !== undefined) {
    const found = withVerdict(goal, report, judged);
    return isSoftened(goal, task, options) && found.verdict === 'missed' ? softened(found) : found;
  }
  if (isOneOfSeveral(proved, task)) return oneOfSeveral(goal, report, options);
  if (proved.goal === 'served') return { ...report, text: `${report.text}${worstShareText(proved)}` };
  // Where an instant never ends time stands still, and nobody progresses.
  if (!options.demand && verified.zeno === undefined) return report;
  // What the only possible run does for ever is no estimate.
  if (report.evidence === 'recurrence' || report.evidence === 'rule') return report;
  return undecided(goal, report);
}

/** What the proof decides; undefined where it leaves the goal to the runs. */
function judgedBy(proved: GoalVerification, task: TaskVerification, report: GoalReport): Judged | undefined {
  if (proved.verdict === 'unknown') return undefined;
  switch (proved.goal) {
    case 'neverStarves':
      return proved.verdict === 'proved' ? neverLonger(task, report) : starves(task, report);
    case 'progressWithin':
      if (proved.verdict === 'proved') return neverLonger(task, report);
      return Number.isFinite(proved.longestMs) ? tooLong(proved.longestMs, report) : starves(task, report);
    case 'served':
      return proved.verdict === 'proved' && report.verdict === 'met' ? served(proved, report) : undefined;
  }
}

function neverLonger({ worst, atMost }: TaskVerification, report: GoalReport): Judged {
  const { firstMs, betweenMs } = (worst ?? atMost)!;
  const longestMs = Math.max(firstMs, betweenMs);
  assert(report.verdict !== 'missed', 'no run contradicts a proof', { goal: report.text, longestMs });
  const detail = `at most ${durationText(longestMs)} without progress in every run (proved)`;
  return { verdict: 'met', measured: longestMs, evidence: 'proof', interval: null, detail };
}

function tooLong(longestMs: number, report: GoalReport): Judged {
  const detail = `up to ${durationText(longestMs)} without progress in some run (proved)${seenText(report)}`;
  return { verdict: 'missed', measured: longestMs, evidence: 'counterexample', interval: null, detail };
}

function starves({ claim }: TaskVerification, report: GoalReport): Judged {
  const how = claim === 'starved' ? 'every run stops making progress' : 'some run stops making progress';
  const detail = `${how} for ever (proved)${seenText(report)}`;
  const evidence = claim === 'starved' ? 'proof' : 'counterexample';
  // What goes on for ever has no number.
  return { verdict: 'missed', measured: null, evidence, interval: null, detail };
}

/** A run that starves it is there, and never comes about: the goal is not kept, and nothing fails by it. */
function softened(goal: GoalReport): GoalReport {
  const reason = 'starving has probability 0, whoever has the turns';
  return { ...goal, verdict: 'accepted', accepted: reason, text: `${goal.text} (accepted: ${reason})` };
}

function served(proved: Extract<GoalVerification, { goal: 'served' }>, report: GoalReport): Judged {
  const { worst } = proved;
  const runs = textAfterVerdict(report);
  // The proof is about the long run, and a run is as long as its horizon: one of them may lie below.
  const below = report.violated?.runs ?? 0;
  const fell = below === 0 ? '' : `; ${below} of ${report.violated!.of} runs fell below by the horizon`;
  const proof = worst === undefined ? 'proved' : `${shareText(worst)} in the long run in the worst case (proved)`;
  const detail = `${proof}, ${runs} in the runs${fell}`;
  return { verdict: 'met', measured: report.measured, evidence: 'proof', interval: report.interval, detail };
}

function worstShareText({ worst }: Extract<GoalVerification, { goal: 'served' }>): string {
  return worst === undefined ? '' : `; in the worst case ${shareText(worst)} in the long run (proved)`;
}

/** "; the runs showed up to 68 min": the adversary's number stands beside what was seen. */
function seenText({ measured, seenMs }: GoalReport): string {
  const waitedMs = seenMs ?? measured;
  return waitedMs === null ? '' : `; the runs showed up to ${durationText(waitedMs)}`;
}

/** A goal's report with what was decided about it. */
export function withVerdict(goal: Goal, report: GoalReport, { verdict: found, detail, ...judged }: Judged): GoalReport {
  const verdict = found === 'missed' && goal.accepted !== undefined ? 'accepted' : found;
  return {
    ...report,
    ...judged,
    verdict,
    text: `${nameOf(report)}: ${found}, ${detail}${acceptanceText(goal, verdict)}`,
  };
}

/** The task is proved to progress, and the goal is not proved: it is about each of several runs. */
function isOneOfSeveral(proved: GoalVerification, { claim }: TaskVerification): boolean {
  return proved.goal === 'neverStarves' && proved.verdict === 'unknown' && claim === 'live';
}

function oneOfSeveral(goal: Goal, report: GoalReport, { demand }: ProvedOptions): GoalReport {
  const why = 'it is proved to make progress again and again, but of several runs at a time one may wait for ever';
  if (demand) return undecided(goal, report, `not proved of each run: ${why}`);
  return report.verdict === 'met' ? { ...report, text: `${report.text}; ${why}` } : report;
}

function undecided(goal: Goal, report: GoalReport, why = 'not proved'): GoalReport {
  if (report.verdict !== 'met') return report;
  const verdict = goal.accepted === undefined ? 'unknown' : 'accepted';
  const detail = `${textAfterVerdict(report)}; ${why}`;
  return { ...report, verdict, text: `${nameOf(report)}: unknown, ${detail}${acceptanceText(goal, verdict)}` };
}

/** A goal's sentence is "NAME: VERDICT, DETAIL". */
function nameOf({ text }: GoalReport): string {
  return text.slice(0, text.indexOf(':'));
}

function textAfterVerdict({ text }: GoalReport): string {
  return text.slice(text.indexOf(', ') + 2);
}

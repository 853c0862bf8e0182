/**
 * A goal that the runs have judged, judged again by what is known of its task for certain. A proof of `verify` has its own
 * words, in `proved-goal.ts`; this is for what runs themselves let us know.
 *
 * @module
 */

import type { ServedBound } from '../../analysis/findings/served-bound.ts';
import { amountText, shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { assert } from '../../sim/assert.ts';
import { compare, fromNumber, multiply, type Rational, rational, toNumber } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { Foreseen } from '../evidence/foreseen.ts';
import type { Known } from '../evidence/known.ts';
import type { GoalReport } from '../report/report.ts';
import type { JudgedGoal } from './goals.ts';
import { acceptanceText } from './judgement.ts';
import { type Judged, withVerdict } from './proved-goal.ts';

/** The judged goal as it is with what is `known` of its task. */
export function knownGoal(judged: JudgedGoal, known: Known | undefined): JudgedGoal {
  if (known === undefined) return judged;
  if (known.byDraws === true) return { ...judged, report: leftToDraws(judged.goal, judged.report) };
  const decided = decidedBy(judged.goal, judged.report, known);
  if (decided === undefined) return judged;
  return { ...judged, tooShort: false, report: withVerdict(judged.goal, judged.report, decided) };
}

/** Some run starves it, and that may have probability 0: a goal about every run is neither met nor missed by that. */
function leftToDraws(goal: Goal, report: GoalReport): GoalReport {
  if (goal.goal !== 'neverStarves' || report.verdict !== 'met') return report;
  const verdict = goal.accepted === undefined ? 'unknown' : 'accepted';
  const [name = ''] = report.text.split(':');
  const why = 'some run stops making progress for ever (by rule), and draws decide whether it comes to that';
  const detail = `${why}; ${report.text.slice(report.text.indexOf(', ') + 2)}`;
  return { ...report, verdict, text: `${name}: unknown, ${detail}${acceptanceText(goal, verdict)}` };
}

function decidedBy(goal: Goal, report: GoalReport, known: Known): Judged | undefined {
  switch (goal.goal) {
    case 'neverStarves':
      return known.claim === 'live' ? neverLonger(report, known) : starves(report, known);
    case 'progressWithin':
      if (known.claim === 'starved' || known.claim === 'starvable') return starves(report, known);
      return known.worst === undefined ? undefined : within(goal.limitMs, report, known);
    case 'served':
    case 'progressPerDay':
    case 'latency':
    case 'age':
    case 'doneBy':
    case 'peak':
    case 'refused':
    case 'precision':
      return undefined;
  }
}

function longestOf({ worst }: Known): number | undefined {
  return worst === undefined ? undefined : Math.max(worst.firstMs, worst.betweenMs ?? 0);
}

function neverLonger(report: GoalReport, known: Known): Judged {
  const longestMs = longestOf(known);
  assert(report.verdict !== 'missed', 'no run contradicts what is known', { goal: report.text });
  const most = longestMs === undefined ? 'it makes progress again and again' : mostText(longestMs);
  const by = { evidence: longestMs === undefined ? known.evidence : (known.worstBy ?? known.evidence) };
  return judgedBy(by, 'met', longestMs ?? null, most);
}

function mostText(longestMs: number): string {
  return `at most ${durationText(longestMs)} without progress, for ever`;
}

function starves({ measured }: GoalReport, known: Known): Judged {
  if (known.claim === 'overloaded') {
    const { itemsPerDay, leastItemsPerDay } = known;
    const items = itemsPerDay ?? leastItemsPerDay;
    if (items !== undefined) {
      const many = `${itemsPerDay === undefined ? 'at least ' : ''}${amountText(items)} items a day`;
      return judgedBy(known, 'missed', null, `its backlog grows by ${many}, for ever`);
    }
    const more = known.growsPerDay === undefined ? '' : ` by ${amountText(known.growsPerDay)} starts a day`;
    return judgedBy(known, 'missed', null, `what waits in line grows${more}, for ever`);
  }
  const how = known.claim === 'starved' ? 'every run stops making progress' : 'some run stops making progress';
  // What goes on for ever has no number.
  const seen = measured === null ? {} : { seenMs: measured };
  const showed = measured === null ? '' : `; the runs showed up to ${durationText(measured)}`;
  const judged = judgedBy(known, 'missed', null, `${how} for ever`);
  return { ...judged, ...seen, detail: `${judged.detail}${showed}` };
}

function within(limitMs: number, report: GoalReport, known: Known): Judged {
  const longestMs = longestOf(known)!;
  const by = { evidence: known.worstBy ?? known.evidence };
  if (longestMs > limitMs)
    return judgedBy(by, 'missed', longestMs, `up to ${durationText(longestMs)} without progress`);
  assert(report.verdict !== 'missed', 'no run contradicts what is known', { goal: report.text, longestMs });
  return judgedBy(by, 'met', longestMs, mostText(longestMs));
}

function judgedBy(
  { evidence }: Pick<Known, 'evidence'>,
  verdict: Judged['verdict'],
  measured: number | null,
  detail: string,
): Judged {
  const how = {
    proof: 'proved',
    rule: 'by rule',
    counterexample: 'a run shows it',
    recurrence: 'the run recurs',
  } as const;
  return { verdict, measured, evidence, interval: null, detail: `${detail} (${how[evidence]})` };
}

/**
 * A goal about a mean, where the only run repeats itself: its pace and its share for all time are those of its cycle.
 * Decides where the run of the horizon could not tell, and makes certain what it told where both agree.
 */
export function goalAhead(judged: JudgedGoal, future: Foreseen, task: number): JudgedGoal {
  const { goal, report } = judged;
  if (future.kind !== 'recurs') return judged;
  if (goal.goal !== 'progressPerDay' && goal.goal !== 'served') return judged;
  const ahead = meanAhead(goal, future, task);
  if (ahead === undefined) return judged;
  const verdict = compare(ahead.exact, goal.exact) >= 0 ? 'met' : 'missed';
  if (report.verdict !== 'unknown' && report.verdict !== verdict) return judged;
  return inTheLongRun(judged, { verdict, evidence: 'recurrence', value: ahead.value, detail: ahead.detail });
}

interface Mean {
  readonly exact: Rational;
  readonly value: number;
  readonly detail: string;
}

function meanAhead(
  { goal }: Pick<Goal, 'goal'>,
  future: Extract<Foreseen, { kind: 'recurs' }>,
  task: number,
): Mean | undefined {
  if (goal === 'progressPerDay') {
    const { amount } = future.progress[task]!;
    const value = (amount * DAY_MS) / future.periodMs;
    const detail = `${amountText(value)} in the long run (the run recurs)`;
    return { exact: multiply(fromNumber(amount), rational(DAY_MS, future.periodMs)), value, detail };
  }
  const share = future.served[task];
  if (share === null || share === undefined) return undefined;
  const value = share.served / share.due;
  const grows = (future.growth?.queued[task] ?? 0) > 0 ? ', as the others wait in a line that grows' : '';
  const detail = `${shareText(value)} in the long run${grows} (the run recurs)`;
  return { exact: rational(share.served, share.due), value, detail };
}

/**
 * A goal about a share that a rule bounds: no more than so many starts can be served, whatever happens. Misses what the runs
 * could not tell, and makes certain what they missed.
 */
export function goalBounded(judged: JudgedGoal, bound: ServedBound | undefined): JudgedGoal {
  const { goal, report } = judged;
  if (goal.goal !== 'served' || bound === undefined || compare(bound.share, goal.exact) >= 0) return judged;
  // What the only run does is known better; a horizon in which the goal was met is too short to show the long run.
  if (report.verdict === 'met' || report.verdict === 'accepted' || report.evidence === 'recurrence') return judged;
  const most = `at most ${shareText(toNumber(bound.share))} in the long run, as ${bound.because} (by rule)`;
  return inTheLongRun(judged, { verdict: 'missed', evidence: 'rule', value: toNumber(bound.share), detail: most });
}

interface LongRun {
  readonly verdict: Judged['verdict'];
  readonly evidence: 'recurrence' | 'rule';
  readonly value: number;
  readonly detail: string;
}

/** Where the runs could not tell, the number is that of the long run: what they had seen by their end says less. */
function inTheLongRun({ goal, ...judged }: JudgedGoal, { verdict, evidence, value, detail }: LongRun): JudgedGoal {
  const { bracket, ...rest } = judged.report;
  const told = judged.report.verdict !== 'unknown';
  const report = told || goal.goal === 'progressPerDay' ? judged.report : rest;
  const measured = told || goal.goal === 'progressPerDay' ? (judged.report.measured ?? value) : value;
  const interval = report === rest ? null : report.interval;
  const seen = evidence === 'rule' && told ? `; ${textOf(judged.report)} in the runs` : '';
  const decided: Judged = { verdict, measured, evidence, interval, detail: `${detail}${seen}` };
  return { ...judged, goal, tooShort: false, report: withVerdict(goal, report, decided) };
}

/** What stands behind the verdict in a goal's sentence. */
function textOf({ text }: GoalReport): string {
  return text.slice(text.indexOf(', ') + 2);
}

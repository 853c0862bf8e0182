/**
 * What judging one goal comes to, and the words that all kinds of goals share.
 *
 * @module
 */

import type { Interval } from '../../analysis/statistics/statistics.ts';
import { isOneNumber } from '../../analysis/words/amount-text.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import { runsText, type Seen } from '../evidence/seen.ts';
import type { GoalReport } from '../report/report.ts';
import type { Side } from './measure.ts';

export interface Judgement {
  readonly verdict: Side;
  readonly target: number | null;
  readonly measured: number | null;
  readonly interval?: Interval | null;
  readonly bracket?: Interval;
  /** How the interval was obtained. */
  readonly by?: string;
  /** Replications which, each by itself, did not keep the goal. */
  readonly violated: number;
  /** The runs were too short to tell: nothing in them is to blame. */
  readonly tooShort?: true;
  /** Name of the goal, then what follows the verdict. */
  readonly name: string;
  readonly detail: string;
}

/** What was accepted, behind a goal's sentence, and what no longer is; nothing where the goal is met. */
export function acceptanceText(
  { accepted, expired }: Pick<Goal, 'accepted' | 'expired'>,
  verdict: GoalReport['verdict'],
): string {
  if (verdict === 'accepted') return ` (accepted: ${accepted})`;
  return expired !== undefined && verdict !== 'met' ? ` (${expired})` : '';
}

/** " in 3 of 20 runs of 7 d". */
export function oftenText(seen: Seen, violated: number): string {
  if (seen.exact) return ` in ${runsText(seen)}`;
  return ` in ${violated} of ${runsText(seen)}`;
}

export function spread(interval: Interval | null, text: (value: number) => string): string {
  if (interval === null) return ' in one run, which says nothing about others';
  if (isOneNumber(text(interval[0]), text(interval[1]))) return '';
  return ` (${text(interval[0])} to ${text(interval[1])})`;
}

export function clipped(interval: Interval | null): Interval | null {
  return interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])];
}

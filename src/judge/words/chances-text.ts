/**
 * What chance does to a task, beside what can happen to it: in a sentence, and for report.json.
 *
 * @module
 */
import { shareText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Chance, TaskChances } from '../../verify/verification.ts';
import type { ChancesReport } from '../report/proof-schema.ts';

export function chancesReport(task: TaskChances): ChancesReport {
  const { starvesAgainstAdversary, starvesByCoin, longRun } = task;
  const { progressPerDay, meanWaitMs, waiting, served } = longRun;
  return {
    byAdversary: starvesAgainstAdversary,
    byCoin: starvesByCoin,
    longRun: {
      progressPerDay: pair(progressPerDay),
      meanGapMs: [finite(meanWaitMs.low), finite(meanWaitMs.high)],
      waiting: pair(waiting),
      ...(served && { served: pair(served) }),
    },
    text: chancesText(task),
  };
}

/** "If a fair coin decides whose turn it is, report starves with probability 0; on average it progresses every 14 min". */
export function chancesText({ task, starvesAgainstAdversary, starvesByCoin, longRun }: TaskChances): string {
  const starves = `${task} starves with probability ${CHANCE_WORDS[starvesByCoin]}`;
  // Where the adversary can do no more than the coin, whose turn it is has no part in it.
  if (starvesAgainstAdversary !== starvesByCoin) {
    const rest = starvesByCoin === 'certain' ? '' : `; on average ${figures(longRun)}`;
    return `if a fair coin decides whose turn it is, ${starves}${rest}`;
  }
  const rest = starvesByCoin === 'certain' ? '' : `; if a fair coin has them, on average ${figures(longRun)}`;
  return `whoever has the turns, ${starves}${rest}`;
}

const CHANCE_WORDS: Readonly<Record<Chance, string>> = {
  never: '0',
  possible: 'above 0, from some start or by some draws',
  certain: '1',
};

function figures({ meanWaitMs, waiting, served }: TaskChances['longRun']): string {
  const often = rangeOf(meanWaitMs, (ms) => durationText(Math.round(ms)));
  const parts = [
    meanWaitMs.high === Infinity ? 'it may progress no more' : `it progresses every ${often}`,
    ...(served === undefined ? [] : [`${rangeOf(served, roundShare)} of its starts are served`]),
    `it waits ${rangeOf(waiting, roundShare)} of the time`,
  ];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

interface Between {
  readonly low: number;
  readonly high: number;
}

/** A sum of shares is one but for rounding. */
function roundShare(share: number): string {
  return shareText(Math.round(share * 1e6) / 1e6);
}

/** "40 %", "18 min to 20 min": the starts left open, or bounds, may leave a range. */
function rangeOf({ low, high }: Between, text: (value: number) => string): string {
  return text(low) === text(high) ? text(low) : `${text(low)} to ${text(high)}`;
}

function pair({ low, high }: Between): [number, number] {
  return [low, high];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

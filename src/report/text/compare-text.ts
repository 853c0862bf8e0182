/**
 * Figures of a comparison in words, for terminal, page and charts.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { ComparedFigure } from '../../judge/compare/comparison.ts';
import { amountText, shareText } from './amount-text.ts';

type Side = ComparedFigure['sides'][number];

/** "progress a day". */
export function figureName({ figure }: ComparedFigure): string {
  return { progressPerDay: 'progress a day', served: 'served', longestWithoutProgress: 'longest without progress' }[
    figure
  ];
}

/** How its values are written. */
export function figureText({ figure }: ComparedFigure): (value: number) => string {
  return { progressPerDay: amountText, served: shareText, longestWithoutProgress: durationText }[figure];
}

/** "+12.5 (+11 to +14)", "−30 points (…)": this side minus the first; empty where that is not known. */
export function differenceText(figure: ComparedFigure, { difference }: Side): string {
  if (difference === null) return '';
  const text = signed(figure);
  const { mean, interval } = difference;
  if (interval === null) return `${text(mean)} (one pair of runs)`;
  const [low, high] = [text(interval[0]), text(interval[1])];
  return low === high ? text(mean) : `${text(mean)} (${low.replace(/ points$/, '')} to ${high})`;
}

/** "better", "worse", "the same", "unclear"; nothing where there is nothing to say. */
export function changeText({ change, difference }: Side): string {
  if (difference === null) return '';
  return { better: 'better', worse: 'worse', same: 'the same', unclear: 'unclear' }[change];
}

function signed({ figure }: ComparedFigure): (value: number) => string {
  const plain = { progressPerDay: amountText, served: pointsText, longestWithoutProgress: roundedText }[figure];
  return (value) => {
    const text = plain(Math.abs(value));
    if (/^0\b/.test(text) && !/[1-9]/.test(text)) return '0';
    return `${value < 0 ? '−' : '+'}${text}`;
  };
}

/** A difference of shares is told in points: 5 % more would be something else. */
function pointsText(share: number): string {
  return `${amountText(share * 100)} points`;
}

/** Means of whole milliseconds are none. */
function roundedText(ms: number): string {
  return durationText(Math.round(ms));
}

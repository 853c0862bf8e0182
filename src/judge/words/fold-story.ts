/**
 * A story cut to a length: how it begins, how it comes into the cycle, and the cycle; what is left out is counted.
 *
 * A stem may be hundreds of looks long, and what matters is at its ends. The script keeps all of it.
 *
 * @module
 */
import type { CounterexampleReport } from '../report/proof-schema.ts';

type Line = CounterexampleReport['story'][number];

export interface Folded {
  readonly story: readonly Line[];
  /** Lines that are left out, those before a line that is told among them. */
  readonly omitted: number;
}

/** At most `linesMax` lines of a story, of which some may have been left out before. */
export function foldStory(story: readonly Line[], linesMax: number): Folded {
  if (story.length <= linesMax) return { story, omitted: 0 };
  const stem = story.filter(({ inCycle }) => !inCycle);
  const cycle = story.slice(stem.length);
  // Whichever of the two is short leaves its room to the other.
  const cycleMax = Math.max(Math.ceil(linesMax / 2), linesMax - stem.length);
  const cycleTold = cycle.slice(0, cycleMax);
  const stemTold = foldStem(stem, linesMax - cycleTold.length);
  return { story: [...stemTold, ...cycleTold], omitted: story.length - stemTold.length - cycleTold.length };
}

function foldStem(stem: readonly Line[], linesMax: number): readonly Line[] {
  if (stem.length <= linesMax) return stem;
  const head = Math.ceil(linesMax / 2);
  const tail = stem.slice(stem.length - (linesMax - head));
  const [first, ...rest] = tail;
  if (first === undefined) return stem.slice(0, head);
  const between = stem.slice(head, stem.length - tail.length + 1);
  const before = between.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);
  return [...stem.slice(0, head), { ...first, leftOut: before + stem.length - linesMax }, ...rest];
}

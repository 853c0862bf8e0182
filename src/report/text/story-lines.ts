/**
 * A counterexample as lines of a terminal: when, the levels left, who did what; the cycle under a line of its own.
 *
 * @module
 */
import { durationText } from '../../analysis/words/duration-text.ts';
import type { CounterexampleReport } from '../../judge/report/proof-schema.ts';
import { foldStory } from '../../judge/words/fold-story.ts';
import { wrap } from './text-fit.ts';

export interface StoryRoom {
  /** Columns there are. */
  readonly room: number;
  /** Instants that are told at the most. */
  readonly instantsMax: number;
}

type Story = Pick<CounterexampleReport, 'story' | 'omitted' | 'cycle'>;

/** The story's lines; the last says how many instants are left out. */
export function storyLines({ story, omitted, cycle }: Story, { room, instantsMax }: StoryRoom): string[] {
  const { story: told, omitted: folded } = foldStory(story, instantsMax);
  const times = told.map(({ at, levels }) => `${at}  ${levelsText(levels)}`);
  const width = Math.max(0, ...times.map((text) => text.length)) + 2;
  const lines = told.flatMap(({ sentences, inCycle, leftOut }, index) => {
    const begins = inCycle && !(told[index - 1]?.inCycle ?? false) && cycle !== null;
    const head = begins ? [`for ever, every ${durationText(cycle.durationMs)}:`] : [];
    const [first = '', ...others] = wrap(sentences.join('; '), Math.max(20, room - width));
    const gap = leftOut === undefined ? [] : [`… ${instants(leftOut)} …`];
    return [...gap, ...head, times[index]!.padEnd(width) + first, ...others.map((text) => ' '.repeat(width) + text)];
  });
  const between = told.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);
  const left = folded + omitted - between;
  return left === 0 ? lines : [...lines, `… and ${instants(left)}`];
}

function instants(count: number): string {
  return `${count} more ${count === 1 ? 'instant' : 'instants'}`;
}

/** "keepa 10, mail −4"; nothing where there is no supply. */
function levelsText(levels: Readonly<Record<string, number>>): string {
  return Object.entries(levels)
    .map(([name, tokens]) => `${name} ${tokens < 0 ? '−' : ''}${Math.round(Math.abs(tokens) * 1e4) / 1e4}`)
    .join(', ');
}

/**
 * A replayed counterexample for the terminal: whether it does what it says, which goals it does not keep, and the story.
 *
 * @module
 */
import type { Replayed } from '../../judge/script/replay-script.ts';
import { storyLines } from './story-lines.ts';
import { wrap } from './text-fit.ts';
import { harmless, painter } from './text-style.ts';

const WIDTH_MIN = 60;
const WIDTH_MAX = 120;
const INDENT = 10;

/** The replay as lines of text, with a new line at the end. */
export function formatReplay(
  raw: Replayed,
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const replayed = harmless(raw);
  const paint = painter(colour);
  const room = Math.min(Math.max(width, WIDTH_MIN), WIDTH_MAX);
  const block = (label: string, text: string): string[] =>
    wrap(text, room - INDENT).map(
      (line, index) => (index === 0 ? paint(label.padEnd(INDENT), 'bold') : ' '.repeat(INDENT)) + line,
    );
  const { confirmed, script, says, reason, step, story, cycle, violates, scenario, model } = replayed;
  const word = confirmed ? paint('CONFIRMED', 'green', 'bold') : paint('REFUTED', 'red', 'bold');
  const at = step === undefined ? '' : `step ${step}: `;
  const lines = [
    `${word}  ${paint(script, 'bold')}`,
    '',
    ...block('Says', `${says}.`),
    ...(reason === undefined ? [] : block('But', `${at}${reason}.`)),
    ...violates.flatMap((goal, index) => block(index === 0 ? 'Violates' : '', goal)),
    ...block('Scenario', `${scenario}, model ${model}`),
    ...(story.length === 0
      ? []
      : ['', ...storyLines({ story: [...story].map(plain), omitted: 0, cycle }, { room, instantsMax: story.length })]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function plain(line: Replayed['story'][number]): Parameters<typeof storyLines>[0]['story'][number] {
  return { ...line, sentences: [...line.sentences], levels: { ...line.levels } };
}

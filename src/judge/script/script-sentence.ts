/**
 * What a script's run shows, in the words that a report has for it; and where a sentence says something else.
 *
 * Whether every run goes like this one, the run alone cannot tell: of "waits" and "can wait" both are its words.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import { VERSION } from '../../sim/version.ts';
import type { Script } from '../../verify/script/script.ts';
import { exampleText } from '../evidence/counterexamples.ts';

/** Where `says` differs from what the run of a confirmed script shows; undefined where it does not. */
export function sentenceDifference(
  machine: Machine,
  script: Script,
  { says, quotasim }: { readonly says: string; readonly quotasim: string },
): string | undefined {
  const sentences = sentencesOf(machine, script);
  if (sentences.includes(says)) return undefined;
  // Another version may have had other words for the same run; that cannot be told from an edit.
  const older =
    quotasim === VERSION ? '' : `; it was written by quotasim ${quotasim}, whose words may have been others`;
  if (sentences.length === 0) return `its sentence cannot be compared with its run${older}`;
  const differences = sentences.map((shown) => differingWords(says, shown));
  const least = differences.reduce((best, one) => (one.count < best.count ? one : best));
  return `its sentence has ${quoted(least.said)} where its run shows ${quoted(least.shown)}${older}`;
}

/** Both sentences for the run: as one that always happens, and as one that can. */
function sentencesOf(machine: Machine, script: Script): readonly string[] {
  const { shows } = script;
  if (shows.kind === 'served-share' || shows.kind === 'stuck') return [];
  return [false, true].map((always) => exampleText(machine, { task: shows.task, script, always }));
}

interface Difference {
  readonly said: string;
  readonly shown: string;
  /** Words between the ends that both share. */
  readonly count: number;
}

function differingWords(says: string, shown: string): Difference {
  const [left, right] = [says.split(' '), shown.split(' ')];
  const least = Math.min(left.length, right.length);
  let first = 0;
  while (first < least && left[first] === right[first]) first++;
  let last = 0;
  while (last < least - first && left.at(-1 - last) === right.at(-1 - last)) last++;
  const [said, seen] = [left, right].map((words) => words.slice(first, words.length - last)) as [string[], string[]];
  return { said: said.join(' '), shown: seen.join(' '), count: said.length + seen.length };
}

function quoted(words: string): string {
  return words === '' ? 'nothing' : `"${words}"`;
}

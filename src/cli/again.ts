/**
 * The command that gives the same report again: every option that enters the result, and the seed in any case.
 *
 * @module
 */
import type { Args } from './command.ts';

const LIMITS = ['limit-states', 'limit-memory'];

/** A line for a shell, with the options in the order in which `simulate` writes those it knows. */
export function againCommand(words: readonly string[], args: Args, seed: string): string {
  const option = (name: string): string[] => args.all(name).flatMap((value) => [`--${name}`, value]);
  const flag = (name: string): string[] => (args.flag(name) ? [`--${name}`] : []);
  const before = [
    ...words,
    ...option('config'),
    ...flag('strict'),
    ...option('ignore'),
    ...option('with'),
    ...option('set'),
    ...option('horizon'),
    '--seed',
    seed,
    ...option('replications'),
    ...flag('allow-plugins'),
  ];
  const after = [...LIMITS.flatMap(option), ...option('require'), ...flag('no-verify'), ...flag('no-neighbours')];
  return ['sim', ...before, ...after].map(shellWord).join(' ');
}

/** A word as a POSIX shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

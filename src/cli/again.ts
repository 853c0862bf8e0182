/**
 * The command that gives the same report again: every option that enters the result, and the seed in any case.
 *
 * @module
 */
import type { Args } from './command.ts';

/** A line for a shell, from a checkout or where quotasim is installed. */
export function againCommand(args: Args, seed: string | undefined): string {
  const words = ['npx', 'sim', ...args.words];
  for (const setting of args.all('set')) words.push('--set', setting);
  for (const name of ['horizon', 'replications']) {
    const value = args.text(name);
    if (value !== undefined) words.push(`--${name}`, value);
  }
  if (seed !== undefined) words.push('--seed', seed);
  const required = args.text('require');
  if (required !== undefined) words.push('--require', required);
  return words.map(shellWord).join(' ');
}

/** A word as a POSIX shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

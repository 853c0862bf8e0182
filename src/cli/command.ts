/**
 * What a command is: a verb, the words it takes, and its options, which are data with a description.
 *
 * **To add a command**: write `commands/<verb>.ts`, add its row to `commands/index.ts`, write
 * `test/cli/<verb>.test.ts`.
 *
 * @module
 */
import type { Io } from './io.ts';

export interface Option {
  readonly describe: string;
  /** What stands for its value in the help, e.g. `DIR`; an option without one is a flag. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: true;
  /** The only values it may have. */
  readonly choices?: readonly string[];
}

export interface Command {
  readonly verb: string;
  /** The words it takes, in order, all of them required: `['scenario']`. */
  readonly words: readonly string[];
  /** A word it may take besides: `code`. */
  readonly optional?: string;
  /** What its last word may be followed by, any number of times: `scenario`. */
  readonly more?: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly (readonly [command: string, describe: string])[];
  /** Returns the exit code. */
  run(args: Args, io: Io): Promise<number>;
}

/** The words and options of one call, checked: every option is known, has a value, and is given once. */
export interface Args {
  readonly words: readonly string[];
  /** The value of an option; undefined where it was not given. */
  text(name: string): string | undefined;
  /** The values of an option that may be given more than once. */
  all(name: string): readonly string[];
  flag(name: string): boolean;
}

/**
 * The command line is wrong: one sentence, and which command tells more.
 *
 * @module
 */

/** A mistake in the words of the command line; exit 2. */
export class UsageError extends Error {
  /** The command whose help tells more; undefined for `sim --help`. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.name = 'UsageError';
    this.command = command;
  }
}

/**
 * The command line as a function: words and an `Io` in, an exit code out. Nothing here knows of a process.
 *
 * @module
 */

import { FileError } from '../node/file-error.ts';
import { VERSION } from '../sim/version.ts';
import { helpText, looksLikeFile, parseArgv, unknownVerb } from './argv.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT_BAD_INPUT, EXIT_PASS } from './exit.ts';
import { reportFailure } from './failure.ts';
import type { Io } from './io.ts';

/** Does what `argv` (without the program's name) says; never throws. Returns the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await perform(argv, io);
  } catch (error) {
    return reportFailure(error, argv, io);
  }
}

async function perform(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 0) {
    io.err(await helpText(COMMANDS));
    return EXIT_BAD_INPUT;
  }
  const call = parseArgv(argv, COMMANDS);
  switch (call.kind) {
    case 'help':
      io.out(await helpText(COMMANDS, call.command));
      return EXIT_PASS;
    case 'version':
      io.out(`${VERSION}\n`);
      return EXIT_PASS;
    case 'run':
      return runVerb(call, io);
  }
}

/** Runs a command; a bare word that was taken for a file and is none was meant as a command. */
async function runVerb({ command, args, verbGiven }: RunCall, io: Io): Promise<number> {
  try {
    return await command.run(args, io);
  } catch (error) {
    const [word = ''] = args.words;
    const missing = error instanceof FileError && error.code === 'no_such_file' && error.file === word;
    if (!missing || verbGiven || looksLikeFile(word)) throw error;
    throw unknownVerb(
      word,
      COMMANDS.map(({ verb }) => verb),
    );
  }
}

type RunCall = Extract<ReturnType<typeof parseArgv>, { kind: 'run' }>;

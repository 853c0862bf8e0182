/**
 * Questions at a terminal.
 *
 * @module
 */
import { createInterface } from 'node:readline/promises';

/** Asks one question at a time; undefined where the input ends before an answer. */
export function askAt(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string | undefined> {
  return async (question) => {
    // A reader for each question: nothing keeps the process alive between them.
    const lines = createInterface({ input, output });
    try {
      return await new Promise<string | undefined>((resolve, reject) => {
        // Ctrl-C and Ctrl-D close it, and then no answer ever comes.
        lines.once('close', () => resolve(undefined));
        lines.question(question).then(resolve, reject);
      });
    } finally {
      lines.close();
    }
  };
}

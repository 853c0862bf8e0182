/**
 * Questions at a terminal.
 *
 * @module
 */
import { createInterface, type Interface } from 'node:readline';

/** Asks one question at a time; undefined where the input ends before an answer. */
export function askAt(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string | undefined> {
  let lines: Interface | undefined;
  // Lines that came before they were asked for, as when several are pasted.
  const early: string[] = [];
  let isOver = false;
  let answer: ((line: string | undefined) => void) | undefined;

  const settle = (line: string | undefined): void => {
    const waiting = answer;
    answer = undefined;
    // Between two questions nothing keeps the process alive.
    lines?.pause();
    waiting?.(line);
  };
  const begin = (): Interface => {
    const made = createInterface({ input, output });
    made.on('line', (line) => (answer === undefined ? early.push(line) : settle(line)));
    made.on('close', () => {
      isOver = true;
      settle(undefined);
    });
    return made;
  };
  return (question) =>
    new Promise((resolve) => {
      const line = early.shift();
      if (line !== undefined || isOver) {
        output.write(`${question}${line ?? ''}\n`);
        resolve(line);
        return;
      }
      lines ??= begin();
      answer = resolve;
      lines.setPrompt(question);
      lines.prompt();
    });
}

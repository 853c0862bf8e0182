/**
 * A production file that cannot be read, or that does not belong to the scenario: every mistake at its place.
 *
 * @module
 */
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { excerpt, printable, sourceOf } from '../scenarios/text/source.ts';

export type ConfigMistake =
  | 'not_readable'
  | 'not_a_value'
  | 'duplicate_name'
  | 'unknown_format'
  | 'nothing_known'
  | 'unknown_name'
  | 'bad_value';

/** `message` is ready to be shown; `issues` is for programs. */
export class ConfigError extends Error {
  readonly issues: readonly LocatedIssue[];

  constructor(issues: readonly LocatedIssue[], text: string) {
    const pictures = issues.map(({ file, line, column, code, message }) => {
      const picture = excerpt(sourceOf(file, text), { line, column });
      return `${file}:${line}:${column} ${code}\n  ${message}\n${picture}`;
    });
    super(pictures.join('\n\n'));
    this.name = 'ConfigError';
    this.issues = issues;
  }
}

export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function configIssue(code: ConfigMistake, { file, line, column }: Spot, message: string): LocatedIssue {
  return { code, file, line, column, message: printable(message) };
}

/**
 * A file that cannot be read or written as the user asked: the user's mistake, said in one line, with a hint below it.
 *
 * @module
 */

export type FileErrorCode =
  | 'no_such_file'
  | 'exists'
  | 'is_a_directory'
  | 'not_a_directory'
  | 'not_text'
  | 'other_kind'
  | 'too_large'
  | 'not_permitted'
  | 'not_readable'
  | 'not_writable';

/** `message` is ready to be shown: `scenarios/x.yaml: no such file`, and on the next lines what might help. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly file: string;

  constructor(code: FileErrorCode, { file, says, hint }: { file: string; says: string; hint?: string | undefined }) {
    super(`${file}: ${says}${hint === undefined ? '' : `\n  ${hint}`}`);
    this.name = 'FileError';
    this.code = code;
    this.file = file;
  }
}

/** The code of a system error, e.g. `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

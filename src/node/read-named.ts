/**
 * Reads a file that a scenario names: a trace, a sample. At once and not in turns, so that loading a scenario stays one
 * call; such files are small.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs';
import { FileError, type FileErrorCode, systemCode } from './file-error.ts';
import { pathBeside } from './paths.ts';

/** What is worth simulating fits in. */
const BYTES_MAX = 16 * 1024 * 1024;

/**
 * The text of the file that the scenario in `file` names as `named`, by its path relative to the scenario, as UTF-8.
 *
 * @throws {FileError} when there is no such file, it is no plain file, not text, or larger than 16 MB.
 * @example
 * loadScenario(text, { file, read: (named) => readNamedFile(file, named) });
 */
export function readNamedFile(file: string, named: string): string {
  const path = pathBeside(file, named);
  const refuse = (code: FileErrorCode, says: string): FileError => new FileError(code, { file: path, says });
  try {
    const { size, isPlain } = kindOf(path);
    if (!isPlain) throw refuse('not_readable', 'is no plain file');
    if (size > BYTES_MAX) throw refuse('too_large', 'larger than 16 MB, which is too much for a trace');
    return textOf(readFileSync(path)) ?? fail(refuse('not_text', 'not a text file'));
  } catch (error) {
    throw readError(error, refuse);
  }
}

function kindOf(path: string): { readonly size: number; readonly isPlain: boolean } {
  const found = statSync(path);
  return { size: found.size, isPlain: found.isFile() };
}

/** Undefined where it is none: a zero byte is valid UTF-8, and yet no text. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.includes('\ufffd') ? undefined : text;
}

function fail(error: FileError): never {
  throw error;
}

function readError(error: unknown, refuse: (code: FileErrorCode, says: string) => FileError): unknown {
  const code = systemCode(error);
  if (error instanceof FileError || code === undefined) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return refuse('no_such_file', 'no such file');
  if (code === 'EACCES' || code === 'EPERM') return refuse('not_permitted', 'may not be read');
  return refuse('not_readable', `cannot be read (${code})`);
}

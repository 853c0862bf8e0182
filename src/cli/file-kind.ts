/**
 * What a file is that was given for another: one sentence that names it and the command that takes it, in the place of all
 * the mistakes it would make as what it is not.
 *
 * @module
 */
import { FileError } from '../node/file-error.ts';

export type FileKind = 'scenario' | 'script' | 'certificate';

type Found = FileKind | 'report' | 'json';

const FOUND: Readonly<Record<Found, string>> = {
  scenario: 'a scenario, which sim run takes',
  script: 'a script, which sim replay takes',
  certificate: 'a certificate, which sim check-certificate takes',
  report: 'a report, which no command reads: sim takes the scenario it was made of',
  json: 'JSON that sim did not write',
};

const WANTED: Readonly<Record<FileKind, string>> = {
  scenario: 'a scenario has `quotasim: 1` and `tasks`',
  script: 'a script is what `sim verify` writes beside a report',
  certificate: 'a certificate is what `sim verify --certificate` writes',
};

/**
 * Checks that `text` is not plainly something else than what is `wanted`; what cannot be told is left to whoever reads it.
 *
 * @throws {FileError} that says what it is.
 */
export function expectKind(text: string, file: string, wanted: FileKind): void {
  const found = kindOf(text);
  if (found === undefined || found === wanted) return;
  throw new FileError('other_kind', { file, says: `no ${wanted}, but ${FOUND[found]}`, hint: WANTED[wanted] });
}

/** What the text is, where its first keys tell. */
function kindOf(text: string): Found | undefined {
  const begin = text.trimStart();
  if (!begin.startsWith('{')) return /^quotasim[ \t]*:/m.test(begin) ? 'scenario' : undefined;
  const keys = keysOf(begin);
  if (keys === undefined) return undefined;
  if ('quotasimCertificate' in keys) return 'certificate';
  if ('quotasimScript' in keys) return 'script';
  if ('verdict' in keys && 'scenario' in keys) return 'report';
  return 'quotasim' in keys || 'tasks' in keys ? 'scenario' : 'json';
}

/** Undefined where it is no JSON: a scenario may be written in braces too. */
function keysOf(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

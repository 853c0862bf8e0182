/**
 * Reads the text of a scenario or a certificate, or says in one line why that is not possible.
 *
 * @module
 */
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError, systemCode } from './file-error.ts';

/** A scenario is written by hand: more than 4 MB is not one. */
export const SCENARIO_BYTES_MAX: number = 4 * 1024 * 1024;

/** A line a state, and a million states: more than this a string cannot hold on every machine. */
const CERTIFICATE_BYTES_MAX = 400 * 1024 * 1024;

/**
 * The text of the scenario at `path`, as UTF-8.
 *
 * @throws {FileError} when there is no such file, it is a directory, not text, or larger than 4 MB.
 * @example
 * loadScenario(await readScenario('prod.yaml'), { file: 'prod.yaml' });
 */
export async function readScenario(path: string): Promise<string> {
  return readLimited(path, TEXTS.scenario);
}

/** What a text is read for: a scenario, settings that are deployed, somebody's schedules, or a script to replay. */
export type TextKind = 'scenario' | 'settings' | 'schedules' | 'script';

/**
 * The text at `path`, as UTF-8; what is said where there is none is about what was `wanted`.
 *
 * @throws {FileError} when there is no such file, it is a directory, not text, or larger than 4 MB.
 */
export async function readTextFile(path: string, wanted: TextKind = 'scenario'): Promise<string> {
  return readLimited(path, TEXTS[wanted]);
}

/**
 * The text of the certificate at `path`, as UTF-8.
 *
 * @throws {FileError} when there is no such file, it is a directory, not text, or larger than 400 MB.
 * @example
 * checkCertificate(scenario, await readCertificateFile('prod.proof.json'));
 */
export async function readCertificateFile(path: string): Promise<string> {
  const limits = { bytesMax: CERTIFICATE_BYTES_MAX, tooLarge: 'larger than 400 MB, which no certificate is' };
  const hint = 'a certificate is JSON, written by `sim verify --certificate`';
  return readLimited(path, { ...limits, hint, noun: 'certificate', files: /\.json$/ });
}

interface Kind {
  readonly bytesMax: number;
  readonly tooLarge: string;
  /** What such a file is. */
  readonly hint: string;
  readonly noun: string;
  /** Names that such files have: of these one may be meant. */
  readonly files: RegExp;
}

/** A dot at its end may be all that a name has: `.env`. */
const SETTINGS = /(?:\.(?:env|json|ya?ml|toml|py|m?[jt]s)|^\.env.*)$/;

const TEXTS: Readonly<Record<TextKind, Kind>> = {
  scenario: {
    bytesMax: SCENARIO_BYTES_MAX,
    tooLarge: 'larger than 4 MB, which no scenario is',
    hint: 'a scenario is YAML, written in UTF-8',
    noun: 'scenario',
    files: /\.(?:ya?ml|json)$/,
  },
  settings: {
    bytesMax: SCENARIO_BYTES_MAX,
    tooLarge: 'larger than 4 MB, which no settings file is',
    hint: 'a settings file is a text, written in UTF-8',
    noun: 'settings file',
    files: SETTINGS,
  },
  schedules: {
    bytesMax: SCENARIO_BYTES_MAX,
    tooLarge: 'larger than 4 MB, which no file of schedules is',
    hint: 'a manifest, a workflow, a crontab or a Python module is a text, written in UTF-8',
    noun: 'file of schedules',
    files: /(?:\.(?:ya?ml|json|py|txt|cron|crontab)|crontab.*)$/,
  },
  script: {
    bytesMax: SCENARIO_BYTES_MAX,
    tooLarge: 'larger than 4 MB, which no script is',
    hint: 'a script is JSON, written by `sim verify`',
    noun: 'script',
    files: /\.json$/,
  },
};

async function readLimited(path: string, kind: Kind): Promise<string> {
  const { bytesMax, tooLarge, hint } = kind;
  const bytes = await readBytes(path, kind);
  if (bytes.length > bytesMax) throw new FileError('too_large', { file: path, says: tooLarge });
  const notText = (): FileError => new FileError('not_text', { file: path, says: 'not a text file', hint });
  // A zero byte is valid UTF-8, and yet no text.
  if (bytes.includes(0)) throw notText();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText();
  }
}

async function readBytes(path: string, kind: Kind): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    if ((await handle.stat()).isDirectory()) throw directoryError(path, kind, await filesIn(path, kind));
    return await readUpTo(handle, kind.bytesMax + 1);
  } catch (error) {
    throw await readError(path, kind, error);
  } finally {
    await handle?.close();
  }
}

/** Reads piece by piece: a device or a pipe has no size to ask for, and may never end. */
async function readUpTo(handle: FileHandle, bytesMax: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(64 * 1024);
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < bytesMax) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) break;
    pieces.push(Buffer.from(buffer.subarray(0, bytesRead)));
    length += bytesRead;
  }
  return Buffer.concat(pieces);
}

async function readError(path: string, kind: Kind, error: unknown): Promise<unknown> {
  if (error instanceof FileError) return error;
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
    return new FileError('no_such_file', { file: path, says: 'no such file', hint: await nearestHint(path, kind) });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new FileError('not_permitted', { file: path, says: 'may not be read' });
  }
  if (code === 'EISDIR') return directoryError(path, kind, await filesIn(path, kind));
  return code === undefined ? error : new FileError('not_readable', { file: path, says: `cannot be read (${code})` });
}

function directoryError(path: string, { noun }: Kind, files: readonly string[]): FileError {
  const names = files.slice(0, 8).map((name) => join(path, name));
  const hint = names.length === 0 ? `it holds no ${noun}` : `${plural(noun)} in it: ${names.join(', ')}`;
  return new FileError('is_a_directory', { file: path, says: `is a directory, not a ${noun}`, hint });
}

function plural(noun: string): string {
  return noun.startsWith('file ') ? noun.replace('file', 'files') : `${noun}s`;
}

/** The files of a directory that have a name as this kind has, by name; none where it cannot be read. */
async function filesIn(directory: string, { files }: Kind): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => files.test(name)).sort();
  } catch {
    return [];
  }
}

async function nearestHint(path: string, kind: Kind): Promise<string | undefined> {
  const directory = dirname(path);
  const names = await filesIn(directory, kind);
  if (names.length === 0) return undefined;
  const wanted = basename(path);
  const near = names
    .map((name) => ({ name, distance: Math.min(editDistance(wanted, name), editDistance(wanted, stem(name))) }))
    .sort((left, right) => left.distance - right.distance);
  const close = near.filter(({ distance }) => distance <= Math.max(2, wanted.length / 3)).slice(0, 3);
  if (close.length > 0) return `did you mean ${close.map(({ name }) => join(directory, name)).join(', ')}?`;
  return `${plural(kind.noun)} there: ${names
    .slice(0, 8)
    .map((name) => join(directory, name))
    .join(', ')}`;
}

function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

/** How many letters to add, drop or change to make one name of the other. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const change = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

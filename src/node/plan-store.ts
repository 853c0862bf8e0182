/**
 * The results of a plan on disk, a line each: JSON behind a header that says which plan they belong to. Lines are only ever
 * added, one write each, so whoever is stopped in the middle loses one line at most, which is done again.
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JobResult } from '../plan/job.ts';
import type { Store } from '../plan/ledger.ts';
import { FileError, systemCode } from './file-error.ts';
import { makeDirectory } from './files.ts';

const FORMAT = 'quotasim-plan-2';

export interface OpenedStore extends Store {
  /** What the user should know: a line that was cut, how much was taken over. */
  readonly remarks: readonly string[];
}

export interface StoreOptions {
  /** Of the plan that the results belong to. */
  readonly hash: string;
  /** What is there is taken over; otherwise it is begun anew. */
  readonly resume: boolean;
}

/**
 * Makes the place for a store.
 *
 * @example
 * await prepareStore('reports/plan-prod/plan.jsonl');
 */
export async function prepareStore(path: string): Promise<void> {
  await makeDirectory(dirname(path));
}

/**
 * Opens the store at `path`, whose directory is there.
 *
 * @throws {FileError} where it belongs to another plan, is no store, is broken before its end, or cannot be written.
 * @example
 * const store = openStore('reports/plan-prod/plan.jsonl', { hash, resume: true });
 */
export function openStore(path: string, { hash, resume }: StoreOptions): OpenedStore {
  const known = new Map<string, JobResult>();
  const remarks: string[] = [];
  const header = `${JSON.stringify({ format: FORMAT, plan: hash })}\n`;
  const bytes = resume && existsSync(path) ? readBytes(path) : undefined;
  if (bytes !== undefined && !isCutHeader(bytes, header)) {
    readStore(path, bytes, { hash, known, remarks });
  } else {
    if (resume) {
      const why = bytes === undefined ? `there is no ${path} to go on from` : `${path}: nothing had been kept yet`;
      remarks.push(`${why}: the plan begins anew`);
    }
    written(path, () => writeFileSync(path, header));
  }
  return {
    known,
    remarks,
    keep: (key, result) => written(path, () => appendFileSync(path, `${JSON.stringify({ key, result })}\n`)),
  };
}

interface Reading {
  readonly hash: string;
  readonly known: Map<string, JobResult>;
  readonly remarks: string[];
}

/** Whoever was killed while the first line was written has kept nothing. */
function isCutHeader(bytes: Buffer, header: string): boolean {
  return bytes.length < header.length && header.startsWith(bytes.toString('utf8'));
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const says =
      code === 'EISDIR' ? 'is a directory, and the results of a plan are a file' : `cannot be read (${code})`;
    throw new FileError('not_readable', { file: path, says, hint: 'give --out another directory' });
  }
}

function readStore(path: string, bytes: Buffer, { hash, known, remarks }: Reading): void {
  const end = bytes.lastIndexOf('\n') + 1;
  const [header = '', ...lines] = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  checkHeader(path, header, hash);
  lines.forEach((line, index) => {
    const entry = parsed(line);
    if (typeof entry?.key !== 'string' || typeof entry.result !== 'object') {
      const says = `line ${index + 2} is broken, and it is not the last`;
      throw new FileError('other_kind', { file: path, says, hint: 'without --resume the plan begins anew' });
    }
    known.set(entry.key, entry.result as JobResult);
  });
  if (end < bytes.length) {
    // What is added next must not be glued to half a line.
    written(path, () => truncateSync(path, end));
    remarks.push(`${path}: its last line was cut in the middle; it was dropped, and is done again`);
  }
  remarks.push(`${path}: ${known.size} results taken over`);
}

function checkHeader(path: string, line: string, hash: string): void {
  const header = parsed(line);
  if (header?.format !== FORMAT) {
    throw new FileError('other_kind', {
      file: path,
      says: 'is no store of a plan',
      hint: 'without --resume the plan begins anew',
    });
  }
  if (header.plan !== hash) {
    throw new FileError('other_kind', {
      file: path,
      says: `belongs to another plan (${String(header.plan)}, this one is ${hash}): the scenario, the settings, the seed or the version differ`,
      hint: 'give --out another directory, or leave --resume out to begin anew',
    });
  }
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function written(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const says =
      code === 'EISDIR' ? 'is a directory, and the results of a plan are a file' : `cannot be written (${code})`;
    throw new FileError('not_writable', { file: path, says, hint: 'give --out another directory' });
  }
}

/**
 * Writing so that a reader never sees half a file: whole or not at all, whatever stops us.
 *
 * @module
 */
import { link, mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError, type FileErrorCode, systemCode } from './file-error.ts';

let written = 0;

/**
 * Puts `data` at `path`: written beside it under another name first, then renamed, so that an interruption leaves the
 * old file, or none, and never a torn one.
 *
 * @throws {FileError} when the place cannot be written.
 * @example
 * await writeWhole('reports/prod/report.json', JSON.stringify(report));
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  written += 1;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}-${written}.tmp`);
  try {
    await writeFile(beside, data, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw writeError(path, error);
  }
}

/**
 * The same, where the directories that lead to `path` may have to be made.
 *
 * @throws {FileError} when the place cannot be written.
 */
export async function writeMaking(path: string, data: string): Promise<void> {
  await makeDirectory(dirname(path));
  await writeWhole(path, data);
}

/**
 * The same, where nothing is there yet: whatever is, also what came meanwhile, stays as it is.
 *
 * @throws {FileError} `exists` where there is such a file; when the place cannot be written.
 */
export async function writeNew(path: string, data: string): Promise<void> {
  await makeDirectory(dirname(path));
  written += 1;
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}-${written}.tmp`);
  try {
    await writeFile(beside, data, { flag: 'wx' });
    // Unlike a renaming, a link never takes another file's place.
    await link(beside, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') {
      const hint = '--force writes over it; another name leaves it alone';
      throw new FileError('exists', { file: path, says: 'is there already, and is left as it is', hint });
    }
    throw writeError(path, error);
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}

/**
 * Makes a directory and what leads to it, where it is not there yet.
 *
 * @throws {FileError} when a file stands in the way, or it is not permitted.
 * @example
 * await makeDirectory('reports/prod');
 */
export async function makeDirectory(path: string): Promise<void> {
  // Parent by parent: where the system says that a parent is missing and will not have one made (/proc), Node's own
  // recursive form tries for ever.
  const missing: string[] = [];
  for (let at = resolve(path); !(await isThere(at)); at = dirname(at)) {
    missing.unshift(at);
    if (at === dirname(at)) break;
  }
  for (const directory of missing) await makeOne(directory, path);
  if (!(await isDirectory(path))) throw writeError(path, Object.assign(new Error('a file'), { code: 'EEXIST' }));
}

async function makeOne(directory: string, path: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    // Somebody else made it meanwhile.
    if (systemCode(error) === 'EEXIST' && (await isDirectory(directory))) return;
    throw writeError(path, error);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw writeError(path, error);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory();
}

/** Removes the files of a directory of which `stale` says so; other files, and directories, are left alone. */
export async function removeFiles(directory: string, stale: (name: string) => boolean): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.isFile() && stale(entry.name)) await unlink(join(directory, entry.name));
  }
}

/** Why a place could not be written, for the user; every other error is passed on as it is. */
function writeError(path: string, error: unknown): unknown {
  const says: Readonly<Record<string, readonly [FileErrorCode, string]>> = {
    EACCES: ['not_permitted', 'may not be written'],
    EPERM: ['not_permitted', 'may not be written'],
    EROFS: ['not_permitted', 'lies on a file system that is read-only'],
    ENOENT: ['not_writable', 'cannot be made there'],
    EISDIR: ['is_a_directory', 'is a directory'],
    EEXIST: ['not_a_directory', 'is a file, and a directory is wanted'],
    ENOTDIR: ['not_a_directory', 'part of this path is a file, and a directory is wanted'],
    ENOSPC: ['not_writable', 'no space is left'],
    ENAMETOOLONG: ['not_writable', 'the name is too long'],
  };
  const known = says[systemCode(error) ?? ''];
  return known === undefined ? error : new FileError(known[0], { file: path, says: known[1] });
}

/**
 * Paths that are written in files: relative to the file, with slashes on every system, so that both can be moved together.
 *
 * @module
 */
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** How a file in `directory` names `path`. */
export function pathFrom(directory: string, path: string): string {
  return relative(resolve(directory), resolve(path)).split(sep).join('/');
}

/** What `file` means by the path `named`, as a path from here. */
export function pathBeside(file: string, named: string): string {
  return isAbsolute(named) ? named : join(dirname(file), ...named.split('/'));
}

/**
 * Names as file names: lower-case letters, digits and hyphens, and no two alike.
 *
 * @module
 */

const LENGTH_MAX = 40;

/** A file name without its ending for each of `names`, by name. */
export function fileNames(names: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const taken = new Set<string>();
  for (const [index, name] of names.entries()) {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, LENGTH_MAX);
    let file = plain === '' ? 'task' : plain;
    for (let number = index + 1; taken.has(file); number++) file = `${plain === '' ? 'task' : plain}-${number}`;
    taken.add(file);
    files.set(name, file);
  }
  return files;
}

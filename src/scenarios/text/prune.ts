/**
 * Cuts out of a document what has the wrong shape, so that the rest can still be checked: every mistake at once. Names
 * stay known from the tree, so nothing is called unknown because it was broken.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { ShapeIssue } from './shape-issues.ts';
import type { Plain } from './tree.ts';

/** `document` without the smallest parts that contain an issue. */
export function prune(document: Plain, issues: readonly ShapeIssue[]): Plain {
  const cutting = issues.filter((one) => !isTolerated(one));
  return cutting.reduce<Plain>((left, issue) => without(left, partOf(issue)), document);
}

/** A task that lacks something, a step that was cut out among them, can still be read as far as it goes. */
function isTolerated({ path, issue }: ShapeIssue): boolean {
  if (issue.code !== 'missing_key' || path[0] !== 'tasks') return false;
  return path.length === 2 || (path.length === 3 && path[2] === 'steps');
}

/** The smallest part that can be left out by itself. */
function partOf({ path, on, issue }: ShapeIssue): Path {
  const isKey = issue.code === 'unknown_key' || issue.code === 'not_supported' || issue.code === 'never_changes';
  if (isKey && on === 'key') return path;
  const [section, , part] = path;
  if (section === 'tasks' && part === 'steps' && path.length > 3) return path.slice(0, 4);
  if (section === 'tasks' && part !== undefined) return path.slice(0, 3);
  return path.slice(0, NAMED.has(String(section)) ? 2 : 1);
}

const NAMED: ReadonlySet<string> = new Set([
  'parameters',
  'facts',
  'supplies',
  'locks',
  'pools',
  'dispatchers',
  'backlogs',
  'tasks',
  'goals',
]);

/** A list keeps its places: what is cut out of it becomes undefined. */
function without(value: Plain, path: Path): Plain {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value as readonly Plain[];
    return list.map((item, index) => (index !== step ? item : rest.length === 0 ? undefined : without(item, rest)));
  }
  const map = value as Readonly<Record<string, Plain>>;
  if (!Object.hasOwn(map, step)) return value;
  const { [String(step)]: inner, ...others } = map;
  return rest.length === 0 ? others : { ...map, [step]: without(inner, rest) };
}

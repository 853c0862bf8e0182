/**
 * `--set NAME=VALUE` and `--horizon`: values from outside, put into the tree where they belong, so that everything after
 * reads, checks and points at them as if they stood in the document.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { readDocument } from '../text/document.ts';
import type { Report } from '../text/issues.ts';
import { dotted } from '../text/path-text.ts';
import { type Place, type Source, sourceOf } from '../text/source.ts';
import { type Node, nodeAt, type Range, withNode } from '../text/tree.ts';

export interface Settings {
  readonly set?: Readonly<Record<string, string>>;
  readonly origins?: Readonly<Record<string, string>>;
  readonly horizon?: string;
}

/** Values that were read before, by name and text: whoever sets one after another reads each once. */
export type ReadValues = Map<string, Node>;

/** The tree with the settings in it. */
export function withSettings(
  root: Node,
  { set = {}, origins = {}, horizon }: Settings,
  report: Report,
  known: ReadValues = new Map(),
): Node {
  const places = settable(root);
  const settled = Object.entries(set).reduce((tree, [name, value]) => {
    const origin = Object.hasOwn(origins, name) ? origins[name]! : '--set';
    const place = placeOf(origin);
    const shown = place === undefined ? origin : `${place.file}:${place.line}`;
    const source = sourceOf(origin, `${name}=${value}`, `${shown} `, place);
    const path = places.get(name);
    if (path !== undefined) return withValue(tree, path, readOnce(known, source, name, report));
    report(at(source, 0), { code: 'not_settable', name, known: [...places.keys()] });
    return tree;
  }, root);
  if (horizon === undefined) return settled;
  const source = sourceOf('--horizon', horizon, '--horizon ');
  return withValue(settled, ['horizon'], valueNode(source, 0, report));
}

/** The place in a file that an origin names. */
function placeOf(origin: string): Place | undefined {
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/s.exec(origin) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column ?? 1) };
}

function readOnce(known: ReadValues, source: Source, name: string, report: Report): Node | undefined {
  const before = known.get(source.text);
  if (before !== undefined) return before;
  let isFine = true;
  const node = valueNode(source, name.length + 1, (range, issue, where) => {
    isFine = false;
    report(range, issue, where);
  });
  if (node !== undefined && isFine) known.set(source.text, node);
  return node;
}

/** A value that cannot be read was told; the document's own keeps its place. */
function withValue(root: Node, path: Path, value: Node | undefined): Node {
  return value === undefined ? root : withNode(root, path, value);
}

/** One tree takes many settings. */
const SETTABLE = new WeakMap<Node, ReadonlyMap<string, Path>>();

function settable(root: Node): ReadonlyMap<string, Path> {
  const known = SETTABLE.get(root) ?? placesIn(root);
  SETTABLE.set(root, known);
  return known;
}

/** What can be set, and where its value stands: parameters and facts by name, modes by path. */
function placesIn(root: Node): Map<string, Path> {
  const keys = (section: string): string[] => {
    const node = nodeAt(root, [section]);
    return node?.kind === 'map' ? [...node.entries.keys()] : [];
  };
  const modes: Path[] = [
    ...keys('supplies').map((name) => ['supplies', name, 'debt']),
    ...keys('supplies')
      .map((name) => ['supplies', name, 'turn'])
      .filter((path) => nodeAt(root, path) !== undefined),
    ...keys('tasks').map((name) => ['tasks', name, 'whenBusy']),
    ['order'],
  ];
  return new Map([
    ...keys('parameters').map((name): [string, Path] => [name, parameterPath(root, name)]),
    ...keys('facts').map((name): [string, Path] => [name, ['facts', name]]),
    ...modes.map((path): [string, Path] => [dotted(path), path]),
  ]);
}

/** A parameter keeps its range: only its value is set. */
function parameterPath(root: Node, name: string): Path {
  const path = ['parameters', name];
  return nodeAt(root, path)?.kind === 'map' ? [...path, 'value'] : path;
}

/** Reads the text from `offset` on as YAML, placed in its source. */
function valueNode(source: Source, offset: number, report: Report): Node | undefined {
  const inner = sourceOf(source.file, source.text.slice(offset), undefined, source.at);
  const moved = (range: Range): Range => ({ source, start: range.start + offset, inner: range.inner + offset });
  const node = readDocument(inner, (range, issue, where) => report(moved(range), issue, where));
  return node && placed(node, moved);
}

function placed(node: Node, moved: (range: Range) => Range): Node {
  const range = moved(node);
  switch (node.kind) {
    case 'scalar':
      return { ...node, ...range };
    case 'list':
      return { ...node, ...range, items: node.items.map((item) => placed(item, moved)) };
    case 'map': {
      const entries = [...node.entries].map(([key, entry]) => {
        return [key, { key: moved(entry.key), node: placed(entry.node, moved) }] as const;
      });
      return { ...node, ...range, entries: new Map(entries) };
    }
  }
}

function at(source: Source, offset: number): Range {
  return { source, start: offset, inner: offset };
}

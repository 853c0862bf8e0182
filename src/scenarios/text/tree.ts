/**
 * The document as a tree in which every node knows where it stands. Values that were set from outside are nodes of
 * another source in the same tree, so a message points at whoever wrote them.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import type { Source } from './source.ts';

export interface Range {
  readonly source: Source;
  readonly start: number;
  /** Of the text itself: behind the opening quote of a quoted scalar. */
  readonly inner: number;
}

export type Node = Range &
  (
    | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry> }
    | { readonly kind: 'list'; readonly items: readonly Node[] }
    | { readonly kind: 'scalar'; readonly value: Scalar }
  );

export interface Entry {
  readonly key: Range;
  readonly node: Node;
}

export type Scalar = string | number | boolean | null;

/** A document as plain data. */
export type Plain = Scalar | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** The node at `path`; undefined where there is none. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((node, step) => node && childOf(node, step), root);
}

function childOf(node: Node, step: string | number): Node | undefined {
  if (node.kind === 'map') return node.entries.get(String(step))?.node;
  return node.kind === 'list' ? node.items[Number(step)] : undefined;
}

/** Where `path` stands, or its nearest parent that is there; with `on: 'key'` where its key stands. */
export function rangeAt(root: Node, path: Path, on: 'key' | 'value'): Range {
  let node = root;
  let range: Range = root;
  for (const step of path) {
    const entry = node.kind === 'map' ? node.entries.get(String(step)) : undefined;
    const next = entry?.node ?? childOf(node, step);
    if (next === undefined) return range;
    range = on === 'key' ? (entry?.key ?? next) : next;
    node = next;
  }
  return range;
}

export function plainOf(node: Node): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.node)]));
  }
}

/** The tree with `replacement` at `path`, which must lead to a place in a map or list; missing maps are made. */
export function withNode(root: Node, path: Path, replacement: Node): Node {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (root.kind === 'list') {
    return {
      ...root,
      items: root.items.map((item, index) => (index === step ? withNode(item, rest, replacement) : item)),
    };
  }
  const entries: ReadonlyMap<string, Entry> = root.kind === 'map' ? root.entries : new Map();
  const { source, start, inner } = replacement;
  const child = entries.get(String(step)) ?? {
    key: replacement,
    node: { source, start, inner, kind: 'map', entries: new Map() },
  };
  const changed = new Map(entries).set(String(step), { ...child, node: withNode(child.node, rest, replacement) });
  return { source: root.source, start: root.start, inner: root.inner, kind: 'map', entries: changed };
}

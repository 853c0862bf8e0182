/**
 * YAML text to a located tree. Nothing a text contains can hang or crash this: depth, length and what aliases expand to
 * are limited before anything walks it.
 *
 * @module
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Pair,
  type ParsedNode,
  parseDocument,
  stringify,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Report } from './issues.ts';
import { printable, type Source, spotAt } from './source.ts';
import type { Entry, Node, Range, Scalar } from './tree.ts';

const LENGTH_MAX = 1_000_000;
/** Nodes a document may have once its aliases are expanded. */
const NODES_MAX = 100_000;
const DEPTH_MAX = 64;

/** The tree of a YAML text; undefined, with issues reported, where there is none to work with. */
export function readDocument(source: Source, report: Report): Node | undefined {
  const { text } = source;
  const at = (offset: number): Range => ({ source, start: offset, inner: offset });
  const binary = text.search(BINARY);
  if (text.length > LENGTH_MAX) return void report(at(LENGTH_MAX), { code: 'too_long', max: LENGTH_MAX });
  if (binary >= 0) return void report(at(binary), { code: 'binary' });
  const deep = tooDeepAt(text);
  if (deep !== undefined) return void report(at(deep), { code: 'too_deep', max: DEPTH_MAX });
  const document = parseDocument(text, { prettyErrors: false, merge: false, logLevel: 'error' });
  if (refusals(document, source, report)) return undefined;
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return void report(at(0), { code: 'empty' });
  }
  return new Reader(source, report).tree(document.contents);
}

// Characters that YAML does not allow in a text, and what a wrong decoding leaves behind.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const BINARY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\ufffe\uffff]/;

/** Where brackets or indicators nest too deep: the parser is recursive and would run out of stack. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '[' || char === '{') depth += 1;
    if ((char === ']' || char === '}') && depth > 0) depth -= 1;
    if (depth > DEPTH_MAX) return at;
  }
  const indented = text.search(INDENTED);
  return indented >= 0 ? indented : undefined;
}

const INDENTED = new RegExp(`^[ \\t?:-]{${DEPTH_MAX * 4}}`, 'm');

/** Reports what the parser found; true where the tree cannot be trusted. Of a line only the first mistake is told: the
 * others follow from it. */
function refusals(document: Document.Parsed, source: Source, report: Report): boolean {
  const lines = new Set<number>();
  for (const error of [...document.errors, ...document.warnings]) {
    const [start] = error.pos;
    const range = { source, start, inner: start };
    if (error.code === 'DUPLICATE_KEY') {
      report(range, { code: 'duplicate_key', key: /^[^\s:,}]+/.exec(source.text.slice(start))?.[0] ?? '' });
      continue;
    }
    const { line } = spotAt(source, start);
    const text =
      error.code === 'MULTIPLE_DOCS' ? 'there is more than one document in this file' : printable(error.message);
    if (!lines.has(line)) report(range, { code: 'not_yaml', text });
    lines.add(line);
  }
  return lines.size > 0;
}

/** Builds the tree; anchors are remembered in document order, so an alias means the last anchor of its name before it. */
class Reader {
  readonly #source: Source;
  readonly #report: Report;
  readonly #anchors = new Map<string, Node | 'open'>();
  /** Nodes under each node, aliases expanded. */
  readonly #sizes = new Map<Node, number>();
  /** There is a place without a value: what follows from that is not worth telling. */
  #hollow = false;

  constructor(source: Source, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  tree(contents: ParsedNode): Node | undefined {
    const root = this.#node(contents);
    return this.#hollow ? undefined : root;
  }

  #range(start: number, inner = start): Range {
    return { source: this.#source, start, inner };
  }

  #node(parsed: ParsedNode | null): Node {
    const range = this.#range(parsed?.range[0] ?? 0);
    if (parsed === null) return { ...range, kind: 'scalar', value: null };
    if (isAlias(parsed)) return this.#alias(parsed.source, range);
    const { anchor } = parsed;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const node = this.#built(parsed, range);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #built(parsed: ParsedNode, range: Range): Node {
    if (isMap(parsed)) {
      return this.#sized({
        ...range,
        kind: 'map',
        entries: this.#entries(parsed.items as Pair<ParsedNode, ParsedNode>[]),
      });
    }
    if (isCollection(parsed)) {
      return this.#sized({ ...range, kind: 'list', items: parsed.items.map((item) => this.#node(item as ParsedNode)) });
    }
    const quoted = isScalar(parsed) && (parsed.type === 'QUOTE_DOUBLE' || parsed.type === 'QUOTE_SINGLE');
    const value = isScalar(parsed) ? scalarOf(parsed.value) : null;
    return { ...this.#range(range.start, range.start + (quoted ? 1 : 0)), kind: 'scalar', value };
  }

  #alias(name: string, range: Range): Node {
    const target = this.#anchors.get(name);
    if (target === undefined) this.#report(range, { code: 'unknown_alias', name });
    if (target === 'open') this.#report(range, { code: 'alias_of_itself', name });
    if (target !== undefined && target !== 'open') return target;
    this.#hollow = true;
    return { ...range, kind: 'scalar', value: null };
  }

  #entries(pairs: readonly Pair<ParsedNode, ParsedNode | null>[]): Map<string, Entry> {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const { key, value } of pairs) {
      const range = this.#range(key?.range[0] ?? 0);
      const name = isScalar(key) && key.value !== null ? nameOf(key) : undefined;
      if (name === undefined || FORBIDDEN.has(name)) {
        this.#report(range, { code: 'bad_key' });
      } else if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        this.#merge(this.#node(value), range, merged);
      } else if (!own.has(name)) {
        own.set(name, { key: range, node: value === null ? this.#nothing(range) : this.#node(value) });
      }
    }
    return new Map([...merged, ...own]);
  }

  #nothing(range: Range): Node {
    return { ...range, kind: 'scalar', value: null };
  }

  /** The first of several maps wins, and a key of the map itself wins over all. */
  #merge(node: Node, range: Range, into: Map<string, Entry>): void {
    for (const map of node.kind === 'list' ? node.items : [node]) {
      if (map.kind !== 'map') this.#report(range, { code: 'bad_merge' });
      else for (const [key, entry] of map.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  #sized(node: Node): Node {
    const children =
      node.kind === 'map'
        ? [...node.entries.values()].map((entry) => entry.node)
        : node.kind === 'list'
          ? node.items
          : [];
    const size = children.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1);
    this.#sizes.set(node, size);
    if (size > NODES_MAX && !this.#hollow) {
      this.#hollow = true;
      this.#report(node, { code: 'alias_bomb', max: NODES_MAX });
    }
    return node;
  }
}

/** As it was written: a key `1e3` or `.nan` is a name like any other. */
function nameOf(key: YamlScalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Names that mean something to JavaScript's objects. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function scalarOf(value: unknown): Scalar {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return value === null ? null : String(value);
  }
}

/** Plain data as the text of a document, for who writes one. */
export function documentText(plain: unknown): string {
  return stringify(plain, { lineWidth: 120 });
}

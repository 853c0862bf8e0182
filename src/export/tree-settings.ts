/**
 * Settings in a tree of maps (JSON, YAML), at whatever depth: a name counts, wherever it stands. What stands in lists is passed over.
 *
 * Programs read YAML by two versions of it, and many by a mixture: what these do not read alike is unclear.
 *
 * @module
 */
import { readDocument } from '../scenarios/text/document.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { jsonMistake } from '../scenarios/text/json-mistake.ts';
import { describeIssue } from '../scenarios/text/sentences.ts';
import { sourceOf, spotAt } from '../scenarios/text/source.ts';
import type { Node } from '../scenarios/text/tree.ts';
import { ConfigError, configIssue } from './config-error.ts';
import type { Found, Span } from './format.ts';
import { unclear } from './scalar.ts';
import { type YamlDocument, yamlDocuments } from './yaml-documents.ts';

/** Where in each document settings are. */
export interface Within {
  /** Only under that key at the top. */
  readonly below?: string;
  /** Not under these keys at the top: what stands there is the format's own. */
  readonly without?: readonly string[];
}

/**
 * What stands in a text.
 *
 * @throws {ConfigError} where the text is not of its kind, or is no map; of YAML each document is one.
 */
export function foundInTree(text: string, file: string, kind: 'JSON' | 'YAML', within: Within = {}): readonly Found[] {
  const issues: LocatedIssue[] = [];
  const documents = kind === 'JSON' ? [{ text, line: 0, start: 0 }] : yamlDocuments(text);
  const found = documents.flatMap((document) => foundInDocument(document, { file, kind, within, issues }));
  if (documents.length === 0) issues.push(configIssue('not_readable', { file, line: 1, column: 1 }, EMPTY));
  if (issues.length > 0) throw new ConfigError(issues, text);
  return found;
}

const EMPTY = 'the file is empty';

/** Of such a text nothing was read. */
const UNREAD: ReadonlySet<string> = new Set(['empty', 'binary', 'too_long', 'too_deep']);

const MAPS = { JSON: 'an object of settings in JSON', YAML: 'a map of settings in YAML' } as const;

interface Looking {
  readonly file: string;
  readonly kind: 'JSON' | 'YAML';
  readonly within: Within;
  readonly issues: LocatedIssue[];
}

function foundInDocument(
  { text, line, start }: YamlDocument,
  { file, kind, within, issues }: Looking,
): readonly Found[] {
  const source = sourceOf(file, text);
  const told = issues.length;
  let isUnread = false;
  const root = readDocument(source, (range, issue) => {
    const spot = spotAt(source, range.start);
    isUnread ||= UNREAD.has(issue.code);
    const at = { file, line: spot.line + line, column: spot.column };
    issues.push(configIssue('not_readable', at, issue.code === 'empty' ? EMPTY : describeIssue(issue, '')));
  });
  const mistakes = kind === 'JSON' && !isUnread ? notJson(text, file) : [];
  // What YAML says of a text that is no JSON follows from that.
  if (mistakes.length > 0) issues.splice(told, issues.length, ...mistakes);
  else if (root !== undefined && root.kind !== 'map') {
    issues.push(configIssue('not_readable', { file, line: line + 1, column: 1 }, `expected ${MAPS[kind]}`));
  }
  if (root === undefined || issues.length > told) return [];
  return partsOf(root, within)
    .flatMap((part) => [...foundBelow(part, text, kind)])
    .map((one) => ({
      ...one,
      line: one.line + line,
      ...(one.value && { value: { start: one.value.start + start, end: one.value.end + start } }),
    }));
}

function partsOf(root: Node, { below, without = [] }: Within): readonly Node[] {
  if (root.kind !== 'map') return [];
  if (below !== undefined) return [root.entries.get(below)?.node].filter((node) => node !== undefined);
  return [{ ...root, entries: new Map([...root.entries].filter(([key]) => !without.includes(key))) }];
}

/** All of JSON is YAML, and not the other way round. */
function notJson(text: string, file: string): LocatedIssue[] {
  const mistake = jsonMistake(text);
  if (mistake === undefined) return [];
  const at = spotAt(sourceOf(file, text), mistake.offset);
  return [configIssue('not_readable', { file, ...at }, `not valid JSON: ${mistake.text}`)];
}

function* foundBelow(node: Node, text: string, kind: 'JSON' | 'YAML'): Generator<Found> {
  if (node.kind !== 'map') return;
  for (const [name, { key, node: value }] of node.entries) {
    const { line, column } = spotAt(key.source, key.start);
    const span = value.kind === 'scalar' ? spanOf(text, value) : undefined;
    yield { name, scalar: scalarOf(value, span, text, kind), line, column, ...(span && { value: span }) };
    if (value.kind === 'map') yield* foundBelow(value, text, kind);
  }
}

function scalarOf(node: Node, span: Span | undefined, text: string, kind: 'JSON' | 'YAML'): Found['scalar'] {
  if (node.kind !== 'scalar') return unclear(node.kind === 'list' ? 'a list' : 'a map');
  const { value } = node;
  const written = span === undefined ? '' : text.slice(span.start, span.end);
  const isOtherwise = kind === 'YAML' && OTHERWISE.test(plainAt(text, node.inner));
  if (isOtherwise || value === null || typeof value === 'boolean') return unclear(written || String(value));
  if (typeof value === 'string') return { kind: 'text', text: value };
  return Number.isFinite(value) ? { kind: 'number', digits: writtenNumber(text, node) } : unclear(written);
}

/** The word that stands there without quotation marks. */
function plainAt(text: string, inner: number): string {
  return /["']/.test(text[inner - 1] ?? '') ? '' : /^[^\s,\]}]*/.exec(text.slice(inner, inner + 80))![0];
}

/**
 * Plain values that YAML 1.1 takes for truths, or for numbers in other bases, of other digits or by sixties, and YAML 1.2 does not,
 * or the other way round.
 */
const OTHERWISE =
  /^(?:y|n|yes|no|on|off|[-+]?(?:0[\d_]+|0o[0-7_]+|0b[01_]+|0x[\da-f]*_[\da-f_]*|[1-9]\d*_[\d_]*(?:\.[\d_]*)?|\d+(?:\.\d*)?e[-+]?\d+|[1-9]\d*(?::[0-5]?\d)+(?:\.\d*)?))$/i;

/** The digits as they stand in the file: a number in binary may have lost some. */
function writtenNumber(text: string, { inner, value }: Extract<Node, { kind: 'scalar' }>): string {
  const written = /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![\w.])/.exec(text.slice(inner, inner + 80))?.[0];
  return written ?? String(value);
}

/** Where a value stands that is on one line, as far as that can be told from its beginning. */
function spanOf(text: string, { start }: Node): Span | undefined {
  const end = text.slice(start).search(/[\r\n]/);
  const line = end < 0 ? text.slice(start) : text.slice(start, start + end);
  const written = (/^"(?:[^"\\]|\\.)*"/.exec(line) ??
    /^'(?:[^']|'')*'/.exec(line) ??
    /^[^\s"'#,[\]{}|>&*!]+/.exec(line))?.[0];
  return written === undefined ? undefined : { start, end: start + written.length };
}

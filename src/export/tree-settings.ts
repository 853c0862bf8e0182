/**
 * Settings in a tree of maps (JSON, YAML), at whatever depth: a name counts, wherever it stands. Lists are passed over.
 *
 * @module
 */
import { readDocument } from '../scenarios/text/document.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { describeIssue } from '../scenarios/text/sentences.ts';
import { sourceOf, spotAt } from '../scenarios/text/source.ts';
import type { Node } from '../scenarios/text/tree.ts';
import { ConfigError, configIssue } from './config-error.ts';
import type { Found, Span } from './format.ts';
import { type YamlDocument, yamlDocuments } from './yaml-documents.ts';

/**
 * What stands in a text; with `below`, only under that key at the top of each document.
 *
 * @throws {ConfigError} where the text is not of its kind, or is no map; of YAML each document is one.
 */
export function foundInTree(text: string, file: string, kind: 'JSON' | 'YAML', below?: string): readonly Found[] {
  const issues: LocatedIssue[] = [];
  const documents = kind === 'JSON' ? [{ text, line: 0, start: 0 }] : yamlDocuments(text);
  const found = documents.flatMap((document) => foundInDocument(document, { file, kind, below, issues }));
  if (documents.length === 0) issues.push(configIssue('not_readable', { file, line: 1, column: 1 }, EMPTY));
  if (issues.length > 0) throw new ConfigError(issues, text);
  return found;
}

const EMPTY = 'the file is empty';

interface Looking {
  readonly file: string;
  readonly kind: 'JSON' | 'YAML';
  readonly below: string | undefined;
  readonly issues: LocatedIssue[];
}

function foundInDocument(
  { text, line, start }: YamlDocument,
  { file, kind, below, issues }: Looking,
): readonly Found[] {
  const source = sourceOf(file, text);
  const told = issues.length;
  const root = readDocument(source, (range, issue) => {
    const spot = spotAt(source, range.start);
    const at = { file, line: spot.line + line, column: spot.column };
    issues.push(configIssue('not_readable', at, issue.code === 'empty' ? EMPTY : describeIssue(issue, '')));
  });
  if (root !== undefined && issues.length === told && kind === 'JSON') issues.push(...notJson(text, file));
  if (root !== undefined && root.kind !== 'map') {
    issues.push(
      configIssue('not_readable', { file, line: line + 1, column: 1 }, `expected a map of settings in ${kind}`),
    );
  }
  if (root === undefined || issues.length > told) return [];
  const within = below === undefined ? root : root.kind === 'map' ? root.entries.get(below)?.node : undefined;
  return (within === undefined ? [] : [...foundBelow(within, text)]).map((one) => ({
    ...one,
    line: one.line + line,
    ...(one.value && { value: { start: one.value.start + start, end: one.value.end + start } }),
  }));
}

/** All of JSON is YAML, and not the other way round. */
function notJson(text: string, file: string): LocatedIssue[] {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return [];
  } catch (error) {
    return [configIssue('not_readable', { file, line: 1, column: 1 }, `not JSON: ${(error as Error).message}`)];
  }
}

function* foundBelow(node: Node, text: string): Generator<Found> {
  if (node.kind !== 'map') return;
  for (const [name, { key, node: value }] of node.entries) {
    if (value.kind === 'map') yield* foundBelow(value, text);
    if (value.kind !== 'scalar' || value.value === null || typeof value.value === 'boolean') continue;
    const { line, column } = spotAt(key.source, key.start);
    const span = spanOf(text, value);
    const place = { line, column, ...(span && { value: span }) };
    if (typeof value.value === 'string') yield { name, scalar: { kind: 'text', text: value.value }, ...place };
    else if (Number.isFinite(value.value)) {
      yield { name, scalar: { kind: 'number', digits: writtenNumber(text, value) }, ...place };
    }
  }
}

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

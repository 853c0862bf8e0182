/**
 * YAML of other programs as trees in which every node knows its line.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import { yamlDocuments } from '../export/yaml-documents.ts';
import { readDocument } from '../scenarios/text/document.ts';
import type { LocatedIssue } from '../scenarios/text/issues.ts';
import { describeIssue } from '../scenarios/text/sentences.ts';
import { type Source, sourceOf, spotAt } from '../scenarios/text/source.ts';
import { type Node, nodeAt, type Range, type Scalar } from '../scenarios/text/tree.ts';

/**
 * The root of each document that is not empty.
 *
 * @throws {ConfigError} where one is no YAML.
 */
export function treesIn(text: string, file: string): readonly Node[] {
  const issues: LocatedIssue[] = [];
  const roots = yamlDocuments(text).flatMap((document): Node[] => {
    const source = sourceOf(file, document.text);
    linesBefore.set(source, document.line);
    const root = readDocument(source, (range, issue) => {
      const at = { file, ...placeOf(range) };
      issues.push(configIssue('not_readable', at, describeIssue(issue, '')));
    });
    return root === undefined ? [] : [root];
  });
  if (issues.length > 0) throw new ConfigError(issues, text);
  return roots;
}

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf({ source, start }: Range): Place {
  const { line, column } = spotAt(source, start);
  return { line: line + (linesBefore.get(source) ?? 0), column };
}

/** A document is a source of its own, with lines of its own: this many of its file stand above it. */
const linesBefore = new WeakMap<Source, number>();

/** The plain value at a path of keys, with its place; undefined where there is none. */
export function scalarAt(root: Node, ...path: string[]): (Place & { readonly value: Scalar }) | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'scalar' && node.value !== null ? { value: node.value, ...placeOf(node) } : undefined;
}

/** A source file as the tidy rules see it: its tree, and what it imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Source {
  /** From the root of the repository, with forward slashes: `src/sim/time.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path from the root for one of our files, otherwise the name of a package. */
  readonly target: string;
  readonly ours: boolean;
  /** As it is written. */
  readonly specifier: string;
}

export function parseSource(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: specifiersOf(tree).map((specifier) => resolved(path, specifier)) };
}

/** Every file below `folder` whose name ends in one of `endings`, by path. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function readSources(folder: string, endings: readonly string[] = ['.ts']): Source[] {
  return filesBelow(folder, endings).map((path) => parseSource(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** Visits every node of a tree, outside in. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** `path:line` of a node. */
export function at({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${lineOf(tree, node.getStart(tree))}`;
}

export function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

/** Imports and exports, types too, and what is loaded later: `import(…)`, `typeof import(…)`, `require(…)`. */
function specifiersOf(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    if (ts.isCallExpression(node) && isLoader(node.expression)) add(node.arguments[0]);
  });
  return [...new Set(found)];
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function resolved(path: string, specifier: string): Import {
  if (specifier.startsWith('.')) {
    return { target: posix.normalize(posix.join(posix.dirname(path), specifier)), ours: true, specifier };
  }
  const parts = specifier.split('/');
  const target = specifier.startsWith('node:') ? 'node:*' : parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return { target, ours: false, specifier };
}

/** What the outside can see says what it is: a sentence for each exported name, and an example for each function. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parseSource, ROOT } from './tidy/source.ts';

const trees = new Map<string, ts.SourceFile | undefined>();

/** Only what stands behind a door is parsed; undefined where there is no such file. */
function treeOf(path: string): ts.SourceFile | undefined {
  if (!trees.has(path)) {
    const file = join(ROOT, path);
    trees.set(path, existsSync(file) ? parseSource(path, readFileSync(file, 'utf8')).tree : undefined);
  }
  return trees.get(path);
}

const DOORS = [
  'src/index.ts',
  'src/node/index.ts',
  'src/sim/index.ts',
  'src/testing/index.ts',
  'src/testing/vitest.ts',
];

interface Exported {
  readonly door: string;
  readonly name: string;
  readonly declaration: ts.Node | undefined;
}

/** Every name that a door passes on, with where it is declared. */
function exportsOf(door: string): readonly Exported[] {
  const file = treeOf(door)!;
  return file.statements.flatMap((statement): Exported[] => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    const from = treeOf(posix.join(posix.dirname(door), moduleSpecifier.text));
    return exportClause.elements.map(({ name }) => ({ door, name: name.text, declaration: declared(from, name.text) }));
  });
}

function declared(file: ts.SourceFile | undefined, name: string): ts.Node | undefined {
  return file?.statements.find((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.some((one) => one.name.getText(file) === name);
    const { name: own } = statement as { readonly name?: ts.Node };
    return own?.getText(file) === name;
  });
}

function lackOf({ door, name, declaration }: Exported): string[] {
  if (declaration === undefined) return [`${door}: ${name} is not declared where it comes from`];
  const docs = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  const isFunction = ts.isFunctionDeclaration(declaration);
  // A type that is plain from its fields, and said at them, need not be said again.
  if (docs.length === 0)
    return isFunction || ts.isClassDeclaration(declaration) ? [`${door}: ${name} says nothing`] : [];
  const text = docs.map((one) => one.getText()).join('\n');
  return isFunction && !text.includes('@example') ? [`${door}: ${name} has no example`] : [];
}

it('every exported name says what it is, and every function has an example', () => {
  const all = DOORS.flatMap(exportsOf);
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap(lackOf)).toEqual([]);
});

it('a name that says nothing is found', () => {
  const { tree } = parseSource(
    'src/sim/bad.ts',
    'export function mute(): void {}\n/** Says what. */\nexport function told(): void {}\n',
  );
  const lacks = ['mute', 'told'].flatMap((name) => lackOf({ door: 'd', name, declaration: declared(tree, name) }));
  expect(lacks).toEqual(['d: mute says nothing', 'd: told has no example']);
});

/** What the outside can see says what it is: a sentence for each exported name, and an example for each function. */
import { posix } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parseSource, readSources } from './tidy/source.ts';

const sources = new Map(readSources('src').map((source) => [source.path, source.tree]));
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
  const file = sources.get(door)!;
  return file.statements.flatMap((statement): Exported[] => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
    const from = sources.get(posix.join(posix.dirname(door), moduleSpecifier.text));
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

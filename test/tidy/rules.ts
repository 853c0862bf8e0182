/** The rules of the house, as functions from sources to violations. A rule that is not here does not exist. */
import ts from 'typescript';
import { at, lineOf, type Source, visit } from './source.ts';

interface Layer {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

/** What each folder of `src` may import, types included. Nothing else passes. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  sim: { folders: [], packages: ['seedrandom'] },
  policies: { folders: ['sim'], packages: [] },
  scenarios: { folders: ['sim', 'policies'], packages: ['yaml', '@humanwhocodes/momoa', 'zod', 'croner'] },
  analysis: { folders: ['sim', 'policies', 'scenarios'], packages: ['simple-statistics'] },
  verify: { folders: ['sim', 'policies', 'scenarios'], packages: [] },
  judge: { folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify'], packages: ['zod'] },
  plan: { folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge'], packages: ['zod'] },
  export: {
    folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge', 'plan'],
    packages: ['toml-eslint-parser'],
  },
  init: {
    folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge', 'plan', 'export'],
    packages: [],
  },
  report: {
    folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge', 'plan'],
    packages: ['chart.js'],
  },
  testing: {
    folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge', 'plan', 'export', 'report'],
    packages: ['fast-check', 'vitest'],
  },
  node: {
    folders: ['sim', 'policies', 'scenarios', 'analysis', 'verify', 'judge', 'plan', 'export', 'init', 'report'],
    packages: ['node:*', '@napi-rs/canvas', 'chart.js', 'chartjs-plugin-annotation', 'hyparquet-writer'],
  },
  cli: {
    folders: [
      'sim',
      'policies',
      'scenarios',
      'analysis',
      'verify',
      'judge',
      'plan',
      'export',
      'init',
      'report',
      'node',
    ],
    packages: ['yargs', 'cli-table3', 'cli-progress'],
  },
};

/** Packages that more than one file may import, with the reason; every other has one file that knows it. */
const SHARED_PACKAGES: Readonly<Record<string, string>> = {
  'node:*': 'not a package: the platform, and `src/node` is all about it',
  zod: 'a schema is written where what it describes lives',
  'fast-check': 'only `src/testing` may, and what it holds are suites for those who test with it',
  vitest: 'only `src/testing` may, and what it holds are suites for those who test with it',
};

export function layerViolations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const folder = folderOf(source.path);
    // The public surface: it imports all and nothing imports it.
    if (folder === undefined) return [];
    const layer = LAYERS[folder];
    if (layer === undefined) return [`${source.path}: the folder ${folder} is in no layer`];
    return source.imports.flatMap(({ target, ours, specifier }) => {
      const allowed = ours
        ? target.startsWith(`src/${folder}/`) || layer.folders.includes(folderOf(target) ?? '')
        : layer.packages.includes(target);
      return allowed ? [] : [`${source.path}: ${folder} may not import ${specifier}`];
    });
  });
}

/** Inside a folder one imports the file: `index.ts` exists only where the outside enters. */
export function indexViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target === 'src/index.ts' || target === `src/${folderOf(path)}/index.ts`)
      .map(({ specifier }) => `${path}: imports ${specifier}, the door to the outside`),
  );
}

export function extensionViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ ours, target }) => ours && !/\.(ts|js|mjs)$/.test(target))
      .map(({ specifier }) => `${path}: ${specifier}`),
  );
}

export function packageViolations(sources: readonly Source[]): string[] {
  const users = new Map<string, Set<string>>();
  for (const { path, imports } of sources) {
    for (const { target, ours } of imports) {
      if (!ours && SHARED_PACKAGES[target] === undefined) users.set(target, (users.get(target) ?? new Set()).add(path));
    }
  }
  return [...users].filter(([, paths]) => paths.size > 1).map(([name, paths]) => `${name}: ${[...paths].join(', ')}`);
}

/** Cycles of imports, types included: each is told once, from its first file on. */
export function cycleViolations(sources: readonly Source[]): string[] {
  const known = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const { target } of known.get(path)?.imports ?? []) if (known.has(target)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) walk(path, []);
  return found;
}

interface Ban {
  readonly what: RegExp;
  readonly allowed: RegExp;
  readonly use: string;
}

const PURE = /^src\/(sim|policies|scenarios)\//;

/** Names that are not to be read or called, as the tree has them: `Math.random`, `process`, `new Date()`. */
const BANS: readonly Ban[] = [
  { what: /^Math\.random$/, allowed: /^$/, use: 'a random stream' },
  {
    what: /^(Date\.now|new Date\(\)|Date\(\)|performance)$/,
    allowed: /^src\/node\/clock\.ts$/,
    use: 'the time that was passed in',
  },
  { what: /^(setTimeout|setInterval|setImmediate|queueMicrotask)$/, allowed: /^src\/node\//, use: 'no clock' },
  { what: /^(console|process)$/, allowed: /^src\/(cli\/bin\.ts$|node\/)/, use: 'Io' },
  { what: /^Buffer$/, allowed: /^src\/node\//, use: 'Uint8Array, which browsers know' },
  {
    what: /^Intl$|\.(toLocale\w*|localeCompare)$/,
    // Offsets of time zones are data, and no words of a locale.
    allowed: /^src\/sim\/supplies\/zone\.ts$/,
    use: 'words of our own: a locale differs by machine',
  },
  { what: /^(eval|Function)$/, allowed: /^$/, use: 'a parser' },
];

/** Results of these may differ between engines in the last bit, and a simulation must not. */
const APPROXIMATE = /^Math\.(log\w*|exp\w*|pow|sinh?|cosh?|tanh?|cbrt|a(sin|cos|tan)\w*)$/;

export function bannedViolations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    const report = (node: ts.Node, name: string): void => {
      const ban = BANS.find(({ what, allowed }) => what.test(name) && !allowed.test(source.path));
      if (ban !== undefined) found.push(`${at(source, node)}: ${name}; use ${ban.use}`);
      else if (PURE.test(source.path) && APPROXIMATE.test(name))
        found.push(`${at(source, node)}: ${name} is approximate`);
    };
    visit(source.tree, (node) => {
      const name = nameOf(node);
      if (name !== undefined) report(node, name);
    });
    return found;
  });
}

/** How the bans call a node; undefined where it is none they could mean. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    return `${ts.isIdentifier(node.expression) ? node.expression.text : ''}.${node.name.text}`;
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    const empty = (node.arguments ?? []).length === 0;
    return empty ? `new ${node.expression.text}()` : undefined;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') return 'Date()';
  return ts.isIdentifier(node) && isRead(node) ? node.text : undefined;
}

/** Whether a name stands for a value, and not for a property, a key, or a type. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isTypeNode(parent) && !ts.isQualifiedName(parent) && !ts.isPropertySignature(parent);
}

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

export function sizeViolations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const lines = source.text.trimEnd().split('\n').length;
    const found = lines > FILE_LINES_MAX ? [`${source.path}: ${lines} lines`] : [];
    visit(source.tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || isTable(node.body)) return;
      const size = lineOf(source.tree, node.getEnd()) - lineOf(source.tree, node.getStart(source.tree)) + 1;
      if (size > FUNCTION_LINES_MAX) found.push(`${at(source, node)}: a function of ${size} lines`);
    });
    return found;
  });
}

/** A switch that gives one value for each case is a table of data, however long. */
function isTable(body: ts.Node): boolean {
  if (!ts.isBlock(body) || !body.statements.slice(0, -1).every(ts.isVariableStatement)) return false;
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isSwitchStatement(last)) return false;
  return last.caseBlock.clauses.every(
    ({ statements }) => statements.length === 0 || (statements.length === 1 && ts.isReturnStatement(statements[0]!)),
  );
}

/** No default exports, no `any`, no enums or namespaces, which need more than erasing. */
export function shapeViolations(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    visit(source.tree, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${at(source, node)}: any`);
      if (ts.isExportAssignment(node)) found.push(`${at(source, node)}: a default export`);
      if (ts.isEnumDeclaration(node) || (ts.isModuleDeclaration(node) && !ts.isStringLiteral(node.name)))
        found.push(`${at(source, node)}: an enum or namespace`);
      if (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent)) {
        found.push(`${at(source, node)}: a default export`);
      }
    });
    return found;
  });
}

/** Every module says first what it is and why. */
export function headViolations(sources: readonly Source[]): string[] {
  return sources.filter(({ text }) => !/^\/\*\*(?:(?!\*\/).)*@module\s*\*\//s.test(text)).map(({ path }) => path);
}

const FOLDER_DEPTH_MAX = 3;

export function placeViolations(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const folders = path.split('/').slice(0, -1);
    if (folders.some((folder) => /^(utils?|helpers?|common|misc)$/.test(folder)))
      return [`${path}: says not what it is`];
    return folders.length > FOLDER_DEPTH_MAX ? [`${path}: ${folders.length} folders deep`] : [];
  });
}

/** A file that names a place on its author's machine works there alone. */
export function privatePathViolations(files: readonly { readonly path: string; readonly text: string }[]): string[] {
  const places = ['work', 'root', 'tmp', 'home', 'Users'].map((name) => `/${name}/`);
  const shared = ['..', 'shared'].join('/');
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const place = [...places, shared].find((each) => startsAt(line, each));
      return place === undefined ? [] : [`${path}:${index + 1}: ${place}`];
    }),
  );
}

/** Whether a path begins at `place`: in `dist/tmp/` it does not. */
function startsAt(line: string, place: string): boolean {
  for (let found = line.indexOf(place); found >= 0; found = line.indexOf(place, found + 1)) {
    if (!/[\w.~}*-]/.test(line[found - 1] ?? ' ')) return true;
  }
  return false;
}

function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

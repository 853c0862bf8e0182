/** The rules of the house hold: layers, banned calls, sizes, shapes. Each rule also shows that it can fail. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TAKES_LONG } from './takes-long.ts';
import {
  bannedViolations,
  cycleViolations,
  extensionViolations,
  headViolations,
  indexViolations,
  LAYERS,
  layerViolations,
  packageViolations,
  placeViolations,
  privatePathViolations,
  shapeViolations,
  sizeViolations,
} from './tidy/rules.ts';
import { filesBelow, parseSource, ROOT, readSources, type Source } from './tidy/source.ts';

const src = readSources('src');
const tests = readSources('test');
const scripts = readSources('bin', ['.js']);

interface Rule {
  readonly promise: string;
  readonly rule: (sources: readonly Source[]) => string[];
  readonly on: readonly Source[];
  /** Sources by path that break it. */
  readonly bad: Readonly<Record<string, string>>;
  readonly says: readonly string[];
}

const long = (lines: number): string => `function long() {\n${'  step();\n'.repeat(lines - 2)}}\n`;

const table = (cases: number): string =>
  `function table(x) {\n  switch (x) {\n${"    case 1:\n      return 'one';\n".repeat(cases)}  }\n}\n`;

const RULES: readonly Rule[] = [
  {
    promise: 'a folder imports only the layers below it, types included',
    rule: layerViolations,
    on: src,
    bad: {
      'src/sim/a.ts': "import type { World } from '../scenarios/scenario.ts';\nimport { z } from 'zod';",
      'src/policies/b.ts': "const later = () => import('node:fs');",
      'src/scenarios/c.ts': "type Canvas = typeof import('@napi-rs/canvas');\nexport { x } from '../cli/x.ts';",
      'src/other/d.ts': '',
    },
    says: [
      'src/sim/a.ts: sim may not import ../scenarios/scenario.ts',
      'src/sim/a.ts: sim may not import zod',
      'src/policies/b.ts: policies may not import node:fs',
      'src/scenarios/c.ts: scenarios may not import @napi-rs/canvas',
      'src/scenarios/c.ts: scenarios may not import ../cli/x.ts',
      'src/other/d.ts: the folder other is in no layer',
    ],
  },
  {
    promise: 'nobody goes out through the front door to come in again',
    rule: indexViolations,
    on: src,
    bad: {
      'src/sim/a.ts': "import './index.ts';",
      'src/cli/b.ts': "import '../index.ts';\nimport '../node/index.ts';",
    },
    says: [
      'src/sim/a.ts: imports ./index.ts, the door to the outside',
      'src/cli/b.ts: imports ../index.ts, the door to the outside',
    ],
  },
  {
    promise: 'an import names its file with its ending',
    rule: extensionViolations,
    on: [...src, ...tests],
    bad: { 'src/sim/a.ts': "import './b';" },
    says: ['src/sim/a.ts: ./b'],
  },
  {
    promise: 'a package is known to one file',
    rule: packageViolations,
    on: src,
    bad: { 'src/sim/a.ts': "import x from 'seedrandom';", 'src/sim/b.ts': "import type { x } from 'seedrandom';" },
    says: ['seedrandom: src/sim/a.ts, src/sim/b.ts'],
  },
  {
    promise: 'no imports go in a circle',
    rule: cycleViolations,
    on: src,
    bad: {
      'src/sim/a.ts': "import './b.ts';",
      'src/sim/b.ts': "import './c.ts';",
      'src/sim/c.ts': "import type { a } from './a.ts';",
    },
    says: ['src/sim/a.ts -> src/sim/b.ts -> src/sim/c.ts -> src/sim/a.ts'],
  },
  {
    promise: 'nothing reads a clock, rolls unseeded dice, prints, or asks for a locale',
    rule: bannedViolations,
    on: src,
    bad: {
      'src/judge/a.ts':
        'Math.random();\nDate.now();\nnew Date();\nnew Date(0);\nperformance.now();\nconsole.log(1);\nexit(process);\na.localeCompare(b);',
      'src/sim/b.ts': 'Math.log(2);\nMath.floor(2);\nconst process = { process: 1 };\nconst pid = x.process;',
      'src/cli/bin.ts': 'process.exitCode = 0;',
    },
    says: [
      'src/judge/a.ts:1: Math.random; use a random stream',
      'src/judge/a.ts:2: Date.now; use the time that was passed in',
      'src/judge/a.ts:3: new Date(); use the time that was passed in',
      'src/judge/a.ts:5: performance; use the time that was passed in',
      'src/judge/a.ts:6: console; use Io',
      'src/judge/a.ts:7: process; use Io',
      'src/judge/a.ts:8: a.localeCompare; use words of our own: a locale differs by machine',
      'src/sim/b.ts:1: Math.log is approximate',
      'src/sim/b.ts:3: process; use Io',
    ],
  },
  {
    promise: 'files have at most 400 lines, functions at most 70',
    rule: sizeViolations,
    on: [...src, ...scripts],
    bad: {
      'src/sim/a.ts': long(70),
      'src/sim/b.ts': long(71),
      'src/sim/c.ts': 'x;\n'.repeat(401),
      'src/sim/d.ts': table(80),
    },
    says: ['src/sim/b.ts:1: a function of 71 lines', 'src/sim/c.ts: 401 lines'],
  },
  {
    promise: 'there are no default exports, no any, no enums',
    rule: shapeViolations,
    on: [...src, ...tests],
    bad: {
      'src/sim/a.ts': 'export default 1;',
      'src/sim/b.ts': 'export default function f(x: any) {}',
      'src/sim/c.ts': 'enum E { A }\nswitch (x) { default: y(); }',
    },
    says: [
      'src/sim/a.ts:1: a default export',
      'src/sim/b.ts:1: a default export',
      'src/sim/b.ts:1: any',
      'src/sim/c.ts:1: an enum or namespace',
    ],
  },
  {
    promise: 'every module begins with what it is',
    rule: headViolations,
    on: src,
    bad: { 'src/sim/a.ts': "import './b.ts';", 'src/sim/b.ts': '/**\n * B.\n *\n * @module\n */\n' },
    says: ['src/sim/a.ts'],
  },
];

describe.each(RULES)('$promise', ({ rule, on, bad, says }) => {
  it('here', () => {
    expect(rule(on)).toEqual([]);
  });

  it('and a sample that breaks it is found', () => {
    expect(rule(Object.entries(bad).map(([path, text]) => parseSource(path, text)))).toEqual(says);
  });
});

it('knows every folder of src, from the bottom up', () => {
  const folders = Object.keys(LAYERS);
  for (const [index, folder] of folders.entries()) {
    expect(LAYERS[folder]!.folders.filter((below) => folders.indexOf(below) >= index)).toEqual([]);
  }
  expect(src.length).toBeGreaterThan(50);
});

it('keeps folders shallow and named after what is in them', () => {
  const paths = [...src, ...tests].map(({ path }) => path);
  expect(placeViolations(paths)).toEqual([]);
  expect(placeViolations(['src/utils/a.ts', 'src/a/b/c/d.ts', 'src/a/b/d.ts'])).toEqual([
    'src/utils/a.ts: says not what it is',
    'src/a/b/c/d.ts: 4 folders deep',
  ]);
});

it('names no place of its author’s machine', () => {
  const texts = trackedFiles()
    .filter((path) => !/\.(png|woff2?|parquet)$/.test(path) && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  expect(texts.length).toBeGreaterThan(50);
  // This file and its rules have to write what they look for.
  expect(privatePathViolations(texts.filter(({ path }) => !path.startsWith('test/tidy')))).toEqual([]);
  const bad = { path: 'a.md', text: 'see /work/x\nsee ../shared/y\nfine: dist/tmp/x\n' };
  expect(privatePathViolations([bad])).toEqual(['a.md:1: /work/', 'a.md:2: ../shared']);
});

it('begins with test files that are there', () => {
  expect(TAKES_LONG.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

describe('the lockfile', () => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  interface Locked {
    readonly version: string;
    readonly optionalDependencies?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, string>>;
  }

  it('names no host', () => {
    expect(text).not.toMatch(/"resolved"|https?:\/\/registry/);
  });

  // A registry that has some platforms only makes npm leave the others out, and then `npm ci` fails everywhere.
  it('has the packages of every platform', () => {
    const wanted = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}));
    expect(wanted.filter((name) => packages[`node_modules/${name}`]?.version === undefined)).toEqual([]);
  });

  it('asks for what package.json asks for', () => {
    const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Locked;
    const { dependencies, optionalDependencies } = packages['']!;
    expect({ dependencies, optionalDependencies }).toEqual({
      dependencies: own.dependencies,
      optionalDependencies: own.optionalDependencies,
    });
  });
});

/** What git knows; where there is no git, what a checkout has. */
function trackedFiles(): string[] {
  try {
    return execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  } catch {
    return ['src', 'test', 'bin', 'scenarios', 'docs'].flatMap((folder) => filesBelow(folder, ['']));
  }
}

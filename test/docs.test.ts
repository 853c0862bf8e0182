/** What the README shows is what happens: its example runs, its output is today's, its links lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sim } from './cli/io.ts';

const readme = readFileSync('README.md', 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);

/** Pages whose first TypeScript example prints what its comment says. */
const LIBRARY_PAGES = ['README.md', 'docs/compare.md', 'docs/planning.md', 'docs/policies.md', 'docs/library.md'];
/** Pages with the word by which their example is found. */
const WORDS = [
  ['docs/library.md', 'ScenarioError'],
  ['docs/testing.md', 'brokenPromises'],
] as const;

const libraryExample = (file: string): string => /```ts\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))![1]!;

function exampleWith(file: string, word: string): string {
  const examples = [...readFileSync(file, 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);
  return examples.find((code) => code.includes(word) && code.includes('console.log'))!;
}

/** Imports each module it is given, one after the other, and prints what each of them printed, or how it failed. */
const RUN_ALL = `
const printed = [];
for (const file of process.argv.slice(1)) {
  let text = '';
  console.log = (...words) => { text += words.join(' ') + '\\n'; };
  try { await import(file); } catch (error) { text += String(error?.stack); }
  printed.push(text);
}
process.stdout.write(JSON.stringify(printed));
`;

/** What modules of these texts print, with our own package where they say `quotasim`: one program runs them all, so that it is loaded once. */
function runModules(texts: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'quotasim-docs-'));
  try {
    const ours = (path: string): string => `'${pathToFileURL(`dist/${path}/index.js`).href}'`;
    const files = texts.map((text, index) => {
      const file = join(folder, `example-${index}.mjs`);
      writeFileSync(file, text.replace("'quotasim'", ours('.')).replace("'quotasim/testing'", ours('testing')));
      return pathToFileURL(file).href;
    });
    const words = ['--input-type=module', '--eval', RUN_ALL, ...files];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let runs: ReadonlyMap<string, string> | undefined;

/** What one of the examples prints. */
function printedBy(example: string): string {
  if (runs === undefined) {
    const texts = [...LIBRARY_PAGES.map(libraryExample), ...WORDS.map(([file, word]) => exampleWith(file, word))];
    const printed = runModules(texts);
    runs = new Map(texts.map((text, index) => [text, printed[index]!]));
  }
  return runs.get(example)!;
}

describe('the README', () => {
  it.each(LIBRARY_PAGES)('and its pages: the library example of %s prints what its comment says', (file) => {
    const example = libraryExample(file);
    const promised = /console\.log\(.*\/\/ (.*)/.exec(example)![1];
    expect(printedBy(example).trim()).toBe(promised);
  });

  it.each(WORDS)('and its pages: the example of %s that speaks of %s prints what its comment says', (file, word) => {
    const example = exampleWith(file, word);
    const promised = /console\.log\(.*\/\/ (.*)/.exec(example)![1];
    expect(printedBy(example).trim()).toBe(promised);
  });

  it('shows the verdict that the command prints today', async () => {
    const shown = blocks('').find((block) => block.startsWith('FAIL  keepa-after'))!;
    const file = 'scenarios/keepa-after.yaml';
    const { out: printed } = await sim([file], { files: { [file]: readFileSync(file, 'utf8') } });
    expect(printed.startsWith(shown.trimEnd())).toBe(true);
    expect(printed).toContain(blocks('').find((block) => block.startsWith('Fix '))!);
  });

  it.each([...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!))(
    'links to %s, which exists',
    (to) => {
      expect(existsSync(to)).toBe(true);
    },
  );
});

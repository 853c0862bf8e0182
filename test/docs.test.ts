/** What the README shows is what happens: its example runs, its output is today's, its links lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);

/** Runs `node` on a module of this text, with our own package where it says `quotasim`. */
function runModule(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotasim-docs-'));
  try {
    const file = join(folder, 'example.mjs');
    writeFileSync(file, text.replace("'quotasim'", `'${pathToFileURL('dist/index.js').href}'`));
    return execFileSync(process.execPath, [file], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the README', () => {
  it.each(['README.md', 'docs/compare.md', 'docs/planning.md', 'docs/policies.md'])(
    'and its pages: the library example of %s prints what its comment says',
    (file) => {
      const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))![1]!;
      const promised = /console\.log\(.*\/\/ (.*)/.exec(example)![1];
      expect(runModule(example).trim()).toBe(promised);
    },
  );

  it('shows the verdict that the command prints today', () => {
    const shown = blocks('').find((block) => block.startsWith('FAIL  keepa-after'))!;
    const folder = mkdtempSync(join(tmpdir(), 'quotasim-docs-'));
    let printed = '';
    try {
      execFileSync(process.execPath, ['bin/sim.js', 'scenarios/keepa-after.yaml', '--out', folder], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      printed = String((error as { stdout: string }).stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
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

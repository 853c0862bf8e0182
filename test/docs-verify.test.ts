/** docs/verify.md: what it shows is what the commands print today. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scriptText } from '../src/judge/script/script-file.ts';
import { sim } from './cli/io.ts';

const PAGE = 'docs/verify.md';
const page = readFileSync(PAGE, 'utf8');
const UPDATE = process.env.UPDATE_DOCS !== undefined;

/** The scenarios of the page, by the name in their first line. */
const scenarios = Object.fromEntries(
  [...page.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => [name!, text!]),
);

/** The words of a command line as a shell splits them; quotes hold words together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
}

/** The scenarios, and the scripts and proofs that verifying each of them writes; made once. */
let made: Promise<Record<string, string>> | undefined;

async function make(): Promise<Record<string, string>> {
  const files: Record<string, string> = { ...scenarios };
  for (const name of Object.keys(scenarios)) {
    const proof = name.replace('.yaml', '.proof.json');
    const words = ['verify', name, '--no-neighbours', '--replications', '1', '--certificate', proof];
    const { written, texts } = await sim(words, { files });
    Object.assign(files, texts);
    for (const { result, source, directory } of written) {
      for (const one of result.counterexamples ?? []) {
        const beside = { ...source, scenarioFile: `../../${name}`, horizon: undefined };
        files[`${directory}/${one.report.script}`] = scriptText(one, beside);
      }
    }
  }
  return files;
}

/** What `sim` prints for the words behind it. */
async function printed(words: readonly string[]): Promise<string> {
  made ??= make();
  return (await sim(words, { files: await made })).out;
}

const BLOCK = /```\n\$ sim (.*)\n([\s\S]*?)```/g;

describe(PAGE, () => {
  const blocks = [...page.matchAll(BLOCK)].map(([, line, output]) => ({ line: line!, output: output! }));

  it.each(blocks)('shows what is printed for: sim $line', async ({ line, output }) => {
    const now = await printed(wordsOf(line));
    if (UPDATE) {
      const text = readFileSync(PAGE, 'utf8');
      writeFileSync(PAGE, text.replace(`$ sim ${line}\n${output}\`\`\``, `$ sim ${line}\n${now.trimEnd()}\n\`\`\``));
    } else expect(output).toBe(`${now.trimEnd()}\n`);
  });

  it('has commands of every kind, and a scenario for each', () => {
    expect(blocks.map(({ line }) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['verify', 'replay', 'check-certificate']),
    );
    expect(Object.keys(scenarios).length).toBeGreaterThan(1);
  });
});

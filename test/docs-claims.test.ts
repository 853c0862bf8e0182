/** docs/claims.md: what it shows is what the commands print today. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sim } from './cli/io.ts';

const PAGE = 'docs/claims.md';
const page = readFileSync(PAGE, 'utf8');
const UPDATE = process.env.UPDATE_DOCS !== undefined;

/** The scenarios of the page, by the name in their first line. */
const files = Object.fromEntries(
  [...page.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => [name!, text!]),
);

describe(PAGE, () => {
  const blocks = [...page.matchAll(/```\n\$ sim (.*)\n([\s\S]*?)```/g)].map(([, line, output]) => {
    return { line: line!, output: output! };
  });

  it.each(blocks)('shows what is printed for: sim $line', async ({ line, output }) => {
    const { out } = await sim(line.split(' '), { files });
    if (UPDATE) {
      const text = readFileSync(PAGE, 'utf8');
      writeFileSync(PAGE, text.replace(`$ sim ${line}\n${output}\`\`\``, `$ sim ${line}\n${out.trimEnd()}\n\`\`\``));
    } else expect(output).toBe(`${out.trimEnd()}\n`);
  });

  it('has a command for each scenario', () => {
    const names = blocks.map(({ line }) => line.split(' ')[1]!);
    expect(names).toEqual(Object.keys(files));
    expect(names.length).toBe(3);
  });
});

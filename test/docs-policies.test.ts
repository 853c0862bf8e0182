/** docs/policies.md: its table is that of the policies, and what stands below an example is what is proved of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { durationText } from '../src/analysis/words/duration-text.ts';
import { withProofs } from '../src/judge/evidence/evidence.ts';
import { simulate } from '../src/judge/simulate.ts';
import { admissionPolicies, batchPolicies, intervalPolicies } from '../src/policies/index.ts';
import { loadScenario } from '../src/scenarios/parse.ts';
import type { PolicyOption } from '../src/sim/policy.ts';
import { verify } from '../src/verify/verify.ts';

const PAGE = 'docs/policies.md';
const page = readFileSync(PAGE, 'utf8');
const EXAMPLE = /(```yaml\n# (\S+)\n([\s\S]*?)```\n\n```\n)([\s\S]*?)```/g;
const TABLE = /(<!-- table of (\w+) -->\n)[\s\S]*?(<!-- end of the table -->)/g;
const FAMILIES: Readonly<Record<string, readonly Row[]>> = {
  admission: admissionPolicies,
  interval: intervalPolicies,
  batch: batchPolicies,
};

interface Row {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly PolicyOption[];
  readonly sees?: 'supply';
}

/** "sync: live by proof, at most 29 min without progress" for each task. */
function provedOf(file: string, text: string): string {
  const scenario = loadScenario(text, { file });
  const { report } = withProofs(simulate(scenario, { replications: 2 }), scenario, verify(scenario));
  return Object.entries(report.tasks)
    .map(([name, { claim, evidence, worst }]) => {
      const longestMs = worst && Math.max(worst.firstMs ?? 0, worst.betweenMs ?? 0);
      const waits = longestMs && `, at most ${durationText(longestMs)} without progress`;
      return `${name}: ${claim} by ${evidence.kind}${waits ?? ''}\n`;
    })
    .join('');
}

function tableText(family: string): string {
  const rows = FAMILIES[family]!.map(({ name, describe: what, options, sees }) => {
    const own = options.map(({ name: option, describe: is, default: left }) => {
      const absent = left === undefined ? '' : `, default ${left}`;
      return `\`${option}\` (${is}${absent})`;
    });
    const seen = sees === undefined ? [] : ['`supply` (the name of the one it sees)'];
    return `| \`${name}\` | ${what} | ${[...seen, ...own].join(', ')} |\n`;
  });
  return `| policy | what it does | options |\n| --- | --- | --- |\n${rows.join('')}`;
}

const renewed = page
  .replace(TABLE, (_, from: string, family: string, to: string) => from + tableText(family) + to)
  .replace(EXAMPLE, (_, before: string, file: string, text: string) => `${before}${provedOf(file, text)}\`\`\``);

/** The columns of a table are padded when the page is formatted. */
const plain = (text: string): string => text.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');

if (process.env.UPDATE_DOCS !== undefined && plain(page) !== plain(renewed)) writeFileSync(PAGE, renewed);

describe('docs/policies.md', () => {
  const { length } = [...page.matchAll(EXAMPLE)];

  it('says of each example what is proved today, and has the table of today', () => {
    expect(length).toBeGreaterThan(3);
    expect(plain(readFileSync(PAGE, 'utf8'))).toBe(plain(renewed));
  });

  it.each([
    { what: 'nothing kept back', instead: 'keep: 45', write: 'keep: 0', starves: 'checkout' },
    { what: 'a threshold for each', instead: 'use: fair-share', write: 'use: threshold', starves: 'sync' },
    { what: 'the same for whoever is important', instead: 'use: priority', write: 'use: threshold', starves: 'sync' },
  ])('is right that with $what $starves can starve', ({ instead, write, starves }) => {
    const [, , file, text] = [...page.matchAll(EXAMPLE)].find(([, , , yaml]) => yaml!.includes(instead))!;
    expect(provedOf(file!, text!.replace(instead, write))).toContain(`${starves}: starvable by counterexample`);
  });

  it('shows the plugin of the example, and what its scenario says of it', () => {
    const [, file, shown] = /<!-- (examples\/\S+) -->\n```js\n([\s\S]*?)```/.exec(page)!;
    expect(shown).toBe(readFileSync(file!, 'utf8'));
    const scenario = readFileSync('examples/own-policy/own-policy.yaml', 'utf8');
    for (const line of /```\n(plugins:[\s\S]*?)```/.exec(page)![1]!.trim().split('\n'))
      expect(scenario).toContain(line);
  });

  it('has a part for each policy', () => {
    const parts = [...page.matchAll(/^### (.*)$/gm)].map(([, name]) => name);
    expect(parts).toEqual(Object.values(FAMILIES).flatMap((rows) => rows.map(({ name }) => name)));
  });
});

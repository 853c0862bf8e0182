/** What `sim check` leaves behind for a CI, and that docs/ci.md shows what there is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { check } from '../../src/cli/commands/check.ts';
import { sim } from './io.ts';

const files = {
  'scenarios/prod.yaml': readFileSync('scenarios/prod.yaml', 'utf8'),
  'deploy/production.env': 'BACKFILL_MIN_TOKENS=50\n',
};
const COMMAND = ['check', 'scenarios/prod.yaml', '--config', 'deploy/production.env', '--replications', '2'];

describe('sim check', async () => {
  const outputs = ['--junit', 'a.xml', '--sarif', 'b.sarif', '--markdown', 'c.md', '--json'];
  const told = await sim([...COMMAND, ...outputs], { files, env: { GITHUB_ACTIONS: 'true' } });

  it('writes a file of each form it is asked for, beside the report and with the same verdict', () => {
    expect(told.exit).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({ verdict: 'fail' });
    expect(Object.keys(told.texts)).toEqual(['c.md', 'a.xml', 'b.sarif']);
    expect(told.texts['a.xml']).toMatch(/<failure message="[^"]*" type="missed">/);
    expect(told.texts['b.sarif']).toContain('"verdict": "fail"');
    expect(told.texts['c.md']).toContain('| `BACKFILL_MIN_TOKENS` | `80` | `50` | `deploy/production.env:1` |');
    expect(told.texts['c.md']).toMatch(/\*\*Fix\*\* BACKFILL\\_MIN\\_TOKENS 50 -&gt; 55/);
    expect(told.err).toContain('wrote a.xml\n');
  });

  it('annotates where it runs on GitHub, and only there', async () => {
    expect(told.err).toMatch(
      /^::error file=scenarios\/prod\.yaml,line=\d+,col=\d+,title=upserter%3A [^\n]+::upserter: /m,
    );
    expect(told.err).toMatch(/^::notice file=deploy\/production\.env,line=1,title=BACKFILL_MIN_TOKENS::/m);
    const elsewhere = await sim([...COMMAND, '--json'], { files });
    expect(elsewhere).toMatchObject({ err: '', texts: {} });
  });
});

describe('docs/ci.md', () => {
  const text = readFileSync('docs/ci.md', 'utf8');
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);

  it('has YAML that can be read, with commands that there are', () => {
    expect(blocks).toHaveLength(3);
    for (const block of blocks) expect(typeof parse(block)).toBe('object');
    const commands = [...text.matchAll(/npx --no -- quotasim (check [^\n]+)/g)].map((match) => match[1]!.split(' '));
    expect(commands).toHaveLength(3);
    for (const [verb, file, ...rest] of commands) {
      expect([verb, Object.hasOwn(files, file!)]).toEqual(['check', true]);
      const options = rest.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
      expect(options.filter((option) => !Object.hasOwn(check.options, option))).toEqual([]);
    }
  });

  it('names every file that a CI can read', () => {
    for (const option of ['junit', 'sarif', 'markdown']) expect(text).toContain(`\`--${option} FILE\``);
  });
});

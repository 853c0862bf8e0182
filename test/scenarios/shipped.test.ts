/** What we ship can be read: the scenarios, and every example of the language's page. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenarios/parse.ts';

const shipped = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);
const files = [...shipped.map((name) => `scenarios/${name}`), 'bench/w2.yaml'];

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('can be read, with its polls computed and simulated', () => {
    expect(loadScenario(text, { file }).name).toBe(file.replace(/^.*\/|\.yaml$/g, ''));
    expect(loadScenario(text, { file, polls: 'simulate' }).worlds[0]!.model.polls).toBe('simulate');
  });

  it('begins with what it shows, the question and the answer', () => {
    const header = text.slice(0, text.indexOf('quotasim:'));
    expect(header).toMatch(/^# What it shows: [\s\S]*\n# Question: [\s\S]*\n# Answer: /);
    expect(header.split('\n').filter((line) => line !== '' && !line.startsWith('# '))).toEqual([]);
  });
});

describe('docs/language.md', () => {
  const examples = [...readFileSync('docs/language.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, yaml]) => yaml!,
  );

  it.each(examples.map((yaml, index) => [index + 1, yaml] as const))(
    'holds an example that can be read: %i',
    (_, yaml) => {
      expect(loadScenario(yaml, { file: 'language.yaml' }).worlds.length).toBeGreaterThan(0);
    },
  );

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(1);
  });
});

/** Each page's example is found, and one step aside it is not; docs/findings holds the same pages. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { helpContents, helpPage, ruleOf } from '../../../src/analysis/findings/help-page.ts';
import { lint } from '../../../src/analysis/findings/lint.ts';
import { RULES } from '../../../src/analysis/findings/table.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';

const FOLDER = 'docs/findings';
const UPDATE = process.env.UPDATE_DOCS !== undefined;

const found = (text: string) =>
  lint(loadScenario(text, { file: 'example.yaml' })).worlds.flatMap(({ findings }) => findings);

describe('the example of', () => {
  const examples = RULES.flatMap(({ code, severities, help: { example } }) =>
    example === undefined ? [] : [{ code, severities, example }],
  );

  it.each(examples)(
    '$code fires, and not one step aside',
    ({ code, severities, example: { yaml, instead, write } }) => {
      const own = found(yaml).filter((one) => one.code === code);
      expect(own).not.toEqual([]);
      for (const one of own) {
        expect(severities).toContain(one.severity);
        expect(one.at).toMatch(/^example\.yaml:\d+:\d+$/);
      }
      expect(yaml.split(instead)).toHaveLength(2);
      expect(found(yaml.replace(instead, write)).map((one) => one.code)).not.toContain(code);
    },
  );

  it('every rule that reads settings and brings bad news is there', () => {
    const bad = RULES.filter(({ find, severities }) => find !== undefined && !severities.includes('note'));
    expect(examples.map(({ code }) => code)).toEqual(bad.map(({ code }) => code));
  });
});

describe('the table of rules', () => {
  it('has each code once, in order', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it.each(['QS003', 'qs003', '3', 'qs3', ' QS3 '])('knows %s', (code) => {
    expect(ruleOf(code)?.code).toBe('QS003');
  });

  it.each(['QS000', 'QS1234', 'three', '', 'QS099'])('does not know %s', (code) => {
    expect(ruleOf(code)).toBeUndefined();
  });
});

describe(FOLDER, () => {
  const pages: Record<string, string> = {
    'README.md': helpContents(),
    ...Object.fromEntries(RULES.map((rule) => [`${rule.code}.md`, helpPage(rule)])),
  };

  it('holds the pages that `sim explain` prints, and no others', () => {
    if (UPDATE) {
      mkdirSync(FOLDER, { recursive: true });
      for (const [name, text] of Object.entries(pages)) writeFileSync(`${FOLDER}/${name}`, text);
    }
    const texts = readdirSync(FOLDER).map((name): [string, string] => [
      name,
      readFileSync(`${FOLDER}/${name}`, 'utf8'),
    ]);
    expect(Object.fromEntries(texts)).toEqual(pages);
  });
});

/** What a CI is told: SARIF, JUnit, Markdown and annotations, read back by parsers that are not ours. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { annotationLines } from '../../src/report/ci/annotations.ts';
import { junitText } from '../../src/report/ci/junit.ts';
import { markdownText } from '../../src/report/ci/markdown.ts';
import { sarifText } from '../../src/report/ci/sarif.ts';
import { placeOf } from '../../src/report/ci/told.ts';
import { judgedQuickly } from './judged-quickly.ts';

/** Names and a title that try to break out of every form. */
const HOSTILE = `quotasim: 1
title: 'x --> <script>&amp;"; ]]> | @everyone %0A::error::no \`code\`'
horizon: 1d
replications: 2
facts: { COST: { unsure: [10, 30] } }
supplies: { "a<b>&|": { model: token-bucket, refill: 1/min, capacity: 100, debt: none, initial: 0 } }
tasks:
  "often, <i>:|":
    trigger: { every: 20m, offset: any }
    whenBusy: queue all
    steps: [{ spend: { "a<b>&|": $COST } }, progress]
  rare:
    trigger: { every: 6h, offset: any }
    whenBusy: skip
    steps: [{ spend: { "a<b>&|": 1000, atMost: 0s } }, progress]
goals:
  "often, <i>:|": { served: 90%, progressWithin: 2h }
  rare: { accept: it is only for show }
`;

const { report, remarks } = judgedQuickly(HOSTILE, 'deep/my scenario#1.yaml');

describe('what is told', () => {
  it('is each goal that is not met, at its place in the scenario, and each finding', () => {
    const goals = remarks.filter(({ id }) => id.startsWith('goal/'));
    expect(goals.map(({ level, id, at }) => `${level} ${id} ${at.line}`)).toEqual(
      expect.arrayContaining(['error goal/served 17', 'error goal/neverStarves 9', 'note goal/neverStarves 13']),
    );
    expect(remarks.filter(({ id }) => id.startsWith('QS')).length).toBeGreaterThan(0);
    expect(remarks.some(({ message }) => message.includes('(COST is 30)'))).toBe(true);
  });

  it.each([
    ['prod.yaml:3:14', { file: 'prod.yaml', line: 3, column: 14 }],
    ['C:\\x\\prod.yaml:3:14', { file: 'C:\\x\\prod.yaml', line: 3, column: 14 }],
    ['.env:2', { file: '.env', line: 2 }],
    ['.env:2:20', { file: '.env', line: 2, column: 20 }],
    ['--set:1:4', undefined],
    ['env::1:1', undefined],
    ['nowhere', undefined],
  ])('finds the place %s', (at, place) => {
    expect(placeOf(at)).toEqual(place);
  });
});

/** What the published schema of SARIF 2.1.0 requires of the parts we write, and what GitHub requires beyond it. */
const message = z.strictObject({ text: z.string().min(1) });
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: message,
              fullDescription: message.optional(),
              help: message.optional(),
            }),
          ),
        }),
      }),
      invocations: z.array(z.strictObject({ executionSuccessful: z.boolean(), commandLine: z.string() })),
      automationDetails: z.strictObject({ id: z.string() }),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message,
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z.strictObject({
                  artifactLocation: z.strictObject({ uri: z.string().regex(/^(?:[\w.!~*'()-]|%[0-9A-F]{2}|\/)+$/) }),
                  region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1).optional() }),
                }),
              }),
            )
            .min(1),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z
            .array(z.strictObject({ kind: z.enum(['inSource', 'external']), justification: z.string() }))
            .optional(),
        }),
      ),
      properties: z.record(z.string(), z.string()),
    }),
  ),
});

describe('SARIF', () => {
  const log = sarif.parse(JSON.parse(sarifText(report, remarks)));
  const [run] = log.runs;

  it('is what the schema asks for, with a rule for every result', () => {
    const { rules } = run!.tool.driver;
    for (const { ruleId, ruleIndex } of run!.results) expect(rules[ruleIndex]!.id).toBe(ruleId);
    expect(run!.results).toHaveLength(remarks.length);
    expect(run!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('deep/my%20scenario%231.yaml');
  });

  it('suppresses what was accepted, and nothing else', () => {
    const accepted = run!.results.filter(({ suppressions }) => suppressions !== undefined);
    expect(accepted.map(({ level, suppressions }) => [level, suppressions![0]!.justification])).toEqual(
      accepted.map(() => ['note', 'it is only for show']),
    );
    expect(accepted.length).toBeGreaterThan(0);
  });
});

describe('JUnit', () => {
  /** Read by Python's parser: nothing of ours. */
  const seen = JSON.parse(
    execFileSync('python3', ['-I', '-c', READ_XML()], { input: junitText(report), encoding: 'utf8' }),
  ) as Record<string, string | number>[];

  it('is XML with a case for each goal of each world, named as it is called', () => {
    const goals = report.worlds!.flatMap((world) => world.goals);
    const cases = seen.filter(({ tag }) => tag === 'testcase');
    expect(cases).toHaveLength(goals.length);
    expect(cases[0]).toMatchObject({ classname: 'my scenario#1.often, <i>:|' });
    const title = seen.find(({ tag, name }) => tag === 'property' && name === 'title');
    expect(title!.value).toBe(report.scenario.title);
  });

  it('counts what failed, what is unknown and what was accepted', () => {
    for (const tag of ['failure', 'error', 'skipped']) {
      const counted = seen
        .filter((one) => one.tag === 'testsuite')
        .reduce((sum, one) => sum + Number(one[PLURAL[tag]!]), 0);
      expect([tag, seen.filter((one) => one.tag === tag).length]).toEqual([tag, counted]);
      if (tag !== 'skipped') expect(Number(seen[0]![PLURAL[tag]!])).toBe(counted);
    }
    expect(seen.filter(({ tag }) => tag === 'failure').length).toBeGreaterThan(0);
  });

  it('has no element, attribute or order that the schema of Jenkins does not know', () => {
    for (const { tag, text: _, children, ...attributes } of seen) {
      const known = JUNIT[String(tag)]!;
      expect(Object.keys(attributes).filter((name) => !known.attributes.includes(name))).toEqual([]);
      expect(known.required.filter((name) => attributes[name] === undefined)).toEqual([]);
      expect(String(children)).toMatch(known.children);
    }
  });

  it('writes what XML cannot hold as what stands for it', () => {
    const odd = { ...report, scenario: { ...report.scenario, title: 'a\u0000\u0008b\ud800c\uffff' } };
    const [, , property] = JSON.parse(
      execFileSync('python3', ['-I', '-c', READ_XML()], { input: junitText(odd), encoding: 'utf8' }),
    ) as Record<string, string>[];
    void property;
    expect(junitText(odd)).toContain('value="a\ufffd\ufffdb\ufffdc\ufffd"');
  });
});

interface Element {
  readonly attributes: readonly string[];
  readonly required: readonly string[];
  /** Its children's names, each with a comma behind it. */
  readonly children: RegExp;
}

const element = (attributes: string, required: string, children: RegExp): Element => ({
  attributes: attributes.split(' '),
  required: required.split(' ').filter(Boolean),
  children,
});

/** What every version of the schema of Jenkins' xUnit plugin (junit-8.xsd to junit-10.xsd) knows of what we write. */
const JUNIT: Readonly<Record<string, Element>> = {
  testsuites: element('name time tests failures errors', '', /^(?:testsuite,)*$/),
  testsuite: element(
    'name tests failures errors time skipped timestamp hostname id package',
    'name tests failures errors',
    /^(?:properties,)?(?:testcase,)*(?:system-out,)?(?:system-err,)?$/,
  ),
  properties: element('', '', /^(?:property,)*$/),
  property: element('name value', 'name value', /^$/),
  testcase: element('name classname time', 'name', /^(?:skipped,|error,|failure,)*$/),
  failure: element('type message', '', /^$/),
  error: element('type message', '', /^$/),
  skipped: element('type message', '', /^$/),
  'system-out': element('', '', /^$/),
};

const PLURAL: Readonly<Record<string, string>> = { failure: 'failures', error: 'errors', skipped: 'skipped' };

function READ_XML(): string {
  return `
import json, sys
from xml.etree import ElementTree
root = ElementTree.fromstring(sys.stdin.buffer.read())
print(json.dumps([dict(one.attrib, tag=one.tag, text=one.text or '', children=''.join(each.tag + ',' for each in one)) for one in root.iter()]))
`;
}

describe('annotations of GitHub', () => {
  const lines = annotationLines(remarks);

  /** As the runner reads them. */
  function read(line: string): Record<string, string> {
    const [, level, properties, text] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line)!;
    const plain = (value: string) =>
      value
        .replaceAll('%2C', ',')
        .replaceAll('%3A', ':')
        .replaceAll('%0D', '\r')
        .replaceAll('%0A', '\n')
        .replaceAll('%25', '%');
    const pairs = properties!.split(',').map((pair) => pair.split('=') as [string, string]);
    return {
      level: level!,
      message: plain(text!),
      ...Object.fromEntries(pairs.map(([key, value]) => [key, plain(value)])),
    };
  }

  it('say level, place, title and message, whatever names hold', () => {
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).not.toMatch(/[\r\n]/);
    const worst = read(lines[0]!);
    const { title, message: said, at } = remarks[0]!;
    expect(worst).toEqual({
      level: 'error',
      file: at.file,
      line: String(at.line),
      col: String(at.column),
      title,
      message: said,
    });
  });

  it('are at most ten of a level', () => {
    const many = Array.from({ length: 30 }, (_, line) => ({ ...remarks[0]!, at: { file: 'a.yaml', line: line + 1 } }));
    expect(annotationLines(many)).toHaveLength(10);
  });
});

describe('Markdown', () => {
  const text = markdownText(report);

  it('says verdict, goals and why, and lets nothing of a name be markup', () => {
    expect(text.split('\n')[0]).toBe('<!-- quotasim my scenario\\#1 -->');
    expect(text).toContain('## ❌ Fail: x --&gt; &lt;script&gt;');
    expect(text).not.toMatch(/<script>|<i>|@everyone/);
    expect(text).toMatch(/### ❌ Fail where COST is 30/);
    for (const row of text.split('\n').filter((line) => line.startsWith('| '))) {
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
    }
  });

  it('says what is deployed otherwise', () => {
    const changed = [{ name: 'A', scenario: '80', deployed: '5|0', at: '.env:1' }];
    const config = { files: ['.env'], changed, missing: ['B'], unknown: [{ name: 'AA', meant: 'A', at: '.env:2' }] };
    const said = markdownText({ ...report, config });
    expect(said).toContain('`.env` has other values than the scenario:');
    expect(said).toContain('| `A` | `80` | `5\\|0` | `.env:1` |');
    expect(said).toContain('Not in it, so as in the scenario: `B`.');
    expect(said).toContain('`AA` (`.env:2`) is no parameter; did you mean `A`?');
  });
});

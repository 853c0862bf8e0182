/** The published schema of SARIF 2.1.0 takes what `sim check --sarif` writes, and refuses broken ones. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { sarifText } from '../../src/report/ci/sarif.ts';
import { judgedQuickly } from '../report/judged-quickly.ts';

type Validate = ((data: unknown) => boolean) & { readonly errors?: readonly { readonly message?: string }[] | null };
const require = createRequire(import.meta.url);
const { default: Ajv } = require('ajv') as { default: new (options: object) => { compile(schema: object): Validate } };

const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
// Of an older draft, of which it uses nothing that has changed but its head.
const { $schema, id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>;
const validate = new Ajv({
  strict: false,
  // A pattern of it is none by the stricter rules.
  unicodeRegExp: false,
  allErrors: true,
  formats: { uri: isUri, 'uri-reference': isReference, 'date-time': true },
}).compile(schema);

function isUri(text: string): boolean {
  return URL.canParse(text);
}

function isReference(text: string): boolean {
  return URL.canParse(text, 'https://example.org/') && !/[\s"<>\\^`{|}]/.test(text);
}

function sarif(text: string, file: string): unknown {
  const { report, remarks } = judgedQuickly(text, file, { replications: 1 });
  return JSON.parse(sarifText(report, remarks));
}

const HOSTILE = `quotasim: 1
title: 'x --> <script>&amp;"; ]]> | @everyone %0A::error::no'
horizon: 1d
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

describe('the schema of SARIF 2.1.0', () => {
  it.each([
    ['a scenario with hostile names, in several worlds', HOSTILE, 'deep/my scenario#1 ü.yaml'],
    ['the fix of the story', readFileSync('scenarios/keepa-after.yaml', 'utf8'), 'scenarios/keepa-after.yaml'],
    ['what meets its goals', readFileSync('scenarios/prod.yaml', 'utf8'), 'C:\\x\\prod.yaml'],
  ])('takes %s', (_, text, file) => {
    const log = sarif(text, file);
    validate(log);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a result without a message', (result: Record<string, unknown>) => delete result.message],
    ['a level that there is not', (result: Record<string, unknown>) => (result.level = 'fatal')],
    ['a key that there is not', (result: Record<string, unknown>) => (result.severity = 'error')],
  ])('refuses %s', (_, spoil) => {
    const log = sarif(HOSTILE, 'a.yaml') as { runs: [{ results: [Record<string, unknown>] }] };
    spoil(log.runs[0].results[0]);
    expect(validate(log)).toBe(false);
  });
});

/** docs/cases.md says what the command says of every shipped case, and that is what its header expects. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caseNames, pageText, type Row, rowOf } from './page.ts';

const FILE = 'docs/cases.md';
const rows: Row[] = [];

describe('the cases', () => {
  it.each(caseNames())('%s comes to the verdict it expects, and says why where it fails', (name) => {
    const row = rowOf(name);
    rows.push(row);
    expect(row.shows).not.toBe('');
    expect(row.report.verdict).toBe(row.expected);
    const causes = Object.values(row.report.tasks).filter(({ cause }) => cause !== undefined);
    expect(causes.length > 0).toBe(row.expected !== 'pass');
  });

  it('are what docs/cases.md shows', () => {
    const wanted = pageText(rows);
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(FILE, wanted);
    expect(readFileSync(FILE, 'utf8')).toBe(wanted);
  });
});

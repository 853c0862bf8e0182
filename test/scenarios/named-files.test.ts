/** Files that a scenario names: read once, by whoever is given; what is wrong with one is told where it is named. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/scenarios/text/csv.ts';
import type { ScenarioIssue } from '../../src/scenarios/text/issue.ts';
import { NamedFiles, type ReadFile } from '../../src/scenarios/text/named-files.ts';

const AT = ['backlogs', 'asins', 'arrivals', 'trace'];
const KIND = { columns: ['at', 'items'], rowsMax: 3 };

function told(read: ReadFile | undefined, named = 'arrivals.csv') {
  const issues: ScenarioIssue[] = [];
  const files = new NamedFiles(read);
  const report = (_path: unknown, issue: ScenarioIssue) => void issues.push(issue);
  const rows = readTable({ report, files }, AT, named, KIND);
  return { rows, issues, list: files.list };
}

describe('a table in a file', () => {
  it('gives its rows with their lines, comments, empty lines and quotation marks left out', () => {
    const text = '\ufeff# what came in\r\nat,items\r\n\r\n0s, 5\r\n"1h","2"\r\n';
    expect(told(() => text)).toEqual({
      rows: [
        { line: 4, cells: ['0s', '5'] },
        { line: 5, cells: ['1h', '2'] },
      ],
      issues: [],
      list: [{ path: 'arrivals.csv', hash: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    });
  });

  it.each([
    ['', 'arrivals.csv', 'is empty; its first line must be at,items'],
    ['# nothing\n', 'arrivals.csv', 'is empty; its first line must be at,items'],
    ['0s,5\n', 'arrivals.csv:1', 'the first line must be at,items, found "0s,5"'],
    ['at,items\n', 'arrivals.csv', 'has no row below its first line'],
    ['at,items\n\n1h\n', 'arrivals.csv:3', 'expected 2 cells, found 1'],
    ['at,items\n1h,2,3\n', 'arrivals.csv:2', 'expected 2 cells, found 3'],
    ['at,items\n0,1\n1,1\n2,1\n3,1\n', 'arrivals.csv', 'has 4 rows, at most 3 are read'],
  ])('%j is refused', (text, file, says) => {
    const { rows, issues } = told(() => text);
    expect(rows).toBeUndefined();
    expect(issues).toEqual([{ code: 'bad_file', file, says }]);
  });
});

describe('a file that a scenario names', () => {
  it('cannot be read without a reader', () => {
    expect(told(undefined).issues).toEqual([
      {
        code: 'bad_file',
        file: 'arrivals.csv',
        says: 'cannot be read here: whoever loads the scenario gave no reader',
      },
    ]);
  });

  it('is told with the reason its reader gives, and once in the list of none', () => {
    const { issues, list } = told(() => {
      throw new Error('/somewhere/arrivals.csv: no such file\n  did you mean ...?');
    });
    expect(issues).toEqual([{ code: 'bad_file', file: 'arrivals.csv', says: 'no such file' }]);
    expect(list).toEqual([]);
  });

  it.each(['/etc/arrivals.csv', 'C:/arrivals.csv', '\\share\\arrivals.csv', 'a\\b.csv', ''])(
    '%j is no path relative to the scenario, and nobody is asked',
    (named) => {
      const { issues } = told(() => 'at,items\n0,1\n', named);
      expect(issues).toEqual([
        { code: 'bad_file', file: named, says: 'must be a path relative to the scenario, with slashes' },
      ]);
    },
  );

  it('is read once, however often it is asked for', () => {
    let reads = 0;
    const files = new NamedFiles(() => `${++reads}`);
    expect([files.text(() => {}, AT, 'x'), files.text(() => {}, AT, 'x'), reads]).toEqual(['1', '1', 1]);
  });
});

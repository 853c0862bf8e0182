/**
 * All that is wrong with a scenario: each issue gets its sentence, its place and its picture with a caret.
 *
 * @module
 */
import type { ScenarioIssue } from './issue.ts';
import { jsonMistake } from './json-mistake.ts';
import { inJsonTerms, isJsonFile } from './json-terms.ts';
import { describeIssue } from './sentences.ts';
import { excerpt, placeAt, printable, spotAt } from './source.ts';
import type { Range } from './tree.ts';

/** Every mistake of a scenario at once. `message` is ready to be shown; `issues` is for programs. */
export class ScenarioError extends Error {
  readonly issues: readonly LocatedIssue[];

  constructor(message: string, issues: readonly LocatedIssue[]) {
    super(message);
    this.name = 'ScenarioError';
    this.issues = issues;
  }
}

export interface LocatedIssue {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Takes an issue at a place; `where` is the dotted path the sentence begins with. */
export type Report = (range: Range, issue: ScenarioIssue, where?: string) => void;

export interface PlacedIssue {
  readonly range: Range;
  readonly issue: ScenarioIssue;
  readonly where: string;
}

const SHOWN_MAX = 20;

/** One error for all issues: in the order of their places, each said once. */
export function scenarioError(given: readonly PlacedIssue[]): ScenarioError {
  const placed = brokenJsonFirst(given);
  const pictures = new Map<
    string,
    { readonly located: LocatedIssue; readonly picture: string; readonly rank: number }
  >();
  const sources = [...new Set(placed.map(({ range }) => range.source))];
  for (const { range, issue, where } of placed) {
    const spot = spotAt(range.source, range.start);
    const place = placeAt(range.source, range.start);
    const { file, line, column } = place;
    // A name may hold a line break, which must not break the message.
    const sentence = describeIssue(issue, where);
    const message = printable(isJsonFile(place.file) ? inJsonTerms(sentence) : sentence);
    const key = `${file}:${line}:${column} ${message}\n${range.source.text}`;
    const located = { code: issue.code, ...place, message };
    const picture = `${file}:${line}:${column} ${issue.code}\n  ${message}\n${excerpt(range.source, spot)}`;
    pictures.set(key, { located, picture, rank: sources.indexOf(range.source) });
  }
  const sorted = [...pictures.values()].sort(
    (a, b) => a.rank - b.rank || a.located.line - b.located.line || a.located.column - b.located.column,
  );
  const shown = sorted.slice(0, SHOWN_MAX).map(({ picture }) => picture);
  if (sorted.length > SHOWN_MAX) shown.push(`… and ${sorted.length - SHOWN_MAX} more`);
  return new ScenarioError(
    shown.join('\n\n'),
    sorted.map(({ located }) => located),
  );
}

/**
 * A `.json` file is read as YAML, of which JSON is a part. One that is no JSON is told where it stops being some, in JSON's words, in the place
 * of all that follows from it: a comment would be a strange key.
 */
function brokenJsonFirst(placed: readonly PlacedIssue[]): readonly PlacedIssue[] {
  const mistakes = new Map(
    [...new Set(placed.map(({ range }) => range.source))].flatMap((source) => {
      const limited = placed.some(({ range, issue }) => range.source === source && LIMITS.has(issue.code));
      const mistake = limited || !isJsonFile(source.file) || source.at ? undefined : jsonMistake(source.text);
      return mistake === undefined ? [] : [[source, mistake] as const];
    }),
  );
  return [
    ...[...mistakes].map(([source, { offset, text }]): PlacedIssue => {
      const issue = { code: 'not_json', text: printable(text) } as const;
      return { range: { source, start: offset, inner: offset }, issue, where: '' };
    }),
    ...placed.filter(({ range }) => !mistakes.has(range.source)),
  ];
}

/** Whoever has passed one of these was not read at all. */
const LIMITS: ReadonlySet<string> = new Set(['too_long', 'too_deep', 'binary']);

/**
 * What can be wrong with a scenario, as data; `describeIssue` turns one into English and `formatIssues` draws the caret.
 *
 * @module
 */

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

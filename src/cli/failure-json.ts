/**
 * A failure as data: with `--json` standard output is for programs, so what went wrong is told there, too.
 *
 * @module
 */
import { ConfigError } from '../export/config-error.ts';
import { ExportError } from '../export/export-error.ts';
import { CertificateError } from '../judge/evidence/certificate-file.ts';
import { ScriptError } from '../judge/script/script-file.ts';
import { FileError } from '../node/file-error.ts';
import { PlanError } from '../plan/plan-error.ts';
import { PolicyError } from '../policies/policy-error.ts';
import { type LocatedIssue, ScenarioError } from '../scenarios/text/issues.ts';
import { VERSION } from '../sim/version.ts';
import { UsageError } from './usage-error.ts';

export interface FailureJson {
  readonly quotasim: string;
  readonly error: {
    /** `scenario`, `policy`, `usage`, `script`, `certificate`, `config` (of a settings file), `bug`; of an export or a plan why not; of a file what is wrong with it: `no_such_file`, …. */
    readonly code: string;
    /** As it is said on stderr. */
    readonly message: string;
    /** Each mistake of a scenario at its place; of a file itself, its name alone. */
    readonly issues: readonly (LocatedIssue | Pick<LocatedIssue, 'code' | 'file' | 'message'>)[];
  };
}

/** Whether a command line asks for data. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

export function failureJson(error: unknown, message: string): FailureJson {
  return { quotasim: VERSION, error: { code: codeOf(error), message, issues: issuesOf(error) } };
}

function codeOf(error: unknown): string {
  if (error instanceof ScenarioError) return 'scenario';
  if (error instanceof FileError) return error.code;
  if (error instanceof PolicyError) return 'policy';
  if (error instanceof ConfigError) return 'config';
  if (error instanceof ExportError || error instanceof PlanError) return error.code;
  if (error instanceof UsageError) return 'usage';
  if (error instanceof ScriptError) return 'script';
  if (error instanceof CertificateError) return 'certificate';
  return 'bug';
}

function issuesOf(error: unknown): FailureJson['error']['issues'] {
  if (error instanceof ScenarioError || error instanceof ConfigError) return error.issues;
  if (!(error instanceof FileError)) return [];
  const { code, file, message } = error;
  return [{ code, file, message }];
}

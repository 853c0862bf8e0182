/**
 * What is said when something went wrong, and the exit code for it.
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
import { ScenarioError } from '../scenarios/text/issues.ts';
import { shellWord } from './again.ts';
import { EXIT_BAD_INPUT, EXIT_OUR_BUG } from './exit.ts';
import { asksForJson, failureJson } from './failure-json.ts';
import type { Io } from './io.ts';
import { safeText } from './safe-text.ts';
import { UsageError } from './usage-error.ts';

/** Errors whose message is written for the user. */
const MISTAKES = [
  ScenarioError,
  PolicyError,
  FileError,
  ScriptError,
  CertificateError,
  ConfigError,
  ExportError,
  PlanError,
];
const FACT_LENGTH_MAX = 2000;

/** Says on stderr, and with `--json` on stdout as data, why `argv` could not be done; returns the exit code. */
export function reportFailure(error: unknown, argv: readonly string[], io: Io): number {
  const isMistake = error instanceof UsageError || MISTAKES.some((mistake) => error instanceof mistake);
  const text = isMistake ? mistakeText(error as Error, io) : bugText(error, argv, io);
  if (asksForJson(argv)) io.out(`${JSON.stringify(failureJson(error, text.trimEnd()), undefined, 2)}\n`);
  io.err(text);
  return isMistake ? EXIT_BAD_INPUT : EXIT_OUR_BUG;
}

function mistakeText(error: Error, io: Io): string {
  if (!(error instanceof UsageError)) return `${safeText(error.message)}\n`;
  const help = [
    io.env.npm_command === 'exec' ? 'npx sim' : 'sim',
    ...(error.command === undefined ? [] : [error.command]),
    '--help',
  ].join(' ');
  return `sim: ${safeText(error.message)}\n  ${help} shows what there is\n`;
}

/** One block: that it is our mistake, what was found (an assertion brings its values), and how to see it again. */
function bugText(error: unknown, argv: readonly string[], io: Io): string {
  const fact = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const lines = [
    'sim: this is a bug in quotasim, not in your scenario. Please report it with the scenario and these lines:',
    `  found  ${safeText(fact.slice(0, FACT_LENGTH_MAX)).replaceAll('\n', '\n         ')}`,
    `  again  ${safeText(['npx', 'sim', ...argv].map(shellWord).join(' '))}`,
  ];
  if (io.env.QUOTASIM_DEBUG === '1' && error instanceof Error) lines.push(safeText(error.stack ?? ''));
  else lines.push('  QUOTASIM_DEBUG=1 before it shows where');
  return `${lines.join('\n')}\n`;
}

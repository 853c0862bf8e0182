/**
 * What `run` and `verify` have in common: simulate while somebody watches, write the report, say the verdict.
 *
 * @module
 */
import type { Report, Result } from '../judge/report/report.ts';
import { requireProof } from '../judge/require-proof.ts';
import { simulate } from '../judge/simulate.ts';
import { type Known, type NearOptions, withNeighbours } from '../plan/near.ts';
import { formatText, type TextOptions } from '../report/text/text.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { againCommand } from './again.ts';
import type { Args, Option } from './command.ts';
import { exitOf } from './exit.ts';
import type { Io, WrittenFiles } from './io.ts';
import { safeText } from './safe-text.ts';
import type { Settings } from './settings.ts';
import { drawTable } from './table.ts';

export const REPORT_OPTIONS: Readonly<Record<string, Option>> = {
  out: { value: 'DIR', describe: 'where to write the report; default reports/NAME' },
  json: { describe: 'Print report.json alone, and write files only with --out' },
  require: { value: 'proof', choices: ['proof'], describe: 'a goal that is met but not proved is unknown' },
};

/** Whether a starvation of probability 0 is forgiven. */
export function isLenient(args: Args): boolean {
  return args.text('require') !== 'proof';
}

export function simulateShown(scenario: Scenario, { seed, replications }: Settings, io: Io): Result {
  const progress = io.progress(scenario.name);
  try {
    return simulate(scenario, {
      ...(seed === undefined ? {} : { seed }),
      ...(replications === undefined ? {} : { replications }),
      onProgress: (done, total) => progress.update(done, total),
    });
  } finally {
    progress.stop();
  }
}

/** Looks at other settings while somebody watches. */
export function nearShown(result: Result, known: Known, options: NearOptions, io: Io): Result {
  const looking = io.looking(known.scenario.name);
  try {
    return withNeighbours(result, known, { ...options, onValue: (name, value) => looking.update(`${name} ${value}`) });
  } finally {
    looking.stop();
  }
}

interface Call {
  /** The words of the command that come before its options, `sim` left out. */
  readonly words: readonly string[];
  readonly args: Args;
  readonly settings: Settings;
  readonly file: string;
  readonly show?: TextOptions['show'];
  /** What is to be said of a certificate. */
  readonly certificate?: readonly string[];
  /** What else is written of the report as it is said. */
  readonly also?: (report: Report) => Promise<void>;
}

/** Writes and says a result; gives the exit code of its verdict. */
export async function present(judged: Result, call: Call, io: Io): Promise<number> {
  const { args } = call;
  const again = againCommand(call.words, args, judged.report.seed);
  const repeatable = { ...judged, report: { ...judged.report, again } };
  const result = args.text('require') === 'proof' ? requireProof(repeatable) : repeatable;
  const written = await write(result, call, io);
  if (args.flag('json')) {
    io.out(`${JSON.stringify(result.report, undefined, 2)}\n`);
    for (const line of call.certificate ?? []) io.err(`certificate: ${safeText(line)}\n`);
  } else io.out(textOf(result, written, call, io));
  await call.also?.(result.report);
  return exitOf(result.report.verdict);
}

/** Whoever called us by npx has no other `sim`. The report itself says the same wherever it was made. */
function textOf(
  { report }: Result,
  { files }: WrittenFiles,
  { show, certificate }: Call,
  { width, colour, env }: Io,
): string {
  const npx = env.npm_command === 'exec';
  const again = npx ? `npx ${report.again}` : report.again;
  return formatText(
    { ...report, again },
    { width, colour, wrote: files, table: drawTable, npx, ...(show && { show }), ...(certificate && { certificate }) },
  );
}

/** With --json, what is printed is the report: files are written only where they were asked for. */
async function write(result: Result, { args, file, settings }: Call, io: Io): Promise<WrittenFiles> {
  const directory = args.text('out') ?? (args.flag('json') ? undefined : `reports/${result.report.scenario.name}`);
  if (directory === undefined) return { files: [], remarks: [] };
  const written = await io.writeReport(result, directory, { file, ...settings });
  for (const remark of written.remarks) io.err(`remark: ${remark}\n`);
  return written;
}

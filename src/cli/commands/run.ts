/**
 * `sim run FILE`: simulate a scenario, judge it, write its report, say the verdict.
 *
 * @module
 */
import type { Report, Result } from '../../judge/report.ts';
import { simulate } from '../../judge/simulate.ts';
import { formatText } from '../../report/text.ts';
import { loadScenario } from '../../scenarios/parse.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { againCommand } from '../again.ts';
import type { Args, Command } from '../command.ts';
import { exitOf } from '../exit.ts';
import type { Io, WrittenFiles } from '../io.ts';
import { requireProof } from '../require-proof.ts';
import { drawTable } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const VERB = 'run';
const REPLICATIONS_MAX = 1_000_000;
const SEED_LENGTH_MAX = 100;

export const run: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Simulate a scenario, judge it, and write its report',
  options: {
    set: { value: 'NAME=VALUE', many: true, describe: 'another value for a parameter or fact; may be repeated' },
    seed: { value: 'TEXT', describe: "same seed, same report; default the scenario's, or 1" },
    horizon: { value: 'DURATION', describe: "how long to simulate, e.g. 7d; default the scenario's" },
    replications: { value: 'COUNT', describe: "how many independent runs; default the scenario's" },
    out: { value: 'DIR', describe: 'where to write the report; default reports/NAME' },
    json: { describe: 'Print report.json alone, and write files only with --out' },
    require: { value: 'proof', choices: ['proof'], describe: 'a goal that is met but not proved is unknown' },
  },
  examples: [
    ['sim prod.yaml', 'The verdict, with a report in reports/prod'],
    ['sim prod.yaml --set THRESHOLD=50', 'What if?'],
    ['sim prod.yaml --json | jq .verdict', 'For scripts'],
  ],
  async run(args, io) {
    const settings = settingsOf(args);
    const file = args.words[0]!;
    const text = await io.readText(file);
    const { set, horizon } = settings;
    const scenario = loadScenario(text, { file, set, ...(horizon === undefined ? {} : { horizon }) });
    const simulated = simulateShown(scenario, settings, io);
    const again = againCommand(args, simulated.report.seed);
    const repeatable = { ...simulated, report: { ...simulated.report, again } };
    const result = settings.proof ? requireProof(repeatable) : repeatable;
    const { report } = result;
    const written = await write(result, args, io);
    if (args.flag('json')) io.out(`${JSON.stringify(report, undefined, 2)}\n`);
    else io.out(textOf(report, written, io));
    return exitOf(report.verdict);
  },
};

interface Settings {
  readonly set: Readonly<Record<string, string>>;
  readonly seed: string | undefined;
  readonly horizon: string | undefined;
  readonly replications: number | undefined;
  readonly proof: boolean;
}

function settingsOf(args: Args): Settings {
  return {
    set: settingsByName(args.all('set')),
    seed: seedOf(args.text('seed')),
    horizon: args.text('horizon'),
    replications: countOf(args.text('replications')),
    proof: args.text('require') === 'proof',
  };
}

function settingsByName(settings: readonly string[]): Record<string, string> {
  const pairs = settings.map((setting): [string, string] => {
    const at = setting.indexOf('=');
    const [name, value] = [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
    if (at < 1 || name === '' || value === '')
      throw new UsageError(`--set needs NAME=VALUE, received "${setting}"`, VERB);
    return [name, value];
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--set ${twice} may be given only once`, VERB);
  return Object.fromEntries(pairs);
}

function seedOf(seed: string | undefined): string | undefined {
  if (seed !== undefined && (seed.length > SEED_LENGTH_MAX || /\p{C}/u.test(seed))) {
    throw new UsageError(`--seed must be a line of at most ${SEED_LENGTH_MAX} characters`, VERB);
  }
  return seed;
}

function countOf(count: string | undefined): number | undefined {
  if (count === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(count) || Number(count) > REPLICATIONS_MAX) {
    throw new UsageError(
      `--replications must be a whole number from 1 to ${REPLICATIONS_MAX}, received "${count}"`,
      VERB,
    );
  }
  return Number(count);
}

function simulateShown(scenario: Scenario, { seed, replications }: Settings, io: Io): Result {
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

/** Whoever called us by npx has no other `sim`. The report itself says the same wherever it was made. */
function textOf(report: Report, { files }: WrittenFiles, { width, colour, env }: Io): string {
  const again = env.npm_command === 'exec' ? `npx ${report.again}` : report.again;
  return formatText({ ...report, again }, { width, colour, wrote: files, table: drawTable });
}

/** With --json, what is printed is the report: files are written only where they were asked for. */
async function write(result: Result, args: Args, io: Io): Promise<WrittenFiles> {
  const directory = args.text('out') ?? (args.flag('json') ? undefined : `reports/${result.report.scenario.name}`);
  if (directory === undefined) return { files: [], remarks: [] };
  const written = await io.writeReport(result, directory);
  for (const remark of written.remarks) io.err(`remark: ${remark}\n`);
  return written;
}

/**
 * `sim plan FILE`: the best setting that is safe, how far it is from one that is not, and what capacity to buy.
 *
 * @module
 */
import { requireProof } from '../../judge/require-proof.ts';
import { withValues } from '../../plan/apply.ts';
import { plan as planScenario } from '../../plan/plan.ts';
import { PlanError } from '../../plan/plan-error.ts';
import type { PlanReport } from '../../plan/report.ts';
import { formatPlan } from '../../report/text/text-plan.ts';
import { shellWord } from '../again.ts';
import { budgetOf } from '../budget.ts';
import type { Args, Command } from '../command.ts';
import { EXIT_UNKNOWN, exitOf } from '../exit.ts';
import type { Io, WrittenFiles } from '../io.ts';
import { REPORT_OPTIONS } from '../judged.ts';
import { type Loaded, readWith, SETTING_OPTIONS, settingsOf } from '../settings.ts';
import { drawTable } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { judgedWhole } from '../whole.ts';

const VERB = 'plan';
const JOBS_MAX = 256;
const STORE = 'plan.jsonl';

export const plan: Command = {
  verb: VERB,
  words: ['scenario'],
  describe: 'Find the best setting that is safe, and how far it is from one that is not',
  options: {
    vary: {
      value: 'NAME',
      many: true,
      describe: 'a parameter to vary; default all that say what values they may have',
    },
    ...SETTING_OPTIONS,
    budget: {
      value: 'WHAT=N',
      many: true,
      describe: 'settings, proofs, runs or events that may be spent, e.g. runs=20000,proofs=500',
    },
    jobs: { value: 'N', describe: 'threads that work; by default up to one a core. It changes no result' },
    resume: { describe: 'Go on where an earlier plan was stopped' },
    apply: { value: 'FILE', describe: 'write a copy of the scenario with the chosen values' },
    out: { value: 'DIR', describe: 'where to write; default reports/plan-NAME' },
    parquet: { describe: 'Write plan.parquet too: every setting that was looked at, for other programs' },
    json: { describe: 'Print plan.json alone, and write files only with --out' },
    require: REPORT_OPTIONS.require!,
  },
  examples: [
    ['sim plan prod.yaml', 'The best safe setting, and why'],
    ['sim plan prod.yaml --vary THRESHOLD --apply better.yaml', 'One parameter, and a copy with what was chosen'],
    ['sim plan prod.yaml --jobs 8 --resume', 'Go on with eight threads'],
  ],
  async run(args, io) {
    const settings = settingsOf(args, VERB);
    const budget = budgetOf(args.all('budget'), VERB);
    const loaded = await readWith(args.words[0]!, settings, io);
    const jobs = jobsOf(args, loaded, io);
    const directory = directoryOf(args, loaded);
    const report = await planShown(loaded, { args, budget, jobs, directory, settings }, io);
    if (report === undefined) return EXIT_UNKNOWN;
    const applied = await apply(report, loaded, args, io);
    const written = await write(report, { args, directory, settings }, io);
    if (args.flag('json')) io.out(`${JSON.stringify(report, undefined, 2)}\n`);
    else {
      const { width, colour } = io;
      io.out(
        formatPlan(report, {
          width,
          colour,
          wrote: written.files.filter((name) => /\.(html|parquet)$/.test(name)),
          applied,
          table: drawTable,
        }),
      );
    }
    return exitOf(report.verdict);
  },
};

interface Asked {
  readonly args: Args;
  readonly budget: ReturnType<typeof budgetOf>;
  readonly jobs: number;
  readonly directory: string | undefined;
  readonly settings: ReturnType<typeof settingsOf>;
}

/** Undefined where it was stopped: what was done is kept. */
async function planShown({ scenario, text, load }: Loaded, asked: Asked, io: Io): Promise<PlanReport | undefined> {
  const { args, budget, jobs, directory, settings } = asked;
  const vary = args.all('vary');
  const path = directory === undefined ? undefined : `${directory}/${STORE}`;
  const open = path === undefined ? undefined : await io.planStore(path, args.flag('resume'));
  const progress = io.planning(scenario.name);
  const interrupt = io.interruptible();
  try {
    return await planScenario(text, load, {
      budget,
      seed: settings.seed,
      replications: settings.replications,
      requireProof: args.text('require') === 'proof',
      runner: io.workers(jobs),
      store: open,
      again: againText(args, settings.seed ?? scenario.seed ?? '1'),
      onProgress: (done, total, what) => progress.update(done, total, what),
      isStopped: interrupt.isStopped,
      ...(vary.length > 0 && { vary }),
    });
  } catch (error) {
    if (!(error instanceof PlanError) || error.code !== 'stopped') throw error;
    progress.stop();
    const go = path === undefined ? 'with --out what is done is kept' : `what is done is in ${path}; --resume goes on`;
    io.err(`sim: ${error.message}: ${go}\n`);
    return undefined;
  } finally {
    interrupt.stop();
    progress.stop();
  }
}

/** A thread takes a second to begin: by itself only where there is more to do. */
const SETTINGS_PER_THREAD = 100;

function jobsOf(args: Args, { scenario }: Loaded, { cores }: Io): number {
  const text = args.text('jobs');
  if (text === undefined) {
    const settings = scenario.lattices.reduce((product, { size }) => product * Math.max(1, size), 1);
    return Math.max(1, Math.min(cores, Math.floor(settings / SETTINGS_PER_THREAD)));
  }
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= JOBS_MAX) return Number(text);
  throw new UsageError(`--jobs must be a whole number from 1 to ${JOBS_MAX}, received "${text}"`, VERB);
}

/** With --json, what is printed is the plan: files are written only where they were asked for. */
function directoryOf(args: Args, { scenario }: Loaded): string | undefined {
  const out = args.text('out') ?? (args.flag('json') ? undefined : `reports/plan-${scenario.name}`);
  if (out === undefined && args.flag('resume')) {
    throw new UsageError('--resume with --json needs --out, the directory of the plan that was stopped', VERB);
  }
  if (out === undefined && args.flag('parquet')) {
    throw new UsageError('--parquet with --json needs --out, the directory to write to', VERB);
  }
  return out;
}

/** The words that make the same plan again: how many threads work does not enter it. */
function againText(args: Args, seed: string): string {
  const option = (name: string): string[] => args.all(name).flatMap((value) => [`--${name}`, value]);
  const names = ['vary', 'set', 'horizon', 'replications', 'budget', 'require'];
  const allows = args.flag('allow-plugins') ? ['--allow-plugins'] : [];
  return ['sim', VERB, ...args.words, '--seed', seed, ...names.flatMap(option), ...allows].map(shellWord).join(' ');
}

async function apply(report: PlanReport, { text, load }: Loaded, args: Args, io: Io): Promise<string | undefined> {
  const path = args.text('apply');
  if (path === undefined) return undefined;
  if (report.chosen === null) {
    const says = `no setting keeps every goal, so ${path} was not written`;
    io.err(`remark: ${says}\n`);
    return says;
  }
  const { values } = report.chosen;
  const applied = withValues(text, load, values);
  await io.writeText(path, applied.text);
  const given = Object.entries(load.set ?? {}).filter(([name]) => !Object.hasOwn(values, name));
  const written = given.length > applied.left.length ? ' and of --set' : '';
  const without = given
    .filter(([name]) => applied.left.includes(name))
    .map((pair) => `--set ${shellWord(pair.join('='))}`);
  const left = without.length === 0 ? '' : `; what was planned is this with ${without.join(' ')}`;
  return `wrote ${path} with the values of Best${written}${left}`;
}

type Written = Pick<Asked, 'args' | 'directory' | 'settings'>;

/** The plan, and how its setting runs: the present one, where none is to be had. */
async function write(report: PlanReport, { args, directory, settings }: Written, io: Io): Promise<WrittenFiles> {
  if (directory === undefined) return { files: [], remarks: [] };
  const planned = await io.writePlan(report, directory, 'report.html');
  const [file] = args.words as [string];
  const { horizon, replications } = settings;
  const set = { ...settings.set, ...report.chosen?.values };
  const loaded = await readWith(file, { ...settings, set }, io);
  const judged = judgedWhole(loaded, { args, settings }, io);
  const again = runText(file, { set, seed: report.seed, horizon, replications }, args);
  const told = { ...judged, report: { ...judged.report, again } };
  const result = args.text('require') === 'proof' ? requireProof(told) : told;
  const run = await io.writeReport(result, directory, { file, set, horizon, plan: 'plan.html' });
  for (const remark of new Set([...planned.remarks, ...run.remarks])) io.err(`remark: ${remark}\n`);
  const tables = args.flag('parquet') ? [await io.writePlanTable(`${directory}/${STORE}`)] : [];
  return { files: [...planned.files, ...run.files, ...tables], remarks: [] };
}

interface RunWords {
  readonly set: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly horizon: string | undefined;
  readonly replications: number | undefined;
}

/** The words that show how a setting runs. */
function runText(file: string, { set, seed, horizon, replications }: RunWords, args: Args): string {
  const words = [
    ...['sim', file, '--seed', seed, ...Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`])],
    ...(horizon === undefined ? [] : ['--horizon', horizon]),
    ...(replications === undefined ? [] : ['--replications', String(replications)]),
    ...(args.text('require') === undefined ? [] : ['--require', 'proof']),
    ...(args.flag('allow-plugins') ? ['--allow-plugins'] : []),
  ];
  return words.map(shellWord).join(' ');
}

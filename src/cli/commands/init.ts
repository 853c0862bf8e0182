/**
 * `sim init`: a first scenario, from what is there (`--from`) or from a few questions. It runs as it is, and says in its comments
 * what is still to be filled in.
 *
 * @module
 */

import type { Draft } from '../../init/draft.ts';
import { type FoundSystem, type Job, NOTHING_FOUND, together } from '../../init/found.ts';
import { jobsIn, KINDS, type Kind } from '../../init/read-files.ts';
import { scenarioText } from '../../init/scenario-text.ts';
import { loadScenario } from '../../scenarios/parse.ts';
import { isZone } from '../../sim/supplies/zone.ts';
import { shellWord } from '../again.ts';
import type { Args, Command } from '../command.ts';
import { EXIT_PASS } from '../exit.ts';
import { Answers, isOf, isScheduler, UNKNOWN, VERB } from '../init-answers.ts';
import type { Io } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { UsageError } from '../usage-error.ts';

const FILE = 'scenario.yaml';

export const init: Command = {
  verb: VERB,
  words: [],
  optional: 'scenario',
  describe: 'Write a first scenario, from CronJobs, Celery beat, a crontab or a workflow, or from a few questions',
  options: {
    from: {
      value: 'PATH',
      many: true,
      describe:
        'where schedules stand: Kubernetes CronJobs (kubectl get cronjobs -A -o yaml), Celery settings (.py), a crontab, a GitHub workflow; may be repeated',
    },
    as: {
      value: 'KIND',
      choices: KINDS,
      describe: `of what kind these files are, where it cannot be told: ${KINDS.join(', ')}`,
    },
    zone: { value: 'ZONE', describe: 'the local time of machines whose files do not say it; default UTC' },
    job: {
      value: 'NAME=WHEN',
      many: true,
      describe: 'a job and when it starts: 15m, always, or a cron pattern; may be repeated',
    },
    scheduler: { value: 'PRESET', describe: 'who starts the jobs: celery, sidekiq, …, or own' },
    api: { value: 'PRESET', describe: 'the API that they share: a preset (sim presets), own or none; default own' },
    figure: {
      value: 'KEY=VALUE',
      many: true,
      describe: 'a figure of the API: what its preset asks for, or rate and capacity',
    },
    slots: { value: 'COUNT', describe: 'how many runs work at the same time; default: nothing limits them' },
    cost: { value: 'AMOUNT', describe: 'what a run takes of the API' },
    lasts: { value: 'DURATION', describe: 'how long a run works' },
    within: { value: 'DURATION', describe: 'the goal: how long a job may go without progress' },
    title: { value: 'TEXT', describe: 'the title of the scenario' },
    yes: { describe: 'Ask nothing: what is not said is unsure' },
    force: { describe: 'Write over a file that is there' },
  },
  examples: [
    ['sim init', 'A few questions, then scenario.yaml'],
    ['sim init --from crontab.txt prod.yaml', 'What a crontab starts'],
    ['sim init --from celeryconfig.py --api keepa --figure rate=5/min', "Beat's schedule on Keepa's tokens"],
  ],
  async run(args, io) {
    const file = args.words[0] ?? FILE;
    const draft = await draftOf(args, io);
    const text = scenarioText(draft);
    // What is written has to run: a figure that no scenario takes is told at its place in the file that is not written.
    loadScenario(text, { file });
    if (args.flag('force')) await io.writeText(file, text);
    else await io.writeNew(file, text);
    tell(draft, file, io);
    return EXIT_PASS;
  },
};

async function draftOf(args: Args, io: Io): Promise<Draft> {
  const sources = args.all('from');
  const answers = new Answers(args, io);
  const system = sources.length === 0 ? await systemSaid(args, answers) : await systemFound(args, io);
  const api = await answers.api();
  const cost =
    api === undefined
      ? args.text('cost')
      : await answers.quantity('cost', 'number', `How many of ${api.name} one run of a job takes, such as 5${UNKNOWN}`);
  if (api === undefined && cost !== undefined) throw new UsageError('--cost: there is no API to take it of', VERB);
  const lasts = await answers.quantity('lasts', 'duration', `How long one run works, such as 90s${UNKNOWN}`);
  const within = await answers.quantity(
    'within',
    'duration',
    'The goal: how long a job may go without getting anything done, such as 2h (Enter: no such goal)',
  );
  const title =
    args.text('title') ?? (sources.length > 0 ? `What ${sources.join(', ')} starts` : 'Jobs that share an API');
  return { title, system, sources, api, cost, lasts, within };
}

/** The jobs of files, of which a worker may lack its number of slots. */
async function systemFound(args: Args, io: Io): Promise<FoundSystem> {
  const stray = ['job', 'scheduler'].find((option) => args.all(option).length > 0);
  if (stray !== undefined)
    throw new UsageError(`--${stray} is of no use beside --from: jobs are those of the files`, VERB);
  const zone = args.text('zone');
  if (zone !== undefined && !isZone(zone))
    throw new UsageError(`--zone: expected a zone such as Europe/Berlin, received "${zone}"`, VERB);
  const kind = args.text('as') as Kind | undefined;
  const systems: FoundSystem[] = [];
  for (const file of args.all('from')) {
    const text = await io.readText(file, 'schedules');
    systems.push(await jobsIn(text, file, { kind, zone, readBeat: io.readBeat }));
  }
  const system = together(systems);
  if (system.jobs.length === 0) {
    const why = system.leftOut.map(({ name, why: each }) => `\n  ${name}: ${each}`).join('');
    throw new UsageError(`nothing to write: no job can be taken over${why}`, VERB);
  }
  return withSlots(system, slotsOf(args));
}

function slotsOf(args: Args): string | undefined {
  const slots = args.text('slots');
  const isWrong = slots !== undefined && (!/^[1-9]\d{0,5}$/.test(slots) || isOf('number')(slots) !== undefined);
  if (isWrong) throw new UsageError(`--slots must be a whole number above 0, received "${slots}"`, VERB);
  return slots;
}

/** The number goes to pools of which no file says it; where there is none, all share one. */
function withSlots(system: FoundSystem, text: string | undefined): FoundSystem {
  if (text === undefined) return system;
  if (system.pools.length > 0) {
    return { ...system, pools: system.pools.map((pool) => ({ ...pool, slots: pool.slots ?? { text } })) };
  }
  const jobs = system.jobs.map((job) => ({ ...job, pool: WORKERS }));
  return { ...system, jobs, pools: [{ name: WORKERS, slots: { text } }] };
}

const WORKERS = 'workers';

async function systemSaid(args: Args, answers: Answers): Promise<FoundSystem> {
  const stray = ['as', 'zone'].find((option) => args.text(option) !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} is of no use without --from`, VERB);
  const said = await answers.jobs();
  const says =
    'What starts them: celery, sidekiq, apscheduler, temporal, kubernetes-cronjob, or own for something else [own]';
  const scheduler = await answers.text({ option: 'scheduler', says, check: isScheduler });
  const preset = scheduler === undefined || scheduler === 'own' ? undefined : scheduler;
  const jobs = said.map(
    ({ name, starts }): Job => ({
      ...{ name, starts, at: undefined, limits: [], remarks: [] },
      ...(preset === undefined ? { whenBusy: said.length === 1 ? BUSY : ['skip'] } : { preset, whenBusy: [] }),
    }),
  );
  const remarks = preset === undefined && said.length > 1 ? [SKIPPED] : [];
  return withSlots({ ...NOTHING_FOUND, jobs, remarks }, slotsOf(args));
}

const BUSY: Job['whenBusy'] = ['skip', 'queue all'];
const SKIPPED =
  'What a start does that finds its job still running is not known yet. Here it is skipped; `whenBusy` may be `queue all`, `allow` or `replace`, too.';

function tell({ system }: Draft, file: string, io: Io): void {
  const { jobs, leftOut, remarks } = system;
  for (const { name, why, at } of leftOut) io.err(safeText(`left out: ${name} (${at.file}:${at.line}): ${why}\n`));
  for (const remark of remarks) io.err(safeText(`${remark}\n`));
  const count = jobs.length === 1 ? 'one job' : `${jobs.length} jobs`;
  io.out(
    safeText(
      `wrote ${file}: ${count}\n  sim ${shellWord(file)} judges it; what it calls \`unsure\` is not known yet: write in what is true\n`,
    ),
  );
}

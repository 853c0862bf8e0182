/**
 * The head of a GitHub workflow: when it runs, what a run does to the one before it, and the settings in its environment.
 *
 * @module
 */
import {
  BUSY_UNSURE,
  type BusyWords,
  busyText,
  cronOf,
  type Deployed,
  type Deployment,
  type Schedule,
} from './deployment.ts';
import type { Format } from './format.ts';
import { scalarText } from './scalar.ts';
import { foundInTree } from './tree-settings.ts';
import { yamlKey } from './yaml.ts';

export const githubActions: Format = {
  name: 'github-actions',
  describe: "a workflow's `on: schedule`, `concurrency` and `env`",
  files: ['.workflow.yaml', '.workflow.yml'],
  write(entries, head, deployment) {
    return [
      ...head.map((line) => `# ${line}`),
      ...(deployment === undefined ? [] : [...scheduleLines(deployment), ...concurrencyLines(deployment)]),
      'env:',
      ...entries.map(({ setting, scalar }) => `  ${yamlKey(setting.name)}: ${JSON.stringify(scalarText(scalar))}`),
      '',
    ].join('\n');
  },
  read: (text, file) => foundInTree(text, file, 'YAML', { without: ['on', 'concurrency'] }),
};

function scheduleLines({ tasks }: Deployment): string[] {
  const lines = tasks.flatMap((task) => task.schedules.map((schedule) => lineOf(task, schedule)));
  const isScheduled = lines.some((line) => line.startsWith('    - cron'));
  return [...(isScheduled ? ['on:', '  schedule:'] : []), ...lines];
}

/** In a group one run goes on and one waits, the newest; outside of groups runs go on side by side. */
const BUSY: BusyWords = {
  allow: undefined,
  'queue one': undefined,
  replace: undefined,
  'queue all': 'A group lets the newest run wait alone and cancels the others: GitHub has nothing for it',
  skip: 'GitHub has nothing for it: its first step must look whether a run of it is in progress, and end there',
  'replace hard': 'GitHub lets a run that it cancels clean up: none is killed where it stands',
  unsure: BUSY_UNSURE,
};

/** A workflow is one group, so with several tasks in it each has to have a job, and the job a group. */
function concurrencyLines({ tasks }: Deployment): string[] {
  const told = tasks.flatMap((task) => {
    const text = busyText(task, BUSY);
    return text === undefined ? [] : [`# ${text}`];
  });
  const grouped = tasks.filter(({ whenBusy }) => whenBusy === 'queue one' || whenBusy === 'replace');
  if (grouped.length === 0) return told;
  if (tasks.length === 1) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    return ['concurrency:', '  group: ${{ github.workflow }}', `  cancel-in-progress: ${cancels(grouped[0]!)}`];
  }
  const wanted = grouped.map((task) => {
    const group = `{ group: ${JSON.stringify(task.name)}, cancel-in-progress: ${cancels(task)} }`;
    return `# ${JSON.stringify(task.name)} has whenBusy: ${task.whenBusy}. Give its job \`concurrency: ${group}\``;
  });
  return [...told, ...wanted];
}

function cancels({ whenBusy }: Deployed): boolean {
  return whenBusy === 'replace';
}

function lineOf({ name }: Deployed, schedule: Schedule): string {
  const left = (why: string): string => `    # ${JSON.stringify(name)} is left out: ${why}`;
  const cron = cronOf(schedule);
  if ('why' in cron) return left(cron.why);
  if (schedule.kind === 'cron' && schedule.zone !== 'UTC')
    return left(`it goes by ${schedule.zone}, and GitHub by UTC`);
  if (isTooOften(schedule)) return left('GitHub starts nothing more often than every 5 minutes');
  return `    - cron: ${JSON.stringify(cron.pattern)} # ${JSON.stringify(name)}`;
}

function isTooOften(schedule: Schedule): boolean {
  if (schedule.kind === 'every') return schedule.everyMs < 300_000;
  const { minutes } = schedule.fields;
  return minutes.some((minute, index) => index > 0 && minute - minutes[index - 1]! < 5);
}

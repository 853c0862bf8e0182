/**
 * The head of a GitHub workflow: when it runs, and the settings in its environment.
 *
 * @module
 */
import { cronOf, type Deployed, type Deployment, type Schedule } from './deployment.ts';
import type { Format } from './format.ts';
import { scalarText } from './scalar.ts';
import { foundInTree } from './tree-settings.ts';

export const githubActions: Format = {
  name: 'github-actions',
  describe: "a workflow's `on: schedule` and `env`",
  files: ['.workflow.yaml', '.workflow.yml'],
  write(entries, head, deployment) {
    return [
      ...head.map((line) => `# ${line}`),
      ...(deployment === undefined ? [] : scheduleLines(deployment)),
      'env:',
      ...entries.map(({ setting, scalar }) => `  ${setting.name}: ${JSON.stringify(scalarText(scalar))}`),
      '',
    ].join('\n');
  },
  read: (text, file) => foundInTree(text, file, 'YAML'),
};

function scheduleLines({ tasks }: Deployment): string[] {
  const lines = tasks.flatMap((task) => task.schedules.map((schedule) => lineOf(task, schedule)));
  const isScheduled = lines.some((line) => line.startsWith('    - cron'));
  return [...(isScheduled ? ['on:', '  schedule:'] : []), ...lines];
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

/**
 * Kubernetes: a ConfigMap of the settings, and of each CronJob the fields that a scenario knows.
 *
 * The manifests are to be applied by the server (`kubectl apply --server-side`), which leaves the fields of a CronJob alone that they do
 * not have: image and command are nobody's business here.
 *
 * @module
 */
import { BUSY_UNSURE, cronOf, type Deployed, type Deployment } from './deployment.ts';
import type { Format } from './format.ts';
import { scalarText } from './scalar.ts';
import { foundInTree } from './tree-settings.ts';
import { yamlKey } from './yaml.ts';

export const kubernetes: Format = {
  name: 'kubernetes',
  describe: 'a ConfigMap, and schedules and policies of CronJobs, for `kubectl apply --server-side`',
  files: ['.k8s.yaml', '.k8s.yml'],
  write(entries, head, deployment) {
    const name = labelOf(deployment?.name ?? 'settings', 63);
    const map = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      `  name: ${JSON.stringify(`${name}-settings`.slice(-63))}`,
      'data:',
      // A ConfigMap holds texts alone.
      ...entries.map(({ setting, scalar }) => `  ${yamlKey(setting.name)}: ${JSON.stringify(scalarText(scalar))}`),
    ];
    const jobs = deployment === undefined ? [] : jobLines(deployment);
    return [...head.map((line) => `# ${line}`), ...map, ...jobs, ''].join('\n');
  },
  // All else in a manifest is Kubernetes' own.
  read: (text, file) => foundInTree(text, file, 'YAML', { below: 'data' }),
};

function jobLines({ tasks }: Deployment): string[] {
  const taken = new Set<string>();
  return tasks.flatMap((task) =>
    task.schedules.flatMap((schedule, index) => {
      const cron = cronOf(schedule);
      const label = index === 0 ? task.name : `${task.name}-${index + 1}`;
      if ('why' in cron) return [`# ${JSON.stringify(label)} has no CronJob: ${cron.why}`];
      const name = unused(labelOf(label, 52), taken);
      taken.add(name);
      return [
        '---',
        'apiVersion: batch/v1',
        'kind: CronJob',
        'metadata:',
        `  name: ${JSON.stringify(name)}`,
        'spec:',
        `  schedule: ${JSON.stringify(cron.pattern)}`,
        ...(schedule.kind === 'cron' ? [`  timeZone: ${JSON.stringify(zoneOf(schedule.zone))}`] : []),
        ...policyLines(task),
      ];
    }),
  );
}

/** Kubernetes wants a name of its own list for UTC. */
function zoneOf(zone: string): string {
  return zone === 'UTC' ? 'Etc/UTC' : zone;
}

function policyLines({ name, whenBusy, catchesUp }: Deployed): string[] {
  if (whenBusy === 'skip') return ['  concurrencyPolicy: Forbid', ...(catchesUp ? [] : DEADLINE)];
  if (whenBusy === 'replace') return ['  concurrencyPolicy: Replace'];
  if (whenBusy === 'allow') return ['  concurrencyPolicy: Allow'];
  if (whenBusy === 'unsure') return [`  # ${JSON.stringify(name)} has whenBusy: unsure. ${BUSY_UNSURE}`];
  return [`  # ${JSON.stringify(name)} has whenBusy: ${whenBusy}, and no concurrencyPolicy does that`];
}

/** A start that was forbidden is one that was missed, which is made up for as soon as the run before it is over. */
const DEADLINE = [
  '  # The least there is: without it a start that was skipped comes when the run before it ends.',
  '  startingDeadlineSeconds: 10',
];

/** What a name of Kubernetes may be: small letters, digits and hyphens, none at its ends. */
function labelOf(text: string, lengthMax: number): string {
  const label = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, lengthMax)
    .replace(/^-+|-+$/g, '');
  return label === '' ? 'task' : label;
}

function unused(label: string, taken: ReadonlySet<string>): string {
  if (!taken.has(label)) return label;
  for (let number = 2; ; number++) {
    const other = `${label.slice(0, 48)}-${number}`;
    if (!taken.has(other)) return other;
  }
}

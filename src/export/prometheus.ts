/**
 * Alert rules for Prometheus at the bounds that are known for certain: when one fires, production does what the model says
 * cannot happen.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { Bound, Deployment } from './deployment.ts';
import type { Format } from './format.ts';

/** What production exports for it: when a task last made progress, in seconds since 1970. */
const METRIC = 'quotasim_last_progress_timestamp_seconds';

export const prometheus: Format = {
  name: 'prometheus',
  describe: 'alert rules at the proved bounds',
  files: ['.rules.yaml', '.rules.yml'],
  alertsOnly: true,
  write(_entries, head, deployment) {
    const { name = 'settings', bounds = [] } = deployment ?? {};
    const sure = bounds.filter(({ mayIdle }) => !mayIdle);
    return [
      ...head.map((line) => `# ${line}`),
      `# Each job sets ${METRIC}{task="…"} when it made progress.`,
      ...openLines(deployment),
      ...bounds.filter(({ mayIdle }) => mayIdle).map(idleLine),
      'groups:',
      `  - name: ${JSON.stringify(`quotasim ${name}`)}`,
      ...(sure.length === 0 ? ['    rules: []'] : ['    rules:', ...sure.flatMap(ruleLines)]),
      '',
    ].join('\n');
  },
};

/** Tasks that are scheduled and of which nothing is known for certain have no alert, and that is said. */
function openLines({ tasks, bounds }: Pick<Deployment, 'tasks' | 'bounds'> = { tasks: [], bounds: [] }): string[] {
  return tasks
    .filter(({ name }) => !bounds.some(({ task }) => task === name))
    .map(({ name }) => `# ${JSON.stringify(name)} has no alert: how long it waits at worst is not known for certain`);
}

/** Between two progresses of it there may be nothing to do, for however long. */
function idleLine({ task, betweenMs }: Bound): string {
  const why = `it waits for up to ${durationText(betweenMs)} while it has something to do, and how long it has nothing is not in its metric`;
  return `# ${JSON.stringify(task)} has no alert: ${why}`;
}

function ruleLines({ task, betweenMs, evidence }: Bound): string[] {
  const seconds = Math.ceil(betweenMs / 1000);
  // A text of PromQL in double quotes has the escapes of Go, which JSON's are among.
  const expr = `time() - max(${METRIC}{task=${JSON.stringify(task)}}) > ${seconds}`;
  const summary = `${task}: no progress for over ${durationText(betweenMs)}`;
  const why = `${durationText(betweenMs)} is the longest it can wait by the model (${evidence}): either the model is wrong, or production is not as it says.`;
  return [
    `      - alert: ${JSON.stringify(alertName(task))}`,
    `        expr: ${JSON.stringify(expr)}`,
    '        labels: { severity: warning }',
    '        annotations:',
    // What a template would take for its own is broken up.
    `          summary: ${JSON.stringify(summary.replace(/\{(?=\{)/g, '{ '))}`,
    `          description: ${JSON.stringify(why)}`,
  ];
}

function alertName(task: string): string {
  const words = task.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return `${words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}Overdue`;
}

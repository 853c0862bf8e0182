/**
 * A TypeScript module for BullMQ: constants, options of job schedulers (`queue.upsertJobScheduler`), of workers and of limiters.
 *
 * @module
 */
import {
  BUSY_UNSURE,
  type BusyWords,
  busyText,
  cronOf,
  type Deployment,
  hasPhase,
  type Schedule,
} from './deployment.ts';
import type { Format } from './format.ts';
import { typescript } from './typescript.ts';

export const bullmq: Format = {
  name: 'bullmq',
  describe: 'a TypeScript module: constants, job schedulers, workers and limiters of BullMQ',
  files: ['.bullmq.ts'],
  write(entries, head, deployment) {
    return (
      typescript.write(entries, head, deployment) + (deployment === undefined ? '' : optionLines(deployment).join('\n'))
    );
  },
  read: typescript.read!,
};

function optionLines({ tasks, pools, limiters }: Deployment): string[] {
  const isPhased = tasks.some(({ schedules }) => schedules.some(hasPhase));
  const schedulers = tasks.flatMap((task) =>
    task.schedules.map((schedule, index): Row => {
      const about = index === 0 ? busyText(task, BUSY) : undefined;
      const key = index === 0 ? task.name : `${task.name} ${index + 1}`;
      return { key, value: repeatOf(schedule), about };
    }),
  );
  const workers = pools.map(({ name, slots }): Row => ({ key: name, value: `{ concurrency: ${slots} }` }));
  const limits = limiters.map(
    ({ name, max, durationMs }): Row => ({ key: name, value: `{ max: ${max}, duration: ${durationMs} }` }),
  );
  return [
    ...tableLines(
      `Job schedulers by task: \`queue.upsertJobScheduler(name, schedulers[name])\`.${isPhased ? ` ${NOT_KEPT}` : ''}`,
      'schedulers',
      schedulers,
    ),
    ...tableLines('Options of workers, by pool.', 'workers', workers),
    ...tableLines("A worker's `limiter`, by supply: it counts for the whole queue.", 'limiters', limits),
  ];
}

const NOT_KEPT = 'Offsets of the scenario are not kept: BullMQ itself chooses where a period of `every` begins.';

/** A scheduler makes its next job when the one before it starts, so of a task there is one job that waits at most. */
const BUSY: BusyWords = {
  allow: undefined,
  'queue one':
    'BullMQ does so where one job runs at a time: give it a queue of its own, with `queue.setGlobalConcurrency(1)`',
  'queue all':
    'A scheduler lets one job wait at most: add jobs with `queue.add` instead, to a queue of its own with `queue.setGlobalConcurrency(1)`',
  skip: 'BullMQ has nothing for it: with a concurrency above 1, its processor must return where `queue.getActive()` has another job of it',
  replace:
    'BullMQ has nothing for it: with a concurrency above 1, its processor must end the job before it (`worker.cancelJob(id)`), which must heed its signal',
  'replace hard':
    'BullMQ has nothing for it, and kills no job where it stands: `worker.cancelJob(id)` only asks it to end',
  unsure: BUSY_UNSURE,
};

interface Row {
  readonly key: string;
  readonly value: string;
  /** A remark above it. */
  readonly about?: string | undefined;
}

function tableLines(about: string, name: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.flatMap((row) => [
    ...(row.about === undefined ? [] : [`  // ${row.about}`]),
    `  ${JSON.stringify(row.key)}: ${row.value},`,
  ]);
  return ['', `/** ${about} */`, `export const ${name} = {`, ...lines, '} as const;', ''];
}

function repeatOf(schedule: Schedule): string {
  if (schedule.kind === 'every') return `{ every: ${schedule.everyMs} }`;
  const cron = cronOf(schedule);
  return `{ pattern: ${JSON.stringify('pattern' in cron ? cron.pattern : '')}, tz: ${JSON.stringify(schedule.zone)} }`;
}

/**
 * A TypeScript module for BullMQ: constants, options of job schedulers (`queue.upsertJobScheduler`), of workers and of limiters.
 *
 * @module
 */
import { cronOf, type Deployment, hasPhase, type Schedule } from './deployment.ts';
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
  const schedulers = tasks.flatMap(({ name, schedules }) =>
    schedules.map((schedule, index) => [index === 0 ? name : `${name} ${index + 1}`, repeatOf(schedule)] as const),
  );
  const workers = pools.map(({ name, slots }) => [name, `{ concurrency: ${slots} }`] as const);
  const limits = limiters.map(
    ({ name, max, durationMs }) => [name, `{ max: ${max}, duration: ${durationMs} }`] as const,
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

function tableLines(about: string, name: string, rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(([key, value]) => `  ${JSON.stringify(key)}: ${value},`);
  return ['', `/** ${about} */`, `export const ${name} = {`, ...lines, '} as const;', ''];
}

function repeatOf(schedule: Schedule): string {
  if (schedule.kind === 'every') return `{ every: ${schedule.everyMs} }`;
  const cron = cronOf(schedule);
  return `{ pattern: ${JSON.stringify('pattern' in cron ? cron.pattern : '')}, tz: ${JSON.stringify(schedule.zone)} }`;
}

/**
 * A Celery settings module: constants, the schedule of beat, routes and workers.
 *
 * Celery lets a time of the calendar fire where all its fields match, so a pattern with both days and weekdays, of which either
 * suffices elsewhere, is told and left out.
 *
 * @module
 */
import type { CronFields } from '../sim/cron.ts';
import {
  BUSY_UNSURE,
  type BusyWords,
  busyText,
  type Deployed,
  type Deployment,
  hasPhase,
  type Schedule,
} from './deployment.ts';
import type { Format } from './format.ts';
import { constantLines, timedeltaOf } from './python.ts';

export const celery: Format = {
  name: 'celery',
  describe: "a Celery settings module: constants, beat's schedule, routes, workers",
  files: ['.celery.py', 'celeryconfig.py'],
  write(entries, head, deployment) {
    const constants = constantLines(entries);
    const own = deployment === undefined ? [] : settingLines(deployment);
    const lines = [...constants, ...own];
    const imports = [
      ...(lines.some((line) => line.includes('timedelta(')) ? ['from datetime import timedelta'] : []),
      ...(lines.some((line) => line.includes('crontab(')) ? ['from celery.schedules import crontab'] : []),
    ];
    return [...head.map((line) => `# ${line}`), ...(imports.length > 0 ? [...imports, ''] : []), ...lines, ''].join(
      '\n',
    );
  },
};

function settingLines({ tasks, pools }: Deployment): string[] {
  const zones = [...new Set(tasks.flatMap(({ schedules }) => schedules.flatMap(zoneOf)))];
  const [zone] = zones;
  const routes = tasks.flatMap(({ name, pool }) =>
    pool === undefined ? [] : [`    ${quoted(name)}: {'queue': ${quoted(pool)}},`],
  );
  const [pool] = pools;
  return [
    ...(tasks.length > 0 ? ['', 'beat_schedule = {', ...tasks.flatMap((task) => entryLines(task, zone)), '}'] : []),
    ...(zone === undefined ? [] : [`timezone = ${quoted(zone)}`]),
    ...(routes.length > 0 ? ['', 'task_routes = {', ...routes, '}'] : []),
    ...(pool !== undefined && pools.length === 1 ? workerLines(pool) : []),
  ];
}

function workerLines({ slots, prefetch }: Deployment['pools'][number]): string[] {
  const multiplier = prefetch / slots;
  return [
    `worker_concurrency = ${slots}`,
    ...(prefetch > 0 && Number.isInteger(multiplier) ? [`worker_prefetch_multiplier = ${multiplier}`] : []),
  ];
}

const FROM_ITS_START = 'beat counts from its own start: the offset of the scenario is not kept';

function zoneOf(schedule: Schedule): string[] {
  return schedule.kind === 'cron' ? [schedule.zone] : [];
}

/** Beat looks at no run before it sends another; what becomes of two is up to the tasks and their workers. */
const BUSY: BusyWords = {
  allow: undefined,
  'queue all': 'Beat sends whatever is busy: give it a queue of its own, with one worker of concurrency 1',
  'queue one':
    'Celery has nothing for it: its code must let one run go on at a time, and end a start that finds another one waiting',
  skip: 'Celery has nothing for it: its code must take a lock without waiting, and return where another run holds it',
  replace: 'Celery has nothing for it: its code must tell the run before it to end, and wait until it has',
  'replace hard':
    'Celery has nothing for it: its code must kill the run before it, with `app.control.revoke(task_id, terminate=True)`',
  unsure: BUSY_UNSURE,
};

function entryLines(task: Deployed, zone: string | undefined): string[] {
  const { name, schedules } = task;
  const busy = busyText(task, BUSY);
  const entries = schedules.map((schedule, index) => {
    const key = index === 0 ? name : `${name} ${index + 1}`;
    const when = whenOf(schedule, zone);
    if ('why' in when) return `    # ${JSON.stringify(key)} is left out: ${when.why}`;
    const line = `    ${quoted(key)}: {'task': ${quoted(name)}, 'schedule': ${when.python}},`;
    return hasPhase(schedule) ? `${line}  # ${FROM_ITS_START}` : line;
  });
  return busy === undefined ? entries : [`    # ${busy}`, ...entries];
}

function whenOf(schedule: Schedule, zone: string | undefined): { readonly python: string } | { readonly why: string } {
  if (schedule.kind === 'every') return { python: timedeltaOf(schedule.everyMs) };
  if (schedule.zone !== zone) return { why: `it goes by ${schedule.zone}, and Celery knows one timezone, ${zone}` };
  const { fields } = schedule;
  const [days, weekdays] = [fields.days.length < 31, fields.weekdays.length < 7];
  if (days && weekdays && fields.dayRule === 'either') {
    return { why: 'days and weekdays of which either suffices; Celery asks for both' };
  }
  return { python: `crontab(${argumentsOf(fields)})` };
}

function argumentsOf({ minutes, hours, days, months, weekdays, dayRule }: CronFields): string {
  const isDaily = dayRule === 'either';
  const parts = [
    ['minute', minutes, 60],
    ['hour', hours, 24],
    ['day_of_month', isDaily ? [] : days, isDaily ? 0 : 31],
    ['month_of_year', months, 12],
    ['day_of_week', isDaily ? [] : weekdays, isDaily ? 0 : 7],
  ] as const;
  return parts.map(([name, values, size]) => `${name}='${values.length === size ? '*' : values.join(',')}'`).join(', ');
}

/** A text of JSON is one of Python. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

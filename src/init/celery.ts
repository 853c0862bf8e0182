/**
 * The schedule of Celery beat as jobs, with the queues, rate limits and time limits of their tasks.
 *
 * What the module says is found by Python's own parser, see `src/node/python-beat.ts`.
 *
 * @module
 */
import { ConfigError, configIssue } from '../export/config-error.ts';
import { formatQuantity } from '../scenarios/values/quantity.ts';
import { divide, fromDecimal, multiply, type Rational, rational } from '../sim/numbers/rational.ts';
import { isZone, lastingOffsetMs } from '../sim/supplies/zone.ts';
import { cronStart, durationOf, everyStart, START_MS, type Started } from './cron-starts.ts';
import type { FoundPool, FoundSystem, Job, Kept, Origin } from './found.ts';

export interface BeatModule {
  readonly entries: readonly BeatEntry[];
  readonly timezone?: { readonly name: string; readonly line: number };
  /** Patterns of task names with the queue that takes them. */
  readonly routes: readonly { readonly task: string; readonly queue: string }[];
  readonly queue?: string;
  readonly rates: readonly { readonly task: string; readonly line: number; readonly rate: string }[];
  readonly limits: readonly BeatLimit[];
  readonly concurrency?: { readonly slots: number; readonly symbol: string | null };
}

export interface BeatEntry {
  readonly name: string;
  readonly line: number;
  readonly task: string | null;
  readonly schedule: BeatSchedule;
  readonly queue: string | null;
}

export type BeatSchedule =
  | {
      readonly kind: 'every';
      /** Of so many milliseconds. */
      readonly numerator: string;
      readonly denominator: string;
      /** The constant that says so, and whether it is a bare number of seconds. */
      readonly symbol?: string;
      readonly counted?: boolean;
    }
  | { readonly kind: 'crontab'; readonly fields: Readonly<Partial<Record<string, string>>> }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'unknown'; readonly says: string };

interface BeatLimit {
  readonly task: string;
  readonly kind: 'soft' | 'hard';
  readonly ms: number;
}

/** @throws {ConfigError} where the module schedules nothing, or in a time zone that is none. */
export function celeryJobs(module: BeatModule, text: string, file: string): FoundSystem {
  const { entries, timezone, concurrency } = module;
  if (entries.length === 0) {
    const says = 'it schedules nothing; expected a `beat_schedule`, or calls of `add_periodic_task`';
    throw new ConfigError([configIssue('nothing_known', { file, line: 1, column: 1 }, says)], text);
  }
  const zone = timezone?.name ?? 'UTC';
  if (!isZone(zone)) {
    const says = `expected a time zone such as Europe/Berlin, received "${zone}"`;
    throw new ConfigError([configIssue('not_a_value', { file, line: timezone!.line, column: 1 }, says)], text);
  }
  const read = entries.map((entry) => ({ entry, started: startOf(entry.schedule, zone, file) }));
  const slots = concurrency === undefined ? undefined : slotsOf(concurrency, file);
  const jobs = read.flatMap(({ entry, started }) =>
    started.kind === 'start' ? [jobOf(entry, started, module, file)] : [],
  );
  const used = new Set(jobs.flatMap(({ limits }) => limits));
  return {
    jobs,
    leftOut: read.flatMap(({ entry: { name, line }, started }) =>
      started.kind === 'start' ? [] : [{ name, why: started.why, at: { file, line } }],
    ),
    pools: [...new Set(jobs.map(({ pool }) => pool!))].map((name) => ({ name, slots, preset: 'celery' })),
    limits: ratesOf(module, file).filter(({ name }) => used.has(name)),
    locks: [],
    remarks:
      lastingOffsetMs(zone, START_MS) === undefined
        ? [
            `${file}: a local time that the clocks of ${zone} skip comes at the change here (\`dst: shift\`), and up to an hour later in Celery 5`,
          ]
        : [],
  };
}

function startOf(schedule: BeatSchedule, zone: string, file: string): Started {
  switch (schedule.kind) {
    case 'every':
      return everyStart(
        divide(rational(BigInt(schedule.numerator)), rational(BigInt(schedule.denominator))),
        keptIn(file, schedule.symbol, schedule.counted),
      );
    case 'pattern':
      return calendar(schedule.pattern, zone);
    case 'crontab': {
      const names = ['minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week'];
      return calendar(names.map((name) => (schedule.fields[name] ?? '*').replace(/\s+/g, '')).join(' '), zone);
    }
    case 'unknown':
      return { kind: 'left-out', why: `its schedule is known only when it runs: ${schedule.says}` };
  }
}

/** Celery asks for both day fields; a pattern in which either would do is another. */
function calendar(pattern: string, zone: string): Started {
  const [, , day, , weekday] = pattern.trim().split(/\s+/);
  if (day !== '*' && weekday !== '*') {
    return { kind: 'left-out', why: `"${pattern}" asks for both a day of the month and a weekday` };
  }
  // As Celery 5 was seen to do it: a local time that comes twice counts once, one that is skipped comes an hour later.
  const started = cronStart(pattern, zone, 'shift');
  // A word of Celery's own, or a range that goes round: nobody's mistake.
  return started.kind === 'wrong' ? { ...started, kind: 'left-out' } : started;
}

/** Undefined where a scenario has no such name, or cannot say where it stands. */
function keptIn(file: string, name: string | null | undefined, isCounted?: boolean): Kept | undefined {
  if (typeof name !== 'string' || !/^[A-Za-z_]\w{0,60}$/.test(name) || !/^[\w./-]+$/.test(file)) return undefined;
  return { name, file, ...(isCounted === true && { in: 's' }) };
}

function slotsOf({ slots, symbol }: NonNullable<BeatModule['concurrency']>, file: string): FoundPool['slots'] {
  const kept = keptIn(file, symbol);
  return { text: String(slots), ...(kept && { kept }) };
}

type Begun = Extract<Started, { kind: 'start' }>;

function jobOf({ name, line, task, queue }: BeatEntry, { start }: Begun, module: BeatModule, file: string): Job {
  const called = task ?? name;
  const route = module.routes.find(({ task: pattern }) => isMeant(pattern, called));
  const limit = limitOf(module.limits, called);
  const rates = ratesOf(module, file).filter((rate) => isMeant(rate.task, called));
  return {
    name,
    at: { file, line },
    starts: [start],
    // Beat sends a task whether or not the last one is over.
    whenBusy: ['allow'],
    preset: 'celery',
    ...(limit && { timeLimit: limit }),
    pool: queue ?? route?.queue ?? module.queue ?? 'celery',
    limits: rates.slice(-1).map((rate) => rate.name),
    remarks: task === null || task === name ? [] : [`task ${task}`],
  };
}

/** A name, one with stars, or a function's, which stands behind its module in the name of a task. */
function isMeant(pattern: string, task: string): boolean {
  if (!pattern.includes('*')) return pattern === task || task.endsWith(`.${pattern}`);
  const [first = '', ...rest] = pattern.split('*');
  if (!task.startsWith(first)) return false;
  const last = rest.pop()!;
  let at = first.length;
  for (const part of rest) {
    const found = task.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return task.length - at >= last.length && task.endsWith(last);
}

/** The soft limit, where there is one: it comes first. */
function limitOf(limits: readonly BeatLimit[], task: string): Job['timeLimit'] {
  const meant = limits.filter((limit) => isMeant(limit.task, task) && limit.ms >= 1);
  const own = meant.filter((limit) => limit.task !== '*');
  const [soft, hard] = (['soft', 'hard'] as const).map((kind) =>
    [
      ...meant.filter((each) => each.kind === kind && each.task === '*'),
      ...own.filter((each) => each.kind === kind),
    ].at(-1),
  );
  const first = soft ?? hard;
  return first && { text: durationOf(rational(Math.round(first.ms))), hard: soft === undefined };
}

interface TaskRate {
  readonly name: string;
  readonly task: string;
  readonly rate: string;
  readonly at: Origin;
}

function ratesOf({ rates }: BeatModule, file: string): readonly TaskRate[] {
  return rates.flatMap(({ task, rate: text, line }) => {
    const rate = rateOf(text);
    return rate === undefined ? [] : [{ name: `rate of ${task}`, task, rate, at: { file, line } }];
  });
}

/** `10/m` is ten a minute, `10` ten a second. */
function rateOf(text: string): string | undefined {
  const [, count, per = 's'] = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*([smh]))?\s*$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) return undefined;
  const perMs: Rational = { numerator: 1n, denominator: { s: 1000n, m: 60_000n, h: 3_600_000n }[per]! };
  return formatQuantity({ unit: 'rate', value: multiply(fromDecimal(count), perMs) });
}

/**
 * What of a scenario schedulers, workers and alarms are configured with, beside its parameters: when tasks start, who works on
 * them, what holds them back, and how long nothing may happen.
 *
 * @module
 */
import { durationText } from '../analysis/words/duration-text.ts';
import type { Report, TaskReport } from '../judge/report/report.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { CronFields } from '../sim/cron.ts';
import { assemble } from '../sim/machine.ts';
import type { Model, Task, Trigger } from '../sim/model.ts';

/** When a task starts: every so often, or by the calendar. */
export type Schedule =
  /** `phaseMs`: when in its period it is due, by the calendar in UTC; undefined: at any time in it. */
  | { readonly kind: 'every'; readonly everyMs: number; readonly phaseMs: number | undefined }
  | { readonly kind: 'cron'; readonly fields: CronFields; readonly zone: string };

export type WhenBusy = Task['whenBusy'] | 'unsure';

/** What a format has to say of each, beside what it writes; undefined where that is all. */
export type BusyWords = Readonly<Record<WhenBusy, string | undefined>>;

export interface Deployed {
  readonly name: string;
  /** `unsure` where the scenario does not know it. */
  readonly whenBusy: WhenBusy;
  readonly schedules: readonly Schedule[];
  /** Whether starts that were missed while the scheduler was down are made up for. */
  readonly catchesUp: boolean;
  /** The pool whose slots its runs take. */
  readonly pool: string | undefined;
}

export interface Deployment {
  /** Of the scenario. */
  readonly name: string;
  /** In the order of the document; those that nothing schedules are left out. */
  readonly tasks: readonly Deployed[];
  readonly pools: readonly { readonly name: string; readonly slots: number; readonly prefetch: number }[];
  /** Limits whose window begins with its first use, as a queue's limiter counts. */
  readonly limiters: readonly { readonly name: string; readonly max: number; readonly durationMs: number }[];
  /** What is known for certain of how long a task waits between two progresses. */
  readonly bounds: readonly Bound[];
}

export interface Bound {
  readonly task: string;
  readonly betweenMs: number;
  readonly evidence: string;
  /** Between two progresses more time may pass: time in which the task has nothing to do is no wait. */
  readonly mayIdle: boolean;
}

export function deploymentOf({ name, worlds, startMs = 0 }: Scenario, report: Report): Deployment {
  const { model } = worlds[0]!;
  return {
    name,
    tasks: model.tasks
      .map((task, index) => ({ ...deployedOf(model, task, { index, startMs }), whenBusy: whenBusyOf(worlds, index) }))
      .filter(({ schedules }) => schedules.length > 0),
    pools: model.locks
      .filter(({ kind }) => kind === 'pool')
      .map(({ name: pool, permits, line }) => ({ name: pool, slots: permits, prefetch: line?.prefetch ?? 0 })),
    limiters: model.supplies.flatMap(({ name: supply, refill, capacityGrains, grainsPerToken }) =>
      refill.kind === 'first-use'
        ? [{ name: supply, max: capacityGrains / grainsPerToken, durationMs: refill.everyMs }]
        : [],
    ),
    bounds: boundsOf(report, mayIdle(worlds.map((world) => world.model))),
  };
}

function deployedOf(
  model: Model,
  task: Task,
  { index, startMs }: { readonly index: number; readonly startMs: number },
): Omit<Deployed, 'whenBusy'> {
  const slot = task.program.find(
    (operation) => operation.kind === 'acquire' && model.locks[operation.lock]?.kind === 'pool',
  );
  const triggers = model.triggers.filter((trigger) => trigger.task === index);
  return {
    name: task.name,
    schedules: triggers.flatMap((trigger) => scheduleOf(trigger, startMs)),
    catchesUp: triggers.some(({ catchUp }) => catchUp !== undefined && catchUp.starts !== 'none'),
    pool: slot?.kind === 'acquire' ? model.locks[slot.lock]!.name : undefined,
  };
}

function whenBusyOf(worlds: Scenario['worlds'], index: number): WhenBusy {
  const modes = new Set(worlds.map(({ model }) => model.tasks[index]!.whenBusy));
  return modes.size === 1 ? [...modes][0]! : 'unsure';
}

/** A sentence for a comment of what else must be done for a task's `whenBusy`; none where nothing must. */
export function busyText({ name, whenBusy }: Deployed, words: BusyWords): string | undefined {
  const what = words[whenBusy];
  return what === undefined ? undefined : `${JSON.stringify(name)} has whenBusy: ${whenBusy}. ${what}`;
}

/** What every format says of what nobody knows. */
export const BUSY_UNSURE = 'The scenario judges several ways; find out which one production has';

function scheduleOf(trigger: Trigger, startMs: number): Schedule[] {
  if (trigger.kind === 'every') {
    const { periodMs, offsetMs } = trigger;
    // Offsets count from the start of the scenario; one without a date begins at a midnight.
    const phaseMs = offsetMs.kind === 'fixed' ? (offsetMs.value + startMs) % periodMs : undefined;
    return [{ kind: 'every', everyMs: periodMs, phaseMs }];
  }
  if (trigger.kind !== 'cron') return [];
  return [{ kind: 'cron', fields: trigger.fields, zone: trigger.zone?.name ?? 'UTC' }];
}

/** Whether it is fixed when in its period it is due, in relation to other schedules. */
export function hasPhase(schedule: Schedule): boolean {
  return schedule.kind === 'every' && schedule.phaseMs !== undefined;
}

/** The worst of all worlds, and only where every world knows one. */
function boundsOf(report: Report, idlers: ReadonlySet<string>): readonly Bound[] {
  const worlds = report.worlds ?? [report];
  return Object.keys(report.tasks).flatMap((task): Bound[] => {
    const known = worlds.map(({ tasks }) => tasks[task]!);
    const waits = known.map(({ claim, worst }) => (claim === 'live' && worst ? longestOf(worst) : undefined));
    const sure = waits.filter((wait) => wait !== undefined);
    return sure.length < waits.length
      ? []
      : [{ task, betweenMs: Math.max(...sure), evidence: known[0]!.evidence.kind, mayIdle: idlers.has(task) }];
  });
}

/** The tasks that may have nothing to do, in whatever world. */
function mayIdle(models: readonly Model[]): ReadonlySet<string> {
  return new Set(models.flatMap((model) => assemble(model).idlers.map((task) => model.tasks[task]!.name)));
}

/** Undefined where there never are two progresses. */
function longestOf({ firstMs, betweenMs }: NonNullable<TaskReport['worst']>): number | undefined {
  return betweenMs === null ? undefined : Math.max(firstMs, betweenMs);
}

/** A pattern of five fields that fires when the schedule does; otherwise why there is none. */
export function cronOf(schedule: Schedule): { readonly pattern: string } | { readonly why: string } {
  return schedule.kind === 'cron' ? { pattern: cronText(schedule.fields) } : everyAsCron(schedule);
}

/**
 * The fields as a pattern for Vixie's cron and its like. Days are listed and never stepped: a star with a step would count as a
 * star there, and change whether either day field suffices.
 */
function cronText({ minutes, hours, days, months, weekdays, dayRule }: CronFields): string {
  const all = { days: days.length === 31, weekdays: weekdays.length === 7 };
  // Where either suffices and one holds every day, every day is meant.
  const every = dayRule === 'either' && (all.days || all.weekdays);
  return [
    fieldText(minutes, 0, 59),
    fieldText(hours, 0, 23),
    every || all.days ? '*' : days.join(','),
    fieldText(months, 1, 12),
    every || all.weekdays ? '*' : weekdays.join(','),
  ].join(' ');
}

function fieldText(values: readonly number[], low: number, high: number): string {
  const step = values.length > 1 ? values[1]! - values[0]! : high - low + 1;
  const stepped = values[0] === low && values.every((value, index) => value === low + index * step);
  if (stepped && values.length === Math.floor((high - low) / step) + 1 && values.length > 1) {
    return step === 1 ? '*' : `*/${step}`;
  }
  return values.join(',');
}

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];

function everyAsCron({
  everyMs,
  phaseMs: phase = 0,
}: Extract<Schedule, { kind: 'every' }>): { pattern: string } | { why: string } {
  const why = { why: `every ${durationText(everyMs)} is no pattern of a calendar` };
  if (everyMs % MINUTE_MS !== 0 || phase % MINUTE_MS !== 0) return why;
  const minute = Math.floor((phase % HOUR_MS) / MINUTE_MS);
  if (HOUR_MS % everyMs === 0) return { pattern: `${steps(minute, everyMs / MINUTE_MS, 60)} * * * *` };
  if (everyMs % HOUR_MS !== 0 || DAY_MS % everyMs !== 0) return why;
  return { pattern: `${minute} ${steps(Math.floor(phase / HOUR_MS), everyMs / HOUR_MS, 24)} * * *` };
}

function steps(first: number, step: number, size: number): string {
  if (step === size) return String(first);
  const prefix = first === 0 ? '*' : `${first}-${size - 1}`;
  return step === 1 ? '*' : `${prefix}/${step}`;
}

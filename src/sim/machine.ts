/**
 * A model packed for the engine's loop: all tasks' programs behind each other, one row (`rows.ts`) per operation, and what
 * else the loop reads in flat arrays.
 *
 * @module
 */

import { type Stock, stockOf } from './backlogs/stock.ts';
import { type Dispatchers, dispatchersOf } from './locks/dispatchers.ts';
import { type Crashes, crashesOf, type Locks, locksOf } from './locks/lock-rules.ts';
import type { Model, Operation, Task, Trigger } from './model.ts';
import { type LateTrigger, outagesEndMs } from './outages.ts';
import { originalsOf, writtenOut } from './program/copies.ts';
import { type Deliveries, deliveriesOf } from './program/deliveries.ts';
import { type Emissions, emissionsOf } from './program/emissions.ts';
import { type Expiries, expiriesOf } from './program/expiries.ts';
import { type Policies, policyPart } from './program/policies.ts';
import { OP, type Row, rowOf } from './program/rows.ts';
import { type Retries, retriesOf } from './program/run-retries.ts';
import { type TimeLimits, timeLimitsOf } from './program/time-limits.ts';
import { isSpecial, type SupplyPart, supplyPart } from './supplies/columns.ts';
import type { TimeMs } from './time.ts';

export { OP, OTHERWISE, type Row } from './program/rows.ts';

/** How a trigger comes about, and what it does to a busy task, as numbers for the loop. */
export const TRIGGER = {
  always: 0,
  every: 1,
  poisson: 2,
  cron: 3,
  trace: 4,
  pause: 5,
  on: 6,
} as const satisfies Record<Trigger['kind'], number>;
export const BUSY = {
  skip: 0,
  'queue all': 1,
  allow: 2,
  replace: 3,
  'queue one': 4,
  'replace hard': 5,
} as const satisfies Record<Task['whenBusy'], number>;

/** A model ready to run; nothing in it changes any more, so all runs of the model share it. */
export interface Machine
  extends Locks,
    Dispatchers,
    Crashes,
    SupplyPart,
    Emissions,
    Policies,
    Retries,
    TimeLimits,
    Expiries,
    Deliveries {
  /** Its tasks' copies are written out; see `copies.ts`. */
  readonly model: Model;
  /** The model as it was given. */
  readonly written: Model;
  /** All tasks' programs, flat: what an observer's `operation` refers to. */
  readonly operations: readonly { readonly task: number; readonly operation: Operation }[];
  readonly rows: readonly Readonly<Row>[];
  /** Index of each task's first operation. */
  readonly entry: Int32Array;
  readonly triggers: readonly TriggerRow[];
  /** Whether a task starts again as soon as its run ends. */
  readonly always: Uint8Array;
  /** By task: its trigger that starts it again a while after its run ended; -1: none. And whether any task has one. */
  readonly pauseTrigger: Int32Array;
  readonly pauses: boolean;
  /** Whether nothing but permits is to be seen to when a run ends: no crash, retry, limit, pause, parent, items or policy. */
  readonly endsPlainly: boolean;
  /** Whether the scheduler of any task may be down, and when that is over for good. */
  readonly mayMiss: boolean;
  readonly outagesEndMs: TimeMs;
  /** When the last date of all has come: an end of an outage, a change of a supply. 0: there is none. */
  readonly datesEndMs: TimeMs;
  readonly whenBusy: Uint8Array;
  readonly taskPriority: Float64Array;
  /** By task: the task it is a copy of, or itself. */
  readonly originals: Int32Array;
  /** 1 for a task whose runs have values drawn for them: the chooser is told when one begins. */
  readonly draws: Uint8Array;
  /** 1 for a task whose runs may be over in the instant in which they start; see `express.ts`. */
  readonly expresses: Uint8Array;
  /** Loop counters and variables a run needs at most. */
  readonly countersMax: number;
  readonly variablesMax: number;
  /** The source of each variable (`task * variablesMax + variable`). */
  readonly variableSource: Int32Array;
  /** Backlogs, and what brings items. */
  readonly stock: Stock;
  /** Lines of waiting runs: one for each lock, then one for each backlog. */
  readonly lines: number;
  /**
   * Timers are numbered: triggers, lease slots from `leaseTimers`, crashes from `crashTimers`, limits from `limitTimers`, expiries from
   * `expiryTimers`, deliveries from `deliveryTimers`, looks of dispatchers from `dispatchTimers`, supplies from `supplyTimers`,
   * what brings items from `stockTimers`, runs from `runTimers` on.
   */
  readonly leaseTimers: number;
  readonly crashTimers: number;
  readonly stockTimers: number;
  readonly runTimers: number;
}

/** A trigger as the loop wants it. */
export interface TriggerRow {
  readonly kind: number;
  readonly task: number;
  readonly periodMs: number;
  /** The period where no draw delays a start and one comes at a time; 0 else. */
  readonly fixedMs: number;
  /** Whether other than one start may come at a time; `count`: how many do. */
  readonly several: boolean;
  readonly count: number;
  /** Where the scheduler may be down: the trigger. */
  readonly late: LateTrigger | undefined;
  /** Whether the task may run several times at once. */
  readonly allows: boolean;
  /** Source of the time to the next start, or of its delay; -1: none. */
  readonly source: number;
  readonly spec: Trigger;
}

/**
 * Packs a model, its copies written out; the result is shared by all runs of it.
 *
 * @example
 * const machine = assemble(scenario.worlds[0].model);
 */
export function assemble(written: Model): Machine {
  const model = writtenOut(written);
  const operations = model.tasks.flatMap((task, index) =>
    task.program.map((operation) => ({ task: index, operation })),
  );
  const entry = new Int32Array(model.tasks.length);
  for (let task = 1; task < entry.length; task++) {
    entry[task] = entry[task - 1]! + model.tasks[task - 1]!.program.length;
  }
  const originals = originalsOf(model);
  const rules = rulesOf(model);
  const supplies = supplyPart(model, rules.timers);
  const rows = operations.map(({ task, operation }) => rowOf(model, task, operation, entry[task]!));
  const stockTimers = supplies.supplyTimers + supplies.timerSupply.length;
  const stock = stockOf(model, rows, entry, stockTimers);
  const variablesMax = Math.max(0, ...model.tasks.map((task) => task.variables.length));
  const always = model.tasks.map((_, task) =>
    model.triggers.some((trigger) => trigger.task === task && trigger.kind === 'always'),
  );
  const later = laterStarts(model);
  const emissions = emissionsOf(model, stock.takers);
  const retries = retriesOf(model);
  const policies = policyPart(model, originals);
  const parts = { ...rules.parts, ...emissions, ...retries, ...supplies, ...policies };
  return {
    model,
    written,
    operations,
    rows,
    entry,
    always: Uint8Array.from(always, Number),
    ...later,
    endsPlainly: endsPlainly({ ...parts, ...later, stock }),
    triggers: model.triggers.map((trigger) => triggerRowOf(model, trigger)),
    whenBusy: Uint8Array.from(model.tasks, (task) => BUSY[task.whenBusy]),
    taskPriority: Float64Array.from(model.tasks, (task) => task.priority),
    originals,
    draws: Uint8Array.from(model.tasks, (_, task) => drawsAny(model, task)),
    expresses: Uint8Array.from(model.tasks, ({ program }, task) => {
      const own = rows.slice(entry[task]!, entry[task]! + program.length);
      return Number(!always[task] && later.pauseTrigger[task]! < 0 && expresses(model, task, own));
    }),
    countersMax: countersIn(operations.map(({ operation }) => operation)),
    variablesMax,
    variableSource: Int32Array.from(
      model.tasks.flatMap(({ variables }) =>
        Array.from({ length: variablesMax }, (_, index) => variables[index]?.source ?? -1),
      ),
    ),
    stock,
    lines: model.locks.length + model.backlogs.length,
    stockTimers,
    runTimers: stockTimers + stock.timers.length,
    ...parts,
  };
}

function countersIn(operations: readonly Operation[]): number {
  return Math.max(0, ...operations.map((operation) => ('counter' in operation ? operation.counter + 1 : 0)));
}

type Ruled = Locks &
  Dispatchers &
  Crashes &
  TimeLimits &
  Expiries &
  Deliveries &
  Pick<Machine, 'leaseTimers' | 'crashTimers'>;

/** What locks and the rules of tasks come to, with their timers, which follow those of triggers; and how many timers that are. */
function rulesOf(model: Model): { readonly parts: Ruled; readonly timers: number } {
  const tasks = model.tasks.length;
  const leaseTimers = model.triggers.length;
  const locks = locksOf(model);
  const crashes = crashesOf(model);
  const crashTimers = leaseTimers + locks.leaseSlots;
  const limits = timeLimitsOf(model, crashTimers + crashes.crashTask.length);
  const expiries = expiriesOf(model, limits.limitTimers + (limits.limits ? tasks : 0));
  const deliveries = deliveriesOf(model, expiries.expiryTimers + (expiries.expires ? tasks : 0));
  const dispatchers = dispatchersOf(model, deliveries.deliveryTimers + (deliveries.doubles ? tasks : 0));
  return {
    parts: { leaseTimers, crashTimers, ...locks, ...crashes, ...limits, ...expiries, ...deliveries, ...dispatchers },
    timers: dispatchers.dispatchTimers + dispatchers.looking.length,
  };
}

type Ends = Pick<
  Machine,
  'crashes' | 'retries' | 'redelivers' | 'limits' | 'pauses' | 'awaitsRuns' | 'tells' | 'stock'
>;

function endsPlainly({ crashes, retries, redelivers, limits, pauses, awaitsRuns, tells, stock }: Ends): boolean {
  return !(crashes || retries || redelivers || limits || pauses || awaitsRuns || tells || stock.slots > 0);
}

/** Starts that come a while after a run, or late. */
function laterStarts({
  tasks,
  triggers,
  supplies,
}: Model): Pick<Machine, 'pauseTrigger' | 'pauses' | 'mayMiss' | 'outagesEndMs' | 'datesEndMs'> {
  const pauseTrigger = Int32Array.from(tasks, (_, task) =>
    triggers.findIndex((trigger) => trigger.task === task && trigger.kind === 'pause'),
  );
  return {
    pauseTrigger,
    pauses: pauseTrigger.some((trigger) => trigger >= 0),
    mayMiss: triggers.some(({ catchUp }) => catchUp !== undefined),
    outagesEndMs: outagesEndMs(triggers),
    datesEndMs: Math.max(outagesEndMs(triggers), ...supplies.map(({ changes }) => changes?.at(-1)?.atMs ?? 0)),
  };
}

/** 1 where runs of a task have values drawn for them, else 0. */
function drawsAny({ sources }: Model, task: number): number {
  return Number(sources.some((source) => source.task === task && source.taken !== true));
}

/** Whether runs of a task, which does not start again by itself, may be over in the instant in which they start. */
function expresses(model: Model, task: number, own: readonly Row[]): boolean {
  return endsForGood(model, task) && begins(own) && own.every((row) => isExpress(model, row));
}

/** Whether the first step may be over at once. */
function begins([first]: readonly Row[]): boolean {
  return first !== undefined && first.kind !== OP.acquire && first.kind !== OP.work && first.kind !== OP.loop;
}

/** Whether a run draws nothing, not even how long it waits (its draws must begin with it), and is not tried again. */
function endsForGood({ tasks }: Model, task: number): boolean {
  return tasks[task]!.variables.length === 0 && tasks[task]!.retry === undefined;
}

/** Whether `express.ts` can do a row, or hand it on. */
function isExpress(model: Model, { kind, plain, subject }: Row): boolean {
  if (kind === OP.take || kind === OP.emit) return false;
  if (kind === OP.acquire) return plain && model.locks[subject]!.leaseFromDue !== true;
  if (kind !== OP.spend && kind !== OP.await) return plain;
  const supply = model.supplies[subject]!;
  return plain && !isSpecial(supply) && !(kind === OP.spend && supply.debt.kind === 'clamp');
}

function triggerRowOf(model: Model, spec: Trigger): TriggerRow {
  const source = sourceOf(spec) ?? -1;
  const { count = 1 } = spec;
  const late = spec.catchUp === undefined ? undefined : (spec as LateTrigger);
  const skips = late !== undefined || spec.afterStart !== undefined;
  const several = count > 1 || spec.kind === 'trace' || spec.kind === 'pause' || skips;
  const periodMs = spec.kind === 'every' ? spec.periodMs : 0;
  const fixedMs = source < 0 && !several ? periodMs : 0;
  const allows = model.tasks[spec.task]!.whenBusy === 'allow';
  return { kind: TRIGGER[spec.kind], task: spec.task, periodMs, fixedMs, several, count, late, allows, source, spec };
}

/** What a trigger draws from; undefined: nothing. */
function sourceOf(trigger: Trigger): number | undefined {
  if (trigger.kind === 'every') return trigger.jitter;
  return trigger.kind === 'poisson' || trigger.kind === 'pause' ? trigger.source : undefined;
}

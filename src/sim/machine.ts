/**
 * A model packed for the engine's loop: every operation's numbers in flat arrays, one row per operation, all tasks'
 * programs behind each other.
 *
 * @module
 */
import { assert } from './assert.ts';
import { admissionGrains } from './bucket.ts';
import { type Crashes, crashesOf, type Locks, locksOf } from './lock-rules.ts';
import type { Amount, Debt, Model, Operation, Supply, SupplyWaiting, Target, Task, Trigger, Waiting } from './model.ts';
import { NEVER } from './time.ts';

/** What an operation does, as a number for the loop: what asks for something up to `work`, what ends a run from `stop` on. */
export const OP = {
  acquire: 0,
  await: 1,
  spend: 2,
  work: 3,
  release: 4,
  progress: 5,
  loop: 6,
  turn: 7,
  jump: 8,
  crash: 9,
  stop: 10,
  fail: 11,
  end: 12,
} as const satisfies Record<Operation['kind'], number>;

/** How a trigger comes about, and what it does to a busy task, as numbers for the loop. */
export const TRIGGER = { always: 0, every: 1, poisson: 2, cron: 3 } as const satisfies Record<Trigger['kind'], number>;
export const BUSY = { skip: 0, 'queue all': 1, allow: 2 } as const satisfies Record<Task['whenBusy'], number>;

/** What giving up at a wait means. */
export const OTHERWISE = { stop: 0, fail: 1, continue: 2 } as const;

/** Marks an amount that must be computed when it is used: its number stands in `Machine.computed`. */
export const COMPUTED: number = Number.NaN;

/**
 * One operation with all its numbers in fields of one object: what the loop reads for it lies together. A constant amount
 * stands in its field; `COMPUTED` sends the engine to `computed`.
 */
export interface Row {
  kind: number;
  /** The lock, supply or loop counter it is about. */
  subject: number;
  /** Where a jump, or a loop that is used up, goes. */
  target: number;
  otherwise: number;
  /** Cost, level, duration, progress or number of turns. */
  amount: number;
  /** Whether `amount` is known and no policy is asked: then `enoughGrains` stands for a whole `await` or `spend`. */
  plain: boolean;
  /** Of an `await` or `spend` with a constant amount: the level that lets it pass. */
  enoughGrains: number;
  atMostMs: number;
  marginGrains: number;
  /** Index of the policy that is asked; -1: none. */
  policy: number;
  /** 0: not polled. */
  pollEveryMs: number;
  pollGrains: number;
  pollOrWhenDue: boolean;
  pollChargedAfter: boolean;
  /** Polls that are run one by one: they cost something, their times depend on the level, or somebody asked for it. */
  pollSimulated: boolean;
  /** Simulated polls of an `await` at fixed times for fixed amounts, paid (if at all) before they read. */
  pollPlain: boolean;
  computed: ComputedAmounts;
  /** Variables a loop's turn forgets. */
  forgets: readonly number[];
  /** Permits that are taken or given back at once. */
  count: number;
  /** The pool whose slots are given back while the run waits here; -1: none. */
  gives: number;
  /** Whether it takes back what the operation before gave. */
  back: boolean;
  /** Of a crash: the source that draws whether it comes; -1: it does. */
  chance: number;
}

/** A model ready to run; nothing in it changes any more, so all runs of the model share it. */
export interface Machine extends Locks, Crashes {
  readonly model: Model;
  /** All tasks' programs, flat: what an observer's `operation` refers to. */
  readonly operations: readonly { readonly task: number; readonly operation: Operation }[];
  readonly rows: readonly Readonly<Row>[];
  /** Index of each task's first operation. */
  readonly entry: Int32Array;
  readonly supplies: readonly SupplyColumns[];
  readonly triggers: readonly TriggerRow[];
  /** Whether a task starts again as soon as its run ends. */
  readonly always: Uint8Array;
  readonly whenBusy: Uint8Array;
  readonly taskPriority: Float64Array;
  /** 1 for a task whose runs have values drawn for them: the chooser is told when one begins. */
  readonly draws: Uint8Array;
  /** 1 for a task whose runs may be over in the instant in which they start; see `express.ts`. */
  readonly expresses: Uint8Array;
  /** First memory slot of each policy. */
  readonly memoryBase: Int32Array;
  readonly memorySlots: number;
  /** Loop counters and variables a run needs at most. */
  readonly countersMax: number;
  readonly variablesMax: number;
  /** The source of each variable (`task * variablesMax + variable`). */
  readonly variableSource: Int32Array;
  /** Timers are numbered: triggers, lease slots from `leaseTimers` on, crashes from `crashTimers` on, runs from `runTimers` on. */
  readonly leaseTimers: number;
  readonly crashTimers: number;
  readonly runTimers: number;
}

/** A trigger as the loop wants it. */
export interface TriggerRow {
  readonly kind: number;
  readonly task: number;
  readonly periodMs: number;
  /** The period where no draw delays a start; 0 else. */
  readonly fixedMs: number;
  /** Whether the task may run several times at once. */
  readonly allows: boolean;
  /** Source of the time to the next start, or of its delay; -1: none. */
  readonly source: number;
  readonly spec: Trigger;
}

export interface ComputedAmounts {
  readonly amount: Amount | undefined;
  readonly atMost: Amount | undefined;
  readonly margin: Amount | undefined;
  readonly poll: Amount | undefined;
}

/** A supply as the loop wants it: refill in steps, whatever the model's. */
export interface SupplyColumns {
  readonly spec: Supply;
  readonly debt: Debt;
  readonly unitGrains: number;
  readonly capacityGrains: number;
  readonly stepGrains: number;
  readonly everyMs: number;
  /** Whether `debt` is `clamp`: a cost takes at most what is there. */
  readonly clamps: boolean;
  /** Whether `debt` says how far below zero the level may go. */
  readonly bounded: boolean;
}

/** Packs `model`; the result is shared by all runs of it. */
export function assemble(model: Model): Machine {
  const operations = model.tasks.flatMap((task, index) =>
    task.program.map((operation) => ({ task: index, operation })),
  );
  const entry = new Int32Array(model.tasks.length);
  for (let task = 1; task < entry.length; task++) {
    entry[task] = entry[task - 1]! + model.tasks[task - 1]!.program.length;
  }
  const locks = locksOf(model);
  const crashes = crashesOf(model);
  const rows = operations.map(({ task, operation }) => rowOf(model, operation, entry[task]!));
  const variablesMax = Math.max(0, ...model.tasks.map((task) => task.variables.length));
  const always = model.tasks.map((_, task) =>
    model.triggers.some((trigger) => trigger.task === task && trigger.kind === 'always'),
  );
  return {
    model,
    operations,
    rows,
    entry,
    supplies: model.supplies.map(columnsOf),
    always: Uint8Array.from(always, Number),
    triggers: model.triggers.map((trigger) => triggerRowOf(model, trigger)),
    whenBusy: Uint8Array.from(model.tasks, (task) => BUSY[task.whenBusy]),
    taskPriority: Float64Array.from(model.tasks, (task) => task.priority),
    draws: Uint8Array.from(model.tasks, (_, task) => Number(model.sources.some((source) => source.task === task))),
    expresses: Uint8Array.from(model.tasks, ({ program }, task) => {
      const own = rows.slice(entry[task]!, entry[task]! + program.length);
      return Number(
        !always[task] && !drawsOwn(model, task) && begins(own) && own.every((row) => isExpress(model, row)),
      );
    }),
    countersMax: Math.max(
      0,
      ...operations.map(({ operation }) => ('counter' in operation ? operation.counter + 1 : 0)),
    ),
    variablesMax,
    variableSource: Int32Array.from(
      model.tasks.flatMap(({ variables }) =>
        Array.from({ length: variablesMax }, (_, index) => variables[index]?.source ?? -1),
      ),
    ),
    leaseTimers: model.triggers.length,
    crashTimers: model.triggers.length + locks.leaseSlots,
    runTimers: model.triggers.length + locks.leaseSlots + crashes.crashTask.length,
    ...locks,
    ...crashes,
    ...memoryOf(model),
  };
}

/** Every row has the same fields in the same order, so that the loop meets one shape. */
function rowOf(model: Model, operation: Operation, base: number): Row {
  const row: Row = {
    kind: OP[operation.kind],
    subject: 0,
    target: 0,
    otherwise: OTHERWISE.stop,
    amount: 0.5,
    plain: true,
    enoughGrains: 0.5,
    atMostMs: 0.5,
    marginGrains: 0.5,
    policy: -1,
    pollEveryMs: 0.5,
    pollGrains: 0.5,
    pollOrWhenDue: false,
    pollChargedAfter: false,
    pollSimulated: false,
    pollPlain: false,
    computed: computedOf(operation),
    forgets: operation.kind === 'turn' ? operation.forgets : [],
    count: 1,
    gives: -1,
    back: false,
    chance: -1,
  };
  // The halves above made these fields doubles for good; their values follow.
  row.amount = numberOf(mainAmount(operation), operation.kind === 'loop' ? NEVER : 0);
  row.enoughGrains = 0;
  row.atMostMs = NEVER;
  row.marginGrains = 0;
  row.pollEveryMs = 0;
  row.pollGrains = 0;
  pack(model, row, operation, base);
  row.plain = row.policy < 0 && !Number.isNaN(row.amount);
  return row;
}

/** Whether the first step may be over at once. */
function begins([first]: readonly Row[]): boolean {
  return first !== undefined && first.kind !== OP.acquire && first.kind !== OP.work && first.kind !== OP.loop;
}

/** Whether a run draws anything, if only how long it waits: then its draws must begin with it. */
function drawsOwn({ tasks }: Model, task: number): boolean {
  return tasks[task]!.variables.length > 0;
}

/** Whether `express.ts` can do a row, or hand it on. */
function isExpress(model: Model, { kind, plain, subject }: Row): boolean {
  // A run that may hold a lease from when it was due must know when that was.
  const ages = kind === OP.acquire && model.locks[subject]!.leaseFromDue === true;
  return plain && !ages && !(kind === OP.spend && model.supplies[subject]!.debt.kind === 'clamp');
}

function pack(model: Model, row: Row, operation: Operation, base: number): void {
  switch (operation.kind) {
    case 'acquire':
      row.subject = operation.lock;
      row.count = operation.count ?? 1;
      row.pollEveryMs = operation.pollMs ?? 0;
      row.back = operation.back ?? false;
      packWaiting(row, operation);
      break;
    case 'release':
      row.subject = operation.lock;
      row.count = operation.count ?? 1;
      break;
    case 'crash':
      row.chance = operation.chance ?? -1;
      break;
    case 'await':
      row.subject = operation.supply;
      packTarget(model, row, operation.target);
      row.enoughGrains = row.amount;
      packSupplyWaiting(model, row, operation);
      break;
    case 'spend':
      row.subject = operation.supply;
      row.enoughGrains = admissionOf(model, row);
      packSupplyWaiting(model, row, operation);
      break;
    case 'loop':
      row.subject = operation.counter;
      break;
    case 'turn':
      row.subject = operation.counter;
      row.target = base + operation.exit;
      break;
    case 'jump':
      row.target = base + operation.to;
      break;
    case 'work':
    case 'progress':
    case 'stop':
    case 'fail':
    case 'end':
      break;
  }
}

function admissionOf(model: Model, { subject, amount }: Row): number {
  const { debt, unitGrains } = model.supplies[subject]!;
  return Number.isNaN(amount) ? COMPUTED : admissionGrains(debt, unitGrains, amount);
}

function packWaiting(row: Row, waiting: Waiting): void {
  row.atMostMs = numberOf(waiting.atMost, NEVER);
  row.otherwise = OTHERWISE[waiting.otherwise ?? 'stop'];
  row.gives = waiting.gives ?? -1;
}

function packSupplyWaiting(model: Model, row: Row, waiting: SupplyWaiting): void {
  packWaiting(row, waiting);
  row.marginGrains = numberOf(waiting.margin, 0);
  const poll = waiting.poll;
  if (poll === undefined) return;
  assert(poll.everyMs > 0, 'a poll needs a period', { everyMs: poll.everyMs });
  row.pollEveryMs = poll.everyMs;
  row.pollGrains = numberOf(poll.cost, 0);
  row.pollOrWhenDue = poll.orWhenDue;
  row.pollChargedAfter = poll.charged === 'after';
  const remembers = row.policy >= 0 && model.policies[row.policy]!.memory.length > 0;
  row.pollSimulated = row.pollGrains !== 0 || poll.orWhenDue || remembers || model.polls === 'simulate';
  row.pollPlain =
    row.kind === OP.await &&
    row.pollSimulated &&
    !row.pollOrWhenDue &&
    !row.pollChargedAfter &&
    row.policy < 0 &&
    !Number.isNaN(row.amount + row.marginGrains + row.pollGrains);
}

function packTarget(model: Model, row: Row, target: Target): void {
  if (target.kind === 'level') return;
  const constant = model.policies[target.policy]!.constantGrains;
  if (constant === undefined) row.policy = target.policy;
  else row.amount = constant;
}

function numberOf(amount: Amount | undefined, absent: number): number {
  if (amount === undefined) return absent;
  return amount.kind === 'constant' ? amount.value : COMPUTED;
}

function computedOf(operation: Operation): ComputedAmounts {
  const waits = operation.kind === 'acquire' || operation.kind === 'await' || operation.kind === 'spend';
  const supplied = operation.kind === 'await' || operation.kind === 'spend';
  return {
    amount: mainAmount(operation),
    atMost: waits ? operation.atMost : undefined,
    margin: supplied ? operation.margin : undefined,
    poll: supplied ? operation.poll?.cost : undefined,
  };
}

function mainAmount(operation: Operation): Amount | undefined {
  switch (operation.kind) {
    case 'await':
      return operation.target.kind === 'level' ? operation.target.level : undefined;
    case 'spend':
      return operation.cost;
    case 'work':
      return operation.duration;
    case 'progress':
      return operation.amount;
    case 'loop':
      return operation.times;
    default:
      return undefined;
  }
}

function triggerRowOf(model: Model, spec: Trigger): TriggerRow {
  const source = spec.kind === 'poisson' ? spec.source : spec.kind === 'every' ? (spec.jitter ?? -1) : -1;
  const periodMs = spec.kind === 'every' ? spec.periodMs : 0;
  const fixedMs = source < 0 ? periodMs : 0;
  const allows = model.tasks[spec.task]!.whenBusy === 'allow';
  return { kind: TRIGGER[spec.kind], task: spec.task, periodMs, fixedMs, allows, source, spec };
}

function columnsOf(spec: Supply): SupplyColumns {
  const { refill, capacityGrains, debt, unitGrains } = spec;
  const [stepGrains, everyMs] =
    refill.kind === 'continuous' ? [refill.grainsPerMs, 1] : [refill.grains, refill.everyMs];
  const bounded = debt.kind === 'none' || debt.kind === 'limited';
  return { spec, debt, unitGrains, capacityGrains, stepGrains, everyMs, clamps: debt.kind === 'clamp', bounded };
}

function memoryOf(model: Model): Pick<Machine, 'memoryBase' | 'memorySlots'> {
  const memoryBase = new Int32Array(model.policies.length);
  let memorySlots = 0;
  model.policies.forEach((policy, index) => {
    memoryBase[index] = memorySlots;
    memorySlots += policy.memory.length;
  });
  return { memoryBase, memorySlots };
}

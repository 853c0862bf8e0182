/**
 * A model packed for the engine's loop: every operation's numbers in flat arrays, one row per operation, all tasks'
 * programs behind each other.
 *
 * @module
 */
import { assert } from './assert.ts';
import type { Amount, Model, Operation, Supply, SupplyWaiting, Target, Waiting } from './model.ts';
import { NEVER } from './time.ts';

/** What an operation does, as a number for the loop. */
export const OP = {
  acquire: 0,
  release: 1,
  await: 2,
  spend: 3,
  work: 4,
  progress: 5,
  loop: 6,
  turn: 7,
  jump: 8,
  stop: 9,
  fail: 10,
  end: 11,
} as const satisfies Record<Operation['kind'], number>;

/** What giving up at a wait means. */
export const OTHERWISE = { stop: 0, fail: 1, continue: 2 } as const;

/** Marks an amount that must be computed when it is used: its number stands in `Machine.computed`. */
export const COMPUTED: number = Number.NaN;

/** Packed programs. A constant amount stands in its column; `COMPUTED` sends the engine to `computed`. */
export interface Machine {
  readonly model: Model;
  /** All tasks' programs, flat: what an observer's `operation` refers to. */
  readonly operations: readonly { readonly task: number; readonly operation: Operation }[];
  /** Index of each task's first operation. */
  readonly entry: Int32Array;
  readonly kind: Uint8Array;
  /** The lock, supply or loop counter an operation is about. */
  readonly subject: Int32Array;
  /** Where a jump, or a loop that is used up, goes. */
  readonly target: Int32Array;
  readonly otherwise: Uint8Array;
  /** Cost, level, duration, progress or number of turns. */
  readonly amount: Float64Array;
  readonly atMostMs: Float64Array;
  readonly marginGrains: Float64Array;
  readonly policy: Int32Array;
  /** 0: not polled. */
  readonly pollEveryMs: Float64Array;
  readonly pollGrains: Float64Array;
  readonly pollOrWhenDue: Uint8Array;
  readonly pollChargedAfter: Uint8Array;
  /** Polls that are run one by one: they cost something, their times depend on the level, or somebody asked for it. */
  readonly pollSimulated: Uint8Array;
  readonly computed: readonly ComputedAmounts[];
  readonly supplies: readonly SupplyColumns[];
  /** Whether a task starts again as soon as its run ends. */
  readonly always: Uint8Array;
  readonly taskPriority: Float64Array;
  /** First memory slot of each policy. */
  readonly memoryBase: Int32Array;
  readonly memorySlots: number;
  /** Loop counters and variables a run needs at most. */
  readonly countersMax: number;
  readonly variablesMax: number;
  /** First lease slot of each lock; a lock without a lease has none. */
  readonly leaseBase: Int32Array;
  readonly leaseSlots: number;
  readonly leaseLock: Int32Array;
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
  readonly capacityGrains: number;
  readonly stepGrains: number;
  readonly everyMs: number;
}

/** Packs `model`; the result is shared by all runs of it. */
export function assemble(model: Model): Machine {
  const operations = model.tasks.flatMap((task, index) =>
    task.program.map((operation) => ({ task: index, operation })),
  );
  const size = operations.length;
  const entry = new Int32Array(model.tasks.length);
  for (let task = 1; task < entry.length; task++) {
    entry[task] = entry[task - 1]! + model.tasks[task - 1]!.program.length;
  }
  const machine: Machine = {
    model,
    operations,
    entry,
    kind: new Uint8Array(size),
    subject: new Int32Array(size),
    target: new Int32Array(size),
    otherwise: new Uint8Array(size),
    amount: new Float64Array(size),
    atMostMs: new Float64Array(size).fill(NEVER),
    marginGrains: new Float64Array(size),
    policy: new Int32Array(size).fill(-1),
    pollEveryMs: new Float64Array(size),
    pollGrains: new Float64Array(size),
    pollOrWhenDue: new Uint8Array(size),
    pollChargedAfter: new Uint8Array(size),
    pollSimulated: new Uint8Array(size),
    computed: operations.map(({ operation }) => computedOf(operation)),
    supplies: model.supplies.map(columnsOf),
    always: Uint8Array.from(model.tasks, (_, task) =>
      Number(model.triggers.some((trigger) => trigger.task === task && trigger.kind === 'always')),
    ),
    taskPriority: Float64Array.from(model.tasks, (task) => task.priority),
    countersMax: Math.max(
      0,
      ...operations.map(({ operation }) => ('counter' in operation ? operation.counter + 1 : 0)),
    ),
    variablesMax: Math.max(0, ...model.tasks.map((task) => task.variables.length)),
    ...leasesOf(model),
    ...memoryOf(model),
  };
  operations.forEach(({ task, operation }, row) => {
    pack(machine, row, operation, entry[task]!);
  });
  return machine;
}

function pack(machine: Machine, row: number, operation: Operation, base: number): void {
  machine.kind[row] = OP[operation.kind];
  switch (operation.kind) {
    case 'acquire':
      machine.subject[row] = operation.lock;
      packWaiting(machine, row, operation);
      break;
    case 'release':
      machine.subject[row] = operation.lock;
      break;
    case 'await':
      machine.subject[row] = operation.supply;
      packTarget(machine, row, operation.target);
      packSupplyWaiting(machine, row, operation);
      break;
    case 'spend':
      machine.subject[row] = operation.supply;
      machine.amount[row] = numberOf(operation.cost, 0);
      packSupplyWaiting(machine, row, operation);
      break;
    case 'work':
      machine.amount[row] = numberOf(operation.duration, 0);
      break;
    case 'progress':
      machine.amount[row] = numberOf(operation.amount, 0);
      break;
    case 'loop':
      machine.subject[row] = operation.counter;
      machine.amount[row] = numberOf(operation.times, NEVER);
      break;
    case 'turn':
      machine.subject[row] = operation.counter;
      machine.target[row] = base + operation.exit;
      break;
    case 'jump':
      machine.target[row] = base + operation.to;
      break;
    case 'stop':
    case 'fail':
    case 'end':
      break;
  }
}

function packWaiting(machine: Machine, row: number, waiting: Waiting): void {
  machine.atMostMs[row] = numberOf(waiting.atMost, NEVER);
  machine.otherwise[row] = OTHERWISE[waiting.otherwise ?? 'stop'];
}

function packSupplyWaiting(machine: Machine, row: number, waiting: SupplyWaiting): void {
  packWaiting(machine, row, waiting);
  machine.marginGrains[row] = numberOf(waiting.margin, 0);
  const poll = waiting.poll;
  if (poll === undefined) return;
  assert(poll.everyMs > 0, 'a poll needs a period', { everyMs: poll.everyMs });
  machine.pollEveryMs[row] = poll.everyMs;
  machine.pollGrains[row] = numberOf(poll.cost, 0);
  machine.pollOrWhenDue[row] = Number(poll.orWhenDue);
  machine.pollChargedAfter[row] = Number(poll.charged === 'after');
  const remembers = machine.policy[row]! >= 0 && machine.model.policies[machine.policy[row]!]!.memory.length > 0;
  const free = machine.pollGrains[row] === 0;
  machine.pollSimulated[row] = Number(!free || poll.orWhenDue || remembers || machine.model.polls === 'simulate');
}

function packTarget(machine: Machine, row: number, target: Target): void {
  if (target.kind === 'level') {
    machine.amount[row] = numberOf(target.level, 0);
    return;
  }
  const constant = machine.model.policies[target.policy]!.constantGrains;
  if (constant === undefined) machine.policy[row] = target.policy;
  else machine.amount[row] = constant;
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

function columnsOf(spec: Supply): SupplyColumns {
  const { refill, capacityGrains } = spec;
  return refill.kind === 'continuous'
    ? { spec, capacityGrains, stepGrains: refill.grainsPerMs, everyMs: 1 }
    : { spec, capacityGrains, stepGrains: refill.grains, everyMs: refill.everyMs };
}

function leasesOf(model: Model): Pick<Machine, 'leaseBase' | 'leaseSlots' | 'leaseLock'> {
  const leaseBase = new Int32Array(model.locks.length);
  const leaseLock: number[] = [];
  model.locks.forEach((lock, index) => {
    leaseBase[index] = leaseLock.length;
    if (lock.leaseMs !== NEVER) leaseLock.push(...new Array<number>(lock.permits).fill(index));
  });
  return { leaseBase, leaseSlots: leaseLock.length, leaseLock: Int32Array.from(leaseLock) };
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

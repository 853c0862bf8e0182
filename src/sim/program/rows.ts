/**
 * Operations as rows: one object per operation with all its numbers in fixed fields, as the engine's loop reads them.
 *
 * @module
 */
import { assert } from '../assert.ts';
import type { Amount, Model, Operation, SupplyWaiting, Target, Task, Waiting } from '../model.ts';
import { admissionGrains } from '../supplies/bucket.ts';
import { isSpecial } from '../supplies/columns.ts';
import type { Reckoning } from '../supplies/reckoning.ts';
import { type RetryRow, retryRowOf } from '../supplies/retry.ts';
import { NEVER } from '../time.ts';

/** What an operation does, as a number for the loop: what asks for something up to `work`, what ends a run from `stop` on. */
export const OP = {
  acquire: 0,
  await: 1,
  spend: 2,
  call: 3,
  take: 4,
  emit: 5,
  work: 6,
  release: 7,
  progress: 8,
  loop: 9,
  turn: 10,
  jump: 11,
  settle: 12,
  limit: 13,
  deliver: 14,
  crash: 15,
  stop: 16,
  fail: 17,
  end: 18,
} as const satisfies Record<Operation['kind'], number>;

/** What giving up at a wait means; `exit` leaves the loop that the step begins a turn of. */
export const OTHERWISE = { stop: 0, fail: 1, continue: 2, exit: 3, expire: 4 } as const;

/** Marks an amount that must be computed when it is used: its number stands in `Machine.computed`. */
export const COMPUTED: number = Number.NaN;

/**
 * One operation with all its numbers in fields of one object: what the loop reads for it lies together. A constant amount
 * stands in its field; `COMPUTED` sends the engine to `computed`.
 */
export interface Row {
  kind: number;
  /** The lock, supply, backlog, loop counter or emitted task it is about. */
  subject: number;
  /** Where a jump, or a loop that is used up, goes. */
  target: number;
  otherwise: number;
  /** Cost, level, duration, progress, items or number of turns. */
  amount: number;
  /**
   * Whether `amount` is known, no policy is asked and nothing but the level decides (no line, no lock-out): then
   * `enoughGrains` stands for a whole `await` or `spend`.
   */
  plain: boolean;
  /** Of an `await` or `spend` with a constant amount: the level that lets it pass. Of a `take`: the items it needs. */
  enoughGrains: number;
  atMostMs: number;
  marginGrains: number;
  /** Index of the policy that is asked; -1: none. */
  policy: number;
  /** 0: not polled. */
  pollEveryMs: number;
  pollGrains: number;
  pollOrWhenDue: boolean;
  /** With `pollOrWhenDue`: it reckons when that is; absent: it knows. */
  pollReckons: Reckoning | undefined;
  pollChargedAfter: boolean;
  /** Polls that are run one by one: they cost something, their times depend on the level, or somebody asked for it. */
  pollSimulated: boolean;
  /** Simulated polls of an `await` at fixed times for fixed amounts, paid (if at all) before they read. */
  pollPlain: boolean;
  /** Of an `await` or `spend`: whether its runs stand in line. */
  lined: boolean;
  /** Gives up at once where the wait would be longer; `NEVER`: does not. */
  giveUpMs: number;
  retry: RetryRow | undefined;
  computed: ComputedAmounts;
  /** Variables a loop's turn forgets. */
  forgets: readonly number[];
  /** What a `spend` or `call` takes of other limits at the same time. */
  also: readonly { readonly supply: number; readonly cost: Amount }[];
  /** Permits that are taken or given back at once. */
  count: number;
  /** The pool whose slots are given back while the run waits here; -1: none. */
  gives: number;
  /** Whether it takes back what the operation before gave. */
  back: boolean;
  /** Whether giving up here drops the start: then the run has had its deadline since that began to wait. */
  expires: boolean;
  /** Of an emit: whether the run goes on only when what it started is over. */
  awaits: boolean;
  /** Of a crash: the source that draws whether it comes; -1: it does. */
  chance: number;
}

export interface ComputedAmounts {
  readonly amount: Amount | undefined;
  readonly atMost: Amount | undefined;
  readonly margin: Amount | undefined;
  readonly poll: Amount | undefined;
  readonly giveUp: Amount | undefined;
}

/** Every row has the same fields in the same order, so that the loop meets one shape. */
export function rowOf(model: Model, task: number, operation: Operation, base: number): Row {
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
    pollReckons: undefined,
    pollChargedAfter: false,
    pollSimulated: false,
    pollPlain: false,
    lined: false,
    giveUpMs: 0.5,
    retry: undefined,
    computed: computedOf(operation),
    forgets: operation.kind === 'turn' ? operation.forgets : [],
    also: (operation.kind === 'spend' || operation.kind === 'call' ? operation.also : undefined) ?? [],
    count: 1,
    gives: -1,
    back: false,
    expires: false,
    awaits: false,
    chance: -1,
  };
  // The halves above made these fields doubles for good; their values follow.
  row.amount = numberOf(mainAmount(operation), operation.kind === 'loop' ? NEVER : 0);
  row.enoughGrains = 0;
  row.atMostMs = NEVER;
  row.marginGrains = 0;
  row.pollEveryMs = 0;
  row.pollGrains = 0;
  row.giveUpMs = NEVER;
  pack(model, task, row, operation, base);
  row.plain = row.policy < 0 && !Number.isNaN(row.amount) && row.also.length === 0 && !isCareful(model, row);
  return row;
}

/** Whether more than the level decides about a step that asks for tokens. */
function isCareful({ supplies }: Model, { kind, subject, giveUpMs }: Row): boolean {
  if (kind === OP.call) return true;
  if (kind !== OP.await && kind !== OP.spend) return false;
  const { turn, lockout } = supplies[subject]!;
  return turn !== undefined || lockout !== undefined || giveUpMs !== NEVER;
}

function pack(model: Model, task: number, row: Row, operation: Operation, base: number): void {
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
      packTarget(model, task, row, operation.target);
      row.enoughGrains = row.amount;
      packSupplyWaiting(model, row, operation);
      break;
    case 'spend':
      row.subject = operation.supply;
      row.enoughGrains = admissionOf(model, row);
      packSupplyWaiting(model, row, operation);
      break;
    case 'take':
      row.subject = operation.backlog;
      packTake(row, operation, base);
      break;
    case 'call':
      row.subject = operation.supply;
      row.enoughGrains = admissionOf(model, row);
      packWaiting(row, operation);
      row.giveUpMs = numberOf(operation.giveUpIfLongerThan, NEVER);
      row.retry = operation.retry && retryRowOf(operation.retry);
      break;
    case 'emit':
      row.subject = operation.task;
      row.awaits = operation.wait;
      packWaiting(row, operation);
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
    case 'settle':
      row.subject = operation.supply;
      break;
    case 'limit':
    case 'deliver':
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

function packTake(row: Row, operation: Extract<Operation, { kind: 'take' }>, base: number): void {
  row.enoughGrains = operation.atLeast;
  row.policy = operation.policy ?? -1;
  packWaiting(row, operation);
  if (operation.exit === undefined) return;
  row.target = base + operation.exit;
  row.otherwise = OTHERWISE.exit;
  row.atMostMs = 0;
}

function packWaiting(row: Row, waiting: Waiting): void {
  row.atMostMs = numberOf(waiting.atMost, NEVER);
  row.otherwise = OTHERWISE[waiting.otherwise ?? 'stop'];
  row.gives = waiting.gives ?? -1;
  row.expires = waiting.otherwise === 'expire';
}

function packSupplyWaiting(model: Model, row: Row, waiting: SupplyWaiting): void {
  packWaiting(row, waiting);
  row.lined = model.supplies[row.subject]!.turn !== undefined;
  row.giveUpMs = numberOf(waiting.giveUpIfLongerThan, NEVER);
  row.marginGrains = numberOf(waiting.margin, 0);
  const poll = waiting.poll;
  if (poll === undefined) return;
  assert(poll.everyMs > 0, 'a poll needs a period', { everyMs: poll.everyMs });
  assert(!row.lined, 'who stands in line does not poll');
  row.pollEveryMs = poll.everyMs;
  row.pollGrains = numberOf(poll.cost, 0);
  row.pollOrWhenDue = poll.orWhenDue;
  row.pollReckons = poll.reckons;
  row.pollChargedAfter = poll.charged === 'after';
  row.pollSimulated =
    row.pollGrains !== 0 ||
    poll.orWhenDue ||
    judgesMore(model, row) ||
    model.polls === 'simulate' ||
    jumps(model, row.subject);
  row.pollPlain =
    row.kind === OP.await &&
    !isCareful(model, row) &&
    !isSpecial(model.supplies[row.subject]!) &&
    row.pollSimulated &&
    !row.pollOrWhenDue &&
    !row.pollChargedAfter &&
    row.policy < 0 &&
    !Number.isNaN(row.amount + row.marginGrains + row.pollGrains);
}

/** Whether a policy decides by more than the level: by what it remembers, or by who waits. */
function judgesMore({ policies }: Model, { policy }: Row): boolean {
  if (policy < 0) return false;
  const one = policies[policy]!;
  return one.memory.length > 0 || (one.family === 'admission' && one.seesWaiting === true);
}

/** Whether the level may rise otherwise than time tells: then a look before, and one after, are not the same. */
function jumps({ supplies, tasks }: Model, supply: number): boolean {
  const isSettled = ({ program }: Task): boolean =>
    program.some((operation) => operation.kind === 'settle' && operation.supply === supply);
  return supplies[supply]!.changes !== undefined || tasks.some(isSettled);
}

function packTarget(model: Model, task: number, row: Row, target: Target): void {
  if (target.kind === 'level') return;
  const constant = policyLevel(model, task, target.policy);
  if (constant === undefined) row.policy = target.policy;
  else row.amount = constant;
}

/** The level from which a policy always lets a task go on; undefined where it must be asked. */
export function policyLevel({ policies, tasks }: Model, task: number, policy: number): number | undefined {
  const one = policies[policy]!;
  return one.family === 'admission' ? one.constantGrains?.(tasks[task]!.priority) : undefined;
}

function numberOf(amount: Amount | undefined, absent: number): number {
  if (amount === undefined) return absent;
  return amount.kind === 'constant' ? amount.value : COMPUTED;
}

function computedOf(operation: Operation): ComputedAmounts {
  const supplied = operation.kind === 'await' || operation.kind === 'spend';
  const { kind } = operation;
  const waits = kind === 'acquire' || kind === 'take' || kind === 'emit' || supplied;
  return {
    amount: mainAmount(operation),
    atMost: waits ? operation.atMost : undefined,
    margin: supplied ? operation.margin : undefined,
    poll: supplied ? operation.poll?.cost : undefined,
    giveUp: supplied || operation.kind === 'call' ? operation.giveUpIfLongerThan : undefined,
  };
}

function mainAmount(operation: Operation): Amount | undefined {
  switch (operation.kind) {
    case 'await':
      return operation.target.kind === 'level' ? operation.target.level : undefined;
    case 'spend':
    case 'call':
      return operation.cost;
    case 'take':
      return operation.most;
    case 'emit':
      return operation.count;
    case 'work':
      return operation.duration;
    case 'progress':
      return operation.amount;
    case 'loop':
      return operation.times;
    case 'settle':
      return operation.estimate;
    default:
      return undefined;
  }
}

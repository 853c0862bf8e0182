/**
 * What a verdict rests on, one short sentence each: debts, modes, whose turn it is, the price of a look, what is `any`,
 * and the choice made for everything unsure.
 *
 * @module
 */

import type { CatchUp } from '../../sim/catch-up.ts';
import type { ClockChange } from '../../sim/cron.ts';
import type {
  Amount,
  Dispatcher,
  Model,
  Operation,
  Path,
  Poll,
  StartChoice,
  Supply,
  Task,
  Trigger,
} from '../../sim/model.ts';
import { rational } from '../../sim/numbers/rational.ts';
import { lastingOffsetMs } from '../../sim/supplies/zone.ts';
import { NEVER } from '../../sim/time.ts';
import type { PresetUse } from '../presets/expand.ts';
import type { Assumption } from '../scenario.ts';
import { dotted } from '../text/path-text.ts';
import { type Node, nodeAt, plainOf } from '../text/tree.ts';
import { formatQuantity } from '../values/quantity.ts';

/** What is known of a world beside its model. */
interface WorldOf {
  /** Its unsure values by name. */
  readonly set: Readonly<Record<string, string>>;
  readonly uses: readonly PresetUse[];
}

/** The assumptions of a world in a fixed order. */
export function assumptionsOf(model: Model, root: Node, { set, uses }: WorldOf): Assumption[] {
  const all = [
    ...model.supplies.map((supply, index) => ({ ...debtOf(supply), about: { kind: 'debt', index } as const })),
    ...model.supplies.flatMap((supply, index) => admissionOf(supply, isCalled(model, index))),
    ...model.supplies.flatMap((supply, index) =>
      pollsOf(model, supply, index, root).map((polls) => ({ ...polls, about: { kind: 'polls', index } as const })),
    ),
    ...(model.dispatchers ?? []).map(dispatcherOf),
    ...model.tasks.filter((task) => isTimed(model, task)).map(whenBusyOf),
    ...model.triggers.flatMap((trigger) => clockChangesOf(model, trigger)),
    ...model.triggers.flatMap((trigger) => catchUpOf(model, trigger)),
    { ...orderOf(model), about: { kind: 'order', index: 0 } as const },
    // What is one of a set of one is not open.
    ...model.starts.flatMap((start, index) =>
      start.count === 1 ? [] : [{ ...startOf(model, start), about: { kind: 'start', index } as const }],
    ),
    ...Object.entries(set).map(([name, value]) => ({ name, value, text: `${name} is ${value} in this world` })),
    ...uses.map(presetOf),
  ];
  // What says why (polls are free) comes first and stands for the bare choice of the same name.
  return all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index);
}

/** Figures that somebody else may change. */
function presetOf({ path, preset: { name, read, source } }: PresetUse): Assumption {
  const at = dotted(path);
  return { name: at, value: name, text: `${at} is as preset ${name} has it, read in ${read} (${source})` };
}

const DEBTS: Readonly<Record<Supply['debt']['kind'], string>> = {
  none: 'never goes below zero: a cost is admitted when the level covers it',
  limited: 'may go below zero, down to a limit',
  unlimited: 'may go below zero: a cost is admitted whenever there is one unit',
  clamp: 'stops at zero: a cost takes what is there',
};

function debtOf({ name, debt, grainsPerToken }: Supply): Assumption {
  const value = debt.kind === 'limited' ? String(debt.grains / grainsPerToken) : debt.kind;
  return { name: `supplies.${name}.debt`, value, text: `${name} ${DEBTS[debt.kind]} (debt ${value})` };
}

/** How much of its list a dispatcher sees, and when. */
function dispatcherOf({ name, looksAt, order, skipsFull, looks }: Dispatcher): Assumption {
  const at = looksAt === 1 ? 'the first alone' : `the first ${looksAt} alone`;
  const by = order === 'priority' ? 'the highest priority first' : 'in the order in which they came';
  const often =
    looks === undefined
      ? 'whenever something changes'
      : `every ${formatQuantity({ unit: 'duration', value: rational(looks.everyMs) })}`;
  const past = skipsFull ? ', past runs of full pools' : '';
  const text = `${name} looks at ${at} that wait for its pools, ${by}${past}, ${often}`;
  return { name: `dispatchers.${name}.looksAt`, value: String(looksAt), text };
}

const TURNS: Readonly<Record<NonNullable<Supply['turn']>, string>> = {
  fifo: 'are served in the order in which they came',
  priority: 'are served by priority, then in the order in which they came',
  fair: 'are served one run of each task in turn',
};
const HINTS: Readonly<Record<NonNullable<Supply['refused']>['hint'], string>> = {
  'retry-after': 'says when it would suffice',
  reset: 'says when it is reset',
  none: 'gives no hint',
};

/** Whose turn it is, a lock-out, how calls are refused: where the scenario says so, and somebody calls. */
function admissionOf({ name, turn, lockout, refused, grainsPerToken }: Supply, called: boolean): Assumption[] {
  const at = `supplies.${name}`;
  const line = turn && {
    name: `${at}.turn`,
    value: turn,
    text: `those who wait for ${name} ${TURNS[turn]} (turn ${turn})`,
  };
  const [below, until] = lockout
    ? [lockout.belowGrains, lockout.untilGrains].map((grains) => grains / grainsPerToken)
    : [];
  const locked = lockout && {
    name: `${at}.lockout`,
    value: `${below} until ${until}`,
    text: `once ${name} falls below ${below} nobody is admitted until it is at ${until}`,
  };
  const cost = (refused?.grains ?? 0) / grainsPerToken;
  const answer = called &&
    refused && {
      name: `${at}.refused`,
      value: `${cost}, ${refused.hint}`,
      text: `a call that ${name} refuses costs ${cost === 0 ? 'nothing' : cost} and ${HINTS[refused.hint]}`,
    };
  return [line, locked, answer || undefined].filter((one) => one !== undefined);
}

function isCalled({ tasks }: Model, supply: number): boolean {
  return tasks.some(({ program }) => program.some((one) => one.kind === 'call' && one.supply === supply));
}

type Asking = Extract<Operation, { kind: 'await' | 'spend' }>;

/** The price of each look at a supply; where nobody says how waiting runs look, that they know without. */
function pollsOf(model: Model, supply: Supply, index: number, root: Node): Assumption[] {
  const waits = model.tasks
    .flatMap((task) => task.program)
    .filter((operation): operation is Asking => operation.kind === 'await' || operation.kind === 'spend')
    .filter((operation) => operation.supply === index)
    .filter(({ atMost }) => atMost?.kind !== 'constant' || atMost.value > 0);
  const polled = waits.flatMap(({ poll, kind, path }) =>
    poll ? [pollOf(poll, [...path, kind, 'poll', 'cost'], supply, root)] : [],
  );
  if (polled.length > 0 || waits.length === 0) return polled;
  const text = `whoever waits for ${supply.name} knows its level without asking`;
  return [{ name: `polls of ${supply.name}`, value: '0', text }];
}

function pollOf(poll: Poll, path: Path, supply: Supply, root: Node): Assumption {
  const node = nodeAt(root, path);
  const written = node === undefined ? undefined : plainOf(node);
  const name = typeof written === 'string' ? /^\s*\$(\w+)\s*$/.exec(written)?.[1] : undefined;
  const value = priceOf(poll, supply);
  const free = value === '0';
  const text = free ? `polls of ${supply.name} are free` : `a poll of ${supply.name} costs ${value}`;
  if (name !== undefined) return { name, value, text: `${text} (${name} ${value})` };
  return { name: free ? `polls of ${supply.name}` : dotted(path), value, text };
}

function priceOf({ cost }: Poll, supply: Supply): string {
  return cost.kind === 'constant' ? String(constantOf(cost) / supply.grainsPerToken) : 'a drawn amount';
}

function constantOf(amount: Amount): number {
  return amount.kind === 'constant' ? amount.value : 0;
}

function isTimed(model: Model, task: Task): boolean {
  const restart: readonly string[] = ['always', 'pause'];
  return model.triggers.some((trigger) => model.tasks[trigger.task] === task && !restart.includes(trigger.kind));
}

const BUSY: Readonly<Record<Task['whenBusy'], string>> = {
  skip: 'a start that finds it busy is skipped',
  'queue one': 'one start that finds it busy is queued, further ones are skipped',
  'queue all': 'starts that find it busy are queued',
  replace: 'a start that finds it busy ends its run and takes its place',
  'replace hard': 'a start that finds it busy kills its run, whose locks stay behind, and takes its place',
  allow: 'a start that finds it busy runs beside it',
};

function whenBusyOf({ name, whenBusy }: Task): Assumption {
  return { name: `tasks.${name}.whenBusy`, value: whenBusy, text: `${name}: ${BUSY[whenBusy]}` };
}

const CHANGES: Readonly<Record<ClockChange, string>> = {
  skip: 'a local time that they skip does not come, one that they show twice counts once',
  shift: 'a local time that they skip comes as they do, one that they show twice counts once',
  twice: 'a local time that they skip does not come, one that they show twice counts twice',
};

const LATE: Readonly<Record<CatchUp['starts'], string>> = {
  none: 'is lost',
  once: 'is made up for by one start',
  all: 'is started late',
};

/** What becomes of starts that the scheduler missed. */
function catchUpOf({ tasks }: Model, { task, catchUp }: Trigger): Assumption[] {
  if (catchUp === undefined) return [];
  const { starts, withinMs, giveUpAfter } = catchUp;
  const span = formatQuantity({ unit: 'duration', value: rational(withinMs === NEVER ? 0 : withinMs) });
  const within = withinMs === NEVER ? '' : `, if it was due within ${span}`;
  const end = giveUpAfter === NEVER ? '' : `; after more than ${giveUpAfter} missed starts it is never started again`;
  const { name } = tasks[task]!;
  const text = `${name}: what its scheduler missed ${LATE[starts]}${within}${end}`;
  return [{ name: `tasks.${name}.catchUp`, value: starts, text }];
}

/** What becomes of starts by the calendar as clocks are changed. */
function clockChangesOf({ tasks }: Model, trigger: Trigger): Assumption[] {
  if (trigger.kind !== 'cron' || trigger.zone === undefined) return [];
  const { name, change } = trigger.zone;
  if (lastingOffsetMs(name, trigger.epochMs) !== undefined) return [];
  const task = tasks[trigger.task]!.name;
  const text = `${task}: when the clocks of ${name} are changed, ${CHANGES[change]}`;
  return [{ name: `${dotted(trigger.path)}.dst`, value: change, text }];
}

const ORDERS: Readonly<Record<Model['order'], string>> = {
  any: 'whoever can go on at the same instant may be first',
  fair: 'whoever can go on at the same instant takes turns fairly',
  priority: 'at the same instant the higher priority is first',
};

function orderOf({ order }: Model): Assumption {
  return { name: 'order', value: order, text: `${ORDERS[order]} (order ${order})` };
}

function startOf(model: Model, { label, from, step, count }: StartChoice): Assumption {
  const supply = model.supplies.find(({ name }) => label === `supplies.${name}.initial`);
  const isItems = model.backlogs.some(({ name }) => label === `backlogs.${name}.initial`);
  const show = (value: number): string =>
    isItems
      ? `${value} items`
      : supply === undefined
        ? formatQuantity({ unit: 'duration', value: rational(value) })
        : String(value / supply.grainsPerToken);
  const last = from + step * (count - 1);
  const value = `any of ${count}: ${show(from)} to ${show(last)} by ${show(step)}`;
  return { name: label, value, text: `${label} is ${value}` };
}

/**
 * Why a task starves, as one sentence without its full stop: what it waits for, and what goes on meanwhile, for ever.
 *
 * @module
 */
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import { type Machine, OP } from '../../sim/machine.ts';
import type { Cycle, Taking } from '../evidence/cycle.ts';
import { targetOf } from '../goals/long-wait.ts';
import { isClosed } from './knot-text.ts';
import { awaitedText } from './wait-text.ts';

export interface Starving {
  readonly machine: Machine;
  /** Index of the task that starves. */
  readonly task: number;
  /** In every run, and not just in some. */
  readonly always: boolean;
  readonly cycle: Cycle;
}

/** "upserter can wait for ever for keepa to reach 50: every 2 h backfiller takes 600 of it in 15 goes, whenever it stands at 50". */
export function starvingText(starving: Starving): string {
  const { machine, task, always, cycle } = starving;
  const name = nameOf(machine, task);
  const [operation] = cycle.waitsAt;
  if (operation === undefined) return `${name} ${busyText(starving)}`;
  const waits = `${name} ${always ? 'waits' : 'can wait'} for ever for ${awaitedText({ machine }, operation)}`;
  if (cycle.stuck !== undefined && isClosed(cycle.stuck.because))
    return cycle.stuck.isMember ? cycle.stuck.text : `${waits}, behind a ${cycle.stuck.text}`;
  const row = machine.rows[operation]!;
  if (row.kind === OP.take || row.kind === OP.emit) return waits;
  return waits + (row.kind === OP.acquire ? holdersText(starving, row.subject) : takersText(starving, operation));
}

/** It never waits for good: it goes round, and nothing comes of it. */
function busyText(starving: Starving): string {
  const { machine, always, cycle } = starving;
  if (cycle.givenUpAfter !== undefined) {
    const is = always ? 'is' : 'can come to be';
    return `${is} never started again: its scheduler gives up after more than ${cycle.givenUpAfter} missed starts`;
  }
  const begins = always ? 'goes on' : 'can go on';
  const every = `every ${durationText(cycle.durationMs)}`;
  const [operation] = cycle.gaveUp;
  if (operation !== undefined) {
    const times = cycle.gaveUp.length === 1 ? 'once' : `${cycle.gaveUp.length} times`;
    const takers = takersOf(starving, operation);
    const meanwhile = takers === undefined ? '' : `, while ${takers}`;
    return `${begins} for ever without progress: ${every} it gives up ${times}, at its wait for ${awaitedText({ machine }, operation)}${meanwhile}`;
  }
  if (cycle.ended.all > 0)
    return `${begins} for ever without progress: ${every} ${countText(cycle.ended.all, 'run')} of it end`;
  if (cycle.dropped > 0)
    return `${begins} for ever without progress: its run never ends, and every start expires in the queue`;
  if (cycle.skipped > 0) return `${begins} for ever without progress: its run never ends, and every start is skipped`;
  return `${always ? 'never' : 'can be left never to'} make${always ? 's' : ''} progress again`;
}

/** ", of which the dispatcher d sees the first 2 in its list alone, runs of big at the end of every round of 2 min". */
function hidersText({ machine, task, cycle }: Starving, lock: number): string | undefined {
  const dispatch = machine.dispatchOf[lock];
  if (dispatch === undefined || cycle.hiders.length === 0) return undefined;
  const { spec, looksAt } = dispatch;
  const names = cycle.hiders.map((hider) => (hider === task ? 'the task itself' : nameOf(machine, hider)));
  const first = looksAt === 1 ? 'the first' : `the first ${looksAt}`;
  return `, and its dispatcher ${spec.name} sees ${first} in its list alone: runs of ${listText(names)} at the end of every round of ${durationText(cycle.durationMs)}`;
}

function holdersText(starving: Starving, lock: number): string {
  const { machine, task, cycle } = starving;
  const hidden = hidersText(starving, lock);
  if (hidden !== undefined) return hidden;
  const others = cycle.holders[lock]!.filter((holder) => holder !== task).map((holder) => nameOf(machine, holder));
  const own = cycle.holders[lock]!.includes(task) ? [`other runs of ${nameOf(machine, task)}`] : [];
  const holders = [...others, ...own];
  const left = cycle.left[lock]!.map((crashed) => `a run of ${nameOf(machine, crashed)}`);
  if (holders.length === 0 && left.length > 0) return `, which ${listText(left)} left behind that crashed`;
  return holders.length === 0
    ? ''
    : `, which ${listText(holders)} ${holders.length === 1 ? 'holds' : 'hold'} at the end of every round of ${durationText(cycle.durationMs)}`;
}

function takersText(starving: Starving, operation: number): string {
  const { machine, cycle } = starving;
  const { subject, also } = machine.rows[operation]!;
  if (also.length > 0) return '';
  const { capacityGrains } = machine.model.supplies[subject]!;
  // That it holds no more than that was said already.
  if ((targetOf({ machine }, operation) ?? 0) > capacityGrains) return '';
  const takers = takersOf(starving, operation);
  return takers === undefined ? ', and nothing brings it there' : `: every ${durationText(cycle.durationMs)} ${takers}`;
}

/** "backfiller takes 600 of it in 15 goes, each at 50": the others, or the task itself; undefined where nobody takes any. */
function takersOf({ machine, task, cycle }: Starving, operation: number): string | undefined {
  const { kind, subject, also } = machine.rows[operation]!;
  if (kind === OP.acquire || kind === OP.take || kind === OP.emit || also.length > 0) return undefined;
  const takings = cycle.takings.filter((one) => one.supply === subject);
  const others = takings.filter((one) => one.task !== task);
  const told = others.length > 0 ? others : takings;
  return told.length === 0 ? undefined : listText(told.map((taking) => takingText(machine, taking)));
}

function takingText(machine: Machine, { task, supply, times, grains, fromGrains }: Taking): string {
  const { grainsPerToken } = machine.model.supplies[supply]!;
  const [low, high] = fromGrains.map((level) => amountText(level / grainsPerToken));
  const goes =
    times === 1
      ? `at ${low}`
      : low === high
        ? `in ${times} goes, each at ${low}`
        : `in ${times} goes, at ${low} to ${high}`;
  const take = machine.model.tasks[task]!.copyOf === undefined ? 'takes' : 'take';
  return `${nameOf(machine, task)} ${take} ${amountText(grains / grainsPerToken)} of it ${goes}`;
}

function nameOf({ model: { tasks } }: Machine, task: number): string {
  const { name, copyOf } = tasks[task]!;
  return copyOf === undefined ? name : `other copies of ${tasks[copyOf]!.name}`;
}

function countText(count: number, what: string): string {
  return `${amountText(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c". */
export function listText(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`;
}

/**
 * What follows for each task from the future of a model that leaves nothing open: its only run is known for all time.
 *
 * @module
 */
import { amountText } from '../../analysis/words/amount-text.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { Future } from '../../sim/future/future.ts';
import type { Progress } from '../../sim/future/progress-watch.ts';
import type { Machine } from '../../sim/machine.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { RecurrenceReport } from '../report/recurrence-schema.ts';
import { starvingText } from '../words/cycle-text.ts';
import { isClosed } from '../words/knot-text.ts';
import { cycleAhead } from './cycle.ts';
import type { Known } from './known.ts';
import { mechanismOf } from './mechanism.ts';

/** A future that is known. */
export type Foreseen = Exclude<Future, { kind: 'not-seen' }>;

/** What is known of each task. */
export function knownOf(machine: Machine, future: Foreseen): readonly Known[] {
  return machine.model.tasks.map(({ name }, task): Known => {
    const progress = future.progress[task]!;
    if (!progress.forEver) return starved(machine, future, task);
    const items = itemsPerDay(machine, future, task);
    if (items !== undefined) return growing(name, future, items);
    const growsPerDay = queuedPerDay(future, task);
    const { firstMs, betweenMs } = progress;
    const worst = { firstMs: firstMs!, betweenMs };
    if (growsPerDay > 0) return { ...overloaded(name, future, growsPerDay), worst };
    // What a task waits for without having anything to do is no wait: only exploration measures the rest.
    if (machine.idlers.includes(task)) {
      return {
        task: name,
        claim: 'live',
        evidence: 'recurrence',
        text: `${cycleText(future)}, with progress whenever there is something to do`,
      };
    }
    const text = `${cycleText(future)}: at most ${durationText(firstMs!)} to the first progress${betweenText(progress)}`;
    return { task: name, claim: 'live', evidence: 'recurrence', text, worst };
  });
}

function betweenText({ betweenMs }: Progress): string {
  return betweenMs === null ? '' : ` and ${durationText(betweenMs)} between two`;
}

/** "its only run recurs every 1 h". */
function cycleText(future: Foreseen): string {
  if (future.kind === 'rests') return `nothing happens any more after ${durationText(future.fromMs)}`;
  return `the only possible run recurs every ${durationText(future.periodMs)}`;
}

function starved(machine: Machine, future: Foreseen, task: number): Known {
  const { name } = machine.model.tasks[task]!;
  const cycle = cycleAhead(machine, future, task);
  const shown = starvingText({ machine, task, always: true, cycle });
  return {
    task: name,
    claim: 'starved',
    evidence: 'recurrence',
    text: `${cycleText(future)} without progress of it`,
    mechanism: mechanismOf(cycle, task),
    ...((isClosed(cycle.stuck?.because) || cycle.givenUpAfter !== undefined) && { cause: shown }),
    shown,
  };
}

function overloaded(name: string, future: Foreseen, growsPerDay: number): Known {
  const more = `${amountText(growsPerDay)} more starts of ${name} wait in line each day, for ever`;
  return {
    task: name,
    claim: 'overloaded',
    evidence: 'recurrence',
    text: `${cycleText(future)} with more in line each time: ${amountText(growsPerDay)} more starts a day`,
    cause: `${more}: more of it is due than gets done`,
    growsPerDay,
  };
}

interface Growing {
  readonly backlog: string;
  readonly perDay: number;
}

/** The fastest growing backlog that a task takes from. */
function itemsPerDay({ model, operations }: Machine, future: Foreseen, task: number): Growing | undefined {
  if (future.kind !== 'recurs' || future.growth === undefined) return undefined;
  const { growth, periodMs } = future;
  const grown = operations.flatMap(({ task: own, operation }): Growing[] => {
    if (own !== task || operation.kind !== 'take' || growth.items[operation.backlog]! <= 0) return [];
    const { name } = model.backlogs[operation.backlog]!;
    return [{ backlog: name, perDay: (growth.items[operation.backlog]! * DAY_MS) / periodMs }];
  });
  return grown.toSorted((left, right) => right.perDay - left.perDay)[0];
}

function growing(name: string, future: Foreseen, { backlog, perDay }: Growing): Known {
  const more = `${amountText(perDay)} more items of ${backlog} wait each day, for ever`;
  return {
    task: name,
    claim: 'overloaded',
    evidence: 'recurrence',
    text: `${cycleText(future)} with more in the backlog each time: ${amountText(perDay)} more items of ${backlog} a day`,
    cause: `${more}: more comes than ${name} gets done`,
    itemsPerDay: perDay,
  };
}

function queuedPerDay(future: Foreseen, task: number): number {
  if (future.kind !== 'recurs' || future.growth === undefined) return 0;
  return (future.growth.queued[task]! * DAY_MS) / future.periodMs;
}

const WHY_NOT: Readonly<Record<Exclude<Extract<Future, { kind: 'not-seen' }>['because'], 'open'>, string>> = {
  aged: 'how long ago each queued start was due counts, and is no part of a state',
  calendar: 'what comes by the calendar is not followed to a common period',
  trace: 'after the end of a trace of starts nothing is due any more, and that is no starvation',
  long: 'its triggers and refills have no common period that could be reached',
  limit: 'its state did not come back within the events that were followed',
  zeno: 'it comes to an instant that never ends',
};

/** What report.json says of it; undefined where something is left open, so that there are many runs. */
export function recurrenceReport({ model }: Machine, future: Future): RecurrenceReport | undefined {
  if (future.kind === 'not-seen') {
    if (future.because === 'open') return undefined;
    return { kind: 'not-seen', text: `simulated to the end of the horizon: ${WHY_NOT[future.because]}` };
  }
  if (future.kind === 'rests') {
    const text = `nothing happens any more after ${durationText(future.fromMs)}: exact for any horizon`;
    return { kind: 'rests', fromMs: future.fromMs, text };
  }
  const { fromMs, periodMs, growth } = future;
  const perDay = (by: number): number => (by * DAY_MS) / periodMs;
  const grows = [
    ...(growth?.queued ?? []).map((by, task) => ({ what: 'starts', name: model.tasks[task]!.name, by }) as const),
    ...(growth?.sunk ?? []).map((by, supply) => {
      const { name, grainsPerToken } = model.supplies[supply]!;
      return { what: 'debt', name, by: by / grainsPerToken } as const;
    }),
    ...(growth?.items ?? []).map((by, backlog) => {
      return { what: 'items', name: model.backlogs[backlog]!.name, by } as const;
    }),
  ].flatMap(({ what, name, by }) => (by > 0 ? [{ what, name, perDay: perDay(by) }] : []));
  const text = `recurs every ${durationText(periodMs)} after ${durationText(fromMs)}: exact for any horizon`;
  if (grows.length === 0) return { kind: 'recurs', fromMs, periodMs, text };
  const more = grows.map(({ what, name, perDay: by }) =>
    what === 'starts'
      ? `${amountText(by)} more starts of ${name} in line a day`
      : what === 'items'
        ? `${amountText(by)} more items of ${name} a day`
        : `${name} ${amountText(by)} lower each day`,
  );
  return { kind: 'grows', fromMs, periodMs, grows, text: `${text}, with ${more.join(' and ')}` };
}

/**
 * QS023: those at the head of a dispatcher's list wait for other pools, and hide a run whose own pool is idle.
 *
 * What is certain rests on tasks that start again as soon as they end, begin with a slot of one of its pools and keep it to their end.
 * Such a run stands in the list, holds its slot, or ended at this very instant: never more of them are out of the list at a time
 * than its pool has room for, once, and once more for those that ended. A dispatcher that looks at times of its own does so before
 * anybody is let in again, so there it is once; and if it looks past full pools, such a pool is not full where all have given their
 * slots back by then.
 *
 * @module
 */
import type { Dispatcher, Operation } from '../../sim/model.ts';
import { durationText } from '../words/duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { holdsOf, lasts } from './holds.ts';
import { endlessLoop } from './program.ts';
import { isSteady, mayCrash, type Surveyed } from './survey.ts';
import { listText } from './words.ts';

export const outOfSight: Rule = {
  code: 'QS023',
  title: 'Runs that hide others from their dispatcher',
  severities: ['error', 'warning'],
  help: {
    what:
      'A dispatcher looks at the first so many of its list. As many runs as that can stand before a task, and wait for other pools ' +
      'than its own.',
    why:
      'Who waits stays in the list. When a pool is full its runs pile up at the head of it, all that is looked at is theirs, and a run ' +
      'further back does not begin, though its own pool is idle: the dispatcher never sees it.',
    change:
      'Let it look at more runs than can ever wait before the task, let it look past runs of full pools (`skipsFull: true`), give the ' +
      'task the higher priority, or give its pool a line of its own.',
    unless:
      'An error is said where those before it never go away: tasks that start again as soon as they end, more of them than can be ' +
      'seen and under way together. A warning does no harm where so many never wait at a time. With `skipsFull` ' +
      'a pool is looked past only while none of its slots is free: a dispatcher that looks now and then, as those of work queues do, finds ' +
      'some free whenever runs are short, and is warned of all the same.',
    example: {
      yaml: `quotasim: 1
title: Forty sensors before a report
horizon: 1d
parameters: { LOOKS_AT: 32 }
pools: { sensors: { slots: 4 }, reports: { slots: 4 } }
dispatchers: { scheduler: { pools: [sensors, reports], looksAt: $LOOKS_AT, order: priority } }
tasks:
  poke: { copies: 40, trigger: always, priority: 2, pool: sensors, steps: [work: 1m, progress] }
  report: { trigger: { every: 1h, offset: any }, whenBusy: skip, priority: 1, pool: reports, steps: [work: 1m, progress] }
`,
      instead: 'LOOKS_AT: 32',
      write: 'LOOKS_AT: 64',
    },
  },
  find({ written, ...rest }) {
    const { dispatchers = [] } = written.model;
    const evidence = { ...rest, ...written, written };
    return dispatchers.flatMap((dispatcher) => written.tasks.flatMap((of) => foundOf(evidence, dispatcher, of) ?? []));
  },
};

/** What a task asks of a dispatcher before it does anything else. */
interface Entry {
  readonly of: Surveyed;
  readonly pool: number;
  readonly count: number;
  readonly operation: Operation;
}

function foundOf(evidence: Evidence, dispatcher: Dispatcher, of: Surveyed): Found | undefined {
  const own = entryOf(of, dispatcher);
  if (own === undefined || of.progress.length === 0 || !comesAgain(of)) return undefined;
  const before = evidence.tasks
    .filter((other) => other.task !== of.task && mayGoBefore(dispatcher, other, of))
    .flatMap((other) => entryOf(other, dispatcher) ?? []);
  const higher = before.filter((entry) => entry.of.spec.priority > of.spec.priority);
  const staying = higher.filter((entry) => stays(evidence, entry) && !mayBeSkipped(evidence, dispatcher, entry));
  if (dispatcher.order === 'priority' && alwaysListed(evidence, dispatcher, staying) >= dispatcher.looksAt) {
    return starving(evidence, dispatcher, own, staying);
  }
  const others = before.filter(({ pool, count }) => pool !== own.pool && (!isSeldomSeen(dispatcher) || count > 1));
  const most = others.reduce((sum, one) => sum + runsAtOnce(one), 0);
  const room =
    dispatcher.looks === undefined ? others.reduce((sum, one) => sum + roomFor(evidence, one, others), 0) : 0;
  return most - room >= dispatcher.looksAt ? warned(evidence, dispatcher, own, others) : undefined;
}

/** Runs of a full pool are looked past at once: only who asks for more than is left stands in the way. */
function isSeldomSeen({ skipsFull, looks }: Dispatcher): boolean {
  return skipsFull && looks === undefined;
}

/** The first step of a task, where that is for a slot of the dispatcher's, and nothing comes of a run that does not get it. */
function entryOf(of: Surveyed, { pools }: Dispatcher): Entry | undefined {
  const operation = of.places[0]?.operation;
  if (operation?.kind !== 'acquire' || !pools.includes(operation.lock)) return undefined;
  if (operation.atMost !== undefined && operation.otherwise === 'continue') return undefined;
  return { of, pool: operation.lock, count: operation.count ?? 1, operation };
}

function comesAgain({ triggers }: Surveyed): boolean {
  return triggers.some((trigger) => trigger.catchUp === undefined && trigger.kind !== 'trace' && trigger.kind !== 'on');
}

function mayGoBefore({ order }: Dispatcher, other: Surveyed, of: Surveyed): boolean {
  return order === 'fifo' || other.spec.priority >= of.spec.priority;
}

/** Whether each run of it is in the list from when it starts, keeps its slot to its end for a while, and starts again then. */
function stays(evidence: Evidence, { of, pool, operation }: Entry): boolean {
  const [trigger, ...more] = of.triggers;
  if (more.length > 0 || trigger?.kind !== 'always' || !isSteady(trigger) || mayCrash(of.spec)) return false;
  const isPatient = operation.kind === 'acquire' && operation.atMost === undefined && operation.pollMs === undefined;
  const keeps = of.places.every(
    ({ operation: one }) =>
      !('gives' in one && one.gives !== undefined) && !(one.kind === 'release' && one.lock === pool),
  );
  const hold = holdsOf(of).find(({ from }) => from === of.places[0]);
  return isPatient && keeps && hold !== undefined && lasts(evidence, hold).low >= 1;
}

/**
 * Whether it may be looked past, its pool being full: not where whoever has a slot of it, which is handed out as the dispatcher looks,
 * has given it back before that looks again.
 */
function mayBeSkipped(evidence: Evidence, { skipsFull, looks }: Dispatcher, { pool }: Entry): boolean {
  if (!skipsFull) return false;
  const holds = evidence.tasks.flatMap(holdsOf).filter(({ lock }) => lock === pool);
  return looks === undefined || holds.some((hold) => !(lasts(evidence, hold).high < looks.everyMs));
}

/** How many of them stand in the list at every time, once all have come. */
function alwaysListed(evidence: Evidence, { looks }: Dispatcher, staying: readonly Entry[]): number {
  const pools = [...new Set(staying.map(({ pool }) => pool))];
  return pools.reduce((sum, pool) => {
    const entries = staying.filter((one) => one.pool === pool);
    const all = entries.reduce((runs, { of }) => runs + copiesOf(of), 0);
    const smallest = Math.min(...entries.map(({ count }) => count));
    const underWay = Math.floor(evidence.model.locks[pool]!.permits / smallest);
    return sum + Math.max(0, all - (looks === undefined ? 2 : 1) * underWay);
  }, 0);
}

/** Runs of it that can be alive at a time. */
function runsAtOnce({ of }: Entry): number {
  return of.single ? copiesOf(of) : Infinity;
}

/** Runs of it that do not wait while so many as can of those who hide others do; a pool that others use may be full of theirs. */
function roomFor(evidence: Evidence, { of, pool, count }: Entry, all: readonly Entry[]): number {
  const peers = all.filter((one) => one.pool === pool);
  const users = evidence.tasks.filter(({ places }) =>
    places.some(({ operation }) => operation.kind === 'acquire' && operation.lock === pool),
  );
  if (users.length > peers.length || peers[0]?.of !== of) return 0;
  const smallest = Math.min(count, ...peers.map((one) => one.count));
  return Math.floor(evidence.model.locks[pool]!.permits / smallest);
}

function copiesOf({ spec: { copies = 1 } }: Surveyed): number {
  return copies;
}

function starving(evidence: Evidence, dispatcher: Dispatcher, own: Entry, staying: readonly Entry[]): Found {
  const { name, looksAt } = dispatcher;
  const victim = own.of.spec.name;
  const pool = evidence.model.locks[own.pool]!.name;
  const others = listText(staying.map(({ of }) => of.spec.name));
  const pools = [...new Set(staying.map((one) => evidence.model.locks[one.pool]!.name))];
  const runs = staying.reduce((sum, { of }) => sum + copiesOf(of), 0);
  const first = looksAt === 1 ? 'the first in its list is one' : `the first ${looksAt} in its list are all`;
  return {
    severity: 'error',
    message:
      `${victim} starves out of sight of ${name}: ${first} of ${runs} runs of ${others} that go before it and wait for ` +
      `${listText(pools)}, so it does not begin, even when ${pool} is idle`,
    change: `let ${name} look at more than ${runs}${skipping(dispatcher)}, or give ${victim} the higher priority`,
    path: [...dispatcher.path, 'looksAt'],
    task: own.of.task,
    claim: getsInFirst(own.of, dispatcher) ? 'starvable' : 'starved',
  };
}

/** To look past full pools helps for sure where it is done at any change. */
function skipping({ skipsFull, looks }: Dispatcher): string {
  return skipsFull || looks !== undefined ? '' : ', or past full pools (skipsFull)';
}

/** Whether a run of it may begin at time 0, before the others have come, and make progress for ever. */
function getsInFirst({ places }: Surveyed, { looks }: Dispatcher): boolean {
  return looks === undefined && places.some((place) => endlessLoop(place) !== undefined);
}

function warned(evidence: Evidence, dispatcher: Dispatcher, own: Entry, others: readonly Entry[]): Found {
  const { name, looksAt, looks } = dispatcher;
  const pools = [...new Set(others.map((one) => evidence.model.locks[one.pool]!.name))];
  const often = looks === undefined ? '' : ` every ${durationText(looks.everyMs)}`;
  const victim = own.of.spec.name;
  const hiders = listText(others.map(({ of }) => of.spec.name));
  return {
    severity: 'warning',
    message:
      `${name} looks at the first ${looksAt} in its list${often}, and as many runs of ${hiders} can stand there before ${victim} and ` +
      `wait for ${listText(pools)}: as long as they do it does not begin, even when ${evidence.model.locks[own.pool]!.name} is idle`,
    change: `let ${name} look at more than can wait before ${victim}${skipping(dispatcher)}, or give it a line of its own`,
    path: [...dispatcher.path, 'looksAt'],
    task: own.of.task,
  };
}

/** A second recorder that remembers every event and counts afterwards, slowly and by definition. */

import type { Observer } from '../../src/sim/listen/observer.ts';
import type { Model } from '../../src/sim/model.ts';

export type Event = {
  readonly what: keyof Observer;
  readonly task: number;
  readonly run: number;
  readonly atMs: number;
} & Readonly<
  Record<'supply' | 'lock' | 'operation' | 'before' | 'after' | 'looks' | 'waitedMs' | 'amount' | 'dueMs', number>
> & { readonly how: string };

const EMPTY = {
  run: -1,
  supply: -1,
  lock: -1,
  operation: -1,
  before: 0,
  after: 0,
  looks: 0,
  waitedMs: 0,
  amount: 0,
  dueMs: 0,
  how: '',
};

/** An observer that writes every event to `events`. */
export function remember(events: Event[]): Observer {
  let atMs = 0;
  const tell = (what: keyof Observer, task: number, more: Partial<Event> = {}) => {
    events.push({ ...EMPTY, what, task, atMs, ...more });
  };
  return {
    instant: (nowMs) => {
      atMs = nowMs;
    },
    triggered: (task) => tell('triggered', task),
    emitted: (task, run) => tell('emitted', task, { run }),
    skipped: (task) => tell('skipped', task),
    queued: (task) => tell('queued', task),
    dropped: (task, dueMs) => tell('dropped', task, { dueMs }),
    started: (task, run, dueMs) => tell('started', task, { run, dueMs }),
    ended: (task, run, how) => tell('ended', task, { run, how }),
    retried: (task, run, how) => tell('retried', task, { run, how }),
    redelivered: (task, run) => tell('redelivered', task, { run }),
    blocked: (task, run, operation) => tell('blocked', task, { run, operation }),
    passed: (task, run, operation, waitedMs) => tell('passed', task, { run, operation, waitedMs }),
    gaveUp: (task, run, operation, waitedMs) => tell('gaveUp', task, { run, operation, waitedMs }),
    spent: (task, run, supply, before, after) => tell('spent', task, { run, supply, before, after }),
    called: (task, run, supply) => tell('called', task, { run, supply }),
    refused: (task, run, supply, before, after) => tell('refused', task, { run, supply, before, after }),
    settled: (task, run, supply, before, after, amount) =>
      tell('settled', task, { run, supply, before, after, amount }),
    refilled: (supply, before, after) => tell('refilled', -1, { supply, before, after }),
    changed: (supply, _regime, before, after) => tell('changed', -1, { supply, before, after }),
    polled: (task, run, supply, looks, before, after) => tell('polled', task, { run, supply, looks, before, after }),
    held: (task, run, lock) => tell('held', task, { run, lock }),
    released: (task, run, lock) => tell('released', task, { run, lock }),
    expired: (task, run, lock) => tell('expired', task, { run, lock }),
    returned: (task, run, lock) => tell('returned', task, { run, lock }),
    orphaned: (task, run, lock) => tell('orphaned', task, { run, lock }),
    freed: (task, lock) => tell('freed', task, { lock }),
    working: (task, run) => tell('working', task, { run }),
    progressed: (task, run, amount) => tell('progressed', task, { run, amount }),
    arrived: (_backlog, items) => tell('arrived', -1, { amount: items }),
    took: (task, run, _backlog, items) => tell('took', task, { run, amount: items }),
    pruned: (_backlog, items) => tell('pruned', -1, { amount: items }),
  };
}

/** A level followed one millisecond at a time: what it was at the end of each, and what did not fit. */
export function recountSupply(
  model: Model,
  supply: number,
  events: readonly Event[],
): { readonly levels: readonly number[]; readonly left: number; readonly wasted: number } {
  const { refill, capacityGrains, initial } = model.supplies[supply]!;
  const mine = events.filter((event) => event.supply === supply && event.before !== event.after);
  let level = initial.kind === 'fixed' ? initial.value : 0;
  let wasted = 0;
  const levels: number[] = [];
  for (let atMs = 0; atMs <= model.horizonMs; atMs++) {
    const offered = atMs === 0 ? 0 : offeredAt(refill, atMs);
    const added = Math.min(offered, capacityGrains - level);
    level += added;
    if (atMs > model.warmupMs) wasted += offered - added;
    for (const event of mine) if (event.atMs === atMs) level -= event.before - event.after;
    levels.push(level);
  }
  return { levels, left: level, wasted };
}

function offeredAt(refill: Model['supplies'][number]['refill'], atMs: number): number {
  if (refill.kind === 'continuous') return refill.grainsPerMs;
  if (refill.kind !== 'stepwise') throw new Error(`${refill.kind} is not recounted here`);
  const phaseMs = refill.phaseMs.kind === 'fixed' ? refill.phaseMs.value : 0;
  return atMs % refill.everyMs === phaseMs % refill.everyMs ? refill.grains : 0;
}

/** Permit milliseconds held from the warm-up on, in all and by runs that wait. */
export function recountLock(
  { warmupMs, horizonMs }: Model,
  lock: number,
  events: readonly Event[],
): { readonly heldMs: number; readonly heldWaitingMs: number } {
  const holds = new Map<number, number>();
  const waits = new Set<number>();
  let [heldMs, heldWaitingMs, next] = [0, 0, 0];
  for (let atMs = 0; atMs < horizonMs; atMs++) {
    for (; next < events.length && events[next]!.atMs === atMs; next++) {
      const { what, run } = events[next]!;
      const change = what === 'held' ? 1 : what === 'released' || what === 'expired' ? -1 : 0;
      if (events[next]!.lock === lock) holds.set(run, (holds.get(run) ?? 0) + change);
      if (what === 'blocked') waits.add(run);
      if (what === 'passed' || what === 'gaveUp') waits.delete(run);
    }
    if (atMs < warmupMs) continue;
    for (const [run, permits] of holds) {
      heldMs += permits;
      if (waits.has(run)) heldWaitingMs += permits;
    }
  }
  return { heldMs, heldWaitingMs };
}

/** Starts of a task due from the warm-up on: how many were served, and of how many it is not known. */
export function recountServed(
  { warmupMs }: Model,
  task: number,
  events: readonly Event[],
): { readonly served: number; readonly undecided: number } {
  let [served, undecided] = [0, 0];
  const open = new Map<number, boolean>();
  const queue: number[] = [];
  for (const { what, run, atMs, dueMs, task: whose } of events) {
    if (whose !== task) continue;
    if (what === 'queued') queue.push(atMs);
    if (what === 'started') {
      if (queue[0] === dueMs) queue.shift();
      open.set(run, dueMs >= warmupMs);
    }
    if (what === 'progressed' && open.get(run) === true) {
      served++;
      open.set(run, false);
    }
    if (what === 'ended') open.delete(run);
  }
  for (const counted of open.values()) if (counted) undecided++;
  return { served, undecided: undecided + queue.filter((dueMs) => dueMs >= warmupMs).length };
}

/**
 * What the loop knows of locks and crashes, worked out once per machine: permits, leases, who is served next, who crashes when.
 *
 * @module
 */
import type { Model, Operation } from '../model.ts';
import { NEVER } from '../time.ts';

/** Who of the waiters is served next, as a number for the loop. */
export const ORDER = { fifo: 0, priority: 1, any: 2 } as const;

export interface Locks {
  /** Permits and lease of each lock. */
  readonly permits: Int32Array;
  readonly leaseMs: Float64Array;
  /** First lease slot of each lock, one for each permit; a lock without a lease has none. */
  readonly leaseBase: Int32Array;
  readonly leaseSlots: number;
  readonly leaseLock: Int32Array;
  readonly rules: readonly LockRules[];
  /** Whether some lease is renewed, and whether one runs from when a start was due. */
  readonly renews: boolean;
  readonly ages: boolean;
  /** The longest lease that runs from when a start was due: an age beyond it is as good as this. */
  readonly ageMaxMs: number;
}

export interface LockRules {
  /** First come, first served, one permit each, which is really taken: nobody waits while a permit is left. */
  readonly plain: boolean;
  readonly order: number;
  readonly passOver: boolean;
  readonly prefetch: number;
  /** 0: not renewed. */
  readonly renewMs: number;
  readonly lost: readonly number[];
  readonly fromDue: boolean;
  /** Whether its permits stay with nobody when their holder crashes; a pool's come back. */
  readonly orphans: boolean;
}

export interface Crashes {
  /** By crash that has a date: its task and when it comes. */
  readonly crashTask: Int32Array;
  readonly crashMs: Float64Array;
  /** 1 for a task whose runs may crash, at a step or at a date. */
  readonly mayCrash: Uint8Array;
  readonly crashes: boolean;
}

export function locksOf(model: Model): Locks {
  const leaseBase = new Int32Array(model.locks.length);
  const leaseLock: number[] = [];
  model.locks.forEach((lock, index) => {
    leaseBase[index] = leaseLock.length;
    if (lock.leaseMs !== NEVER) leaseLock.push(...new Array<number>(lock.permits).fill(index));
  });
  const aged = model.locks.filter(({ leaseFromDue }) => leaseFromDue === true);
  return {
    permits: Int32Array.from(model.locks, ({ permits }) => permits),
    leaseMs: Float64Array.from(model.locks, ({ leaseMs }) => leaseMs),
    leaseBase,
    leaseSlots: leaseLock.length,
    leaseLock: Int32Array.from(leaseLock),
    rules: model.locks.map((_, lock) => rulesOf(model, lock)),
    renews: model.locks.some(({ renew }) => renew !== undefined),
    ages: aged.length > 0,
    ageMaxMs: aged.reduce((most, { leaseMs }) => Math.max(most, leaseMs), 0),
  };
}

function rulesOf({ locks, tasks, dispatchers = [] }: Model, lock: number): LockRules {
  const { kind, line, renew, leaseFromDue } = locks[lock]!;
  const { order: own, passOver, prefetch } = line ?? { order: 'fifo', passOver: false, prefetch: 0 };
  const dispatcher = dispatchers.find(({ pools }) => pools.includes(lock));
  const order = dispatcher?.order ?? own;
  const single = (one: Operation): boolean => one.kind !== 'acquire' || one.lock !== lock || (one.count ?? 1) === 1;
  return {
    // Who is granted a lease that is over already takes nothing, and leaves the permit to the next.
    plain:
      order === 'fifo' &&
      dispatcher === undefined &&
      leaseFromDue !== true &&
      tasks.every(({ program }) => program.every(single)),
    order: ORDER[order],
    passOver,
    prefetch,
    renewMs: renew?.everyMs ?? 0,
    lost: renew?.lost ?? [],
    fromDue: leaseFromDue ?? false,
    orphans: kind === 'lock',
  };
}

export function crashesOf({ tasks }: Model): Crashes {
  const dated = tasks.flatMap(({ crashesMs = [] }, task) => crashesMs.map((atMs) => ({ task, atMs })));
  const mayCrash = tasks.map(
    ({ program, whenBusy, crashesMs = [] }) =>
      crashesMs.length > 0 ||
      whenBusy === 'replace hard' ||
      program.some((one) => one.kind === 'crash' || (one.kind === 'limit' && one.hard)),
  );
  return {
    crashTask: Int32Array.from(dated, ({ task }) => task),
    crashMs: Float64Array.from(dated, ({ atMs }) => atMs),
    mayCrash: Uint8Array.from(mayCrash, Number),
    crashes: mayCrash.includes(true),
  };
}

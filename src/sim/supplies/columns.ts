/**
 * A supply as the loop wants it: refill in steps, whatever the model's, and whether it is anything but a bucket.
 *
 * A bucket's level follows from the time alone and is settled when somebody looks. The level of every other kind stands
 * still between events of its own (a window ends, a quota is reset, something is given back), for which it has a timer. So
 * the loop asks one flag where something is paid, and a bucket costs what it always did.
 *
 * @module
 */
import { assert } from '../assert.ts';
import type { Debt, Hint, LineOrder, Model, Operation, Refill, Supply } from '../model.ts';
import { NEVER } from '../time.ts';
import type { SupplyState } from './state.ts';

export const SUPPLY = { bucket: 0, 'first-use': 1, calendar: 2, sliding: 3, returned: 4 } as const;

export interface SupplyColumns {
  readonly spec: Supply;
  readonly debt: Debt;
  readonly unitGrains: number;
  readonly capacityGrains: number;
  readonly stepGrains: number;
  readonly offersGrains: number;
  /** `Infinity` where nothing comes in steps. */
  readonly everyMs: number;
  /** Whether `debt` is `clamp`: a cost takes at most what is there. */
  readonly clamps: boolean;
  /** Whether `debt` says how far below zero the level may go. */
  readonly bounded: boolean;
  /** One of `SUPPLY`. */
  readonly kind: number;
  /** Whether it is more than a bucket that is always the same. */
  readonly special: boolean;
  /** What it is after so many of its changes; undefined where it has none. */
  readonly regimes: readonly Regime[] | undefined;
  /** Its own timer, and that of its next change; -1: none. */
  readonly timer: number;
  readonly changeTimer: number;
  /** Its place among the supplies that keep a log; -1: none. */
  readonly log: number;
  /** Whose turn it is among those who wait; undefined: they stand in no line. */
  readonly turn: LineOrder | undefined;
  /** Whether there is a lock-out: it begins below `lockBelow` and is over at `lockUntil`. */
  readonly locksOut: boolean;
  readonly lockBelow: number;
  readonly lockUntil: number;
  /** Whether more is to be done than to count steps where its level is settled: it changes on dates, or locks out. */
  readonly settlesMore: boolean;
  /** What a refused call costs, and is told. */
  readonly refusedGrains: number;
  readonly hint: Hint;
}

/** How it fills up as of now. */
export function regimeNow({ regime }: SupplyState, bucket: SupplyColumns, supply: number): Regime {
  return bucket.regimes === undefined ? bucket : bucket.regimes[regime[supply]!]!;
}

/** How it fills up at one time or another. */
export function regimesOf(bucket: SupplyColumns): readonly Regime[] {
  return bucket.regimes ?? [bucket];
}

/** Brings a state whose time alone is known to the regime of that time: how often each supply has changed, and when it does next. */
export function setRegimes(state: SupplyState, supplies: readonly SupplyColumns[]): void {
  for (let supply = 0; supply < supplies.length; supply++) {
    const { spec, changeTimer } = supplies[supply]!;
    if (changeTimer < 0) continue;
    const changes = spec.changes!;
    let regime = 0;
    while (regime < changes.length && changes[regime]!.atMs <= state.nowMs) regime++;
    state.regime[supply] = regime;
    state.dueMs[changeTimer] = changes[regime]?.atMs ?? NEVER;
  }
}

/** How a supply fills up between two changes. */
export interface Regime {
  readonly capacityGrains: number;
  /** What a step raises the level by at the most: more than could ever be missing where it fills to the brim. */
  readonly stepGrains: number;
  /** What a step offers. */
  readonly offersGrains: number;
  readonly everyMs: number;
}

export interface SupplyPart {
  readonly supplies: readonly SupplyColumns[];
  /** Timers of supplies lie between those of leases and those of runs. */
  readonly supplyTimers: number;
  /** By timer from `supplyTimers` on: its supply, and whether it is that of changes, which come first. */
  readonly timerSupply: Int32Array;
  readonly timerChanges: Uint8Array;
  readonly logs: number;
  /** Entries a log has room for in the beginning. */
  readonly logMax: number;
}

/** Whether a supply is more than a bucket that is always the same. */
export function isSpecial({ refill, changes }: Supply): boolean {
  return kindOf(refill) !== SUPPLY.bucket || changes !== undefined;
}

/** The supplies of a model; their timers begin at `supplyTimers`. */
export function supplyPart(model: Model, supplyTimers: number): SupplyPart {
  const timerSupply: number[] = [];
  const timerChanges: number[] = [];
  const timerFor = (supply: number, changes: boolean): number => {
    timerChanges.push(Number(changes));
    return supplyTimers + timerSupply.push(supply) - 1;
  };
  const changeTimers = model.supplies.map(({ changes }, supply) =>
    changes === undefined ? -1 : timerFor(supply, true),
  );
  for (const { program } of model.tasks) {
    for (const operation of program) {
      if (operation.kind !== 'settle') continue;
      const { name, settled } = model.supplies[operation.supply]!;
      assert(settled === true, 'a supply that is settled says so', { name });
    }
  }
  let logs = 0;
  const supplies = model.supplies.map((spec, supply): SupplyColumns => {
    const { refill, capacityGrains, debt, unitGrains, changes, turn, lockout, refused } = spec;
    const kind = kindOf(refill);
    const timed = kind === SUPPLY['first-use'] || kind === SUPPLY.calendar || kind === SUPPLY.sliding;
    const regimes = changes && [
      regimeOf(capacityGrains, refill),
      ...changes.map((one) => regimeOf(one.capacityGrains, one.refill)),
    ];
    const { stepGrains, offersGrains, everyMs } = regimeOf(capacityGrains, refill);
    return {
      spec,
      debt,
      unitGrains,
      capacityGrains,
      stepGrains,
      offersGrains,
      everyMs,
      clamps: debt.kind === 'clamp',
      bounded: debt.kind === 'none' || debt.kind === 'limited',
      kind,
      special: isSpecial(spec),
      regimes,
      timer: timed ? timerFor(supply, false) : -1,
      changeTimer: changeTimers[supply]!,
      log: kind === SUPPLY.sliding ? logs++ : -1,
      turn,
      locksOut: lockout !== undefined,
      lockBelow: lockout?.belowGrains ?? 0,
      lockUntil: lockout?.untilGrains ?? 0,
      settlesMore: regimes !== undefined || lockout !== undefined,
      refusedGrains: refused?.grains ?? 0,
      hint: refused?.hint ?? 'none',
    };
  });
  return {
    supplies,
    supplyTimers,
    timerSupply: Int32Array.from(timerSupply),
    timerChanges: Uint8Array.from(timerChanges),
    logs,
    logMax: Math.min(LOG_MAX, Math.max(1, ...supplies.map((_, supply) => entriesMost(model, supply)))),
  };
}

/** The most a supply ever holds. */
export function mostCapacity({ capacityGrains, changes = [] }: Supply): number {
  return changes.reduce((most, change) => Math.max(most, change.capacityGrains), capacityGrains);
}

/** Entries of a log up to which room is made at once, and up to which it can be explored. */
export const LOG_MAX = 64;

/** How many entries a log can have at most: each has at least the least that is ever spent at once. */
export function entriesMost({ supplies, tasks }: Model, supply: number): number {
  const { refill, refused } = supplies[supply]!;
  if (refill.kind !== 'sliding') return 1;
  const capacityGrains = mostCapacity(supplies[supply]!);
  const refusals = refused !== undefined && refused.grains > 0 ? [refused.grains] : [];
  const least = tasks
    .flatMap(({ program }) => program.flatMap((operation) => leastTaken(operation, supply)))
    .concat(refusals);
  // One more: what counts against it at the start.
  return Math.floor(capacityGrains / Math.max(1, Math.min(capacityGrains, ...least))) + 1;
}

function leastTaken(operation: Operation, supply: number): readonly number[] {
  const { kind } = operation;
  if (kind !== 'spend' && kind !== 'call' && kind !== 'await' && kind !== 'settle') return [];
  const also = operation.kind === 'spend' || operation.kind === 'call' ? (operation.also ?? []) : [];
  const others = also.filter((part) => part.supply === supply).map(({ cost }) => cost);
  if (operation.supply !== supply && others.length === 0) return [];
  const amounts =
    operation.kind === 'settle'
      ? [operation.actual === 'held' ? undefined : ({ kind: 'constant', value: 1 } as const)]
      : operation.kind === 'call'
        ? [operation.supply === supply ? operation.cost : undefined, ...others]
        : [
            operation.kind === 'spend' && operation.supply === supply ? operation.cost : undefined,
            ...others,
            operation.poll?.cost,
          ];
  return amounts.flatMap((amount) => {
    const grains = amount === undefined ? 0 : amount.kind === 'constant' ? amount.value : Math.max(1, amount.each);
    return grains > 0 ? [grains] : [];
  });
}

function kindOf({ kind }: Refill): number {
  return kind === 'continuous' || kind === 'stepwise' ? SUPPLY.bucket : SUPPLY[kind];
}

function regimeOf(capacityGrains: number, refill: Refill): Regime {
  const steps = (grains: number, everyMs: number): Regime => {
    return { capacityGrains, stepGrains: grains, offersGrains: grains, everyMs };
  };
  if (refill.kind === 'continuous') return steps(refill.grainsPerMs, 1);
  if (refill.kind !== 'stepwise') return steps(0, Number.POSITIVE_INFINITY);
  const bucket = steps(refill.grains, refill.everyMs);
  // Levels and capacities lie within this, and a level is cut off at the capacity.
  return refill.fills === true ? { ...bucket, stepGrains: Number.MAX_SAFE_INTEGER } : bucket;
}

/**
 * What a task asks of a supply: every `await` and `spend` with the level it needs, what it pays and what it leaves.
 *
 * An `await` and the `spend` right behind it are one ask in two steps: when the first passes and the second does not have
 * to wait, nobody comes between. So a `spend` behind an `await` knows that the level was at least the awaited one.
 *
 * @module
 */

import type { Debt, Model, Operation, Supply, SupplyWaiting } from '../../sim/model.ts';
import { policyLevel } from '../../sim/program/rows.ts';
import { admissionGrains } from '../../sim/supplies/bucket.ts';
import { type Bounds, boundsOf, exactly } from './bounds.ts';
import type { Place } from './program.ts';

export interface Ask {
  readonly task: number;
  readonly supply: number;
  readonly place: Place;
  readonly kind: 'await' | 'spend';
  /** The `await` right before this `spend`. */
  readonly guard?: Ask;
  /** The level of an `await`, the level that admits a `spend`; without the margin. */
  readonly own: Bounds;
  /** The least level from which it may pass, its guard's counted: below it, it certainly does not. */
  readonly needLow: number;
  /** From this level on it certainly passes, refused before or not, its guard with it. */
  readonly needHigh: number;
  /** What it pays: 0 for an `await`. */
  readonly cost: Bounds;
  /** The level after it is at least this. */
  readonly leaves: number;
  readonly margin: Bounds;
  /** What it does when refused: waits without limit, waits so long, or (0) gives up at once. */
  readonly limitMs: Bounds | undefined;
  /** Giving up goes on with the next step. */
  readonly continues: boolean;
  readonly poll: Look | undefined;
}

export interface Look {
  /** Time between two looks, at the most. */
  readonly everyMs: number;
  /** Looks already when the level is due. Who only reckons when that may be looks at the latest every so often. */
  readonly orWhenDue: boolean;
  readonly reckons: boolean;
  readonly cost: Bounds;
  readonly charged: 'before' | 'after';
}

/** Whether its looks cost anything. */
export function isPaid({ poll }: Ask): boolean {
  return poll !== undefined && poll.cost.high > 0;
}

/** Time between two looks of a run that was refused; 0 where it knows when the level is due. */
export function lookMs({ poll }: Ask): number {
  return poll === undefined || (poll.orWhenDue && poll.cost.high === 0) ? 0 : poll.everyMs;
}

type Asking = Extract<Operation, { kind: 'await' | 'spend' }>;

export function asksOf(model: Model, task: number, places: readonly Place[]): Ask[] {
  const asks: Ask[] = [];
  for (const place of places) {
    const { operation, index } = place;
    if (operation.kind !== 'await' && operation.kind !== 'spend') continue;
    const before = asks.at(-1);
    const guards =
      operation.kind === 'spend' &&
      before?.kind === 'await' &&
      before.place.index === index - 1 &&
      before.supply === operation.supply;
    asks.push(askOf(model, task, { place, operation, guard: guards ? before : undefined }));
    for (const { supply, cost } of (operation.kind === 'spend' && operation.also) || []) {
      const part = { ...operation, supply, cost } as Asking;
      asks.push(askOf(model, task, { place, operation: part, guard: undefined }));
    }
  }
  return asks;
}

interface Found {
  readonly place: Place;
  readonly operation: Asking;
  readonly guard: Ask | undefined;
}

function askOf(model: Model, task: number, { place, operation, guard }: Found): Ask {
  const supply = model.supplies[operation.supply]!;
  const cost = operation.kind === 'spend' ? boundsOf(model, task, operation.cost) : exactly(0);
  const own = operation.kind === 'spend' ? admitted(supply, cost) : levelOf(model, task, operation);
  const margin = operation.margin === undefined ? exactly(0) : boundsOf(model, task, operation.margin);
  const guardLow = guard === undefined || guard.continues ? 0 : guard.own.low;
  const guardHigh = guard === undefined || guard.continues ? 0 : guard.needHigh;
  return {
    task,
    supply: operation.supply,
    place,
    kind: operation.kind,
    ...(guard && { guard }),
    own,
    needLow: Math.max(guardLow, own.low),
    needHigh: Math.max(guardHigh, own.high + margin.high),
    cost,
    leaves: leftBy(supply.debt, Math.max(guardLow, own.low, own.high), cost),
    margin,
    ...givingUp(model, task, operation),
    poll: pollOf(model, task, operation),
  };
}

/** The most dear leaves the least: paying one grain more needs at most one grain more. */
function leftBy(debt: Debt, fromGrains: number, { high }: Bounds): number {
  if (!Number.isFinite(high)) return -Infinity;
  return debt.kind === 'clamp' ? Math.max(0, fromGrains - high) : fromGrains - high;
}

/** The level that admits a cost. */
export function admitted({ debt, unitGrains }: Supply, { low, high, values }: Bounds): Bounds {
  const need = (cost: number): number =>
    cost === Infinity && debt.kind === 'none' ? cost : admissionGrains(debt, unitGrains, cost);
  return { low: need(low), high: need(high), ...(values && { values: values.map(need) }) };
}

function levelOf(model: Model, task: number, { target }: Extract<Asking, { kind: 'await' }>): Bounds {
  if (target.kind === 'level') return boundsOf(model, task, target.level);
  const constant = policyLevel(model, task, target.policy);
  return constant === undefined ? { low: 0, high: Infinity } : exactly(constant);
}

function givingUp(
  model: Model,
  task: number,
  { atMost, otherwise, giveUpIfLongerThan }: SupplyWaiting,
): Pick<Ask, 'limitMs' | 'continues'> {
  const limitMs = atMost === undefined ? undefined : boundsOf(model, task, atMost);
  if (giveUpIfLongerThan === undefined) return { limitMs, continues: atMost !== undefined && otherwise === 'continue' };
  // It may give up at once, or wait as long as it takes where others are quicker again and again.
  return { limitMs: { low: 0, high: limitMs?.high ?? Infinity }, continues: otherwise === 'continue' };
}

function pollOf(model: Model, task: number, { poll }: SupplyWaiting): Look | undefined {
  if (poll === undefined) return undefined;
  const { everyMs, charged, reckons } = poll;
  const cost = boundsOf(model, task, poll.cost);
  return { everyMs, orWhenDue: poll.orWhenDue && reckons === undefined, reckons: reckons !== undefined, charged, cost };
}

/**
 * The shape most jobs have and most rules are about: again and again, or every so often, a task takes from one supply and
 * progresses when it got something. The recogniser is strict: whatever else a task does, it is no taker.
 *
 * @module
 */
import type { Trigger } from '../../sim/model.ts';
import { type Ask, isPaid, lookMs } from './asks.ts';
import { type Bounds, boundsOf, sumOf } from './bounds.ts';
import { isPlainSupply } from './plain-supply.ts';
import { endlessLoop } from './program.ts';
import { mostIn, type RefillSteps, refillOf } from './refill.ts';
import { isSteady, type Survey, type Surveyed } from './survey.ts';

export interface Taker {
  readonly of: Surveyed;
  readonly supply: number;
  readonly refill: RefillSteps;
  readonly take: Ask;
  readonly trigger: Extract<Trigger, { kind: 'always' | 'every' }>;
  /** Refused it waits until it is served, or (a periodic one) its run ends at once. */
  readonly mode: 'wait' | 'skip';
  /** Below `needLow` it certainly does not take, from `needHigh` on it certainly does, refused before or not. */
  readonly needLow: number;
  readonly needHigh: number;
  readonly cost: Bounds;
  /** Looks that cost something. */
  readonly paid: boolean;
  /** Time between two looks while it waits; 0: it wakes with the refill. */
  readonly lookMs: number;
  /** The most that comes between two looks of it while it waits. */
  readonly overGrains: number;
  /** Work in each cycle or run. */
  readonly work: Bounds;
  /** Work before its first look. */
  readonly workBefore: Bounds;
}

const HARMLESS = new Set(['acquire', 'release', 'loop', 'turn', 'jump', 'work', 'progress', 'end', 'await', 'spend']);

/** A task as a taker; undefined where it is none. */
export function takerOf({ model }: Survey, of: Surveyed): Taker | undefined {
  const [trigger, ...more] = of.triggers;
  if (trigger === undefined || !isSteady(trigger) || more.length > 0) return undefined;
  if (trigger.kind !== 'always' && trigger.kind !== 'every') return undefined;
  const take = takeOf(of);
  if (
    take === undefined ||
    !isPlainSupply(model, take.supply) ||
    !of.single ||
    !of.unblocked ||
    !isPlain(of, take, trigger.kind)
  )
    return undefined;
  const mode = modeOf(take, trigger.kind);
  const refill = refillOf(model.supplies[take.supply]!);
  if (mode === undefined || refill === undefined) return undefined;
  const parts = take.guard === undefined ? [take] : [take.guard, take];
  // When it looks follows from what it read last: neither each refill nor any grid of times is sure to be seen.
  if (parts.some(({ poll }) => poll?.reckons)) return undefined;
  const looks = Math.max(...parts.map(lookMs));
  const works = of.places.flatMap(({ index, operation, loops }) => {
    if (operation.kind !== 'work') return [];
    const first = index < take.place.index;
    return [
      { first, again: loops.length === take.place.loops.length, bounds: boundsOf(model, of.task, operation.duration) },
    ];
  });
  return {
    of,
    supply: take.supply,
    refill,
    take,
    trigger,
    mode,
    needLow: take.needLow,
    needHigh: take.needHigh,
    cost: take.cost,
    paid: parts.some(isPaid),
    lookMs: looks,
    overGrains: mostIn(refill, Math.max(1, looks)),
    work: sumOf(works.filter(({ again }) => again).map(({ bounds }) => bounds)),
    workBefore: sumOf(works.filter(({ first }) => first).map(({ bounds }) => bounds)),
  };
}

export function takersOf(survey: Survey): readonly Taker[] {
  return survey.tasks.flatMap((of) => takerOf(survey, of) ?? []);
}

/** The one `spend` of a task that asks for nothing else but a level right before it. */
function takeOf({ asks }: Surveyed): Ask | undefined {
  const take = asks.at(-1);
  if (take?.kind !== 'spend' || !(take.cost.low >= 1)) return undefined;
  return asks.length === (take.guard === undefined ? 1 : 2) ? take : undefined;
}

/** Whether each cycle, or each run, takes once and progresses then. */
function isPlain({ places, progress, spec }: Surveyed, take: Ask, kind: 'always' | 'every'): boolean {
  const all = spec.program.filter(({ kind: one }) => one === 'progress').length;
  if (progress.length === 0 || progress.length < all) return false;
  if (!places.every(({ operation }) => HARMLESS.has(operation.kind))) return false;
  const loop = endlessLoop(take.place);
  const loops = new Set(places.flatMap((place) => place.loops));
  if (loops.size !== (loop === undefined ? 0 : 1)) return false;
  if (kind === 'every') return loop === undefined && progress.every(({ index }) => index > take.place.index);
  return progress.every((place) => place.loops.length === take.place.loops.length);
}

function modeOf(take: Ask, kind: 'always' | 'every'): Taker['mode'] | undefined {
  const { guard } = take;
  // A spend whose guard lets nobody through that it would refuse is never refused: what it would do then does not matter.
  const paved = guard !== undefined && !guard.continues && !isPaid(guard) && take.own.high <= guard.own.low;
  const waits = (one: Ask): boolean => one.limitMs === undefined;
  if ((guard === undefined || waits(guard)) && (paved || waits(take))) return 'wait';
  const atOnce = (one: Ask): boolean => one.limitMs?.high === 0 && !one.continues;
  const skips = (guard === undefined || atOnce(guard)) && (paved || atOnce(take));
  return skips && kind === 'every' ? 'skip' : undefined;
}

/** The longest time from one of its takes to its next try, for a periodic task that starts its run with the take. */
export function gapMs({ trigger, mode, work, workBefore }: Taker, jitterMs: number): number | undefined {
  if (trigger.kind !== 'every' || workBefore.high > 0 || !Number.isFinite(work.high)) return undefined;
  const { periodMs } = trigger;
  if (mode === 'skip') return Math.max(1, Math.ceil((work.high + jitterMs) / periodMs)) * periodMs + jitterMs;
  return work.high === 0 ? periodMs + jitterMs : periodMs + work.high - 1 + jitterMs;
}

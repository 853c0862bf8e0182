/**
 * What a task that takes the same amount again and again leaves for others to see.
 *
 * It takes `b` whenever the level reaches `th`, so the level others see moves between `th - b` and `th`, up by the refill and down
 * by `b`. From one look of another task to the next the refill brings the same amount, so the levels it sees differ by
 * multiples of the greatest common divisor `d` of that amount and `b`: a fixed pattern. Where it looks often enough it
 * sees all of it, so it sees a level of at least `th - d` one day; where the pattern ends below what it needs, never.
 *
 * @module
 */
import type { Evidence } from './finding.ts';
import { jitterOf } from './hog.ts';
import { mostIn, type RefillSteps, startValues, stepsUntil } from './refill.ts';
import { usersOf } from './survey.ts';
import type { Taker } from './taker.ts';

/** Starts that are tried to find one from which the pattern stays below. */
const STARTS_MAX = 600;

export interface SawTooth {
  readonly peer: Taker;
  readonly looker: Taker;
  /** What the peer takes each time. */
  readonly batch: number;
  /** The peer's own level, and the highest level the looker ever sees in the worst pattern. */
  readonly threshold: number;
  readonly seenMost: number;
  /** What the looker needs. */
  readonly needs: number;
  /** Levels it sees are this far apart. */
  readonly apart: number;
  /** With this threshold of the peer the looker is sure to see what it needs, where that is known. */
  readonly mendedAt?: number;
}

/** Pairs of a task that always wants more and another, the only two that ask something of a supply. */
export function pairsOf(evidence: Evidence): readonly { readonly peer: Taker; readonly looker: Taker }[] {
  return evidence.takers.flatMap((peer) => {
    const users = usersOf(evidence, peer.supply);
    const looker = evidence.takers.find(({ of, supply }) => supply === peer.supply && of.task !== peer.of.task);
    const plain = peer.trigger.kind === 'always' && users.length === 2 && !peer.paid;
    return plain && looker !== undefined && !looker.paid ? [{ peer, looker }] : [];
  });
}

/** Whether the looker can starve beside the peer: a run in which it never sees what it needs. */
export function starvesBeside(evidence: Evidence, peer: Taker, looker: Taker): SawTooth | undefined {
  const { model } = evidence;
  const spec = model.supplies[peer.supply]!;
  const { refill } = peer;
  const threshold = peer.needLow;
  const needs = worstNeed(looker);
  const own = peer.take.guard?.own ?? peer.take.own;
  if (
    needs === undefined ||
    own.values?.length !== 1 ||
    peer.needLow !== peer.needHigh ||
    !seesEachRefill(peer, refill)
  )
    return undefined;
  if (refill.grains === 0 || threshold - 1 + refill.grains > spec.capacityGrains) return undefined;
  const top = threshold + (looksFirst(evidence, peer, looker) ? refill.grains : 0);
  for (const batch of peer.cost.values ?? []) {
    if (!keepsUp(peer, batch, refill) || (spec.debt.kind === 'clamp' && threshold < batch)) continue;
    // Who waits may look at any step of the refill.
    const each = looker.mode === 'skip' ? lookStep(evidence, looker, refill) : undefined;
    const apart = gcd(each?.exact === true ? each.grains : refill.grains, batch);
    const seenMost = lowestTop(evidence, { peer, looker, refill, apart, top });
    if (seenMost === undefined || seenMost >= needs) continue;
    const mendedAt = mendedFrom(evidence, peer, looker, batch);
    return { peer, looker, batch, threshold, seenMost, needs, apart, ...(mendedAt !== undefined && { mendedAt }) };
  }
  return undefined;
}

/** Whether the looker is sure to see what it needs one day, whatever the peer does. */
export function livesBeside(evidence: Evidence, peer: Taker, looker: Taker): SawTooth | undefined {
  const [batch, ...others] = peer.cost.values ?? [];
  const from = batch === undefined || others.length > 0 ? undefined : mendedFrom(evidence, peer, looker, batch);
  const { needLow: threshold } = peer;
  const needs = looker.needHigh;
  if (batch === undefined || from === undefined || threshold < from) return undefined;
  const apart = from - needs;
  return { peer, looker, batch, threshold, seenMost: threshold - apart, needs, apart };
}

/** The least threshold of the peer at which the looker is sure to see what it needs; undefined where none is known. */
function mendedFrom(evidence: Evidence, peer: Taker, looker: Taker, batch: number): number | undefined {
  const spec = evidence.model.supplies[peer.supply]!;
  const { refill } = peer;
  const each = lookStep(evidence, looker, refill);
  if (each?.exact !== true || refill.grains === 0 || peer.cost.low !== peer.cost.high) return undefined;
  if (looker.needHigh - 1 + each.grains > spec.capacityGrains) return undefined;
  const least = looker.needHigh + gcd(each.grains, batch);
  // Where the level stops at zero a batch is only whole from a level that pays for it.
  return spec.debt.kind === 'clamp' ? Math.max(least, batch) : least;
}

/** The level a looker needs if its draws are the greatest. */
function worstNeed({ take }: Taker): number | undefined {
  const gate = take.guard?.own.low ?? 0;
  const { values } = take.own;
  return values === undefined ? undefined : Math.max(gate, values.at(-1)!);
}

/**
 * Whether it looks at each refill while it waits: it wakes with it, or its looks are in step with it. They begin at 0, or
 * where its work ends, so they are in step where period, phase and work are whole numbers of looks.
 */
function seesEachRefill({ lookMs, work, workBefore }: Taker, { everyMs, phaseMs }: RefillSteps): boolean {
  if (lookMs === 0) return true;
  const works = [work, workBefore].flatMap(({ low, high }) => [low, high]);
  const fixed = work.low === work.high && workBefore.low === workBefore.high && phaseMs.kind === 'fixed';
  return fixed && [everyMs, phaseMs.value, ...works].every((spanMs) => spanMs % lookMs === 0);
}

/** Whether the looker sees a level before the peer takes from it, by its priority. */
function looksFirst({ model }: Evidence, peer: Taker, looker: Taker): boolean {
  return model.order === 'priority' && looker.of.spec.priority > peer.of.spec.priority;
}

/** Whether it is there again before the level has come back to where it takes. */
function keepsUp({ work }: Taker, batch: number, { grains, everyMs }: RefillSteps): boolean {
  return batch >= grains && work.high <= everyMs * Math.floor(batch / grains);
}

/** What comes from one look of a task that is refused to the next; exact where it is always the same. */
function lookStep(
  evidence: Evidence,
  looker: Taker,
  refill: RefillSteps,
): { readonly grains: number; readonly exact: boolean } | undefined {
  const { mode, trigger, lookMs, take, workBefore } = looker;
  const every = (spanMs: number) => ({ grains: mostIn(refill, spanMs), exact: spanMs % refill.everyMs === 0 });
  if (mode === 'skip') {
    const regular = trigger.kind === 'every' && jitterOf(evidence, looker) === 0 && workBefore.high === 0;
    return regular ? every(trigger.periodMs) : undefined;
  }
  // Two waits of one ask may look at different times; only where one decides is the pattern known.
  const one = take.guard === undefined || take.own.high <= take.guard.own.low || lookMs === 0;
  return one ? every(lookMs === 0 ? refill.everyMs : lookMs) : undefined;
}

interface Pattern {
  readonly peer: Taker;
  readonly looker: Taker;
  readonly refill: RefillSteps;
  readonly apart: number;
  /** The looker sees levels below this. */
  readonly top: number;
}

/** The highest level of the pattern from the start that keeps it lowest. */
function lowestTop({ model }: Evidence, { peer, looker, refill, apart, top }: Pattern): number | undefined {
  const { initial } = model.supplies[peer.supply]!;
  const { trigger } = looker;
  const before = mostIn(refill, peer.workBefore.high);
  const offsets = trigger.kind === 'every' ? startValues(model, trigger.offsetMs, STARTS_MAX) : [0];
  const phases = startValues(model, refill.phaseMs, 1);
  let lowest: number | undefined;
  for (const level of startValues(model, initial, STARTS_MAX)) {
    if (!(level + before < peer.needLow)) continue;
    for (const offset of offsets) {
      const rest = level + refill.grains * stepsUntil(refill, phases[0]!, offset);
      const seen = top - 1 - modulo(top - 1 - rest, apart);
      if (lowest === undefined || seen < lowest) lowest = seen;
    }
  }
  return lowest;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

export function gcd(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}

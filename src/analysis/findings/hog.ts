/**
 * Who keeps a level down: a taker after which the level never comes back to what somebody else needs.
 *
 * `ceiling` is the highest level anybody ever sees once it is at work. Each time it takes, it takes at least what comes
 * until it asks again, so the level at its takes never rises, and while it is refused the level is below what it needs.
 * Whatever else is taken only lowers the level. So a task that needs more than the ceiling is never served again.
 *
 * @module
 */

import type { Supply } from '../../sim/model.ts';
import { spanOf } from '../../sim/numbers/distribution.ts';
import type { Evidence } from './finding.ts';
import { leastStart, mostIn } from './refill.ts';
import { gapMs, type Taker } from './taker.ts';

export interface Hog {
  readonly taker: Taker;
  /** No level above this is ever seen, once it is at work. */
  readonly ceiling: number;
  /** The same for those over whom its priority decides. */
  readonly ceilingBehind: number;
  /** `certain`: in every run. `possible`: in those runs in which each draw is its greatest. */
  readonly how: 'certain' | 'possible';
  /** It takes no more than comes meanwhile, so a level that is too high at first may stay: until others take. */
  readonly even: boolean;
  /** The most that comes from one take to its next try. */
  readonly meanwhile: number;
}

/** The most that a periodic task is delayed beyond its time. */
export function jitterOf({ model }: Evidence, { trigger }: Taker): number {
  if (trigger.kind !== 'every' || trigger.jitter === undefined) return 0;
  return Math.ceil(spanOf(model.sources[trigger.jitter]!.distribution).high);
}

/** A taker that is always there and takes more than comes while it works. */
export function greedy({ model }: Evidence, taker: Taker): Hog | undefined {
  const { cost, needHigh, overGrains, refill, supply, trigger, work, lookMs } = taker;
  const spec = model.supplies[supply]!;
  if (trigger.kind !== 'always' || !Number.isFinite(work.high) || needHigh > spec.capacityGrains) return undefined;
  const meanwhile = mostIn(refill, work.high);
  if (refill.grains === 0 || cost.low <= meanwhile) return undefined;
  const ceiling = seenBy(spec, needHigh - 1 + overGrains, meanwhile);
  // It is there at each refill, and first: nobody behind it sees what it has not left. Who pays what is there need never be
  // refused, and so may go on looking between two refills, unless it is back sooner.
  const back = spec.debt.kind === 'clamp' ? work.high < refill.everyMs : work.high <= refill.everyMs;
  const first = lookMs === 0 && !taker.paid && back && cost.low >= refill.grains;
  return { taker, ceiling, ceilingBehind: first ? needHigh - 1 : ceiling, how: 'certain', even: false, meanwhile };
}

/** A periodic taker that takes at least what comes from one of its tries to the next. */
export function giant(evidence: Evidence, taker: Taker): Hog | undefined {
  const { cost, mode, needHigh, overGrains, supply } = taker;
  const spec = evidence.model.supplies[supply]!;
  const gap = gapMs(taker, jitterOf(evidence, taker));
  if (gap === undefined || needHigh > spec.capacityGrains) return undefined;
  const meanwhile = mostIn(taker.refill, gap);
  if (meanwhile === 0 || cost.high < meanwhile) return undefined;
  const possible = cost.low < meanwhile;
  if (possible && cost.values === undefined) return undefined;
  const refused = needHigh - 1 + (mode === 'skip' ? meanwhile : overGrains);
  const ceiling = seenBy(spec, refused, meanwhile);
  const even = possible ? cost.high === meanwhile : cost.low === meanwhile;
  return { taker, ceiling, ceilingBehind: ceiling, how: possible ? 'possible' : 'certain', even, meanwhile };
}

/** Who pays what is there leaves nothing, however much it wanted: then all that comes meanwhile is seen. */
function seenBy({ debt }: Supply, refused: number, meanwhile: number): number {
  return debt.kind === 'clamp' ? Math.max(refused, meanwhile) : refused;
}

/** The highest level there can be before the first start of a periodic task, if the start is chosen well. */
export function leastAtFirst({ model, ...rest }: Evidence, taker: Taker): number {
  const { trigger, supply } = taker;
  const spec = model.supplies[supply]!;
  if (trigger.kind !== 'every') return Infinity;
  const waitMs = leastStart(model, trigger.offsetMs) + jitterOf({ model, ...rest }, taker);
  return leastStart(model, spec.initial) + mostIn(taker.refill, waitMs);
}

/**
 * A periodic task whose cost is paid off exactly when it comes again: each time it finds the same level, and between two
 * takes the level never gets higher. Whoever needs more never sees it.
 *
 * Where a run costs `m` times what comes in a period, one that goes on at level `x` leaves `x` less `m` refills; the next `m - 1`
 * starts find less than they need and are skipped, the `m`-th finds `x` again. Nothing above `x` is ever seen.
 *
 * @module
 */
import type { Evidence } from './finding.ts';
import { jitterOf } from './hog.ts';
import { leastIn, type RefillSteps, startValues, stepsUntil } from './refill.ts';
import { pairsOf } from './saw-tooth.ts';
import type { Taker } from './taker.ts';

const STARTS_MAX = 600;

export interface Resonance {
  readonly periodic: Taker;
  readonly victim: Taker;
  readonly cost: number;
  /** What comes in a period. */
  readonly refilled: number;
  /** The level at which the periodic task goes on, each time. */
  readonly level: number;
}

export function resonances(evidence: Evidence): readonly Resonance[] {
  return pairsOf(evidence).flatMap(({ peer, looker }) => resonanceOf(evidence, looker, peer) ?? []);
}

function resonanceOf(evidence: Evidence, periodic: Taker, victim: Taker): Resonance | undefined {
  const { refill, trigger, mode, take, work, workBefore, supply } = periodic;
  const spec = evidence.model.supplies[supply]!;
  if (trigger.kind !== 'every' || mode !== 'skip' || jitterOf(evidence, periodic) > 0) return undefined;
  if (trigger.periodMs % refill.everyMs !== 0 || workBefore.high > 0 || work.high > trigger.periodMs) return undefined;
  const gate = take.guard?.own.values ?? [0];
  const refilled = leastIn(refill, trigger.periodMs);
  if (gate.length !== 1 || refilled === 0 || victim.needLow > spec.capacityGrains) return undefined;
  const needed = (cost: number): number => Math.max(gate[0]!, take.own.values![take.cost.values!.indexOf(cost)]!);
  for (const cost of (take.own.values && take.cost.values) ?? []) {
    if (cost % refilled !== 0) continue;
    const needs = needed(cost);
    const level = levelReached(evidence, { periodic, victim, refill, refilled, needs });
    if (level !== undefined && (spec.debt.kind !== 'clamp' || level >= cost)) {
      return { periodic, victim, cost, refilled, level };
    }
  }
  return undefined;
}

interface Pattern {
  readonly periodic: Taker;
  readonly victim: Taker;
  readonly refill: RefillSteps;
  readonly refilled: number;
  readonly needs: number;
}

/** A level at which the periodic task can go on for the first time, with nothing above it seen before. */
function levelReached({ model }: Evidence, { periodic, victim, refill, refilled, needs }: Pattern): number | undefined {
  const { trigger, supply } = periodic;
  if (trigger.kind !== 'every') return undefined;
  const [phase] = startValues(model, refill.phaseMs, 1);
  for (const initial of startValues(model, model.supplies[supply]!.initial, STARTS_MAX)) {
    for (const offset of startValues(model, trigger.offsetMs, STARTS_MAX)) {
      const first = initial + refill.grains * stepsUntil(refill, phase!, offset);
      const level = first + Math.max(0, Math.ceil((needs - first) / refilled)) * refilled;
      if (level < victim.needLow && level < needs + refilled) return level;
    }
  }
  return undefined;
}

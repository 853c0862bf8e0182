/**
 * Twins of all kinds of supply, by brute force: from everything that was ever taken, what is there now. They share nothing
 * with the engine, and know no timers.
 */
import type { Refill, Supply } from '../../../src/sim/model.ts';

export interface Taken {
  readonly atMs: number;
  readonly grains: number;
  /** When it was given back; Infinity: not yet, or never. */
  backMs: number;
}

/** The level at `nowMs` of a supply from which this was taken, in order, at `nowMs` or before. */
export function levelByHand(spec: Supply, taken: readonly Taken[], nowMs: number): number {
  const initial = spec.initial.kind === 'fixed' ? spec.initial.value : 0;
  return BY_KIND[spec.refill.kind]({ spec, taken, nowMs, initial });
}

interface Past {
  readonly spec: Supply;
  readonly taken: readonly Taken[];
  readonly nowMs: number;
  readonly initial: number;
}

const sum = (taken: readonly Taken[]): number => taken.reduce((all, { grains }) => all + grains, 0);

const BY_KIND: Readonly<Record<Refill['kind'], (past: Past) => number>> = {
  continuous: stepByStep,
  stepwise: stepByStep,
  sliding({ spec, taken, nowMs, initial }) {
    const { capacityGrains } = spec;
    const everyMs = (spec.refill as Extract<Refill, { kind: 'sliding' }>).everyMs;
    const before = nowMs < everyMs ? capacityGrains - initial : 0;
    return capacityGrains - before - sum(taken.filter(({ atMs }) => atMs > nowMs - everyMs));
  },
  'first-use'({ spec, taken, nowMs, initial }) {
    const everyMs = (spec.refill as Extract<Refill, { kind: 'first-use' }>).everyMs;
    let endMs = initial < spec.capacityGrains ? everyMs : -1;
    let level = initial;
    for (const { atMs, grains } of [...taken, { atMs: nowMs, grains: 0 }]) {
      if (endMs >= 0 && atMs >= endMs) {
        level = spec.capacityGrains;
        endMs = -1;
      }
      if (grains > 0 && endMs < 0) endMs = atMs + everyMs;
      level -= grains;
    }
    return level;
  },
  calendar({ spec, taken, nowMs, initial }) {
    const { firstMs, periodMs } = (spec.refill as Extract<Refill, { kind: 'calendar' }>).resets;
    let fromMs = -1;
    for (let atMs = firstMs; atMs <= nowMs; atMs += periodMs) fromMs = atMs;
    return (fromMs < 0 ? initial : spec.capacityGrains) - sum(taken.filter(({ atMs }) => atMs >= fromMs));
  },
  returned({ spec, taken, nowMs }) {
    return spec.capacityGrains - sum(taken.filter(({ backMs }) => backMs > nowMs));
  },
};

function stepByStep({ spec, taken, nowMs, initial }: Past): number {
  const { refill, capacityGrains } = spec;
  let level = initial;
  let next = 0;
  for (let atMs = 0; atMs <= nowMs; atMs++) {
    if (refill.kind === 'continuous' && atMs > 0) level = Math.min(level + refill.grainsPerMs, capacityGrains);
    if (refill.kind === 'stepwise') {
      const phaseMs = refill.phaseMs.kind === 'fixed' ? refill.phaseMs.value : 0;
      if (atMs > 0 && (atMs - phaseMs) % refill.everyMs === 0) level = Math.min(level + refill.grains, capacityGrains);
    }
    for (; next < taken.length && taken[next]!.atMs === atMs; next++) level -= taken[next]!.grains;
  }
  return level;
}

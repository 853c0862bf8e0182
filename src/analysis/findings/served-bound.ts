/**
 * The largest share of its due starts that a periodic task can serve in the long run, whoever else there is: each start that
 * is served pays its cost, keeps its slot and does its work, and of all three there is only so much in a time.
 *
 * @module
 */
import { compare, divide, multiply, ONE, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import { durationText } from '../words/duration-text.ts';
import { ratePerRun } from './demand.ts';
import type { Evidence } from './finding.ts';
import { loadsOf } from './load.ts';
import { heldByServed, usablePermits, workOfServed } from './occupancy.ts';
import { endlessLoop } from './program.ts';
import { mostPerMs } from './refill.ts';
import type { Surveyed } from './survey.ts';

export interface ServedBound {
  /** Below 1. */
  readonly share: Rational;
  /** What there is too little of: "it needs at least 1,152 of api a day and 720 come". */
  readonly because: string;
}

/** The lowest bound of each task, in their order; undefined where there is none below all of its starts. */
export function servedBounds(evidence: Evidence): readonly (ServedBound | undefined)[] {
  return evidence.tasks.map((of) => {
    const bounds = [...bySupplies(evidence, of), ...byLocks(evidence, of), ...byItself(evidence, of)];
    return bounds
      .filter(({ share }) => compare(share, ONE) < 0)
      .toSorted((left, right) => compare(left.share, right.share))[0];
  });
}

function bySupplies(evidence: Evidence, { task }: Surveyed): ServedBound[] {
  return evidence.model.supplies.flatMap((spec, supply): ServedBound[] => {
    const load = loadsOf(evidence, supply).find(({ of }) => of.task === task);
    const comes = mostPerMs(spec);
    if (load === undefined || comes === undefined) return [];
    const share = divide(comes, load.least);
    return [{ share, because: `it needs more of ${spec.name} than comes` }];
  });
}

function byLocks(evidence: Evidence, of: Surveyed): ServedBound[] {
  return evidence.model.locks.flatMap(({ name, kind }, lock): ServedBound[] => {
    const needed = perRun(of, heldByServed(evidence, of, lock));
    if (needed === undefined) return [];
    const what = kind === 'pool' ? `slots of ${name}` : `permits of ${name}`;
    const usable = rational(usablePermits(evidence.model, of, lock));
    return [{ share: divide(usable, needed), because: `it needs more ${what} than there are` }];
  });
}

/** Where one run goes at a time, a start is served only when the run before it is over. */
function byItself(evidence: Evidence, of: Surveyed): ServedBound[] {
  const workMs = workOfServed(evidence, of);
  const needed = of.single ? perRun(of, workMs) : undefined;
  if (needed === undefined) return [];
  return [{ share: divide(ONE, needed), because: `each of its runs works for at least ${durationText(workMs)}` }];
}

/** Milliseconds that all its starts take, for each that passes; undefined: nothing, or its starts are not periodic. */
function perRun({ triggers, places }: Surveyed, ms: number): Rational | undefined {
  if (!(ms >= 1) || places.some((place) => endlessLoop(place) !== undefined)) return undefined;
  const rate = ratePerRun(1, triggers);
  return rate === undefined || compare(rate, ZERO) === 0 ? undefined : multiply(rate, rational(Math.floor(ms)));
}

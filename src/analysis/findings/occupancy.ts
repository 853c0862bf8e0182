/**
 * How long runs keep permits and slots, by their own work: what serving a start takes of a pool, as its cost does of a supply.
 *
 * @module
 */

import type { Amount, Model, Operation } from '../../sim/model.ts';
import type { Distribution } from '../../sim/numbers/distribution.ts';
import { NEVER } from '../../sim/time.ts';
import { boundsOf, meanOf } from './bounds.ts';
import type { Evidence } from './finding.ts';
import { type Hold, holdsOf, mayEnd, mayGoWithout, releasedAt } from './holds.ts';
import type { Place } from './program.ts';
import { isEnd, servingOf } from './serving.ts';
import type { Surveyed } from './survey.ts';

/** The least permit-milliseconds of `lock` that a run has taken, or will have, once it is served. */
export function heldByServed(evidence: Evidence, of: Surveyed, lock: number): number {
  const { first, goesOn, turns } = servingOf(evidence, of);
  const sure = (place: Place): boolean => goesOn || place.index < first;
  const holds = holdsFor(of, lock).filter(({ from }) => sure(from) && !mayGoWithout(from));
  return total(
    holds.flatMap(partsOf).map(({ permits, steps }) => {
      const works = steps.filter(sure).map((place) => turns(place) * leastWork(evidence.model, of, place));
      return permits * leased(evidence.model, lock, total(works));
    }),
  );
}

/** The least time for which a run that is served works, held permits or not; for a task with one run at a time. */
export function workOfServed(evidence: Evidence, of: Surveyed): number {
  const { first, goesOn, turns } = servingOf(evidence, of);
  const sure = of.places.filter(({ index }) => goesOn || index < first);
  return total(sure.map((place) => turns(place) * leastWork(evidence.model, of, place)));
}

export interface Held {
  /** Permit-milliseconds of a run, at least and on average. */
  readonly leastMs: number;
  readonly meanMs: number;
  /** All its work, held permits or not. */
  readonly leastWorkMs: number;
  readonly meanWorkMs: number;
}

/** What every run of a task takes of `lock`, where none can end before it has; undefined: nothing, or that is not known. */
export function heldByAll({ model }: Evidence, of: Surveyed, lock: number): Held | undefined {
  const holds = holdsFor(of, lock);
  if (holds.length === 0 || of.places.some((place) => !isEnd(place) && (mayEnd(of, place) || mayGoWithout(place)))) {
    return undefined;
  }
  const [leastWorkMs, meanWorkMs] = [workIn(leastOf(model, of), of.places), workIn(meanOfWork(model, of), of.places)];
  const parts = holds.flatMap(partsOf);
  const held = (each: Each): number =>
    total(parts.map(({ permits, steps }) => permits * leased(model, lock, workIn(each, steps))));
  const leastMs = held(leastOf(model, of));
  return { leastMs, meanMs: Math.max(leastMs, held(meanOfWork(model, of))), leastWorkMs, meanWorkMs };
}

type Each = (place: Place) => number;

function workIn(each: Each, places: readonly Place[]): number {
  return total(places.map((place) => leastTurns(place) * each(place)));
}

function leastOf(model: Model, of: Surveyed): Each {
  return (place) => leastWork(model, of, place);
}

function meanOfWork(model: Model, of: Surveyed): Each {
  return (place) => meanWork(model, of, place);
}

function leastTurns({ loops }: Place): number {
  return loops.reduce((product, { times }) => product * (times?.low ?? 1), 1);
}

/** Its holds of `lock` that begin and end once in each run. */
function holdsFor(of: Surveyed, lock: number): readonly Hold[] {
  const isOnce = ({ loops }: Place): boolean => loops.length === 0;
  return holdsOf(of).filter(
    ({ lock: own, from, steps, until }) =>
      own === lock &&
      [from, ...(until ? [until] : []), ...steps.filter((place) => releasedAt(place, lock, from) > 0)].every(isOnce),
  );
}

interface HeldTogether {
  readonly permits: number;
  readonly steps: readonly Place[];
}

/**
 * The permits of a hold, those together that are given back together. A release counts for each hold it may be of, so that
 * no permit is counted longer than it is held.
 */
function partsOf({ lock, from, steps, until }: Hold): readonly HeldTogether[] {
  const { count: taken = 1 } = from.operation as Extract<Operation, { kind: 'acquire' }>;
  const parts: HeldTogether[] = [];
  let left = taken;
  for (const place of [...steps, ...(until ? [until] : [])]) {
    const permits = Math.min(left, releasedAt(place, lock, from));
    if (permits === 0) continue;
    parts.push({ permits, steps: steps.slice(0, place === until ? steps.length : steps.indexOf(place)) });
    left -= permits;
  }
  return left > 0 ? [...parts, { permits: left, steps }] : parts;
}

/**
 * The most permits that runs of a task can hold of a lock at a time: where each takes so many at once and keeps them, some
 * may be left over that no further run can use.
 */
export function usablePermits({ locks }: Model, of: Surveyed, lock: number): number {
  const { permits, leaseMs } = locks[lock]!;
  const asks = of.places.flatMap(({ operation }) =>
    operation.kind === 'acquire' && operation.lock === lock && operation.back !== true ? [operation.count ?? 1] : [],
  );
  const [count = 1, ...more] = asks;
  const keepsSome = of.places.some(
    ({ operation }) => operation.kind === 'release' && operation.lock === lock && (operation.count ?? 1) < count,
  );
  return more.length > 0 || keepsSome || leaseMs !== NEVER ? permits : permits - (permits % count);
}

/** A permit is taken back when its lease is over, even from who goes on. */
function leased({ locks }: Model, lock: number, heldMs: number): number {
  const { leaseMs, leaseFromDue } = locks[lock]!;
  // A lease that runs from when the start was due may be over before it begins.
  return leaseFromDue === true ? 0 : Math.min(leaseMs, heldMs);
}

function leastWork(model: Model, { task }: Surveyed, { operation }: Place): number {
  return operation.kind === 'work' ? boundsOf(model, task, operation.duration).low : 0;
}

/** Half a millisecond less than the mean, since durations are rounded to whole ones. */
function meanWork(model: Model, of: Surveyed, place: Place): number {
  const { operation } = place;
  const least = leastWork(model, of, place);
  if (operation.kind !== 'work') return least;
  const mean = meanOf(model, of.task, operation.duration) ?? drawnMean(model, of, operation.duration);
  return Math.max(least, (mean ?? 0) - 0.5);
}

/** The mean of a value that is drawn and used as it is, where it is known to be at least that. */
function drawnMean({ tasks, sources }: Model, { task }: Surveyed, amount: Amount): number | undefined {
  if (amount.kind === 'constant' || amount.expression.kind !== 'variable') return undefined;
  const { source } = tasks[task]!.variables[amount.expression.variable]!;
  return meanAtLeast(sources[source]!.distribution);
}

/** What is cut off below makes the mean larger; of what is cut off above nothing is claimed. */
function meanAtLeast(distribution: Distribution): number | undefined {
  switch (distribution.kind) {
    case 'choice':
    case 'empirical':
    case 'weibull':
      return undefined;
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'triangular':
      return (distribution.low + distribution.mode + distribution.high) / 3;
    case 'exponential':
    case 'normal':
      return distribution.max === undefined ? distribution.mean : undefined;
    case 'gamma':
      return distribution.max === undefined ? distribution.shape * distribution.scale : undefined;
    case 'lognormal':
      // The mean lies above the median.
      return distribution.max === undefined ? distribution.median : undefined;
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

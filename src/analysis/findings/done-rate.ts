/**
 * How many items of a backlog can be done in the long run at the most, whoever is first and whatever else happens: each
 * batch pays its tokens, its work and its slot's time (`tolls.ts`), of all of which there is only so much in a time.
 *
 * @module
 */
import type { Model, Operation } from '../../sim/model.ts';
import { add, compare, divide, multiply, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import { boundsOf, leastGiven, usesVariable } from './bounds.ts';
import { ratePerRun } from './demand.ts';
import type { Evidence } from './finding.ts';
import { holdsOf, mayGoWithout, releasedAt } from './holds.ts';
import { mayBeGivenUp } from './plain-supply.ts';
import type { Place } from './program.ts';
import { mostPerMs } from './refill.ts';
import type { Surveyed } from './survey.ts';
import { isToll } from './tolls.ts';

/** What there is only so much of. */
export type Scarce =
  | { readonly kind: 'supply'; readonly supply: number }
  | { readonly kind: 'lock'; readonly lock: number }
  | { readonly kind: 'work' }
  | { readonly kind: 'starts' };

export interface DoneRate {
  /** Items for each millisecond, at the most. */
  readonly perMs: Rational;
  /** What keeps it down: one thing for all tasks, or what keeps down each of them by itself. */
  readonly by: readonly Bottleneck[];
}

export interface Bottleneck {
  readonly tasks: readonly number[];
  readonly scarce: Scarce;
  /** Items for each millisecond that these tasks do at the most. */
  readonly perMs: Rational;
}

/** Tasks that take from a backlog. */
export function takersFrom({ tasks }: Evidence, backlog: number): readonly Surveyed[] {
  return tasks.filter(({ places }) => places.some((place) => takesFrom(place, backlog)));
}

/** The most that is done of `backlog`; undefined where no bound is known. */
export function mostDone(evidence: Evidence, backlog: number): DoneRate | undefined {
  const takers = takersFrom(evidence, backlog);
  const each = takers.map((of) => lowest(boundsOfTask(evidence, of, backlog)));
  const apart = each.every((one) => one !== undefined) ? each.reduce(together, { perMs: ZERO, by: [] }) : undefined;
  const shared = resourcesOf(evidence).flatMap((resource): DoneRate[] => {
    const items = takers.map((of) => itemsPer(evidence, of, backlog, resource));
    if (takers.length < 2 || items.some((one) => one === undefined)) return [];
    const best = (items as readonly Rational[]).reduce((most, one) => (compare(one, most) > 0 ? one : most), ZERO);
    return [
      rateOf(
        takers.map(({ task }) => task),
        resource.scarce,
        multiply(resource.perMs, best),
      ),
    ];
  });
  return lowest(apart === undefined ? shared : [apart, ...shared]);
}

function lowest(rates: readonly DoneRate[]): DoneRate | undefined {
  return rates.toSorted((left, right) => compare(left.perMs, right.perMs))[0];
}

function rateOf(tasks: readonly number[], scarce: Scarce, perMs: Rational): DoneRate {
  return { perMs, by: [{ tasks, scarce, perMs }] };
}

function together(left: DoneRate, right: DoneRate): DoneRate {
  return { perMs: add(left.perMs, right.perMs), by: [...left.by, ...right.by] };
}

function boundsOfTask(evidence: Evidence, of: Surveyed, backlog: number): readonly DoneRate[] {
  const alone = of.single ? [{ scarce: { kind: 'work' } as const, perMs: rational(1) }] : [];
  const paid = [...alone, ...resourcesOf(evidence)].flatMap((resource): DoneRate[] => {
    const items = itemsPer(evidence, of, backlog, resource);
    return items === undefined ? [] : [rateOf([of.task], resource.scarce, multiply(resource.perMs, items))];
  });
  const started = byStarts(evidence, of, backlog);
  return started === undefined ? paid : [...paid, started];
}

/** So many starts, and so many items for each. */
function byStarts({ model }: Evidence, of: Surveyed, backlog: number): DoneRate | undefined {
  const perRun = of.places
    .filter((place) => takesFrom(place, backlog))
    .reduce((sum, { operation, loops }) => {
      const times = loops.reduce((product, loop) => product * (loop.times?.high ?? Infinity), 1);
      return sum + mostTaken(model, of, operation) * times;
    }, 0);
  const perMs = ratePerRun(perRun, of.triggers);
  return perMs && rateOf([of.task], { kind: 'starts' }, perMs);
}

/** What is paid with, and how much of it there is for each millisecond. */
interface Resource {
  readonly scarce: Scarce;
  readonly perMs: Rational;
}

function resourcesOf({ model }: Evidence): readonly Resource[] {
  const supplies = model.supplies.flatMap((spec, supply): Resource[] => {
    // A cost that takes what is there may take nothing.
    const perMs = spec.debt.kind === 'clamp' ? undefined : mostPerMs(spec);
    return perMs === undefined ? [] : [{ scarce: { kind: 'supply', supply }, perMs }];
  });
  const locks = model.locks.flatMap(({ permits, leaseMs }, lock): Resource[] =>
    // What a lease takes back is worked with all the same.
    Number.isFinite(leaseMs) ? [] : [{ scarce: { kind: 'lock', lock }, perMs: rational(permits) }],
  );
  return [...supplies, ...locks];
}

/** The most items that one unit of a resource does; undefined: a batch may cost nothing of it. */
function itemsPer(evidence: Evidence, of: Surveyed, backlog: number, { scarce }: Resource): Rational | undefined {
  let best: Rational | undefined = ZERO;
  for (const take of of.places) {
    if (!takesFrom(take, backlog) || best === undefined) continue;
    const here = itemsPerToll(evidence, of, take, scarce);
    best = here === undefined || compare(here, best) > 0 ? here : best;
  }
  return best;
}

/** A batch of any size that the take can take, the one that pays least for an item. */
function itemsPerToll(evidence: Evidence, of: Surveyed, take: Place, scarce: Scarce): Rational | undefined {
  const { model } = evidence;
  const tolls = tollsOf(evidence, of, take, scarce);
  const most = mostTaken(model, of, take.operation);
  if (tolls.length === 0 || !Number.isSafeInteger(most)) return undefined;
  const variable = itemsVariable(model, of);
  let best = ZERO;
  for (let items = 1; items <= most; items++) {
    const cost = Math.floor(
      tolls.reduce(
        (sum, { amount, times }) => sum + times * leastGiven(model, of.task, amount, { variable, value: items }),
        0,
      ),
    );
    if (!(cost >= 1) || !Number.isSafeInteger(cost)) return undefined;
    const here = divide(rational(items), rational(cost));
    if (compare(here, best) > 0) best = here;
  }
  return best;
}

type Toll = { readonly amount: Extract<Operation, { kind: 'spend' }>['cost']; readonly times: number };

/** What each batch pays of it, step by step. */
function tollsOf(evidence: Evidence, of: Surveyed, take: Place, scarce: Scarce): readonly Toll[] {
  const variable = itemsVariable(evidence.model, of);
  return of.places.flatMap((place): Toll[] =>
    pricesAt(of, place, scarce).filter(({ amount }) => isToll(of, take, place, usesVariable(amount, variable))),
  );
}

function pricesAt(of: Surveyed, place: Place, scarce: Scarce): readonly Toll[] {
  const { operation } = place;
  if (scarce.kind === 'supply') return costsAt(of, place, scarce.supply).map((amount) => ({ amount, times: 1 }));
  if (operation.kind !== 'work') return [];
  const times = scarce.kind === 'lock' ? heldAt(of, place, scarce.lock) : 1;
  return times > 0 ? [{ amount: operation.duration, times }] : [];
}

/** What a step takes of a supply, where nobody goes on from it without having paid. */
function costsAt({ asks }: Surveyed, place: Place, supply: number): readonly Toll['amount'][] {
  const { operation } = place;
  if (operation.kind === 'call') {
    const unpaid = mayBeGivenUp(operation) && operation.otherwise === 'continue';
    return unpaid ? [] : takenOf(operation, supply);
  }
  if (operation.kind !== 'spend' || asks.some((ask) => ask.place === place && ask.continues)) return [];
  return takenOf(operation, supply);
}

/** What it takes of a supply, among what it takes of several at once. */
function takenOf(operation: Extract<Operation, { kind: 'spend' | 'call' }>, supply: number): readonly Toll['amount'][] {
  return [operation, ...(operation.also ?? [])].filter((one) => one.supply === supply).map(({ cost }) => cost);
}

/** Permits of a lock that a run certainly has at a step: of those it took, what may not have been given back by then. */
function heldAt(of: Surveyed, place: Place, lock: number): number {
  const around = new Set(place.loops.map(({ turn }) => turn));
  // In a loop around both, what comes behind it comes before it in the next turn.
  const earlier = ({ index, loops }: Place): boolean =>
    index < place.index || loops.some(({ turn }) => around.has(turn));
  return holdsOf(of)
    .filter(({ lock: own, from, until, steps }) => {
      const once = from.loops.length === 0 && (until?.loops ?? []).length === 0;
      return own === lock && once && !mayGoWithout(from) && steps.includes(place);
    })
    .reduce((sum, { from, steps }) => {
      const taken = (from.operation.kind === 'acquire' && from.operation.count) || 1;
      const back = steps.filter(earlier).reduce((all, step) => all + releasedAt(step, lock, from), 0);
      return sum + Math.max(0, taken - back);
    }, 0);
}

function takesFrom({ operation }: Place, backlog: number): boolean {
  return operation.kind === 'take' && operation.backlog === backlog;
}

function mostTaken(model: Model, { task }: Surveyed, operation: Operation): number {
  if (operation.kind !== 'take') return 0;
  return Math.max(operation.atLeast, boundsOf(model, task, operation.most).high);
}

/** The variable that says how many items were taken; -1: nothing is worked out from it. */
function itemsVariable({ sources }: Model, { spec }: Surveyed): number {
  return spec.variables.findIndex(({ source }) => sources[source]?.taken === true);
}

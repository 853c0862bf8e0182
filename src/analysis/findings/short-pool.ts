/**
 * QS017: more work is due than a pool has slots for.
 *
 * Permits are like tokens: each run takes so many permit-milliseconds, and in each millisecond there are so many. If lines did
 * not grow, all that is due would be worked off in the long run, which takes more than there is; so a line grows, in every run
 * where the least that runs take is too much, and with probability 1 where their mean is. A task that skips starts while it is
 * busy has no line, and is left out; one that queues them holds no more than one run can.
 *
 * @module
 */
import { add, compare, multiply, type Rational, rational, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { ratePerRun } from './demand.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { heldByAll, usablePermits } from './occupancy.ts';
import { endlessLoop } from './program.ts';
import type { Surveyed } from './survey.ts';
import { listText, shortNumber } from './words.ts';

export const shortPool: Rule = {
  code: 'QS017',
  title: 'More work than slots',
  severities: ['error'],
  help: {
    what: 'The runs of a pool (or of a lock) that are due keep more slots at a time than there are.',
    why:
      'A run keeps its slot for as long as it works. Starts times work is how many slots are busy on average; where that is more than ' +
      'there are, starts wait in a line that grows for ever, whatever the order and however short a single run is. A run that takes ' +
      'several at once keeps so many; what is left over beside such runs is of no use to further ones.',
    change: 'Add slots, start less often, or make runs shorter.',
    unless:
      'Tasks that skip a start while busy have no line and are not counted; a task that queues its starts counts with no more than ' +
      'one run. Only a run’s own work counts, not what it waits for while it keeps its slot, so it may be silent about an overload. ' +
      'By the least that runs work it holds for every run; where it says "on average", with probability 1. Tasks that start by a calendar, ' +
      'or may end before they have done their work, are not counted.',
    example: {
      yaml: `quotasim: 1
title: Two workers, and five minutes of work every two minutes
horizon: 1d
parameters: { WORK: 5m }
pools: { workers: { slots: 2 } }
tasks:
  render: { trigger: { every: 2m, offset: any }, whenBusy: allow, pool: workers, steps: [work: $WORK, progress] }
`,
      instead: 'WORK: 5m',
      write: 'WORK: 4m',
    },
  },
  find(evidence) {
    return evidence.model.locks.flatMap((_, lock) => foundOf(evidence, lock));
  },
};

interface Busy {
  readonly of: Surveyed;
  /** Permits that its runs keep at a time, if all its starts are done: at least, and on average. */
  readonly least: Rational;
  readonly mean: number;
  /** Permits that its runs can have at a time at the most. */
  readonly usable: number;
}

/** Means are rounded: what is above by less than this may be equal. */
const ROUNDING = 1 + 1e-9;

function foundOf(evidence: Evidence, lock: number): readonly Found[] {
  const { permits, name, path, kind } = evidence.model.locks[lock]!;
  const busy = evidence.tasks.flatMap((of) => busyOf(evidence, of, lock) ?? []);
  const least = busy.reduce((sum, one) => add(sum, one.least), ZERO);
  const mean = busy.reduce((sum, one) => sum + one.mean, 0);
  const what = kind === 'pool' ? 'slots' : 'permits';
  const place = { severity: 'error', path: kind === 'pool' ? [...path, what] : path } as const;
  const claimed = busy.filter((one) => compare(one.least, rational(one.usable)) > 0);
  const [first, ...others] = claimed.map(({ of }) => of.task);
  const claims = first === undefined ? {} : { task: first, claim: 'overloaded' as const, with: others };
  const sure = compare(least, rational(permits)) > 0;
  if (!sure && !(mean > permits * ROUNDING)) return claimed.map((one) => inPieces(one, { name, what, permits, place }));
  const needed = sure ? toNumber(least) : mean;
  const line = busy.length === 1 ? 'its line grows' : 'a line of theirs grows';
  const names = listText(busy.map(({ of }) => of.spec.name));
  const alone = busy.length === 1 ? { task: busy[0]!.of.task } : {};
  const found: Found = {
    ...place,
    message: `to do all that is due ${names} would keep ${sure ? 'at least' : 'on average'} ${shortNumber(needed)} ${what} of ${name} busy at a time, and there ${permits === 1 ? 'is one' : `are ${permits}`}: ${line} without end`,
    change: `give ${name} ${Math.ceil(needed)} ${what} or more, start less often, or make runs shorter`,
    ...alone,
    ...claims,
  };
  return [found];
}

interface Pieces {
  readonly name: string;
  readonly what: string;
  readonly permits: number;
  readonly place: Pick<Found, 'severity' | 'path'>;
}

/** There are permits enough, but not in pieces as large as a run takes at once. */
function inPieces({ of, least, usable }: Busy, { name, what, permits, place }: Pieces): Found {
  const needed = shortNumber(toNumber(least));
  return {
    ...place,
    message: `to do all that is due ${of.spec.name} would keep at least ${needed} ${what} of ${name} busy at a time, and it takes so many at once that it can have no more than ${usable} of the ${permits}: its line grows without end`,
    change: `let runs take fewer ${what} at once, start less often, or make runs shorter`,
    task: of.task,
    claim: 'overloaded',
  };
}

/** What a task keeps busy; undefined: nothing, or it has no line, or how often it starts is not known. */
function busyOf(evidence: Evidence, of: Surveyed, lock: number): Busy | undefined {
  const { spec, places, triggers } = of;
  const loses = spec.whenBusy !== 'allow' && spec.whenBusy !== 'queue all';
  if (loses || places.some((place) => endlessLoop(place) !== undefined)) return undefined;
  const held = heldByAll(evidence, of, lock);
  const perMs = startsPerMs(evidence, triggers);
  if (held === undefined || perMs === undefined || !(perMs * held.meanMs > 0)) return undefined;
  const leastPerMs = ratePerRun(1, triggers) ?? ZERO;
  const least = multiply(leastPerMs, rational(Math.floor(held.leastMs)));
  const mean = Math.max(perMs * held.meanMs, toNumber(least));
  const usable = usablePermits(evidence.model, of, lock);
  if (spec.whenBusy !== 'queue all') return { of, least, mean, usable };
  // One run at a time keeps no more than it holds while it goes, whatever waits behind it.
  const whole = held.leastWorkMs > 0 ? rational(Math.floor(held.leastMs), Math.ceil(held.leastWorkMs)) : ZERO;
  return { of, least: lower(least, whole), mean: Math.min(mean, held.meanMs / held.meanWorkMs), usable };
}

function lower(left: Rational, right: Rational): Rational {
  return compare(left, right) <= 0 ? left : right;
}

/** Starts for each millisecond, in the long run; undefined where that is not known. */
function startsPerMs({ model }: Evidence, triggers: Surveyed['triggers']): number | undefined {
  return triggers.reduce<number | undefined>((sum, trigger) => {
    if (sum === undefined || trigger.catchUp !== undefined) return undefined;
    const { count = 1 } = trigger;
    if (trigger.kind === 'every') return sum + count / trigger.periodMs;
    const gap = trigger.kind === 'poisson' ? model.sources[trigger.source]!.distribution : undefined;
    // Times are whole milliseconds: a gap is longer by less than one.
    return gap?.kind === 'exponential' && gap.max === undefined ? sum + count / (gap.mean + 1) : undefined;
  }, 0);
}

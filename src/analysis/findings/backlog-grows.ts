/**
 * QS031: more items come than can be done.
 *
 * What is neither done nor lost nor thrown away stays. So where in the long run more comes than can be done at the most, a
 * backlog without a limit grows for ever, in every run; one with a limit loses as much.
 *
 * @module
 */
import type { Arrival, Model } from '../../sim/model.ts';
import { spanOf } from '../../sim/numbers/distribution.ts';
import { add, compare, type Rational, rational, subtract, toNumber, ZERO } from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import { durationText } from '../words/duration-text.ts';
import { type Bottleneck, type DoneRate, mostDone, takersFrom } from './done-rate.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { mostPerMs } from './refill.ts';
import { listText, shortNumber } from './words.ts';

export const backlogGrows: Rule = {
  code: 'QS031',
  title: 'More items than can be done',
  severities: ['error', 'warning'],
  items: 'claims',
  help: {
    what: 'More items come to a backlog than the tasks that take from it can do.',
    why:
      'Each batch of items costs its tokens, its work and its slot for a time, and of all of these there is only so much. What cannot be ' +
      'done stays: the backlog grows without end, though every run gets what it asks for. In a backlog with a capacity, or one that ' +
      'throws old items away, as many are lost.',
    change:
      'Take more at a time where a batch has a price of its own, make an item cheaper, add slots or copies, or let fewer come. The ' +
      'message says how many are too many.',
    unless:
      'Counted is what every batch certainly costs, and the least that comes; where it says "on average", it holds with probability 1. ' +
      'Items of a trace come to an end and are not counted. It may be silent about a backlog that grows: who comes before these tasks, ' +
      'waits, and steps that a batch can get past are not counted. A warning where the backlog cannot grow, since it has a capacity or ' +
      'throws old items away, or where nobody takes from it.',
    example: {
      yaml: `quotasim: 1
title: Forty products an hour, and a call for each
horizon: 7d
parameters: { BATCH: 3 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, debt: none } }
backlogs: { products: { arrivals: { every: 15m, items: 12 } } }
tasks:
  lookup:
    trigger: always
    steps: [take: { products: $BATCH }, spend: { keepa: 5 + 5 * n }, work: 5s, progress: n]
`,
      instead: 'BATCH: 3',
      write: 'BATCH: 4',
    },
  },
  find(evidence) {
    return evidence.model.backlogs.flatMap((_, backlog) => foundOf(evidence, backlog));
  },
};

/** Means are rounded: what is above by less than this may be equal. */
const ROUNDING = 1 + 1e-9;

function foundOf(evidence: Evidence, backlog: number): readonly Found[] {
  const { model } = evidence;
  const { name, path, capacity, expires } = model.backlogs[backlog]!;
  const own = model.arrivals.filter((arrival) => arrival.backlog === backlog);
  const done = mostDone(evidence, backlog);
  if (done === undefined) return [];
  const least = own.reduce((sum, arrival) => add(sum, leastPerMs(model, arrival)), ZERO);
  const sure = compare(least, done.perMs) > 0;
  const [comes, most] = [sure ? toNumber(least) : meanPerMs(model, own), toNumber(done.perMs)];
  if (!sure && !(comes > most * ROUNDING)) return [];
  const itemsPerDay = (sure ? toNumber(subtract(least, done.perMs)) : comes - most) * DAY_MS;
  const kept = !Number.isFinite(capacity) && expires === undefined;
  const more = shortNumber(itemsPerDay);
  const many = sure ? `at least ${more}` : `about ${more}`;
  const begins = `${sure ? 'at least' : 'on average'} ${perDay(comes)} items come to ${name} a day`;
  const fate = kept
    ? `it grows by ${many} a day, without end`
    : `${many} a day are ${fateText(Number.isFinite(capacity), expires !== undefined)}`;
  const [first, ...others] = takersFrom(evidence, backlog).map(({ task }) => task);
  if (first === undefined) {
    return [{ severity: 'warning', message: `${begins}, and no task takes any: ${fate}`, path }];
  }
  const why = listText(causesOf(evidence, done));
  return [
    {
      severity: kept ? 'error' : 'warning',
      message: `${begins} and no more than ${perDay(most)} can be done, since ${why}: ${fate}`,
      change: `take more at a time, make an item cheaper, or let fewer come: ${more} too many a day`,
      path,
      task: first,
      ...(sure && kept && { claim: 'overloaded', with: others, itemsPerDay }),
    },
  ];
}

function fateText(full: boolean, old: boolean): string {
  if (full && old) return 'lost for want of room, or thrown away because they are too old';
  return full ? 'lost for want of room' : 'thrown away because they are too old';
}

function perDay(perMs: number): string {
  return shortNumber(perMs * DAY_MS);
}

/** Items for each millisecond that come for certain. */
function leastPerMs({ sources }: Model, arrival: Arrival): Rational {
  if (arrival.kind !== 'every') return ZERO;
  const { items, periodMs } = arrival;
  const least =
    items.kind === 'fixed' ? items.count : Math.floor(spanOf(sources[items.source]!.distribution).low + 0.5);
  return rational(Math.max(0, least), periodMs);
}

/** With probability 1, in the long run: at least so many items for each millisecond. */
function meanPerMs(model: Model, arrivals: readonly Arrival[]): number {
  return arrivals.reduce((sum, arrival) => {
    if (arrival.kind !== 'poisson') return sum + toNumber(leastPerMs(model, arrival));
    const { distribution } = model.sources[arrival.source]!;
    // Times are whole milliseconds: a gap is longer by less than one.
    return distribution.kind === 'exponential' ? sum + 1 / (distribution.mean + 1) : sum;
  }, 0);
}

/** Why no more can be done, in words; what is the same for several tasks is said once. */
function causesOf(evidence: Evidence, { by }: DoneRate): readonly string[] {
  const groups = new Map<string, Bottleneck>();
  for (const one of by) {
    const key = `${Object.values(one.scarce).join()} ${one.perMs.numerator}/${one.perMs.denominator}`;
    const same = groups.get(key);
    groups.set(key, same === undefined ? one : { ...one, tasks: [...same.tasks, ...one.tasks] });
  }
  return [...groups.values()].map((group) => causeOf(evidence, group));
}

function causeOf({ model, tasks }: Evidence, { tasks: who, scarce, perMs }: Bottleneck): string {
  const names = listText(who.map((task) => tasks[task]!.spec.name));
  const many = who.length > 1;
  switch (scarce.kind) {
    case 'supply': {
      const supply = model.supplies[scarce.supply]!;
      const comes = toNumber(mostPerMs(supply)!) / supply.grainsPerToken;
      const each = shortNumber(comes / toNumber(perMs));
      return `an item takes at least ${each} of ${supply.name} and ${perDay(comes)} come a day`;
    }
    case 'lock': {
      const { name, permits, kind } = model.locks[scarce.lock]!;
      const each = durationText(Math.round(permits / toNumber(perMs)));
      const what = kind === 'pool' ? 'slot' : 'permit';
      return `an item keeps a ${what} of ${name} for at least ${each} and there ${permits === 1 ? 'is one' : `are ${permits}`}`;
    }
    case 'work':
      return `${names} ${many ? 'each work' : 'works'} for at least ${durationText(Math.round(1 / toNumber(perMs)))} on an item`;
    case 'starts':
      return `all starts of ${names}${many ? ' each' : ''} take no more than ${perDay(toNumber(perMs))} a day`;
  }
}

/**
 * QS002: more is asked for than comes.
 *
 * @module
 */
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from '../../sim/numbers/rational.ts';
import { DAY_MS } from '../../sim/time.ts';
import { shareText } from '../words/amount-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { mayEnd } from './holds.ts';
import { type Load, loadsOf } from './load.ts';
import { mostPerMs } from './refill.ts';
import { firstProgress } from './serving.ts';
import type { Surveyed } from './survey.ts';
import { listText, shortNumber } from './words.ts';

export const overload: Rule = {
  code: 'QS002',
  title: 'Demand above supply',
  severities: ['error', 'warning'],
  help: {
    what: 'The periodic tasks together need more of a supply than is refilled, if every start is to be served.',
    why:
      'What is not there cannot be spent: in the long run some starts are skipped, or wait in a queue that grows without end. ' +
      'No threshold, order or priority mends that; they only choose who loses.',
    change:
      'Start less often, make runs cheaper, or get a larger refill. The message says which share can be served at the most.',
    unless:
      'An error by the least that runs cost, a warning where only their mean is above. Tasks that start again at once, by ' +
      'chance or by a calendar are not counted, so it may be silent about an overload. Not said under `debt: clamp`, where a cost ' +
      'takes what is there.',
    example: {
      yaml: `quotasim: 1
title: Twenty-one repositories, every five minutes, twenty requests each
horizon: 1d
parameters: { REQUESTS: 20 }
supplies: { github: { model: token-bucket, refill: 5000/h, capacity: 5000, debt: none } }
tasks:
  renovate:
    trigger: { every: 5m, offset: any }
    whenBusy: queue all
    steps: [spend: { github: 21 * $REQUESTS }, progress]
`,
      instead: 'REQUESTS: 20',
      write: 'REQUESTS: 19',
    },
  },
  find(evidence) {
    return evidence.model.supplies.flatMap((_, supply) => foundOf(evidence, supply));
  },
};

function foundOf(evidence: Evidence, supply: number): readonly Found[] {
  const spec = evidence.model.supplies[supply]!;
  const loads = loadsOf(evidence, supply);
  const comes = mostPerMs(spec);
  if (comes === undefined) return [];
  const needed = (which: 'least' | 'mean') => loads.reduce((sum, load) => add(sum, load[which]), ZERO);
  const sure = compare(needed('least'), comes) > 0;
  const rate = needed(sure ? 'least' : 'mean');
  if (loads.length === 0 || compare(rate, comes) <= 0) return [];
  const perDay = (value: Rational): string =>
    shortNumber(toNumber(multiply(value, rational(DAY_MS))) / spec.grainsPerToken);
  const names = listText(loads.map(({ of }) => of.spec.name));
  const [verb, whose] = loads.length === 1 ? ['needs', 'its'] : ['need', 'their'];
  const path = [...spec.path, 'refill'];
  const change = `start less often, or make runs cheaper: ${perDay(subtract(rate, comes))} a day too many`;
  const share = toNumber(rate) === 0 ? '' : shareText(toNumber(divide(comes, rate)));
  const found: Found = {
    severity: sure ? 'error' : 'warning',
    message: `${names} ${verb} ${sure ? 'at least' : 'on average'} ${perDay(rate)} of ${spec.name} a day to serve all ${whose} starts, but ${perDay(comes)} come: no more than ${share} of ${loads.length === 1 ? 'them' : 'that'} can be served`,
    change,
    path,
  };
  const grows = loads.filter(
    ({ of, least }) => of.spec.whenBusy === 'queue all' && paysOrWaits(evidence, of) && compare(least, comes) > 0,
  );
  return [found, ...grows.map((load) => growing(load, comes, path))];
}

/** Whether a run ends only after it has paid: who gives up makes room for the next in line. */
function paysOrWaits(evidence: Evidence, of: Surveyed): boolean {
  const first = firstProgress(evidence, of);
  return of.places.every((place) => place.index >= first || !mayEnd(of, place));
}

/** One task whose own queue grows, whatever the others do. */
function growing({ of, least }: Load, comes: Rational, path: Found['path']): Found {
  const grows = toNumber(divide(subtract(least, comes), least));
  return {
    severity: 'error',
    message: `${of.spec.name} queues its starts and cannot keep up: at least ${shareText(grows)} of them stay in a queue that grows without end`,
    change: `start ${of.spec.name} less often, or skip starts that find it busy`,
    path,
    task: of.task,
    claim: 'overloaded',
  };
}

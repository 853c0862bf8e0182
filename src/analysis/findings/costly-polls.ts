/**
 * QS015: looking at the balance costs what the looker waits for.
 *
 * @module
 */
import { add, compare, type Rational, rational, ZERO } from '../../sim/numbers/rational.ts';
import { durationText } from '../words/duration-text.ts';
import { type Ask, isPaid } from './asks.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { jitterOf } from './hog.ts';
import { leastStart, mostIn, ratePerMs, refillOf } from './refill.ts';
import { gatesOf, isSteady, type Surveyed } from './survey.ts';
import { listText, ownPath, refillText, tokensText } from './words.ts';

export const costlyPolls: Rule = {
  code: 'QS015',
  title: 'Polling eats what it waits for',
  severities: ['error', 'warning'],
  help: {
    what: 'A look at the balance costs at least what is refilled between two looks; or all who poll together spend the refill.',
    why:
      'Each look takes away what has come since the last one, before it reads, so the level it reads never rises. A job that ' +
      'sleeps until the missing tokens are due does it to itself: the look that would find them takes one of them away.',
    change:
      'Look less often, compute the wait instead of asking, or ask only once the tokens are there beyond doubt (a margin does not help).',
    unless:
      'An error for a single looker whose look is paid before it reads. A warning where several together look that much: only ' +
      'while all of them wait. The first look of a wait is free.',
    example: {
      yaml: `quotasim: 1
title: A look a minute for the five tokens of a minute
horizon: 1d
parameters: { LOOK: 5 }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 0, debt: unlimited } }
tasks:
  sync:
    trigger: always
    steps: [await: { api: 50, poll: { every: 1m, cost: $LOOK } }, spend: { api: 40 }, progress, work: 1m]
`,
      instead: 'LOOK: 5',
      write: 'LOOK: 4',
    },
  },
  find(evidence) {
    const alone = evidence.tasks.flatMap((of) => of.asks.flatMap((ask) => foundAt(evidence, of, ask) ?? []));
    return alone.length > 0 ? alone : evidence.model.supplies.flatMap((_, supply) => together(evidence, supply) ?? []);
  },
};

/** Whether no look after a refusal ever reads more than the one before. */
function neverRises({ model }: Evidence, { poll, supply, own, margin }: Ask): boolean {
  if (poll === undefined || poll.charged !== 'before' || poll.cost.low === 0 || own.low + margin.low < 1) return false;
  const refill = refillOf(model.supplies[supply]!);
  if (refill === undefined) return false;
  // Who looks when the level is due finds at most one step more than was missing.
  return poll.cost.low >= (poll.orWhenDue ? refill.grains : mostIn(refill, poll.everyMs));
}

function foundAt(evidence: Evidence, of: Surveyed, ask: Ask): Found | undefined {
  if (!neverRises(evidence, ask) || ask.own.low > evidence.model.supplies[ask.supply]!.capacityGrains) return undefined;
  const supply = evidence.model.supplies[ask.supply]!;
  const { everyMs, orWhenDue, reckons, cost } = ask.poll!;
  const often = `every ${durationText(everyMs)}`;
  const when =
    orWhenDue || reckons ? `when the level ${reckons ? 'should be' : 'is'} due, and at least ${often}` : often;
  const ends = ask.limitMs === undefined ? 'it never goes on' : 'it only goes on when its limit ends';
  const starvable = ask.limitMs === undefined && refusedAtFirst(evidence, of, ask);
  return {
    severity: ask.continues ? 'warning' : 'error',
    message:
      `${of.spec.name} looks at ${supply.name} ${when}, for ${tokensText(supply, cost.low)} each, and ${refillText(supply)} come: ` +
      `once refused at ${tokensText(supply, ask.own.low)}, ${ends}`,
    change: 'look less often, or compute the wait instead of asking',
    path: [...ownPath(ask, supply).slice(0, -1), 'poll'],
    task: of.task,
    ...(starvable && { claim: 'starvable' as const }),
  };
}

/** Whether some start begins with too little: the ask is the first thing its task waits for, and a gate of its progress. */
function refusedAtFirst(evidence: Evidence, of: Surveyed, ask: Ask): boolean {
  const { model } = evidence;
  const [trigger, ...more] = of.triggers;
  const supply = model.supplies[ask.supply]!;
  const first = of.asks[0] === ask && of.unblocked && of.single && gatesOf(of, ask.supply).includes(ask);
  const delayed = of.places.some(({ index, operation }) => operation.kind === 'work' && index < ask.place.index);
  if (!first || delayed || more.length > 0 || (trigger !== undefined && !isSteady(trigger))) return false;
  const jitter = evidence.takers.find((taker) => taker.of.task === of.task);
  if (trigger?.kind === 'every' && trigger.jitter !== undefined && jitter === undefined) return false;
  const startMs =
    trigger?.kind === 'every' ? leastStart(model, trigger.offsetMs) + (jitter ? jitterOf(evidence, jitter) : 0) : 0;
  if (trigger?.kind !== 'every' && trigger?.kind !== 'always') return false;
  const refill = refillOf(supply);
  return refill !== undefined && leastStart(model, supply.initial) + mostIn(refill, startMs) < ask.own.low;
}

/** Several who look: together they spend the refill while they all wait. */
function together({ model, tasks }: Evidence, supply: number): Found | undefined {
  const pollers = tasks.flatMap((of) => {
    const asks = of.asks.filter((ask) => ask.supply === supply && isPaid(ask) && !ask.poll!.orWhenDue);
    const rates = asks.map(({ poll }) => rational(poll!.cost.low, poll!.everyMs));
    // A run is at one wait at a time: the cheapest is the least it can look.
    const least = rates.toSorted(compare)[0];
    return least === undefined || least.numerator === 0n || !of.single ? [] : [{ of, ask: asks[0]!, rate: least }];
  });
  const spec = model.supplies[supply]!;
  const total = pollers.reduce<Rational>((sum, { rate }) => add(sum, rate), ZERO);
  if (pollers.length < 2 || spec.debt.kind === 'none' || spec.debt.kind === 'clamp') return undefined;
  const refill = refillOf(spec);
  if (refill === undefined || compare(total, ratePerMs(refill)) < 0) return undefined;
  const names = listText(pollers.map(({ of }) => of.spec.name));
  return {
    severity: 'warning',
    message: `${names} look at ${spec.name} for a price: while all of them wait, their looks cost at least all that comes (${refillText(spec)}): the level does not rise in the long run`,
    change: 'look less often, or compute the wait instead of asking',
    path: [...ownPath(pollers[0]!.ask, spec).slice(0, -1), 'poll'],
    task: pollers[0]!.of.task,
  };
}

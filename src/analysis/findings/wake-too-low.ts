/**
 * QS013: a task wakes at a level that does not pay for the work that must follow in the same run.
 *
 * A run waits for a level, pays for a first step, and gives up when the second is not admitted in time. It then starts
 * again, at once, and finds no more than last time: the same first step is paid again and again, and nothing gets done.
 *
 * @module
 */
import { durationText } from '../words/duration-text.ts';
import { type Ask, isPaid, lookMs } from './asks.ts';
import { boundsOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { isPlainSupply } from './plain-supply.ts';
import { leastStart, mostIn, refillOf } from './refill.ts';
import type { Surveyed } from './survey.ts';
import { ownPath, tokensText } from './words.ts';

export const wakeTooLow: Rule = {
  code: 'QS013',
  title: 'A wake level below the work that follows',
  severities: ['error'],
  help: {
    what:
      'A task that always starts again waits for a level, pays for a first step, and gives up if the next step is not ' +
      'admitted within a limit. The level it waits for does not pay for both.',
    why:
      'Each run wakes at about the same level, pays the first step, finds too little for the second and gives up: a livelock. ' +
      'It is busy, it spends all that comes, and saves nothing.',
    change: 'Wait for enough for both steps, make the first one smaller, or wait longer for the second.',
    unless:
      'It needs a task that starts again at once, with one wait, one payment right behind it, and one step that gives up. ' +
      'Once a run gives up all later ones do; a first run that starts with more may still succeed.',
    example: {
      yaml: `quotasim: 1
title: Wake at 40, peek for 30, commit for 20
horizon: 1d
parameters: { WAKE: 40 }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 0, debt: none } }
tasks:
  sync:
    trigger: always
    steps:
      - await: { api: $WAKE }
      - spend: { api: 30 }
      - spend: { api: 20, atMost: 1m }
      - progress
      - work: 1m
`,
      instead: 'WAKE: 40',
      write: 'WAKE: 41',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => foundIn(evidence, of) ?? []);
  },
};

function foundIn(evidence: Evidence, of: Surveyed): Found | undefined {
  const shape = shapeOf(of);
  if (shape === undefined) return undefined;
  const { wake, first, second } = shape;
  const { model } = evidence;
  if (!isPlainSupply(model, wake.supply)) return undefined;
  const supply = model.supplies[wake.supply]!;
  const refill = refillOf(supply);
  if (refill === undefined) return undefined;
  const needs = second.own.low;
  const later = laterMs(evidence, of, shape);
  const woken = wake.own.high + wake.margin.high - 1 + mostIn(refill, Math.max(1, lookMs(wake)));
  const left = (level: number): number =>
    supply.debt.kind === 'clamp' ? Math.max(0, level - first.cost.low) : level - first.cost.low;
  const fails = (level: number): boolean => left(level) + mostIn(refill, later) < needs;
  const again = Math.max(woken, second.own.high - 1);
  if (!Number.isFinite(again + later) || !fails(again)) return undefined;
  const everyRun = fails(supply.capacityGrains);
  const somRun = everyRun || leastStart(model, supply.initial) <= again;
  const limit = second.limitMs!.high;
  const wait =
    limit === 0
      ? 'it does not wait'
      : `within ${durationText(limit)} at most ${tokensText(supply, mostIn(refill, later))} come`;
  return {
    severity: 'error',
    message:
      `${of.spec.name} wakes at ${tokensText(supply, wake.own.high)} of ${supply.name}, pays ${tokensText(supply, first.cost.low)}, and then needs ` +
      `${tokensText(supply, needs)}, but ${wait}: once a run gives up, every later one does`,
    change: `wait for more than ${tokensText(supply, wake.own.high)} at first`,
    path: ownPath(wake, supply),
    task: of.task,
    ...(somRun && { claim: everyRun ? ('starved' as const) : ('starvable' as const) }),
  };
}

interface Shape {
  readonly wake: Ask;
  readonly first: Ask;
  readonly second: Ask;
}

/** await, spend right behind it, and (perhaps after some work) a spend that gives up; progress only then. */
function shapeOf({ asks, triggers, single, unblocked, places, progress }: Surveyed): Shape | undefined {
  const [trigger, ...more] = triggers;
  const [wake, first, second, ...others] = asks;
  if (trigger?.kind !== 'always' || more.length > 0 || !single || !unblocked || others.length > 0) return undefined;
  if (wake === undefined || first === undefined || second === undefined) return undefined;
  const straight = places.every(({ loops, operation }) => loops.length === 0 && operation.kind !== 'call');
  const plain = straight && !asks.some(isPaid);
  const pays =
    wake.kind === 'await' && wake.limitMs === undefined && first.guard === wake && first.own.high <= wake.own.low;
  const givesUp =
    second.kind === 'spend' && second.limitMs !== undefined && !second.continues && second.supply === wake.supply;
  const ends = places.filter(({ operation }) => operation.kind === 'stop' || operation.kind === 'fail');
  const early = [...progress, ...ends].some(({ index }) => index < second.place.index);
  const before = places.some(({ index, operation }) => operation.kind === 'work' && index < wake.place.index);
  return plain && pays && givesUp && second.own.low === second.own.high && !early && !before && progress.length > 0
    ? { wake, first, second }
    : undefined;
}

/** The longest time from the first payment to the last try of the second. */
function laterMs({ model }: Evidence, of: Surveyed, { wake, second }: Shape): number {
  return of.places
    .filter(({ index }) => index > wake.place.index && index < second.place.index)
    .reduce(
      (sum, { operation }) => sum + (operation.kind === 'work' ? boundsOf(model, of.task, operation.duration).high : 0),
      second.limitMs!.high,
    );
}

/**
 * QS016: a task goes round without any time passing.
 *
 * @module
 */
import { boundsOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { isPlainSupply } from './plain-supply.ts';
import type { Place } from './program.ts';
import type { Surveyed } from './survey.ts';
import { cyclesOf } from './time-passes.ts';
import { listText, tokensText } from './words.ts';

export const noTime: Rule = {
  code: 'QS016',
  title: 'A loop that takes no time',
  severities: ['error', 'warning'],
  help: {
    what: 'A `repeat`, or a task that starts again as soon as it ends, can go round at one instant without end.',
    why:
      'It neither works nor waits: when it is refused it gives up at once and asks again in the same instant, or nothing refuses ' +
      'it at all. In production that is a busy loop that hammers the provider; a simulation stops at that instant and can judge nothing.',
    change: 'Give the loop some `work`, let the step wait (drop `atMost: 0s`), or start the task by a period.',
    unless:
      'An error where it is sure to come to that. A warning where a run works or waits too, but only once it was not refused: as long as ' +
      'it is, it ends and begins again at one instant. Not said where each turn works, or pays for something it has to wait for.',
    example: {
      yaml: `quotasim: 1
title: Ask, give up, ask again
horizon: 1d
parameters: { PAUSE: 0s }
supplies: { api: { model: token-bucket, refill: 5/min, capacity: 100, debt: none } }
tasks:
  sync:
    trigger: always
    steps: [work: $PAUSE, spend: { api: 40, atMost: 0s }, progress]
`,
      instead: 'PAUSE: 0s',
      write: 'PAUSE: 1ms',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => {
      const sure = cyclesOf(of).flatMap((cycle) => foundIn(evidence, of, cycle) ?? []);
      return sure.length > 0 ? sure : (whileRefused(evidence, of) ?? []);
    });
  },
};

const NO_TIME: ReadonlySet<string> = new Set(['progress', 'release', 'limit', 'jump', 'loop', 'turn']);

/** A run that gives up at once, before any time has passed, and begins again as it ends: for as long as it is refused. */
function whileRefused({ model }: Evidence, of: Surveyed): Found | undefined {
  const [ask] = of.asks;
  if (ask === undefined || !of.single || !of.triggers.some(({ kind }) => kind === 'always')) return undefined;
  const { operation, index, loops } = ask.place;
  const asks = operation.kind === 'await' || operation.kind === 'spend' ? operation : undefined;
  // A run that failed may be tried again later, by a `retry` of its task.
  const ends = asks?.otherwise === 'stop' || (asks?.otherwise === 'fail' && of.spec.retry === undefined);
  const atOnce =
    ask.own.low > 0 && ask.limitMs?.high === 0 && ends && loops.length === 0 && isPlainSupply(model, ask.supply);
  const before = of.places.filter((place) => place.index < index);
  const passes = before.every(({ operation: one }) => {
    return one.kind === 'work' ? boundsOf(model, of.task, one.duration).high === 0 : NO_TIME.has(one.kind);
  });
  if (!atOnce || !passes) return undefined;
  const supply = model.supplies[ask.supply]!;
  return {
    severity: 'warning',
    message: `${of.spec.name} asks ${supply.name} for ${tokensText(supply, ask.own.low)}, ends when it is refused and begins again: as long as there is less, it asks again and again without any time passing`,
    change: 'let it wait (drop `atMost: 0s`), or begin again after a pause',
    path: operation.path,
    task: of.task,
  };
}

function foundIn(evidence: Evidence, of: Surveyed, cycle: readonly Place[]): Found | undefined {
  const { model } = evidence;
  const works = cycle.some(
    ({ operation }) => operation.kind === 'work' && boundsOf(model, of.task, operation.duration).high > 0,
  );
  const acquires = cycle.some(({ operation }) => operation.kind === 'acquire');
  const ends = cycle.some(({ operation: { kind } }) => kind === 'stop' || kind === 'fail' || kind === 'crash');
  if (works || acquires || ends || cycle.length === 0) return undefined;
  const why = reasonOf(evidence, of, cycle);
  if (why === undefined) return undefined;
  return {
    severity: 'error',
    message: `${of.spec.name} goes round without any time passing ${why}`,
    change: 'give the loop some work or a wait',
    path: cycle[0]!.operation.path,
    task: of.task,
  };
}

/** When it goes round without end; undefined: it does not for sure. */
function reasonOf({ model }: Evidence, of: Surveyed, cycle: readonly Place[]): string | undefined {
  const asks = of.asks.filter(({ place }) => cycle.includes(place));
  const plain = asks.every(({ supply }) => isPlainSupply(model, supply));
  if (!plain || cycle.some(({ operation }) => operation.kind === 'call')) return undefined;
  const restarts = of.triggers.some(({ kind }) => kind === 'always') && of.single;
  const gives = asks.filter(({ limitMs, continues }) => limitMs?.high === 0 && (continues || restarts));
  if (asks.length === gives.length && gives.some(({ kind }) => kind === 'spend')) {
    return 'when it is refused: it gives up at once and asks again in the same instant';
  }
  if (asks.some(({ kind, own }) => kind === 'spend' || own.low !== own.high)) return undefined;
  if (asks.some(({ supply, own }) => own.high > model.supplies[supply]!.capacityGrains)) return undefined;
  // Who is refused there waits, or leaves the loop: it goes round only while it is not.
  const levels = asks
    .filter(({ limitMs, continues }) => !(limitMs?.high === 0 && (continues || restarts)))
    .map(
      ({ supply, own }) =>
        `${model.supplies[supply]!.name} is at ${tokensText(model.supplies[supply]!, own.high)} or more`,
    );
  return levels.length === 0
    ? 'from the moment it starts'
    : `when ${listText(levels)}: it takes nothing and waits for nothing`;
}

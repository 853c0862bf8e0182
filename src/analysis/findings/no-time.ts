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
  severities: ['error'],
  help: {
    what: 'A `repeat`, or a task that starts again as soon as it ends, can go round at one instant without end.',
    why:
      'It neither works nor waits: when it is refused it gives up at once and asks again in the same instant, or nothing refuses ' +
      'it at all. In production that is a busy loop that hammers the provider; a simulation stops at that instant and can judge nothing.',
    change: 'Give the loop some `work`, let the step wait (drop `atMost: 0s`), or start the task by a period.',
    unless: 'Not said where each turn works, or pays for something it has to wait for.',
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
    return evidence.tasks.flatMap((of) => cyclesOf(of).flatMap((cycle) => foundIn(evidence, of, cycle) ?? []));
  },
};

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

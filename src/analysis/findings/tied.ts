/**
 * QS007: two tasks go on from the same level.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';
import { keptDown } from './keeps-down.ts';
import { safeTasks } from './safe.ts';
import { pairsOf, starvesBeside } from './saw-tooth.ts';
import type { Taker } from './taker.ts';
import { askPath, tokensText } from './words.ts';

export const tied: Rule = {
  code: 'QS007',
  title: 'Tied thresholds',
  severities: ['warning'],
  help: {
    what: 'Two tasks go on from exactly the same level of a supply, and what one takes leaves too little for the other.',
    why:
      'When the level comes there both may go on, and whose turn is first decides. The other finds too little and waits again, ' +
      'perhaps at the next level too. Nothing in the settings says who should win, so it depends on phases nobody chose.',
    change: 'Decide: the task that must not lose goes on from the lower level.',
    unless:
      'It is not said where another rule proves that one of the two starves, or that both are safe, nor where priorities ' +
      'decide. It does no harm where the tasks are hardly ever there at the same time.',
    example: {
      yaml: `quotasim: 1
title: Two jobs and a third wait for 50
horizon: 1d
parameters: { SYNC_MIN: 50 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, debt: unlimited } }
tasks:
  sync:
    trigger: { every: 20m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: $SYNC_MIN }, spend: { keepa: 60 }, progress]
  mail:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: 50 }, spend: { keepa: 80 }, progress]
`,
      instead: 'SYNC_MIN: 50',
      write: 'SYNC_MIN: 49',
    },
  },
  find(evidence) {
    const pairs = evidence.takers.flatMap((one, index) =>
      evidence.takers.slice(index + 1).flatMap((other) => (isTied(evidence, one, other) ? [{ one, other }] : [])),
    );
    if (pairs.length === 0) return [];
    const judged = judgedTasks(evidence);
    return pairs.filter(({ one, other }) => !judged(one, other)).map(({ one, other }) => told(evidence, one, other));
  },
};

/** Whether other rules have said all there is to say about a pair. */
function judgedTasks(evidence: Evidence): (one: Taker, other: Taker) => boolean {
  const safe = safeTasks(evidence).map(({ of }) => of.task);
  const starving = [
    ...[...keptDown(evidence, 'giant'), ...keptDown(evidence, 'greedy')].map(({ victim }) => victim.task),
    ...pairsOf(evidence).flatMap(({ peer, looker }) => starvesBeside(evidence, peer, looker)?.looker.of.task ?? []),
  ];
  return (one, other) => {
    const both = [one.of.task, other.of.task];
    return both.every((task) => safe.includes(task)) || both.some((task) => starving.includes(task));
  };
}

function isTied({ model }: Evidence, one: Taker, other: Taker): boolean {
  const decided = model.order === 'priority' && one.of.spec.priority !== other.of.spec.priority;
  const constant = one.needLow === one.needHigh && other.needLow === other.needHigh;
  return one.supply === other.supply && constant && one.needLow === other.needLow && !decided;
}

function told({ model }: Evidence, one: Taker, other: Taker): Found {
  const supply = model.supplies[one.supply]!;
  const level = tokensText(supply, one.needLow);
  const [name, peer] = [one.of.spec.name, other.of.spec.name];
  return {
    severity: 'warning',
    message: `${name} and ${peer} both go on from ${supply.name} at ${level}: where both are there, whose turn is first decides, and the other waits or is skipped`,
    change: `let the one that must not lose go on from less than ${level}`,
    path: askPath(other.take, supply),
    task: other.of.task,
  };
}

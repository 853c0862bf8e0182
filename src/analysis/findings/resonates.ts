/**
 * QS003: the cost of a periodic task is a whole number of its refills, so it finds the same level for ever.
 *
 * @module
 */
import { durationText } from '../words/duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { keptDown } from './keeps-down.ts';
import { type Resonance, resonances } from './resonance.ts';
import { askPath, tokensText } from './words.ts';

export const resonates: Rule = {
  code: 'QS003',
  title: 'Cost and refill in resonance',
  severities: ['error'],
  help: {
    what:
      'A periodic task that is skipped when it finds too little can cost exactly what comes in one, two or more of its ' +
      'periods, and another task waits for a higher level.',
    why:
      'After a run the level is paid back exactly when the task starts again (or at the second, third start, those between ' +
      'being skipped). It finds the same level each time, and between two runs nothing above it is ever seen. Means hide ' +
      'this: there may be enough for both on average.',
    change:
      'Let the waiting task go on from no more than the level at which the periodic one does; or choose a period, a refill or ' +
      'a cost of which none is a multiple of the other.',
    unless:
      'It needs that the two are the only ones that ask for the supply, that starts are exactly one period apart, and ' +
      'that a period is a whole number of refills. Where the cost is drawn it says *can*: as long as that cost is drawn.',
    example: {
      yaml: `quotasim: 1
title: A run costs 100, two periods bring 100
horizon: 1d
parameters: { UPSERT_COST: 100 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 10m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: 50, atMost: 0s }, spend: { keepa: $UPSERT_COST }, progress]
  backfiller:
    trigger: always
    steps: [await: { keepa: 80 }, spend: { keepa: 40 }, progress, work: 1m]
`,
      instead: 'UPSERT_COST: 100',
      write: 'UPSERT_COST: 99',
    },
  },
  find(evidence) {
    const worse = keptDown(evidence, 'giant').map(({ victim }) => victim.task);
    return resonances(evidence)
      .filter(({ victim }) => !worse.includes(victim.of.task))
      .map((one) => told(evidence, one));
  },
};

function told({ model }: Evidence, { periodic, victim, cost, refilled, level }: Resonance): Found {
  const supply = model.supplies[victim.supply]!;
  const { name } = periodic.of.spec;
  const periodMs = periodic.trigger.kind === 'every' ? periodic.trigger.periodMs : 0;
  const times = cost / refilled;
  const paidBack = times === 1 ? 'one period brings' : `${times} periods bring`;
  return {
    severity: 'error',
    message:
      `${victim.of.spec.name} needs ${supply.name} at ${tokensText(supply, victim.needLow)} and can starve: ${name} can take ` +
      `${tokensText(supply, cost)} at ${tokensText(supply, level)}, exactly what ${paidBack} ` +
      `(${durationText(periodMs * times)}), and find the same level again, for ever`,
    change: `let ${victim.of.spec.name} go on from ${tokensText(supply, level)} or less, or change the period or cost of ${name}`,
    path: askPath(victim.take, supply),
    task: victim.of.task,
    claim: 'starvable',
  };
}

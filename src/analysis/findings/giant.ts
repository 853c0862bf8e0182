/**
 * QS004: a periodic task takes at least what comes until it asks again, so the level never gets to what another needs.
 *
 * @module
 */
import { durationText } from '../words/duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { type KeptDown, keptDown } from './keeps-down.ts';
import { askPath, rangeText, refillText, tokensText } from './words.ts';

export const giant: Rule = {
  code: 'QS004',
  title: 'A periodic task takes all that comes',
  severities: ['error'],
  help: {
    what:
      'A periodic task takes, each time, at least what is refilled until it asks again, and another task needs a higher level ' +
      'than the one at which it takes.',
    why:
      'Each time it takes, the level falls at least as far as it then rises, so it never finds more than before. While it ' +
      'waits, or is skipped, the level stays below what it needs plus what comes until its next look. The other task never ' +
      'sees more than that. The system looks busy: tokens are spent, starts are served, and one task stands still.',
    change:
      'Let it start less often, or cost less, so that something is left in each period; or let the other task go on at a ' +
      'level that does come.',
    unless:
      'It needs one task with one periodic trigger, one spend a run that comes first in it, and locks that nobody waits for. ' +
      'Where only its dearest runs take all that comes, the other *can* starve: as long as they are the dearest.',
    example: {
      yaml: `quotasim: 1
title: Ten minutes bring 50, a run takes 60, and somebody waits for 80
horizon: 1d
parameters: { BACKFILL_MIN_TOKENS: 55 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 10m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: 50 }, spend: { keepa: 60 }, progress]
  backfiller:
    trigger: always
    steps: [await: { keepa: $BACKFILL_MIN_TOKENS }, spend: { keepa: 40 }, progress, work: 1m]
`,
      instead: 'BACKFILL_MIN_TOKENS: 55',
      write: 'BACKFILL_MIN_TOKENS: 54',
    },
  },
  find(evidence) {
    return keptDown(evidence, 'giant').map((pair) => told(evidence, pair));
  },
};

function told({ model }: Evidence, { hog, victim, gate, claim }: KeptDown): Found {
  const { taker, meanwhile, how } = hog;
  const supply = model.supplies[taker.supply]!;
  const { name } = taker.of.spec;
  const every = taker.trigger.kind === 'every' ? durationText(taker.trigger.periodMs) : '';
  const need = tokensText(supply, gate.needLow);
  const takes = how === 'certain' ? rangeText(supply, taker.cost) : `up to ${tokensText(supply, taker.cost.high)}`;
  const ends = claim === 'starved' ? 'it starves' : 'it can starve';
  return {
    severity: 'error',
    message:
      `${victim.spec.name} needs ${supply.name} at ${need}, which does not come: ${name} takes ${takes} every ${every} from ` +
      `${tokensText(supply, taker.needHigh)} on, and at most ${tokensText(supply, meanwhile)} come meanwhile ` +
      `(${refillText(supply)}); ${ends}`,
    change: `let ${name} take less than ${tokensText(supply, meanwhile)} a run or start less often, or let ${victim.spec.name} go on from a lower level`,
    path: askPath(gate, supply),
    task: victim.task,
    claim,
  };
}

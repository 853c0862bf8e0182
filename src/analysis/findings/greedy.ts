/**
 * QS005: a task that always wants more takes whenever its level is there, so no higher level ever comes.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';
import { type KeptDown, keptDown } from './keeps-down.ts';
import { askPath, rangeText, tokensText } from './words.ts';

export const greedy: Rule = {
  code: 'QS005',
  title: 'A greedy peer with a lower level',
  severities: ['error'],
  help: {
    what: 'A task that always wants more goes on from a lower level than another task, and each time takes more than comes while it works.',
    why:
      'It is back before the level has risen any further, so the level never gets beyond its own by more than one refill. ' +
      'Whoever needs more never sees it: the lower level always wins, whatever the other task is worth to you.',
    change: 'Give the task that must not lose the lower level, and the one that can wait the higher.',
    unless:
      'It needs a task that starts again at once, with one spend a turn and locks that nobody waits for. A task that works so ' +
      'long that more comes meanwhile than it takes lets the level rise.',
    example: {
      yaml: `quotasim: 1
title: Two jobs wait, the one with the lower level always gets there first
horizon: 1d
parameters: { UPSERT_MIN_TOKENS: 185 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: $UPSERT_MIN_TOKENS }, spend: { keepa: 40 }, progress]
  backfiller:
    trigger: always
    steps: [await: { keepa: 180 }, spend: { keepa: 100 }, progress, work: 1m]
`,
      instead: 'UPSERT_MIN_TOKENS: 185',
      write: 'UPSERT_MIN_TOKENS: 184',
    },
  },
  find(evidence) {
    return keptDown(evidence, 'greedy').map((pair) => told(evidence, pair));
  },
};

function told({ model }: Evidence, { hog: { taker }, victim, gate, claim }: KeptDown): Found {
  const supply = model.supplies[taker.supply]!;
  const { name } = taker.of.spec;
  const [low, need] = [tokensText(supply, taker.needHigh), tokensText(supply, gate.needLow)];
  return {
    severity: 'error',
    message:
      `${victim.spec.name} needs ${supply.name} at ${need}, which does not come: ${name} takes ${rangeText(supply, taker.cost)} ` +
      `whenever it reaches ${low}, and is always back; it starves`,
    change: `let ${victim.spec.name} go on from a level below that of ${name}, or ${name} from a higher one`,
    path: askPath(gate, supply),
    task: victim.task,
    claim,
  };
}

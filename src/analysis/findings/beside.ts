/**
 * QS006: what a task leaves behind, again and again, is never enough for the other.
 *
 * @module
 */
import type { Evidence, Found, Rule } from './finding.ts';
import { keptDown } from './keeps-down.ts';
import { pairsOf, type SawTooth, starvesBeside } from './saw-tooth.ts';
import { askPath, tokensText } from './words.ts';

export const beside: Rule = {
  code: 'QS006',
  title: 'A batch leaves too little, each time',
  severities: ['error'],
  help: {
    what:
      'A task that always wants more takes the same batch whenever its level is there. Another task needs a level that this ' +
      'pattern need not show it when it looks.',
    why:
      'The level moves between the threshold less a batch and the threshold. From one look of the other task to the next the ' +
      'refill brings the same amount, so it sees levels that are a fixed distance apart: the greatest common divisor of that ' +
      'amount and the batch. Where the highest of them lies below what it needs, it never goes on, if the first task is always ' +
      'there first. Equal thresholds are the usual case: both wait for the same level, and who asks first keeps it from the other.',
    change: 'Raise the threshold of the task that takes, by at least that distance above what the other needs.',
    unless:
      'It needs that the two are the only ones that ask for the supply, that the batch is always the same and at least one ' +
      'refill, and that the task is back before the level is. It says *can*: it takes a start, and an order at each shared ' +
      'instant, that are allowed but may be rare.',
    example: {
      yaml: `quotasim: 1
title: Both wait for 50
horizon: 1d
parameters: { BACKFILL_MIN_TOKENS: 54 }
supplies: { keepa: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: any, debt: unlimited } }
tasks:
  upserter:
    trigger: { every: 15m, offset: any }
    whenBusy: skip
    steps: [await: { keepa: 50 }, spend: { keepa: 60 }, progress]
  backfiller:
    trigger: always
    steps: [await: { keepa: $BACKFILL_MIN_TOKENS }, spend: { keepa: 40 }, progress, work: 1m]
`,
      instead: 'BACKFILL_MIN_TOKENS: 54',
      write: 'BACKFILL_MIN_TOKENS: 55',
    },
  },
  find(evidence) {
    const worse = keptDown(evidence, 'greedy').map(({ victim }) => victim.task);
    return pairsOf(evidence)
      .filter(({ looker }) => !worse.includes(looker.of.task))
      .flatMap(({ peer, looker }) => starvesBeside(evidence, peer, looker) ?? [])
      .map((saw) => told(evidence, saw));
  },
};

function told({ model }: Evidence, { peer, looker, batch, threshold, needs, seenMost, mendedAt }: SawTooth): Found {
  const supply = model.supplies[peer.supply]!;
  const [name, other] = [peer.of.spec.name, looker.of.spec.name];
  const tied = threshold === needs ? `both go on from ${tokensText(supply, needs)}; ` : '';
  return {
    severity: 'error',
    message:
      `${other} needs ${supply.name} at ${tokensText(supply, needs)} and can starve: ${tied}${name} takes ` +
      `${tokensText(supply, batch)} whenever it reaches ${tokensText(supply, threshold)}, and what ${other} then sees when it ` +
      `looks need never be more than ${tokensText(supply, seenMost)}`,
    change:
      mendedAt === undefined || mendedAt > supply.capacityGrains
        ? `let ${name} go on from a higher level, or ${other} from a lower one`
        : `let ${name} go on from ${tokensText(supply, mendedAt)} or more`,
    path: askPath(peer.take, supply),
    task: looker.of.task,
    claim: 'starvable',
  };
}

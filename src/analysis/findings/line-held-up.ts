/**
 * QS019: a large request at the head of a line holds up small ones for longer than these can afford.
 *
 * @module
 */
import { durationText } from '../words/duration-text.ts';
import type { Ask } from './asks.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { staysBehind } from './line.ts';
import { type RefillSteps, refillOf } from './refill.ts';
import type { Surveyed } from './survey.ts';
import { askPath, listText, tokensText } from './words.ts';

export const lineHeldUp: Rule = {
  code: 'QS019',
  title: 'A large request holds up a line',
  severities: ['warning'],
  help: {
    what:
      'A request waits first in the line of a supply for longer than the time between two starts of another task, which needs ' +
      'less and stands behind it.',
    why:
      'In a line nobody passes. While the first waits until there is enough for it, those behind wait too, even where there is ' +
      'enough for them, and starts of theirs are skipped or pile up. That is the price of a line; without one the large request ' +
      'could be passed for ever.',
    change:
      'Take less at once and more often, give the two tasks limits of their own, or let the small one go first (`turn: priority`).',
    unless:
      'The time is that from an empty supply, by the refill alone. It does no harm where the supply is never that low, where the ' +
      'large request is rare, or where the small task can wait. Said of periodic tasks only.',
    example: {
      yaml: `quotasim: 1
title: Every hour 250 tokens at once, and every five minutes 5
horizon: 1d
parameters: { BATCH: 250 }
supplies: { api: { model: token-bucket, refill: 10/min, capacity: 300, debt: none, turn: fifo } }
tasks:
  report: { trigger: { every: 1h, offset: any }, whenBusy: skip, steps: [spend: { api: $BATCH }, progress] }
  sync: { trigger: { every: 5m, offset: any }, whenBusy: skip, steps: [spend: { api: 5 }, progress] }
`,
      instead: 'BATCH: 250',
      write: 'BATCH: 50',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((large) => large.asks.flatMap((ask) => foundOf(evidence, large, ask) ?? []));
  },
};

function foundOf(evidence: Evidence, large: Surveyed, ask: Ask): Found | undefined {
  const supply = evidence.model.supplies[ask.supply]!;
  const refill = refillOf(supply);
  const need = ask.own.high;
  if (refill === undefined || refill.grains === 0 || !(need <= supply.capacityGrains)) return undefined;
  const fillMs = Math.min(untilFull(refill, need), ask.limitMs?.high ?? Infinity);
  const behind = evidence.tasks.filter(
    (of) =>
      of.task !== large.task &&
      of.spec.copyOf !== large.task &&
      staysBehind(evidence, ask.supply, of, large) &&
      of.asks.some((one) => one.supply === ask.supply && one.needHigh < ask.own.low) &&
      of.triggers.some((trigger) => trigger.kind === 'every' && trigger.periodMs < fillMs),
  );
  if (behind.length === 0) return undefined;
  const names = listText(behind.map(({ spec }) => spec.name));
  return {
    severity: 'warning',
    message:
      `${large.spec.name} may stand first in the line of ${supply.name} for ${durationText(fillMs)}, as long as ${tokensText(supply, need)} ` +
      `take to come, and ${names} ${behind.length === 1 ? 'waits' : 'wait'} behind it even where there is enough for ` +
      `${behind.length === 1 ? 'it' : 'them'}: longer than from one start to the next`,
    change: `let ${large.spec.name} take less at once, or give it a limit of its own`,
    path: askPath(ask, supply),
    task: large.task,
  };
}

/** How long it takes until so much has come, from nothing. */
function untilFull({ grains, everyMs }: RefillSteps, need: number): number {
  return Math.ceil(need / grains) * everyMs;
}

/**
 * QS014: a limit on a wait that is shorter than the wait a task brings upon itself.
 *
 * @module
 */

import { spanOf } from '../../sim/numbers/distribution.ts';
import { durationText } from '../words/duration-text.ts';
import type { Ask } from './asks.ts';
import { type Bounds, boundsOf, sumOf } from './bounds.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { mostIn, refillOf } from './refill.ts';
import { isSteady, type Surveyed } from './survey.ts';
import { ownPath, tokensText } from './words.ts';

export const shortLimit: Rule = {
  code: 'QS014',
  title: 'A limit shorter than the usual wait',
  severities: ['warning'],
  help: {
    what: 'A periodic task costs more than what comes in a period, and gives up after a limit in which the rest cannot come.',
    why:
      'A run that goes on just at its level leaves so little that the next start finds too little, waits its whole limit for ' +
      'nothing, and gives up. The limit looks like patience and only delays the failure.',
    change: 'Let the limit be longer than the time named, start less often, or do not wait at all (`atMost: 0s`).',
    unless:
      'It does no harm where the level is mostly well above what the task needs: then starts find enough without a wait.',
    example: {
      yaml: `quotasim: 1
title: Sixty a run, fifty a period, and a minute of patience
horizon: 1d
parameters: { PATIENCE: 60s }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, debt: none } }
tasks:
  sync:
    trigger: { every: 10m, offset: any }
    whenBusy: skip
    steps: [spend: { api: 60, atMost: $PATIENCE }, progress]
`,
      instead: 'PATIENCE: 60s',
      write: 'PATIENCE: 61s',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => foundIn(evidence, of) ?? []);
  },
};

function foundIn(evidence: Evidence, of: Surveyed): Found | undefined {
  const { asks, triggers, spec } = of;
  const [trigger, ...more] = triggers;
  const take = asks.at(-1);
  if (trigger?.kind !== 'every' || !isSteady(trigger) || more.length > 0 || take?.kind !== 'spend' || !of.single)
    return undefined;
  const ask: Ask = take.guard ?? take;
  if (asks.length !== (take.guard === undefined ? 1 : 2) || take.place.loops.length > 0) return undefined;
  const limitMs = patienceMs(take);
  if (ask.continues || !(limitMs > 0) || !Number.isFinite(limitMs)) return undefined;
  const { model } = evidence;
  const supply = model.supplies[take.supply]!;
  const refill = refillOf(supply);
  if (refill === undefined) return undefined;
  const jitterMs = trigger.jitter === undefined ? 0 : spanOf(model.sources[trigger.jitter]!.distribution).high;
  const need = take.needLow;
  const left = supply.debt.kind === 'clamp' ? Math.max(0, need - take.cost.low) : need - take.cost.low;
  // A run may go on to work behind its take, and the next one before its own: then more has come by that.
  const workMs = sumOf(works(evidence, of)).high;
  const short = need - left - mostIn(refill, trigger.periodMs + jitterMs + workMs);
  if (!(short > 0) || refill.grains === 0 || !(need <= supply.capacityGrains)) return undefined;
  // The next refill may come at once, those after it each a whole step later.
  const waitMs = (Math.ceil(short / refill.grains) - 1) * refill.everyMs;
  if (limitMs > waitMs) return undefined;
  const [level, missing] = [tokensText(supply, need), tokensText(supply, short)];
  return {
    severity: 'warning',
    message:
      `${spec.name} gives up after ${durationText(limitMs)}: after a run that went on just at ${level} of ${supply.name} the next ` +
      `start lacks at least ${missing}, which take more than ${durationText(waitMs)}`,
    change: `wait for at least ${durationText(waitMs + refill.everyMs)}, or start less often`,
    path: ownPath(ask, supply),
    task: of.task,
  };
}

/** How long a run waits at the most before it gives up; behind an `await` of less than it needs, both limits. */
function patienceMs({ guard, own, limitMs }: Ask): number {
  const mine = limitMs?.high ?? Infinity;
  if (guard === undefined) return mine;
  const before = guard.limitMs?.high ?? Infinity;
  return own.high <= guard.own.low ? before : before + mine;
}

/** Its works, each as long as all its turns; a loop without end has no bound. */
function works({ model }: Evidence, { task, places }: Surveyed): readonly Bounds[] {
  return places.flatMap(({ operation, loops }) => {
    if (operation.kind !== 'work') return [];
    const { high } = boundsOf(model, task, operation.duration);
    const turns = loops.reduce((product, { times }) => product * (times?.high ?? Infinity), 1);
    return high === 0 ? [] : [{ low: 0, high: high * turns }];
  });
}

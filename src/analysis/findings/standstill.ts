/**
 * QS061: a pause of a policy takes longer than a task that uses it is from one start to the next.
 *
 * Whoever finds less than the lower level goes on only at the upper one. Until then the supply must fill up by what lies
 * between the two, which takes its time even if nobody takes anything.
 *
 * @module
 */
import type { AdmissionPolicy, Policy } from '../../sim/policy.ts';
import { durationText } from '../words/duration-text.ts';
import type { Ask } from './asks.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import { refillOf } from './refill.ts';
import type { Surveyed } from './survey.ts';
import { ownPath, refillText, tokensText } from './words.ts';

export const standstill: Rule = {
  code: 'QS061',
  title: 'A pause longer than the time between two starts',
  severities: ['warning'],
  items: 'facts',
  help: {
    what:
      'A policy pauses everybody who uses it once the level is found below one mark, until another, higher mark is reached. ' +
      'To fill up from the one to the other takes longer than a task that uses it is from one start to the next.',
    why:
      'During a pause nothing that uses the policy goes on, and starts that come meanwhile wait or are lost. From outside it ' +
      'looks like a stall: everything is alive, and nothing moves. It comes again whenever the lower mark is passed.',
    change: 'Lower the upper mark, or start the task less often.',
    unless:
      'It does no harm where the level never falls below the lower mark, or where the task may wait so long. Whether a goal is ' +
      'met is judged by runs and proofs, which know the pause exactly. It is silent where the supply is not a bucket that is ' +
      'always the same.',
    example: {
      yaml: `quotasim: 1
title: A pause of fifty minutes, and a start every fifteen
horizon: 1d
parameters: { UNTIL: 280 }
supplies: { api: { model: token-bucket, refill: { tokens: 5, every: 1m }, capacity: 300, initial: 300, debt: unlimited } }
tasks:
  sync:
    trigger: { every: 15m, offset: 0 }
    whenBusy: skip
    steps:
      - await: { api: { use: hysteresis, low: 20, high: $UNTIL } }
      - spend: { api: 60 }
      - progress
`,
      instead: 'UNTIL: 280',
      write: 'UNTIL: 80',
    },
  },
  find(evidence) {
    return evidence.tasks.flatMap((of) => of.asks.flatMap((ask) => foundAt(evidence, of, ask) ?? []));
  },
};

function foundAt({ model }: Evidence, of: Surveyed, ask: Ask): Found | undefined {
  const policy = policyAt(model.policies, ask);
  const [trigger, ...more] = of.triggers;
  if (policy?.pause === undefined || trigger?.kind !== 'every' || more.length > 0) return undefined;
  const supply = model.supplies[ask.supply]!;
  const refill = refillOf(supply);
  if (refill === undefined || refill.grains === 0) return undefined;
  const { belowGrains, untilGrains } = policy.pause;
  // Found below the mark there is at least a grain less; the first step may come at once.
  const steps = Math.ceil((untilGrains - belowGrains + 1) / refill.grains);
  const pauseMs = (steps - 1) * refill.everyMs;
  if (pauseMs <= trigger.periodMs || untilGrains > supply.capacityGrains) return undefined;
  return {
    severity: 'warning',
    message:
      `${of.spec.name} is due every ${durationText(trigger.periodMs)}, but once it finds less than ${tokensText(supply, belowGrains)} ` +
      `of ${supply.name} it waits for ${tokensText(supply, untilGrains)}: a standstill of at least ${durationText(pauseMs)} at ` +
      `${refillText(supply)}`,
    change: `end the pause at a level that is reached within ${durationText(trigger.periodMs)}`,
    path: ownPath(ask, supply),
    task: of.task,
  };
}

function policyAt(policies: readonly Policy[], { place: { operation } }: Ask): AdmissionPolicy | undefined {
  if (operation.kind !== 'await' || operation.target.kind !== 'policy') return undefined;
  const policy = policies[operation.target.policy]!;
  return policy.family === 'admission' ? policy : undefined;
}

/**
 * QS041: copies of a task that are due at the same instants all call one supply first, and it cannot serve them all.
 *
 * Within one instant nothing comes, so no more than what a full supply holds is served in it, whoever is first. Where something
 * may be given back at that instant, or the capacity changes, nothing is said.
 *
 * @module
 */
import type { Trigger } from '../../sim/model.ts';
import { durationText } from '../words/duration-text.ts';
import type { Evidence, Found, Rule } from './finding.ts';
import type { Surveyed } from './survey.ts';

export const herd: Rule = {
  code: 'QS041',
  title: 'Copies that all start at the same instant',
  severities: ['warning'],
  help: {
    what: 'Copies of a task are due at the same instants and call one supply as their first step, more of them than it can serve at once.',
    why:
      'On average there may be plenty. But what is due at minute 0 of the hour is due for every copy, and all calls come together: ' +
      'what a full supply holds is served, the rest is refused, each time again. Those that try again after the same wait come ' +
      'together once more.',
    change: 'Spread the starts: a `jitter` on the trigger (a minute is often enough), or another offset for each.',
    unless:
      'Copies that are still busy when they are due do not start, and a refusal does no harm where a retry is served in time: the ' +
      'goals say whether it does. Triggers with a jitter, and offsets that are left open, are not the same instant.',
    example: {
      yaml: `quotasim: 1
title: Three pods at minute 0, two requests a second
horizon: 1d
supplies: { api: { model: fixed-window, limit: 2, every: 1s } }
tasks:
  pod: { trigger: { every: 1h, offset: 0 }, copies: 3, whenBusy: skip, steps: [call: { api: 1 }, progress] }
`,
      instead: 'offset: 0',
      write: 'offset: 0, jitter: 60s',
    },
  },
  items: 'facts',
  find(evidence) {
    return evidence.tasks.flatMap((one) => found(evidence, one));
  },
};

function found({ model }: Evidence, { task, spec, triggers }: Surveyed): readonly Found[] {
  if (spec.copyOf !== undefined) return [];
  const copies = (spec.copies ?? 1) + model.tasks.filter(({ copyOf }) => copyOf === task).length;
  const [first] = spec.program;
  const trigger = triggers.find(isSameForAll);
  if (copies < 2 || trigger === undefined || first?.kind !== 'call' || first.cost.kind !== 'constant') return [];
  const supply = model.supplies[first.supply]!;
  if (supply.debt.kind !== 'none' || supply.changes !== undefined || supply.settled || first.cost.value <= 0) return [];
  const served = Math.floor(supply.capacityGrains / first.cost.value);
  if (served >= copies) return [];
  const often = trigger.kind === 'every' ? `every ${durationText(trigger.periodMs)}` : 'by the calendar';
  return [
    {
      severity: 'warning',
      message:
        `all ${copies} copies of ${spec.name} are due at the same instants (${often}) and call ${supply.name} at once: it can serve ${served} at ` +
        `the most, so at least ${copies - served} of them are refused whenever all start`,
      change: `give the trigger of ${spec.name} a jitter`,
      path: trigger.path,
      task,
    },
  ];
}

/** Whether all copies are due at the same times. */
function isSameForAll(trigger: Trigger): trigger is Extract<Trigger, { kind: 'every' | 'cron' }> {
  if (trigger.kind === 'cron') return true;
  return trigger.kind === 'every' && trigger.jitter === undefined && trigger.offsetMs.kind === 'fixed';
}

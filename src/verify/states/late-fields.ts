/**
 * What a trigger contributes to a packed state whose scheduler may be down: when its timer goes off (at its next start, at the end
 * of an outage, or never again), when its next start is, and what it has missed.
 *
 * @module
 */
import { type LateTrigger, missedMost } from '../../sim/outages.ts';
import type { State } from '../../sim/state.ts';
import { cellOf, FIELD, type Field } from './field.ts';
import type { Refusal, Space } from './space.ts';

/** Missed starts that are told apart at the most. */
const MISSED_MAX = 10_000;

/** `furthestMs`: the longest time to its next start. */
export function lateFields(
  space: Space,
  state: State,
  index: number,
  { trigger, furthestMs }: { readonly trigger: LateTrigger; readonly furthestMs: number },
): readonly Field[] {
  const { name } = space.machine.model.tasks[trigger.task]!;
  const time = { kind: FIELD.dueOrNever, scale: space.quantumMs, codes: furthestMs / space.quantumMs + 2 };
  const mine = { task: trigger.task };
  return [
    { name: `the next start of ${name}`, ...mine, ...time, cell: cellOf(state.dueMs, index) },
    { name: `the schedule of ${name}`, ...mine, ...time, cell: cellOf(state.nominalMs, index) },
    {
      name: `the missed starts of ${name}`,
      ...mine,
      kind: FIELD.integer,
      cell: cellOf(state.missed, index),
      codes: mostMissed(trigger) + 1,
    },
  ];
}

export function lateRefusals(name: string, trigger: LateTrigger): readonly Refusal[] {
  return mostMissed(trigger) <= MISSED_MAX
    ? []
    : [{ name, reason: `more than ${MISSED_MAX} starts may be missed; write shorter outages, or \`within\`` }];
}

function mostMissed(trigger: LateTrigger): number {
  const { outages, withinMs, starts } = trigger.catchUp;
  const apartMs = trigger.kind === 'every' ? trigger.periodMs : 60_000;
  const longestMs = Math.max(0, ...outages.map(({ fromMs, untilMs }) => Math.min(withinMs, untilMs - fromMs)));
  const inOutage = starts === 'none' ? 0 : Math.floor(longestMs / apartMs) + 1;
  return trigger.catchUp.busyToo ? missedMost(trigger) : Math.min(inOutage, missedMost(trigger));
}

/**
 * Starts that come late, or never: the scheduler is down for a while, and does something about what it missed when it is
 * up again.
 *
 * @module
 */
import type { CatchUp, Outage } from './catch-up.ts';
import { nextCronMs } from './cron.ts';
import type { Trigger } from './model.ts';
import { NEVER, type TimeMs } from './time.ts';

/** A trigger that may start late. */
export type LateTrigger = Extract<Trigger, { kind: 'every' | 'cron' }> & { readonly catchUp: CatchUp };

/** The outage at `atMs`. */
export function outageAt({ outages }: CatchUp, atMs: TimeMs): Outage | undefined {
  return outages.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
}

/** The outage that ends at `atMs`. */
export function outageBefore({ outages }: CatchUp, atMs: TimeMs): Outage | undefined {
  return outages.find(({ untilMs }) => untilMs === atMs);
}

/** The start of the schedule after that of `atMs`. */
export function nextOf(trigger: LateTrigger, atMs: TimeMs): TimeMs {
  return trigger.kind === 'every' ? atMs + trigger.periodMs : nextCronMs(trigger, atMs);
}

/** What was missed in an outage and counts, as `count` starts of the schedule before `nextMs`: when they were due. */
export function missedIn(trigger: LateTrigger, outage: Outage, nextMs: TimeMs, count: number): readonly TimeMs[] {
  const sinceMs = Math.max(outage.fromMs, outage.untilMs - trigger.catchUp.withinMs);
  const dues: TimeMs[] = [];
  if (trigger.kind === 'every') {
    for (let atMs = nextMs - trigger.periodMs; atMs >= sinceMs; atMs -= trigger.periodMs) dues.unshift(atMs);
  } else {
    for (let atMs = nextCronMs(trigger, sinceMs - 1); atMs < nextMs; atMs = nextCronMs(trigger, atMs)) dues.push(atMs);
  }
  return dues.slice(Math.max(0, dues.length - count));
}

/** When the last outage of all is over: from then on no date matters any more. 0: there is none. */
export function outagesEndMs(triggers: readonly Trigger[]): TimeMs {
  return Math.max(0, ...triggers.flatMap(({ catchUp }) => catchUp?.outages.map(({ untilMs }) => untilMs) ?? []));
}

/** So many missed starts are told apart: one more than is put up with. */
export function missedMost({ catchUp }: LateTrigger): number {
  return catchUp.giveUpAfter === NEVER ? NEVER : catchUp.giveUpAfter + 1;
}

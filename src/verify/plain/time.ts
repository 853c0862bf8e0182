/**
 * What time it is, as far as an image must say it.
 *
 * @module
 */
import type { Machine } from '../../sim/machine.ts';
import type { State } from '../../sim/state.ts';
import { DAY_MS } from '../../sim/time.ts';

/** What time it is: since the start, until the last date has come; from then on the time of the week, or nothing at all. */
export function timeOf({ datesEndMs }: Machine, { nowMs }: State, weekMs: number): number {
  if (nowMs < datesEndMs) return nowMs;
  return datesEndMs + (weekMs > 0 ? (nowMs - datesEndMs) % weekMs : 0);
}

/** After how long all cron patterns repeat: a day, a week where weekdays differ; 0: there are none. */
export function weekOf({ model }: Machine): number {
  const patterns = model.triggers.flatMap((trigger) => (trigger.kind === 'cron' ? [trigger.fields] : []));
  if (patterns.length === 0) return 0;
  return patterns.every(({ weekdays }) => weekdays.length === 7) ? DAY_MS : 7 * DAY_MS;
}

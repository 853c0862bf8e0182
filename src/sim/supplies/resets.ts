/**
 * When a quota is reset: at a time of the day in a time zone, every day, on one day of the week or of the month.
 *
 * Where the zone keeps one offset for good, daily and weekly resets come at equal distances, and the zone is not asked
 * any more: `periodMs` and `firstMs` say all. Elsewhere each reset is found anew from the one before. A local time that
 * the clocks skip counts as the moment at which they do; one that comes twice counts the first time.
 *
 * @module
 */
import { DAY_MS, type TimeMs } from '../time.ts';
import { localDay, localTimeMs } from './zone.ts';

export interface Resets {
  /** 0: at unequal distances. */
  readonly periodMs: TimeMs;
  /** The first one after the start. */
  readonly firstMs: TimeMs;
  /** How far they are apart in the long run: a day, a week; 0: a month. */
  readonly spanMs: TimeMs;
  readonly rule: ResetRule;
}

export interface ResetRule {
  readonly zone: string;
  /** Milliseconds since 1970 at the start of the run. */
  readonly epochMs: number;
  /** Milliseconds since local midnight. */
  readonly timeOfDayMs: number;
  readonly day: 'every' | { readonly weekday: number } | { readonly dayOfMonth: number };
}

/** Days to look through: a day of the month comes at least every second month. */
const DAYS_MAX = 63;

/** The first reset after `afterMs`. */
export function nextResetMs({ periodMs, firstMs, rule }: Resets, afterMs: TimeMs): TimeMs {
  if (periodMs === 0) return nextByRule(rule, afterMs);
  return afterMs < firstMs ? firstMs : firstMs + (Math.floor((afterMs - firstMs) / periodMs) + 1) * periodMs;
}

/** The same, asked of the zone. */
export function nextByRule(rule: ResetRule, afterMs: TimeMs): TimeMs {
  const { zone, epochMs, timeOfDayMs } = rule;
  const today = localDay(zone, epochMs + afterMs);
  for (let days = 0; ; days++) {
    const dayMs = today + days * DAY_MS;
    if (!isDay(rule, dayMs)) continue;
    const atMs = localTimeMs(zone, dayMs + timeOfDayMs) - epochMs;
    if (atMs > afterMs || days > DAYS_MAX) return atMs;
  }
}

/** Whether there is a reset on the local day that begins at `dayMs`, read as if it were UTC. */
function isDay({ day }: ResetRule, dayMs: number): boolean {
  if (day === 'every') return true;
  const date = new Date(dayMs);
  return 'weekday' in day ? date.getUTCDay() === day.weekday : date.getUTCDate() === day.dayOfMonth;
}

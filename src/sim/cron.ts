/**
 * Cron times in UTC: the next instant at which a pattern fires, by matching fields, not by asking a clock.
 *
 * @module
 */
import type { TimeMs } from './time.ts';

/** The values each field of a cron pattern allows. A day fires when `days` and `weekdays` allow it as `dayRule` says. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1 to 31. */
  readonly days: readonly number[];
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 0 (Sunday) to 6. */
  readonly weekdays: readonly number[];
  /** Vixie's rule: where both day fields are restricted either may match, else both must. */
  readonly dayRule: 'either' | 'both';
}

/** The first time strictly after `afterMs` (both since `epochMs`, a UTC time) at which the pattern fires; `NEVER` if none within 8 years. */
export declare function nextCronMs(fields: CronFields, epochMs: number, afterMs: TimeMs): TimeMs;

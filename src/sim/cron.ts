/**
 * Cron times: the next instant at which a pattern fires, by matching fields, not by asking a clock. In a time zone the
 * fields are matched with the local time, and the zone is only asked when its clocks change.
 *
 * @module
 */
import { type ClockRegime, lastingOffsetMs, regimeAt } from './supplies/zone.ts';
import { DAY_MS, NEVER, type TimeMs } from './time.ts';

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

/**
 * What becomes of a local time when the clocks are changed.
 *
 * - `skip`: one that the clocks skip does not come; one that comes twice counts the first time.
 * - `shift`: one that the clocks skip comes at the moment at which they do; one that comes twice counts the first time.
 * - `twice`: one that the clocks skip does not come; one that comes twice counts both times.
 */
export type ClockChange = 'skip' | 'shift' | 'twice';

/** When a pattern fires. */
export interface CronTimes {
  readonly fields: CronFields;
  /** The start of the run, in milliseconds since 1970. */
  readonly epochMs: number;
  /** Whose local time the fields are about. Absent: UTC. */
  readonly zone?: { readonly name: string; readonly change: ClockChange };
}

const MINUTE_MS = 60_000;
/** 29 February may be 8 years away (1896 to 1904, 2096 to 2104), and no pattern needs longer. */
const YEARS_MAX = 8;

/** The first time strictly after `afterMs` at which the pattern fires; `NEVER` if none within 8 years. */
export function nextCronMs({ fields, epochMs, zone }: CronTimes, afterMs: TimeMs): TimeMs {
  const after = epochMs + afterMs;
  const atMs = zone === undefined ? nextMatchMs(fields, after) : nextInZone(fields, zone, after);
  return atMs === NEVER ? NEVER : atMs - epochMs;
}

/** The first local time after `afterMs` that the fields match, both since 1970 and as if in UTC. */
function nextMatchMs(fields: CronFields, afterMs: number): number {
  const fromMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const from = new Date(fromMs);
  const onFirst = timeOfDayMs(fields, fromMs - startOfDayMs(fromMs));
  if (onFirst !== undefined && isDay(fields, from)) return startOfDayMs(fromMs) + onFirst;
  const dayMs = nextDayMs(fields, from);
  return dayMs === undefined ? NEVER : dayMs + timeOfDayMs(fields, 0)!;
}

/** After how long a pattern repeats, up to a week; 0: it names days or months, or the clocks of its zone are changed. */
export function cronPeriodMs({ fields, epochMs, zone }: CronTimes): TimeMs {
  const { minutes, hours, days, months, weekdays } = fields;
  if (months.length < 12 || days.length < 31) return 0;
  if (zone !== undefined && lastingOffsetMs(zone.name, epochMs) === undefined) return 0;
  if (weekdays.length < 7) return 7 * DAY_MS;
  if (hours.length < 24) return DAY_MS;
  const step = 60 / minutes.length;
  const isEven = minutes.every((minute, index) => minute === minutes[0]! + index * step);
  return (isEven ? step : 60) * MINUTE_MS;
}

/** From regime to regime of the zone's clocks, until there is a time that lies in one. */
function nextInZone(fields: CronFields, { name, change }: NonNullable<CronTimes['zone']>, afterMs: number): number {
  const limitMs = afterMs + (YEARS_MAX + 1) * 366 * DAY_MS;
  for (let fromMs = afterMs + 1; fromMs < limitMs; ) {
    const regime = regimeAt(name, fromMs);
    const atMs = nextInRegime(fields, change, regime, fromMs);
    if (atMs < regime.untilMs) return atMs;
    // The regimes between are not asked for where the fields do not match for years.
    fromMs = regime.untilMs;
  }
  return NEVER;
}

/** The first time at or after `fromMs`, which lies in the regime; it may lie behind it, and is none then. */
function nextInRegime(fields: CronFields, change: ClockChange, regime: ClockRegime, fromMs: number): number {
  const { offsetMs, offsetBeforeMs } = regime;
  const backMs = offsetBeforeMs - offsetMs;
  // Clocks that were put back show the last `backMs` once more.
  const againMs = backMs > 0 && change !== 'twice' ? regime.fromMs + backMs : regime.fromMs;
  if (fromMs === regime.fromMs && change === 'shift' && backMs < 0) {
    const skippedMs = nextMatchMs(fields, regime.fromMs + offsetBeforeMs - 1);
    if (skippedMs < regime.fromMs + offsetMs) return regime.fromMs;
  }
  return nextMatchMs(fields, Math.max(fromMs, againMs) - 1 + offsetMs) - offsetMs;
}

/** The first allowed time of day at or after `fromMs` (of the day); undefined where the day has none left. */
function timeOfDayMs({ hours, minutes }: CronFields, fromMs: number): number | undefined {
  const hour = Math.floor(fromMs / (60 * MINUTE_MS));
  const minute = Math.floor(fromMs / MINUTE_MS) % 60;
  const later = hours.includes(hour) ? atLeast(minutes, minute) : undefined;
  if (later !== undefined) return (hour * 60 + later) * MINUTE_MS;
  const nextHour = atLeast(hours, hour + 1);
  return nextHour === undefined ? undefined : (nextHour * 60 + atLeast(minutes, 0)!) * MINUTE_MS;
}

/** The first allowed day after that of `from`: whole months that cannot match are passed over. */
function nextDayMs(fields: CronFields, from: Date): number | undefined {
  let [year, month, day] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate() + 1];
  for (const yearMax = year + YEARS_MAX; year <= yearMax; ) {
    if (fields.months.includes(month + 1)) {
      const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      for (; day <= days; day++) {
        const candidate = new Date(Date.UTC(year, month, day));
        if (isDay(fields, candidate)) return candidate.getTime();
      }
    }
    day = 1;
    month += 1;
    if (month < 12) continue;
    month = 0;
    year += 1;
  }
  return undefined;
}

function isDay({ days, months, weekdays, dayRule }: CronFields, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const byDay = days.includes(date.getUTCDate());
  const byWeekday = weekdays.includes(date.getUTCDay());
  return dayRule === 'either' ? byDay || byWeekday : byDay && byWeekday;
}

function atLeast(values: readonly number[], low: number): number | undefined {
  return values.reduce<number | undefined>(
    (least, value) => (value >= low && (least === undefined || value < least) ? value : least),
    undefined,
  );
}

function startOfDayMs(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

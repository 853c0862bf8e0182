/**
 * Compiles when a quota is reset, and other times of the day in a zone.
 *
 * @module
 */
import type { Path } from '../../sim/model.ts';
import { ONE, rational, toNumber } from '../../sim/numbers/rational.ts';
import { nextByRule, type ResetRule, type Resets } from '../../sim/supplies/resets.ts';
import { isZone, lastingOffsetMs } from '../../sim/supplies/zone.ts';
import { DAY_MS } from '../../sim/time.ts';
import type { Draft } from '../draft.ts';
import type { SupplyText } from '../schema/schema.ts';
import { WEEKDAYS } from '../schema/supply-shapes.ts';
import type { Reading } from '../values/bounds.ts';
import { readKnown } from '../values/values.ts';

type ResetsText = Extract<SupplyText, { model: 'quota' }>['resets'];

/** Every month has a day of this number. */
const DAY_MAX = rational(28);

const DAILY: Resets = {
  periodMs: DAY_MS,
  firstMs: DAY_MS,
  spanMs: DAY_MS,
  rule: { zone: 'UTC', epochMs: 0, timeOfDayMs: 0, day: 'every' },
};

export function compileResets(draft: Draft, path: Path, text: ResetsText): Resets {
  const { on, day } = text;
  if (on !== undefined && day !== undefined) {
    draft.report([...path, 'day'], { code: 'not_together', keys: ['on', 'day'] }, { on: 'key' });
  }
  const dayOfMonth =
    day === undefined
      ? undefined
      : readKnown(draft, [...path, 'day'], day, 'number', { min: ONE, max: DAY_MAX, whole: true });
  const which: ResetRule['day'] =
    dayOfMonth !== undefined
      ? { dayOfMonth: toNumber(dayOfMonth) }
      : on !== undefined
        ? { weekday: WEEKDAYS.indexOf(on) }
        : 'every';
  const { report, startMs } = draft;
  const place = { report, path, startMs, why: 'resets come by the calendar' };
  const resets = timesOfDay(place, text, which);
  if (resets === undefined) return DAILY;
  if (resets.periodMs > 0) draft.spansMs.push(resets.firstMs, resets.periodMs);
  return resets;
}

/** Where a time of day stands, the date at which a run begins, and why it is asked for. */
export interface TimePlace {
  readonly report: Reading['report'];
  readonly path: Path;
  readonly startMs: number | undefined;
  readonly why: string;
}

/** A time of day in a zone, on such days; undefined where it is broken, which is told. */
export function timesOfDay(
  { report, path, startMs, why }: TimePlace,
  { at, zone = 'UTC' }: { readonly at: string; readonly zone?: string | undefined },
  day: ResetRule['day'],
): Resets | undefined {
  const timeOfDayMs = timeOfDay(at);
  if (timeOfDayMs === undefined) {
    report([...path, 'at'], { code: 'wrong_kind', expected: 'a time such as 00:00', received: `"${at}"` });
  }
  const known = isZone(zone);
  if (!known) {
    const expected = 'a time zone such as UTC or America/Los_Angeles';
    report([...path, 'zone'], { code: 'wrong_kind', expected, received: `"${zone}"` });
  }
  if (startMs === undefined) report([...path, 'at'], { code: 'start_needed', why }, { on: 'key' });
  if (timeOfDayMs === undefined || !known || startMs === undefined) return undefined;
  const rule = { zone, epochMs: startMs, timeOfDayMs, day };
  const spanMs = day === 'every' ? DAY_MS : 'weekday' in day ? 7 * DAY_MS : 0;
  const keepsOffset = lastingOffsetMs(zone, startMs) !== undefined;
  return { periodMs: keepsOffset ? spanMs : 0, firstMs: nextByRule(rule, 0), spanMs, rule };
}

/** `00:00` to `23:59`, in milliseconds. */
export function timeOfDay(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)$/.exec(text);
  if (found === null) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? (hours * 60 + minutes) * 60_000 : undefined;
}

/**
 * Compiles when a quota is reset.
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
  const rule = readRule(draft, path, text);
  if (rule === undefined) return DAILY;
  const { zone, epochMs, day } = rule;
  const spanMs = day === 'every' ? DAY_MS : 'weekday' in day ? 7 * DAY_MS : 0;
  const keepsOffset = lastingOffsetMs(zone, epochMs) !== undefined;
  const resets = { periodMs: keepsOffset ? spanMs : 0, firstMs: nextByRule(rule, 0), spanMs, rule };
  if (resets.periodMs > 0) draft.spansMs.push(resets.firstMs, resets.periodMs);
  return resets;
}

function readRule(draft: Draft, path: Path, text: ResetsText): ResetRule | undefined {
  const { zone = 'UTC', on, day } = text;
  const timeOfDayMs = timeOfDay(text.at);
  if (timeOfDayMs === undefined) {
    draft.report([...path, 'at'], { code: 'wrong_kind', expected: 'a time such as 00:00', received: `"${text.at}"` });
  }
  const known = isZone(zone);
  if (!known) {
    const expected = 'a time zone such as UTC or America/Los_Angeles';
    draft.report([...path, 'zone'], { code: 'wrong_kind', expected, received: `"${zone}"` });
  }
  if (draft.startMs === undefined) {
    draft.report([...path, 'at'], { code: 'start_needed', why: 'resets come by the calendar' }, { on: 'key' });
  }
  if (on !== undefined && day !== undefined) {
    draft.report([...path, 'day'], { code: 'not_together', keys: ['on', 'day'] }, { on: 'key' });
  }
  const dayOfMonth =
    day === undefined
      ? undefined
      : readKnown(draft, [...path, 'day'], day, 'number', { min: ONE, max: DAY_MAX, whole: true });
  if (timeOfDayMs === undefined || !known || draft.startMs === undefined) return undefined;
  const which =
    dayOfMonth !== undefined
      ? { dayOfMonth: toNumber(dayOfMonth) }
      : on !== undefined
        ? { weekday: WEEKDAYS.indexOf(on) }
        : ('every' as const);
  return { zone, epochMs: draft.startMs, timeOfDayMs, day: which };
}

/** `00:00` to `23:59`, in milliseconds. */
function timeOfDay(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)$/.exec(text);
  if (found === null) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? (hours * 60 + minutes) * 60_000 : undefined;
}

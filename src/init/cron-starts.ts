/**
 * Patterns of other schedulers, checked as a scenario would check them.
 *
 * @module
 */
import { parseCron } from '../scenarios/tasks/cron-text.ts';
import { literalAt } from '../scenarios/text/literal.ts';
import { formatQuantity } from '../scenarios/values/quantity.ts';
import { type ClockChange, nextCronMs } from '../sim/cron.ts';
import { type Rational, rational, toNumber } from '../sim/numbers/rational.ts';
import { isZone } from '../sim/supplies/zone.ts';
import { NEVER } from '../sim/time.ts';
import type { Kept, Start } from './found.ts';

/** The date at which what is found begins: a Monday, some days before clocks are changed, in America and then in Europe. */
export const START = '2026-03-02';
export const START_MS: number = Date.UTC(2026, 2, 2);

export type Started =
  | { readonly kind: 'start'; readonly start: Start }
  /** It is no pattern. */
  | { readonly kind: 'wrong'; readonly why: string }
  /** It is one, and a scenario cannot have it. */
  | { readonly kind: 'left-out'; readonly why: string };

/** A pattern of the calendar with the zone whose local time it means. */
export function cronStart(pattern: string, zone: string, dst: ClockChange): Started {
  if (!isZone(zone)) return { kind: 'wrong', why: `expected a time zone such as Europe/Berlin, received "${zone}"` };
  const parsed = parseCron(pattern);
  if (parsed.kind === 'wrong') return { kind: 'wrong', why: `"${pattern}" is no cron pattern: ${parsed.text}` };
  if (nextCronMs({ fields: parsed.fields, epochMs: START_MS }, -1) === NEVER) {
    return { kind: 'left-out', why: `"${pattern}" never fires: no month it allows has a day that it allows` };
  }
  return { kind: 'start', start: { kind: 'cron', pattern: pattern.trim().replace(/\s+/g, ' '), zone, dst } };
}

/** Every so many milliseconds, as production's constant `kept` says, where one does. */
export function everyStart(ms: Rational, kept?: Kept): Started {
  if (ms.denominator !== 1n || ms.numerator < 1n) {
    return { kind: 'left-out', why: 'its interval is no whole number of milliseconds above 0' };
  }
  if (ms.numerator > LONGEST_MS) return { kind: 'left-out', why: 'its interval is longer than ten years' };
  const start = { kind: 'every', every: durationOf(ms), ms: toNumber(ms) } as const;
  return { kind: 'start', start: kept === undefined ? start : { ...start, kept } };
}

const LONGEST_MS = 3_650n * 86_400_000n;

/** `15m`, as a scenario writes it. */
export function durationOf(ms: Rational): string {
  return formatQuantity({ unit: 'duration', value: ms });
}

/** Whole seconds as a duration; undefined where they are none. */
export function secondsText(seconds: unknown): string | undefined {
  return typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e9
    ? durationOf(rational(seconds * 1000))
    : undefined;
}

/** The milliseconds of a duration such as `1h30m`; undefined where it is none. */
export function durationMs(text: string): Rational | undefined {
  const literal = /^\d/.test(text) ? literalAt(text, 0) : undefined;
  const isWhole = literal?.kind === 'quantity' && literal.length === text.length;
  return isWhole && literal.quantity.unit === 'duration' ? literal.quantity.value : undefined;
}

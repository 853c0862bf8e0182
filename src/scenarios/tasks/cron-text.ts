/**
 * Cron patterns as text: five fields with names, lists, ranges and steps. croner judges whether a pattern is one; what
 * each field allows is worked out here, since the engine asks for a million times and needs no clock for it.
 *
 * @module
 */
import { Cron } from 'croner';
import type { CronFields } from '../../sim/cron.ts';

export type CronText =
  | { readonly kind: 'fields'; readonly fields: CronFields }
  | { readonly kind: 'wrong'; readonly text: string };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** Reads a pattern of five fields; `wrong` says why it is none. */
export function parseCron(text: string): CronText {
  const nickname = text.trim().toLowerCase();
  const pattern = (Object.hasOwn(NICKNAMES, nickname) ? NICKNAMES[nickname]! : text).trim().toUpperCase();
  const parts = pattern.split(/\s+/);
  if (parts.length !== 5) return { kind: 'wrong', text: `it has ${pattern === '' ? 0 : parts.length} fields, not 5` };
  const special = parts.find((part) => /[^A-Z\d*,/?-]|[LW#]$|^L|\d[LW]/.test(part) && !/^[A-Z]{3}\b/.test(part));
  if (special !== undefined) return { kind: 'wrong', text: `"${special}" is not supported` };
  const wrong = refusedByCroner(pattern);
  if (wrong !== undefined) return { kind: 'wrong', text: wrong };
  const [minute, hour, day, month, weekday] = parts as [string, string, string, string, string];
  return {
    kind: 'fields',
    fields: {
      minutes: allowed(minute, 0, 59),
      hours: allowed(hour, 0, 23),
      days: allowed(day, 1, 31),
      months: allowed(named(month, MONTHS, 1), 1, 12),
      // 7 is Sunday too.
      weekdays: [...new Set(allowed(named(weekday, WEEKDAYS, 0), 0, 7).map((value) => value % 7))].sort(),
      dayRule: isOpen(day) || isOpen(weekday) ? 'both' : 'either',
    },
  };
}

/** Why croner refuses the pattern; undefined where it does not. */
function refusedByCroner(pattern: string): string | undefined {
  try {
    new Cron(pattern, { paused: true, timezone: 'UTC', mode: '5-part' });
    return undefined;
  } catch (error) {
    // croner has no other way to say no than to throw.
    return (error as Error).message.replace(/^CronPattern: /, '');
  }
}

/** As croner has it: `*` alone is open. Vixie's own cron also counts a star with a step, and real schedulers differ. */
function isOpen(field: string): boolean {
  return field === '*' || field === '?';
}

function named(field: string, names: readonly string[], first: number): string {
  return field.replace(/[A-Z]{3}/g, (name) => String(names.indexOf(name) + first));
}

function allowed(field: string, low: number, high: number): number[] {
  const values = field.split(',').flatMap((part) => {
    const [span = '', step = '1'] = part.split('/');
    const [from = low, to] = span === '*' || span === '?' ? [low, high] : span.split('-').map(Number);
    const last = to ?? (part.includes('/') ? high : from);
    return Array.from(
      { length: Math.max(0, Math.floor((last - from) / Number(step)) + 1) },
      (_, n) => from + n * Number(step),
    );
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

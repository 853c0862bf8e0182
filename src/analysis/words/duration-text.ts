/**
 * A duration as people say it.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/**
 * "250 ms", "12.5 s", "68 min", "2 h 5 min", "3.2 d", "10 y"; about three digits, never more than two units.
 *
 * @example
 * durationText(5_400_000); // '90 min'
 */
export function durationText(ms: TimeMs): string {
  if (!Number.isFinite(ms)) return 'for ever';
  if (ms < 0) return `−${durationText(-ms)}`;
  if (ms < SECOND) return `${digits(ms)} ms`;
  if (ms < MINUTE) return `${digits(ms / SECOND)} s`;
  if (ms < 10 * MINUTE) return two(Math.round(ms / SECOND), 'min', 's');
  if (Math.round(ms / MINUTE) === 60) return '1 h';
  if (ms < 120 * MINUTE) return `${Math.round(ms / MINUTE)} min`;
  if (ms < 48 * HOUR) return two(Math.round(ms / MINUTE), 'h', 'min');
  if (ms < 2 * YEAR) return `${digits(ms / DAY)} d`;
  return `${digits(ms / YEAR)} y`;
}

function digits(value: number): string {
  return String(value < 100 ? Number(value.toFixed(1)) : Math.round(value));
}

function two(count: number, large: string, small: string): string {
  const rest = count % 60;
  return `${Math.floor(count / 60)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

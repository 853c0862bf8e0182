/**
 * Axes with round numbers: times at 0, 6 h, 12 h, 1 d, and values at multiples of 1, 2 or 5.
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Steps at which people expect a tick. */
const STEPS: readonly TimeMs[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180].map((count) => count * DAY),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => count * YEAR),
];

/** An axis from a round time to a round time. A time stands at position `(time - fromMs) / stepMs`. */
export interface TimeAxis {
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly stepMs: TimeMs;
  /** One per tick, the first and last included. */
  readonly labels: readonly string[];
}

/** An axis that covers `fromMs` to `toMs` with at most `ticksMax` steps, ending exactly there where a round step allows it. */
export function timeAxis(fromMs: TimeMs, toMs: TimeMs, ticksMax = 9): TimeAxis {
  const wide = Math.max(1, toMs - fromMs);
  const fitting = STEPS.filter((step) => wide / step <= ticksMax);
  const even = fitting.find((step) => fromMs % step === 0 && toMs % step === 0 && wide / step >= 3);
  const stepMs = even ?? fitting[0] ?? Math.ceil(wide / ticksMax / YEAR) * YEAR;
  const start = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.max(1, Math.ceil((toMs - start) / stepMs));
  const labels = Array.from({ length: count + 1 }, (_, index) => tickText(start + index * stepMs, index === 0));
  return { fromMs: start, toMs: start + count * stepMs, stepMs, labels };
}

/** The position of a time on the axis, to a hundred-thousandth of a tick: finer than any pixel, and short in JSON. */
export function position(axis: TimeAxis, atMs: TimeMs): number {
  return Math.round(((atMs - axis.fromMs) / axis.stepMs) * 1e5) / 1e5 + 0;
}

/** A time as a tick says it: its two finest units only, unless it is the first and has to say where we are. */
function tickText(atMs: TimeMs, whole: boolean): string {
  if (atMs === 0) return '0';
  const parts: string[] = [];
  let rest = atMs;
  for (const [unit, text] of unitsOf(atMs)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${text}`);
  }
  return (whole ? parts : parts.slice(-2)).join(' ');
}

function unitsOf(atMs: TimeMs): readonly (readonly [number, string])[] {
  const years = atMs % YEAR === 0;
  return [
    ...(years ? ([[YEAR, 'y']] as const) : []),
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
    [1, 'ms'],
  ];
}

export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A range that covers both ends with a round step; never empty. `ticks` is about how many steps it has. */
export function valueAxis(low: number, high: number, ticks = 5): ValueAxis {
  const least = Math.max(1, Math.abs(low), Math.abs(high)) * 1e-9;
  const wide = high - low > least ? high - low : Math.max(1, Math.abs(high));
  const step = roundStep(wide / ticks);
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(Math.max(high, low + wide) / step - 1e-9) * step;
  return { min: clean(min), max: clean(Math.max(max, min + step)), step: clean(step) };
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** Takes the dust of binary fractions off, so that a tick reads 0.3 and not 0.30000000000000004. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

export interface DurationUnit {
  readonly ms: number;
  readonly text: string;
  /** Where ticks of this unit repeat: 60 for minutes, 24 for hours. */
  readonly steps: readonly number[];
}

/** The unit in which durations up to `longestMs` read well on an axis. */
export function durationUnit(longestMs: TimeMs): DurationUnit {
  if (longestMs > 3 * YEAR) return { ms: YEAR, text: 'years', steps: [1, 2, 5, 10, 20, 50, 100] };
  if (longestMs > 2 * DAY) return { ms: DAY, text: 'days', steps: [1, 2, 5, 7, 10, 20, 30, 50, 100, 200, 500] };
  if (longestMs > 3 * HOUR) return { ms: HOUR, text: 'hours', steps: [1, 2, 3, 6, 12, 24] };
  if (longestMs > 3 * MINUTE) return { ms: MINUTE, text: 'minutes', steps: [1, 2, 5, 10, 15, 30, 60] };
  if (longestMs > 3 * SECOND) return { ms: SECOND, text: 'seconds', steps: [1, 2, 5, 10, 15, 30, 60] };
  return { ms: 1, text: 'ms', steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };
}

/** An axis from 0 for durations, in `unit`, with at most `ticksMax` steps. */
export function durationAxis(longestMs: TimeMs, unit: DurationUnit, ticksMax = 4): ValueAxis {
  const high = Math.max(longestMs / unit.ms, unit.ms === 1 ? 1 : 0);
  const step = unit.steps.find((candidate) => high / candidate <= ticksMax) ?? roundStep(high / ticksMax);
  // Panes stand on each other: room is left above the last tick, so that it does not touch the zero of the pane above.
  const max = Math.max(high, step) * 1.2;
  const last = Math.floor(max / step) * step;
  return { min: 0, max: clean(Math.max(max, last / 0.85)), step };
}

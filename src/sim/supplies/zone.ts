/**
 * Local time in a time zone, from the zone data of the platform: the same for the same data, and no clock is read.
 *
 * A local time is written as milliseconds that would be UTC if the zone were UTC.
 *
 * @module
 */
import { assert } from '../assert.ts';
import { DAY_MS } from '../time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the platform knows the zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** How far local time is ahead of UTC, at `atMs` since 1970. */
export function offsetMs(zone: string, atMs: number): number {
  if (zone === 'UTC') return 0;
  const wholeSecondMs = Math.floor(atMs / 1000) * 1000;
  const field = new Map(
    formatOf(zone)
      .formatToParts(wholeSecondMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => field.get(name)!;
  const localMs = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  assert(Number.isSafeInteger(localMs), 'a zone has a local time', { atMs });
  return localMs - wholeSecondMs;
}

/** The local midnight before `atMs`. */
export function localDay(zone: string, atMs: number): number {
  return Math.floor((atMs + offsetMs(zone, atMs)) / DAY_MS) * DAY_MS;
}

/** When it is `localMs` in the zone for the first time; where the clocks skip that, the moment at which they do. */
export function localTimeMs(zone: string, localMs: number): number {
  // No zone is further than a day from UTC, and none changes its offset twice in two days.
  const before = offsetMs(zone, localMs - DAY_MS);
  const after = offsetMs(zone, localMs + DAY_MS);
  const [early, late] = [localMs - Math.max(before, after), localMs - Math.min(before, after)];
  if (offsetMs(zone, early) === localMs - early) return early;
  if (offsetMs(zone, late) === localMs - late) return late;
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Steps in which a zone is asked whether it ever changes its offset; no daylight saving time is shorter. */
const STEP_MS = 7 * DAY_MS;

/** A zone that keeps its offset for so long keeps it for good, as far as anybody knows. */
const LOOKED_AT_MS = 3 * 366 * DAY_MS;

/** The one offset a zone has from `fromMs` on; undefined where its clocks are changed. */
export function lastingOffsetMs(zone: string, fromMs: number): number | undefined {
  return onlyOffsetMs(zone, fromMs, fromMs + LOOKED_AT_MS);
}

/** The one offset a zone has from `fromMs` to `toMs`; undefined where it has several. */
function onlyOffsetMs(zone: string, fromMs: number, toMs: number): number | undefined {
  const first = offsetMs(zone, fromMs);
  for (let atMs = fromMs + STEP_MS; atMs <= toMs; atMs += STEP_MS) {
    if (offsetMs(zone, atMs) !== first) return undefined;
  }
  return first;
}

/** A time during which a zone has one offset, as far as it was looked for: there may be another of the same offset behind it. */
export interface ClockRegime {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  readonly offsetMs: number;
  /** The offset before `fromMs`. */
  readonly offsetBeforeMs: number;
}

/** So far a regime is looked for, to both sides. */
const REGIME_MS = 400 * DAY_MS;

const regimes = new Map<string, ClockRegime[]>();

/** The regime of a zone at `atMs`. What was found is kept: a zone is asked once, however often its times are. */
export function regimeAt(zone: string, atMs: number): ClockRegime {
  const known = regimes.get(zone) ?? [];
  for (let index = known.length - 1; index >= 0; index--) {
    const one = known[index]!;
    if (one.fromMs <= atMs && atMs < one.untilMs) return one;
  }
  const found = findRegime(zone, atMs);
  regimes.set(zone, [...known, found]);
  return found;
}

function findRegime(zone: string, atMs: number): ClockRegime {
  const here = offsetMs(zone, atMs);
  let [fromMs, offsetBeforeMs] = [atMs - REGIME_MS, here];
  for (let laterMs = atMs; laterMs > atMs - REGIME_MS; laterMs -= STEP_MS) {
    const before = offsetMs(zone, laterMs - STEP_MS);
    if (before === here) continue;
    [fromMs, offsetBeforeMs] = [changeMs(zone, laterMs - STEP_MS, laterMs), before];
    break;
  }
  let untilMs = atMs + REGIME_MS;
  for (let earlierMs = atMs; earlierMs < atMs + REGIME_MS; earlierMs += STEP_MS) {
    if (offsetMs(zone, earlierMs + STEP_MS) === here) continue;
    untilMs = changeMs(zone, earlierMs, earlierMs + STEP_MS);
    break;
  }
  return { fromMs, untilMs, offsetMs: here, offsetBeforeMs };
}

/** The first millisecond with the offset of `lateMs`; that of `earlyMs` is another. */
function changeMs(zone: string, earlyMs: number, lateMs: number): number {
  const late = offsetMs(zone, lateMs);
  let [low, high] = [earlyMs, lateMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === late) high = middle;
    else low = middle;
  }
  return high;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/**
 * Cron times where clocks are changed, against croner: its fixed-time jobs are moved to the change and fire once (`shift`),
 * its interval jobs follow the clock (`twice`). `skip` is `twice` without what a local clock shows again.
 */
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/scenarios/tasks/cron-text.ts';
import { type ClockChange, nextCronMs } from '../../src/sim/cron.ts';
import { regimeAt } from '../../src/sim/supplies/zone.ts';
import { DAY_MS } from '../../src/sim/time.ts';

const FROM = Date.UTC(2026, 0, 1, 7, 13, 20);
const YEARS = 10;
const UNTIL = FROM + YEARS * 365.25 * DAY_MS;
const LONG = process.env.QUOTASIM_LONG === '1';

/** Changes by an hour in both halves of the world, at midnight, by half an hour, for a month that moves, and none. */
const ZONES = [
  'America/New_York',
  'Europe/Dublin',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kolkata',
];

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The hours around every change of the clocks; in the long form all ten years. */
function spansOf(zone: string): readonly Span[] {
  if (LONG) return [{ fromMs: FROM, untilMs: UNTIL }];
  const spans: Span[] = [];
  for (let atMs = FROM; atMs < UNTIL; ) {
    const { untilMs } = regimeAt(zone, atMs);
    spans.push({ fromMs: untilMs - DAY_MS / 2, untilMs: untilMs + DAY_MS });
    atMs = untilMs;
  }
  return spans;
}

function oursIn(pattern: string, zone: string, change: ClockChange, { fromMs, untilMs }: Span): string[] {
  const parsed = parseCron(pattern);
  if (parsed.kind === 'wrong') throw new Error(parsed.text);
  const times = { fields: parsed.fields, epochMs: FROM, zone: { name: zone, change } };
  const fires: string[] = [];
  for (let atMs = fromMs - FROM; ; ) {
    atMs = nextCronMs(times, atMs);
    if (FROM + atMs >= untilMs) return fires;
    fires.push(new Date(FROM + atMs).toISOString());
  }
}

function cronersIn(pattern: string, zone: string, { fromMs, untilMs }: Span): string[] {
  const cron = new Cron(pattern, { paused: true, timezone: zone, mode: '5-part' });
  const fires: string[] = [];
  for (
    let date = cron.nextRun(new Date(fromMs));
    date !== null && date.getTime() < untilMs;
    date = cron.nextRun(date)
  ) {
    fires.push(date.toISOString());
  }
  return fires;
}

/** Without what the local clock has shown before. */
function shownOnce(zone: string, fires: readonly string[]): string[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const shown = new Set<string>();
  return fires.filter((iso) => {
    const local = format.format(new Date(iso));
    const again = shown.has(local);
    shown.add(local);
    return !again;
  });
}

describe.each(ZONES)('ten years in %s', (zone) => {
  const spans = spansOf(zone);

  it.each(['30 2 * * *', '0 0 * * *', '45 23 * * SUN'])('moves %s as a fixed time (shift)', (pattern) => {
    for (const span of spans) {
      expect(oursIn(pattern, zone, 'shift', span)).toEqual(cronersIn(pattern, zone, span));
    }
  });

  it.each(['*/20 0-2 * * *', '0 */2 * * *'])('follows the clock with %s (twice, skip)', (pattern) => {
    for (const span of spans) {
      const oracle = cronersIn(pattern, zone, span);
      expect(oursIn(pattern, zone, 'twice', span)).toEqual(oracle);
      expect(oursIn(pattern, zone, 'skip', span)).toEqual(shownOnce(zone, oracle));
    }
  });
});

describe('the nights of a change in Berlin', () => {
  const spring = { fromMs: Date.UTC(2026, 2, 28, 23), untilMs: Date.UTC(2026, 2, 29, 3) };
  const autumn = { fromMs: Date.UTC(2026, 9, 24, 22), untilMs: Date.UTC(2026, 9, 25, 3) };
  const utc = (span: Span, pattern: string, change: ClockChange): string[] =>
    oursIn(pattern, 'Europe/Berlin', change, span).map((iso) => iso.slice(11, 16));

  it.each([
    { change: 'skip', gap: [], overlap: ['00:30'] },
    { change: 'shift', gap: ['01:00'], overlap: ['00:30'] },
    { change: 'twice', gap: [], overlap: ['00:30', '01:30'] },
  ] as const)('have 02:30 $change', ({ change, gap, overlap }) => {
    expect(utc(spring, '30 2 * * *', change)).toEqual(gap);
    expect(utc(autumn, '30 2 * * *', change)).toEqual(overlap);
  });

  it('have one start where a shifted one and a regular one meet', () => {
    expect(utc(spring, '0,30 2,3 * * *', 'shift')).toEqual(['01:00', '01:30']);
  });

  it('starts strictly after the given time in the middle of what comes twice', () => {
    const middle = { fromMs: Date.UTC(2026, 9, 25, 1, 10), untilMs: Date.UTC(2026, 9, 25, 3) };
    expect(utc(middle, '*/30 * * * *', 'skip')).toEqual(['02:00', '02:30']);
    expect(utc(middle, '*/30 * * * *', 'twice')).toEqual(['01:30', '02:00', '02:30']);
  });
});

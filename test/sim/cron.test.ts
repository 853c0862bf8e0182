import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/scenarios/tasks/cron-text.ts';
import { nextCronMs } from '../../src/sim/cron.ts';
import { NEVER } from '../../src/sim/time.ts';

const EPOCH = Date.UTC(2026, 1, 5, 18, 3, 20);

function firesOf(pattern: string, count: number, epochMs = EPOCH): string[] {
  const parsed = parseCron(pattern);
  if (parsed.kind === 'wrong') throw new Error(parsed.text);
  const fires: string[] = [];
  let atMs = 0;
  for (let n = 0; n < count; n++) {
    atMs = nextCronMs({ fields: parsed.fields, epochMs }, atMs);
    if (atMs === NEVER) break;
    fires.push(new Date(epochMs + atMs).toISOString());
  }
  return fires;
}

/** croner as the second opinion. */
function oracleOf(pattern: string, count: number, epochMs = EPOCH): string[] {
  const cron = new Cron(pattern, { paused: true, timezone: 'UTC', mode: '5-part' });
  return cron.nextRuns(count, new Date(epochMs)).map((date) => date.toISOString());
}

/** One field: a star, a value, a range or a list, some with steps. */
function field(low: number, high: number): fc.Arbitrary<string> {
  const value = fc.integer({ min: low, max: high });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.max(2, Math.floor((high - low) / 2)) });
  const stepped = fc.tuple(fc.oneof(fc.constant('*'), range), step).map(([span, by]) => `${span}/${by}`);
  const part = fc.oneof(value.map(String), range, stepped);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    part,
    fc.tuple(part, part).map((parts) => parts.join(',')),
  );
}

const pattern = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
  .map((fields) => fields.join(' '));

describe('nextCronMs', () => {
  it('fires when croner says so', () => {
    fc.assert(
      fc.property(pattern, (text) => {
        const expected = oracleOf(text, 4).filter((iso) => Date.parse(iso) < EPOCH + 6 * 365 * 86_400_000);
        expect(firesOf(text, expected.length)).toEqual(expected);
      }),
    );
  });

  it('fires strictly after the given time, on the minute too', () => {
    const onTheMinute = Date.UTC(2026, 1, 5, 18, 0);
    expect(firesOf('*/15 * * * *', 2, onTheMinute)).toEqual(['2026-02-05T18:15:00.000Z', '2026-02-05T18:30:00.000Z']);
  });

  it('waits for a leap day, and over the one that 2100 has not', () => {
    expect(firesOf('0 0 29 2 *', 2)).toEqual(['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z']);
    expect(firesOf('0 0 29 2 *', 1, Date.UTC(2096, 2, 1))).toEqual(['2104-02-29T00:00:00.000Z']);
  });

  it('never fires on a day that does not exist', () => {
    expect(firesOf('0 0 31 2 *', 1)).toEqual([]);
  });

  it.each([
    ['0 9 * * MON-FRI', '2026-02-06T09:00:00.000Z'],
    ['0 0 1 JAN *', '2027-01-01T00:00:00.000Z'],
    ['30 4 13 * FRI', '2026-02-06T04:30:00.000Z'],
    ['0 0 * * 7', '2026-02-08T00:00:00.000Z'],
    ['@daily', '2026-02-06T00:00:00.000Z'],
  ])('reads %s', (text, first) => {
    expect(firesOf(text, 1)).toEqual([first]);
  });
});

describe('parseCron', () => {
  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '61 * * * *',
    '* 24 * * *',
    'a b c d e',
    '*/0 * * * *',
    '0 0 L * *',
    '5-1 * * * *',
  ])('refuses %j', (text) => {
    expect(parseCron(text).kind).toBe('wrong');
  });
});

import { describe, expect, it } from 'vitest';
import { durationText } from '../../src/analysis/words/duration-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [12_540, '12.5 s'],
    [90_000, '1 min 30 s'],
    [9 * MINUTE + 59_000, '9 min 59 s'],
    [68 * MINUTE, '68 min'],
    [2 * HOUR, '2 h'],
    [125 * MINUTE, '2 h 5 min'],
    [47 * HOUR, '47 h'],
    [77 * HOUR, '3.2 d'],
    [7 * DAY, '7 d'],
    [365 * DAY, '365 d'],
    [3650 * DAY, '10 y'],
    [-90_000, '−1 min 30 s'],
    [Number.POSITIVE_INFINITY, 'for ever'],
  ])('says %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

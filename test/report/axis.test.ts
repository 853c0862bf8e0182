import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationAxis, durationUnit, position, timeAxis, valueAxis } from '../../src/report/charts/axis.ts';
import { DAY, HOUR, MINUTE } from './fixture.ts';

describe('timeAxis', () => {
  it.each([
    { of: 'a minute', from: 0, to: MINUTE, labels: '0|10 s|20 s|30 s|40 s|50 s|1 min' },
    { of: 'six hours', from: 0, to: 6 * HOUR, labels: '0|1 h|2 h|3 h|4 h|5 h|6 h' },
    { of: 'a day', from: 0, to: DAY, labels: '0|3 h|6 h|9 h|12 h|15 h|18 h|21 h|1 d' },
    { of: 'a week', from: 0, to: 7 * DAY, labels: '0|1 d|2 d|3 d|4 d|5 d|6 d|7 d' },
    { of: 'ten years', from: 0, to: 3650 * DAY, labels: '0|2 y|4 y|6 y|8 y|10 y' },
    {
      of: 'a part of a day',
      from: 3 * DAY,
      to: 3 * DAY + 12 * HOUR,
      labels: '3 d|3 d 2 h|3 d 4 h|3 d 6 h|3 d 8 h|3 d 10 h|3 d 12 h',
    },
    { of: 'nothing', from: 0, to: 0, labels: '0|1 ms' },
  ])('has round ticks over $of', ({ from, to, labels }) => {
    expect(timeAxis(from, to).labels.join('|')).toBe(labels);
  });

  it('covers what it was asked for, with a handful of ticks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), fc.integer({ min: 1, max: 1e13 }), (from, wide) => {
        const axis = timeAxis(from, from + wide);
        expect(axis.fromMs).toBeLessThanOrEqual(from);
        expect(axis.toMs).toBeGreaterThanOrEqual(from + wide);
        expect(axis.labels.length).toBeLessThanOrEqual(12);
        expect(position(axis, axis.toMs)).toBe(axis.labels.length - 1);
        expect(new Set(axis.labels).size).toBe(axis.labels.length);
      }),
    );
  });
});

describe('valueAxis', () => {
  it.each([
    { low: -60, high: 80, axis: { min: -100, max: 100, step: 50 } },
    { low: 0, high: 300, axis: { min: 0, max: 300, step: 100 } },
    { low: 0, high: 0.3, axis: { min: 0, max: 0.3, step: 0.1 } },
    { low: 5, high: 5, axis: { min: 5, max: 10, step: 1 } },
    { low: 0, high: 0, axis: { min: 0, max: 1, step: 0.2 } },
  ])('runs from $axis.min to $axis.max for $low to $high', ({ low, high, axis }) => {
    expect(valueAxis(low, high)).toEqual(axis);
  });

  it('covers both ends in a few round steps', () => {
    const amount = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const axis = valueAxis(low, high);
        const dust = Math.abs(axis.step) * 1e-6;
        expect(axis.min).toBeLessThanOrEqual(low + dust);
        expect(axis.max).toBeGreaterThanOrEqual(high - dust);
        expect((axis.max - axis.min) / axis.step).toBeLessThanOrEqual(12);
      }),
    );
  });
});

describe('durationAxis', () => {
  it.each([
    { longest: 200, unit: 'ms' },
    { longest: 90_000, unit: 'seconds' },
    { longest: 68 * MINUTE, unit: 'minutes' },
    { longest: 10 * HOUR, unit: 'hours' },
    { longest: 7 * DAY, unit: 'days' },
    { longest: 3650 * DAY, unit: 'years' },
  ])('measures $longest ms in $unit', ({ longest, unit }) => {
    expect(durationUnit(longest).text).toBe(unit);
  });

  it('leaves room above its last tick, for the pane above', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), (longest) => {
        const unit = durationUnit(longest);
        const { max, step } = durationAxis(longest, unit, 3);
        expect(max).toBeGreaterThanOrEqual(longest / unit.ms);
        expect(Math.floor(max / step) * step).toBeLessThanOrEqual(max * 0.8501);
      }),
    );
  });
});

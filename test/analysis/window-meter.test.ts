/** What goals count in windows, and how long backlogs take to be empty: against counting it all over again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/analysis/meters/clock.ts';
import { DrainMeter } from '../../src/analysis/meters/drain-meter.ts';
import { WindowMeter } from '../../src/analysis/meters/window-meter.ts';

/** Gaps and amounts small enough that windows end exactly where something comes. */
const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 })), {
  minLength: 1,
  maxLength: 80,
});

describe('the most in any window', () => {
  it('is the largest sum over all times of that length, the later end left out', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 12 }), (gaps, windowMs) => {
        const clock = new Clock();
        const meter = new WindowMeter(clock, { counts: 'tokens', windowMs });
        let atMs = 0;
        const all = gaps.map(([gapMs, amount]) => {
          atMs += gapMs;
          clock.nowMs = atMs;
          meter.add(amount);
          return { atMs, amount };
        });
        const inWindow = (fromMs: number) =>
          all.reduce((sum, one) => (one.atMs >= fromMs && one.atMs < fromMs + windowMs ? sum + one.amount : sum), 0);
        const sums = Array.from({ length: atMs + 1 }, (_, fromMs) => inWindow(fromMs));
        expect(meter.highest).toBe(Math.max(...sums));
        const reached = all.findIndex(({ atMs: untilMs }) => {
          const sum = all.reduce(
            (total, one) => (one.atMs > untilMs - windowMs && one.atMs <= untilMs ? total + one.amount : total),
            0,
          );
          return sum === meter.highest;
        });
        expect(meter.highestMs).toBe(all[reached]!.atMs);
      }),
    );
  });
});

describe('the times in which a backlog is not empty', () => {
  it('count as over in time where nothing is left, in hand neither, by the limit and nothing was thrown away', () => {
    const clock = new Clock();
    const meter = new DrainMeter(clock, [10, 20]);
    const see = (atMs: number, items: number) => {
      clock.nowMs = atMs;
      meter.see(items);
    };
    see(0, 3);
    see(10, 0); // exactly at the first limit
    see(30, 1);
    see(35, 4); // still the same time
    see(45, 0); // within the second alone
    see(50, 2);
    clock.nowMs = 52;
    meter.waste();
    see(53, 0); // something was thrown away
    expect(meter.record()).toEqual({ begun: 3, within: [1, 2], undecided: [false, false] });
    see(100, 1);
    clock.nowMs = 110;
    expect(meter.record()).toEqual({ begun: 4, within: [1, 2], undecided: [true, true] });
    clock.nowMs = 111;
    expect(meter.record().undecided).toEqual([false, true]);
  });

  it('count from the warm-up on, and one that is not over then counts not at all', () => {
    const clock = new Clock();
    const meter = new DrainMeter(clock, [10]);
    meter.see(1);
    clock.nowMs = 5;
    meter.beginMeasuring();
    meter.see(0);
    expect(meter.record()).toEqual({ begun: 0, within: [0], undecided: [false] });
    clock.nowMs = 6;
    meter.see(1);
    meter.see(0);
    expect(meter.record()).toEqual({ begun: 1, within: [1], undecided: [false] });
  });
});

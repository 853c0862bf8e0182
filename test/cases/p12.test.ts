/** P12: pods that all start at minute 0, from airqo-platform/AirQo-api issue 6724. */
import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';

const goalsIn = (report: ReturnType<typeof judged>) =>
  Object.fromEntries(
    report.goals
      .filter(({ implicit }) => !implicit)
      .map(({ of, goal, verdict, measured }) => [`${of} ${goal}`, [verdict, measured]]),
  );

describe('thirty pods at minute 0', () => {
  const report = judged('p12-herd', { replications: 2 });

  it('ask for three times what is allowed, and two of three are refused', () => {
    expect(report.verdict).toBe('fail');
    expect(goalsIn(report)).toEqual({
      'pod served': ['missed', expect.closeTo(1 / 3, 9)],
      'api peak': ['missed', 30],
      'api refused': ['missed', expect.closeTo(2 / 3, 9)],
    });
  });

  it('name the cause: they are due at the same instant', () => {
    expect(report.findings.filter(({ code }) => code === 'QS041').map(({ message }) => message)).toEqual([
      'all 30 copies of pod are due at the same instants (every 1 h) and call api at once: it can serve 10 at the most, so at least 20 of them are refused whenever all start',
    ]);
  });
});

describe('a jitter of a minute', () => {
  it('mends it', () => {
    const report = judged('p12-herd-fixed', { replications: 4 });
    expect(report.verdict).toBe('pass');
    expect(report.findings.map(({ code }) => code)).not.toContain('QS041');
    expect(goalsIn(report)).toMatchObject({ 'pod served': ['met', 1], 'api refused': ['met', 0] });
    const [verdict, peak] = goalsIn(report)['api peak']!;
    expect(verdict).toBe('met');
    expect(peak).toBeGreaterThan(1);
    expect(peak).toBeLessThanOrEqual(10);
  });
});

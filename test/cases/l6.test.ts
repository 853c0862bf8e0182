/** L6: a recharge until 280 is a standstill of an hour that looks like a stall; until 80 it fits into what is expected. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

const MINUTE = 60_000;

describe('a recharge from 20', () => {
  it('until 280 starves nobody, and stands still for an hour', () => {
    const report = judged('l6-recharge', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
    expect(report.tasks.upserter!.worst).toEqual({ firstMs: 68 * MINUTE, betweenMs: 65 * MINUTE });
    expect(report.tasks.backfiller!.worst).toEqual({ firstMs: 56 * MINUTE, betweenMs: 65 * MINUTE });
    for (const { cause } of Object.values(report.tasks)) {
      expect(cause).toContain(
        'for keepa to be back at 280 (its policy hysteresis pauses it once there is less than 20)',
      );
    }
    expect(report.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'QS061 upserter is due every 15 min, but once it finds less than 20 of keepa it waits for 280: a standstill of at least 52 min at 5 every 1 min',
    ]);
    expect(report.goals.filter(({ implicit }) => !implicit).map(({ verdict }) => verdict)).toEqual([
      'missed',
      'missed',
    ]);
    expect(report.verdict).toBe('fail');
  });

  it('until 80 fits into half an hour', () => {
    const report = judged('l6-recharge-fixed', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
    expect(report.tasks.upserter!.worst).toEqual({ firstMs: 30 * MINUTE, betweenMs: 30 * MINUTE });
    expect(report.tasks.backfiller!.worst).toEqual({ firstMs: 16 * MINUTE, betweenMs: 25 * MINUTE });
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('pass');
  });
});

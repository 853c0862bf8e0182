/** L2: the lower of two targets always gets there first; a line gives each its turn. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('two targets, 250 and 180', () => {
  it('let the higher one starve, whatever the start, because of who asks at the lower', () => {
    const report = judged('l2-inversion', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'starved by proof starvation', backfiller: 'live by proof' });
    expect(report.tasks.upserter!.cause).toContain(
      'backfiller, which asks already at 180, took nearly all of the tokens',
    );
    const greedy = report.findings.find(({ code }) => code === 'QS005');
    expect(greedy).toMatchObject({ severity: 'error', task: 'upserter' });
    expect(report.verdict).toBe('fail');
  });

  it('are both reached where waiters are served in the order in which they came', () => {
    const report = judged('l2-inversion-fixed', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
    // From 80 to 250 and to 180 again: 34 and 26 minutes, once each for both, and the work between.
    expect(report.tasks.upserter!.worst?.betweenMs).toBeLessThanOrEqual(70 * 60_000);
    expect(report.findings.map(({ code }) => code)).toEqual(['QS002']);
    expect(report.verdict).toBe('pass');
  });
});

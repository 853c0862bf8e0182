/** A task that starts another and waits for it, both on the same workers: a deadlock, named with all that are in it. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('p7-parent-waits', () => {
  const report = judged('p7-parent-waits', { replications: 6 });

  it('fails: reports hold every slot and wait for pages that need one', () => {
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({
      report: 'starvable by counterexample deadlock',
      page: 'starvable by counterexample deadlock',
    });
    expect(report.findings.map(({ code, severity }) => `${code} ${severity}`)).toContain('QS905 error');
    expect(report.tasks.report!.counterexample!.text).toMatchInlineSnapshot(
      `"deadlock at 00:02: report holds a slot of workers since 00:01 and waits for the runs of page that it started since 00:02; 2 runs of page wait for the pool workers since 00:02; report#2 holds a slot of workers since 00:01 and waits for the runs of page that it started since 00:02: none of them can ever go on"`,
    );
  });

  it.each([
    { slots: '1', claim: 'starved' },
    { slots: '2', claim: 'starvable' },
    { slots: '3', claim: 'live' },
  ])('makes both $claim with $slots slots for two reports', ({ slots, claim }) => {
    const { tasks } = judged('p7-parent-waits', { replications: 2 }, { SLOTS: slots });
    expect([tasks.report!.claim, tasks.page!.claim]).toEqual([claim, claim]);
  });

  it('is gone where pages have workers of their own', () => {
    const fixed = judged('p7-parent-waits-fixed', { replications: 6 });
    expect(fixed.verdict).toBe('pass');
    expect(claimsOf(fixed)).toEqual({ report: 'live by proof', page: 'live by proof' });
    // At most 10 minutes to the first start, 1 of work, and the pages of both, one after the other.
    expect(fixed.tasks.report!.worst!.firstMs).toBe(13 * 60_000);
  });
});

/** Rings of runs that wait for each other: found, named with all that are in them, and gone where the order is one. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/judge/report/report.ts';
import { claimsOf, judged } from './judged.ts';

const MINUTE_MS = 60_000;

function codes({ findings }: Report): string[] {
  return [...new Set(findings.map(({ code, severity }) => `${code} ${severity}`))];
}

/** The longest wait of each task, proved, in minutes. */
function longest({ tasks }: Report): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, { worst }]) => [
      name,
      Math.max(worst!.firstMs, worst!.betweenMs ?? 0) / MINUTE_MS,
    ]),
  );
}

describe('deadlock-locks', () => {
  const report = judged('deadlock-locks');

  it('fails: both tasks can starve by a deadlock, which is proved', () => {
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({
      invoices: 'starvable by counterexample deadlock',
      audit: 'starvable by counterexample deadlock',
    });
  });

  it('names both tasks and both locks, in the settings and at the instant at which the ring closes', () => {
    expect(codes(report)).toEqual(['QS009 error', 'QS905 error']);
    for (const { cause } of Object.values(report.tasks)) {
      expect(cause).toMatch(
        /^deadlock at \d\d:\d\d: invoices holds customers since .* waits for the lock ledger since .*; audit holds ledger since .* waits for the lock customers since /,
      );
    }
    expect(report.tasks.audit!.counterexample!.text).toMatchInlineSnapshot(
      `"deadlock at 00:06: invoices holds customers since 00:01 and waits for the lock ledger since 00:03; audit holds ledger since 00:01 and waits for the lock customers since 00:06: none of them can ever go on"`,
    );
  });

  it('is gone where both take them in one order', () => {
    const fixed = judged('deadlock-locks-fixed');
    expect(fixed.verdict).toBe('pass');
    expect(claimsOf(fixed)).toEqual({ invoices: 'live by proof', audit: 'live by proof' });
    expect(longest(fixed)).toEqual({ invoices: 24, audit: 69 });
    expect(codes(fixed)).toEqual([]);
  });
});

describe('deadlock-pool', () => {
  const report = judged('deadlock-pool');

  it('fails: two waiting runs hold both slots, and who has what they wait for needs one', () => {
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({
      prices: 'starvable by counterexample deadlock',
      stock: 'starvable by counterexample deadlock',
      rebuild: 'starvable by counterexample deadlock',
    });
    expect(codes(report)).toEqual(['QS009 warning', 'QS011 warning', 'QS905 error']);
    expect(report.tasks.rebuild!.counterexample!.text).toMatchInlineSnapshot(
      `"deadlock at 00:04: prices holds a slot of workers since 00:01 and waits for the lock catalog since 00:02; stock holds a slot of workers since 00:01 and waits for the lock catalog since 00:02; rebuild holds catalog since 00:01 and waits for the pool workers since 00:04: none of them can ever go on"`,
    );
  });

  it('is gone with a third slot, or where the rebuild has its slot first', () => {
    const fixed = judged('deadlock-pool-fixed');
    expect(fixed.verdict).toBe('pass');
    expect(claimsOf(fixed)).toEqual({ prices: 'live by proof', stock: 'live by proof', rebuild: 'live by proof' });
    expect(longest(fixed)).toEqual({ prices: 17, stock: 17, rebuild: 38 });
  });

  it.each([
    { slots: '1', claim: 'starvable' },
    { slots: '2', claim: 'starvable' },
    { slots: '3', claim: 'live' },
  ])('makes the rebuild $claim with $slots slots', ({ slots, claim }) => {
    const { tasks } = judged('deadlock-pool', { replications: 2 }, { SLOTS: slots });
    expect(tasks.rebuild!.claim).toBe(claim);
  });
});

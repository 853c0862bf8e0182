/** P8: over 100 missed starts, from kubernetes/kubernetes issue 42649. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

const MINUTE = 60_000;

describe('a CronJob whose controller was down for 101 minutes', () => {
  it('never starts again, and that is said', () => {
    const report = judged('p8-missed-starts');
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({ job: 'starved by recurrence given-up' });
    const { cause, runs, progress } = report.tasks.job!;
    expect(cause).toBe('job is never started again: its scheduler gives up after more than 100 missed starts');
    expect(progress.lastMs).toBe(506 * MINUTE + 20_000);
    // Every minute from 0:00 to 8:26, and 101 that were missed.
    expect(runs).toMatchObject({ started: 507, skipped: 101 });
  });

  it('goes on where one less was missed', () => {
    const report = judged('p8-missed-starts', {}, { UP_AGAIN: '10h7m' });
    expect(report.verdict).toBe('pass');
    expect(claimsOf(report)).toEqual({ job: 'live by recurrence' });
    expect(report.tasks.job!.worst!.betweenMs).toBe(101 * MINUTE);
  });
});

describe('the same with a deadline for late starts', () => {
  it('starts at once when the controller is up again', () => {
    const report = judged('p8-missed-starts-fixed');
    expect(report.verdict).toBe('pass');
    expect(claimsOf(report)).toEqual({ job: 'live by recurrence' });
    // The start of 10:07 comes at 10:08, and takes its own 20 s.
    expect(report.tasks.job!.progress.longestMs).toBe(102 * MINUTE);
  });
});

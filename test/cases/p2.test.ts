/** P2: where each waiter sleeps for its own shortfall small requests win; a line reserves for the large one. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('a large request among small ones', () => {
  it('starves where nobody keeps its place', () => {
    const report = judged('p2-small-requests', { replications: 3 });
    expect(claimsOf(report)).toEqual({ large: 'starved by proof starvation', small: 'live by proof' });
    expect(report.findings.map(({ code, task }) => `${code} ${task}`)).toEqual(['QS004 large']);
    expect(report.tasks.large!.cause).toContain('because small took nearly all of the tokens');
    expect(report.verdict).toBe('fail');
  });

  it('is served within six seconds where waiters stand in line', () => {
    const report = judged('p2-small-requests-fixed', { replications: 3 });
    expect(claimsOf(report)).toEqual({ large: 'live by proof', small: 'live by proof' });
    expect(report.tasks.large!.worst).toMatchObject({ betweenMs: 6000 });
    // The price of a line: as long as the large request waits first, the small ones do too.
    expect(report.findings.map(({ code, task }) => `${code} ${task}`)).toEqual(['QS019 large']);
    expect(report.verdict).toBe('pass');
  });
});

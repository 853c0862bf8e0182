/** P3: threads that race for the next token wait 20 s on average, and one of them can lose for ever; a line bounds the wait. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { claimsOf, judged } from './judged.ts';

describe('threads that race for the next token', () => {
  it('may lose every race, though they wait 20 s on average', () => {
    const report = judged('p3-waiters-race', { replications: 5 });
    expect(claimsOf(report)).toEqual({ job: 'starvable by counterexample starvation' });
    expect(report.tasks.job!.cause).toContain('job can wait for ever for limiter to reach 1');
    expect(report.tasks.job!.waitMs.supply!.mean).toBeCloseTo(20_000, -3);
    expect(report.verdict).toBe('fail');
  });

  it('wait 20 s and no longer where they stand in line', () => {
    const report = judged('p3-waiters-race-fixed', { replications: 2 });
    expect(claimsOf(report)).toEqual({ job: 'live by proof' });
    expect(report.tasks.job!.worst).toMatchObject({ firstMs: 20_000, betweenMs: 20_000 });
    expect(report.verdict).toBe('pass');
  });

  it('wait as long at full size, and no longer than the line is long', () => {
    const file = 'scenarios/cases/p3-waiters-race-fixed.yaml';
    const set = { THREADS: '100', RATE: '300/min' };
    const full = loadScenario(readFileSync(file, 'utf8'), { file, set, horizon: '2m' });
    const { waitMs } = simulate(full, { replications: 1 }).report.tasks.job!;
    expect(waitMs.supply!.max).toBe(20_000);
  });
});

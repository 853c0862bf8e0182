/** A worker that is killed while it holds a lock with a long lease (rails/solid_queue 546 and 456). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withProofs } from '../../src/judge/evidence/evidence.ts';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { verify } from '../../src/verify/verify.ts';
import { claimsOf, judged } from './judged.ts';

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];

describe('a lock that a killed worker leaves behind', () => {
  it('keeps everybody out until its lease of a day is over', () => {
    const report = judged('p11-orphan');
    expect(report.verdict).toBe('fail');
    expect(claimsOf(report)).toEqual({ job: 'live by proof' });
    const { cause, worst, runs } = report.tasks.job!;
    expect(cause).toBe(
      'job waited 24 h (from 2 h of the run) for the lock semaphore, left behind by a run of job that crashed',
    );
    expect(worst!.betweenMs).toBeGreaterThan(24 * HOUR_MS);
    expect(worst!.betweenMs).toBeLessThan(24 * HOUR_MS + MINUTE_MS);
    expect(runs.crashed).toBe(1);
    expect(report.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'QS022 a run of job that holds semaphore when it crashes leaves it behind, whose lease is 24 h: until that is over nobody else can have it',
    ]);
    expect(report.locks.semaphore!.orphans!.count).toBe(1);
  });

  it('keeps them out for half an hour where that is the lease', () => {
    const file = 'scenarios/cases/p11-orphan.yaml';
    const scenario = loadScenario(readFileSync(file, 'utf8'), { file, set: { LEASE: '30m' } });
    const { report } = withProofs(simulate(scenario), scenario, verify(scenario));
    const { betweenMs } = report.tasks.job!.worst!;
    expect(betweenMs).toBeGreaterThan(30 * MINUTE_MS);
    expect(betweenMs).toBeLessThan(31 * MINUTE_MS);
  });

  it('is free again after a minute where the holder renews a lease of that length', () => {
    const report = judged('p11-orphan-fixed');
    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    expect(report.tasks.job!.worst!.betweenMs).toBeLessThan(2 * MINUTE_MS);
    expect(report.locks.semaphore).toMatchObject({ expired: 0, overlaps: { count: 0 }, orphans: { count: 1 } });
  });
});

/** A task that needs ten of sixteen slots beside a stream of tasks that need one each (apache/airflow 29474). */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('a large task in a pool of small ones', () => {
  it('can starve where whoever fits is let past it: by proof, with the phases that show it', () => {
    const report = judged('p1-packing');
    expect(report.verdict).toBe('fail');
    expect(report.proof?.stopped).toBe('complete');
    expect(claimsOf(report)).toMatchObject({ large: 'starvable by counterexample starvation' });
    expect(report.tasks.large!.cause).toMatch(
      /^large has waited since .* of run \d+ for 10 slots of the pool workers, held by small$/,
    );
    expect(report.findings.find(({ code }) => code === 'QS021')?.message).toBe(
      'large takes 10 of the 16 slots of workers at once, and whoever asks for fewer is let past it: as long as small and ' +
        'small#2 hold more than 6 of them, it does not get any',
    );
    // Half of the slots are free all the time.
    expect(report.locks.workers!.heldShare).toBeLessThan(0.6);
  });

  it('is served where the head of the line blocks, and the small ones with it', () => {
    const report = judged('p1-packing-fixed');
    expect(report.verdict).toBe('pass');
    expect(report.findings).toEqual([]);
    expect(claimsOf(report)).toMatchObject({ large: 'live by proof' });
    expect(report.tasks.large!.worst!.betweenMs).toBeLessThan(2 * 3_600_000);
  });
});

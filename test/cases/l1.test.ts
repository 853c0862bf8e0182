/** L1, 2026-02-04: a batch that waits for more tokens than the bucket holds, and the smaller batch that mends it. */
import { describe, expect, it } from 'vitest';
import { caseOf, claimsOf, judged } from './judged.ts';

describe('a target above the capacity', () => {
  const report = judged('l1-unreachable');

  it('starves the Backfiller in every run, by rule: no level suffices', () => {
    expect(claimsOf(report)).toEqual({ backfiller: 'starved by rule unreachable' });
    expect(report.verdict).toBe('fail');
    expect(report.goals.map(({ goal, verdict }) => [goal, verdict])).toEqual([
      ['neverStarves', 'missed'],
      ['progressWithin', 'missed'],
    ]);
  });

  it('names the level, the capacity and the line', () => {
    expect(report.tasks.backfiller!.cause).toBe(
      'backfiller has waited from the start of run 1 for keepa to reach 480, which can never be: it holds at most 300',
    );
    const found = report.findings.find(({ code }) => code === 'QS001')!;
    expect(found.message).toBe('backfiller waits for keepa to reach 480, but it holds at most 300: it waits for ever');
    expect(found.at).toMatch(/l1-unreachable\.yaml:\d+:\d+$/);
  });

  it('keeps the lock for all of the lease, and still waits when it is gone', () => {
    const { expired, heldShare, heldWaitingShare } = report.locks.backfill!;
    expect(expired).toBe(report.replications);
    // Ten of twenty days: the lease is over then, and the holder knows nothing.
    expect([heldShare, heldWaitingShare]).toEqual([0.5, 0.5]);
  });

  it('leaves everything that came undone, the oldest of it as old as the run', () => {
    const { done, left, inHand, arrived, initial, oldestMs } = report.backlogs!.asins!;
    expect([done, inHand / report.replications]).toEqual([0, 20]);
    expect(left + inHand).toBe(initial + arrived);
    expect(oldestMs).toBe(caseOf('l1-unreachable').worlds[0]!.model.horizonMs);
  });
});

describe('a batch of five', () => {
  const report = judged('l1-unreachable-fixed');

  it('is proved live from every level, with its exact waits', () => {
    expect(claimsOf(report)).toEqual({ backfiller: 'live by proof' });
    expect(report.tasks.backfiller!.worst).toEqual({ firstMs: 36 * 60_000, betweenMs: 20 * 60_000 });
    expect(report.verdict).toBe('pass');
  });

  it('does everything that comes', () => {
    const { arrived, initial, left, inHand, done } = report.backlogs!.asins!;
    expect(done).toBe(arrived + initial - left - inHand);
    expect(left / report.replications).toBeLessThan(20);
  });
});

/** The figures of a lock whose lease runs out under its holder, and of one that a crash leaves behind. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const lockOf = (text: string) =>
  simulate(loadScenario(`quotasim: 1\nhorizon: 1h\norder: priority\n${text}`, { file: 'lock.yaml' })).report.locks.l!;

const task = (name: string, atMin: number, steps: string, more = ''): string =>
  `  ${name}: { trigger: { every: 2h, offset: ${atMin}m }, whenBusy: skip, priority: ${atMin}${more}, steps: [${steps}] }\n`;

describe('a lock with a lease', () => {
  // One holds it from 1 and thinks so until 16; the other has it when the lease is over.
  it.each([
    ['10m', { count: 1, share: 2 / 60 }],
    ['13m', { count: 1, share: 2 / 60 }],
    ['14m', { count: 1, share: 1 / 60 }],
    ['15m', { count: 0, share: 0 }],
  ])('of %s has two holders for as long as the first goes on', (lease, overlaps) => {
    const lock = lockOf(`locks: { l: { lease: ${lease} } }
tasks:\n${task('a', 1, 'acquire: l, work: 15m')}${task('b', 5, 'acquire: l, work: 2m')}`);
    expect(lock.overlaps!.count).toBe(overlaps.count);
    expect(lock.overlaps!.share).toBeCloseTo(overlaps.share, 12);
    expect(lock.expired).toBe(lease === '15m' ? 0 : 1);
  });

  it('that is given back late is no longer held by who gave it', () => {
    const lock = lockOf(`locks: { l: { lease: 10m } }
tasks:\n${task('a', 1, 'acquire: l, work: 11m, release: l, work: 20m')}${task('b', 5, 'acquire: l, work: 9m')}`);
    expect(lock.overlaps!.share).toBeCloseTo(1 / 60, 12);
  });

  it('that runs from when the start was due covers the time in the queue', () => {
    // 15 minutes in the queue and 45 of work are more than 55: the next run is in while the first still goes on.
    const lock = lockOf(`locks: { l: { lease: 55m, leaseFrom: enqueue } }
pools: { p: { slots: 1 } }
tasks:\n${task('z', 1, 'work: 16m', ', pool: p')}${task('a', 2, 'acquire: l, work: 45m', ', pool: p')}${task('b', 30, 'acquire: l, work: 2m')}`);
    expect(lock).toMatchObject({ expired: 1, overlaps: { count: 1 } });
    expect(lock.overlaps!.share).toBeCloseTo(2 / 60, 12);
  });

  it('has no such figure without one, and says what a crash left behind, and for how long', () => {
    const lock = lockOf(`locks: { l: {} }\ntasks:\n${task('a', 30, 'acquire: l, crash')}`);
    expect(lock.overlaps).toBeUndefined();
    expect(lock.orphans).toEqual({ count: 1, share: 0.5 });
    expect(lock.heldShare).toBe(0.5);
  });
});

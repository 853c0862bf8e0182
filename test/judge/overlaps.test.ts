/** The figures of a lock whose lease runs out under its holder, and of one that a crash leaves behind. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/judge/simulate.ts';
import { lockRemarks } from '../../src/report/text/locks-text.ts';
import { formatText } from '../../src/report/text/text.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';

const reportOf = (text: string, more = '') =>
  simulate(loadScenario(`quotasim: 1\nhorizon: 1h\norder: priority\n${more}${text}`, { file: 'lock.yaml' })).report;
const lockOf = (text: string) => reportOf(text).locks.l!;

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

describe('the report', () => {
  /** The sentences about locks in the terminal, which are on the page, too. */
  const remarks = (text: string, more = ''): readonly string[] => {
    const report = reportOf(text, more);
    const told = lockRemarks(report, report.replications);
    const shown = formatText(report, { width: 500, colour: false, table: (rows) => rows.map(String) }).replace(
      /\s+/g,
      ' ',
    );
    for (const remark of told) expect(shown).toContain(remark);
    expect(shown.includes(' Locks ')).toBe(told.length > 0);
    return told;
  };

  it('says in a line where two runs held a lock at once', () => {
    const late = `locks: { l: { lease: 10m } }
tasks:\n${task('a', 1, 'acquire: l, work: 15m')}${task('b', 5, 'acquire: l, work: 2m')}`;
    expect(remarks(late)).toEqual([
      'two runs held l at the same time, once, 3.3 % of the time: a lease ran out while its holder went on',
    ]);
    expect(remarks(late.replace('lease: 10m', 'lease: 15m'))).toEqual([]);
  });

  it('says in a line what a crash left behind, and how long nobody could have it', () => {
    const dead = (permits: number): string =>
      `locks: { l: { permits: ${permits} } }\ntasks:\n${task('a', 30, 'acquire: l, crash')}`;
    expect(remarks(dead(1))).toEqual([
      'a run that crashed left l behind, once: nobody could have it for 50 % of the time',
    ]);
    expect(remarks(dead(2))).toEqual([
      'a run that crashed left a permit of l behind, once: nobody could have it for 25 % of the time of all permits together',
    ]);
    expect(remarks(dead(1).replace(', crash', ''))).toEqual([]);
  });
});

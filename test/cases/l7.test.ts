/** L7: a run that wakes at 40 and first looks for 100 does the same work for ever; a look that 40 pays for mends it. */
import { describe, expect, it } from 'vitest';
import { claimsOf, judged } from './judged.ts';

describe('a lock-out until 40 and a look for 100', () => {
  it('are a livelock: every run works, gives up, and keeps nothing', () => {
    const report = judged('l7-wake-at-40', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'starved by proof livelock' });
    expect(report.tasks.upserter!.cause).toBe(
      'upserter gave up waiting for tokens of keepa, because it would have taken more than 1 min, in 72 of 144 starts a day; ' +
        'its own runs took nearly all of the tokens',
    );
    expect(report.verdict).toBe('fail');
    expect(report.restsOn.map(({ text }) => text)).toContain(
      'once keepa falls below 1 nobody is admitted until it is at 40',
    );
  });

  it('fit together with five items', () => {
    const report = judged('l7-wake-at-40-fixed', { replications: 3 });
    expect(claimsOf(report)).toEqual({ upserter: 'live by proof' });
    expect(report.verdict).toBe('pass');
  });
});

/** L3 to L5 in the real wait loop: what docs/cases.md does not show, and the settings nobody tried. */
import { describe, expect, it } from 'vitest';
import { quickLimits } from '../../src/judge/quick-limits.ts';
import { assemble } from '../../src/sim/machine.ts';
import { storyOf } from '../../src/verify/script/story.ts';
import { verify } from '../../src/verify/verify.ts';
import { caseOf, claimsOf, judged } from './judged.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const MINUTE = 60_000;

describe('an Upserter every minute', () => {
  it('starves the Backfiller for good, and is named for it', () => {
    const { tasks, goals } = judged('l3-every-minute', { replications: 2 });
    expect(claimsOf({ tasks })).toEqual({ upserter: 'live by proof', backfiller: 'starved by proof starvation' });
    expect(tasks.backfiller!.cause).toContain(
      'because upserter, which asks already at 5, took nearly all of the tokens',
    );
    expect(tasks.backfiller!.counterexample!.text).toContain('every 1 min upserter takes 5 of it');
    expect(goals.filter(({ implicit }) => !implicit).map(({ of, verdict }) => [of, verdict])).toEqual([
      ['upserter', 'met'],
      ['backfiller', 'missed'],
    ]);
  });

  it('every two minutes leaves enough', () => {
    const { tasks } = judged('l3-every-minute-fixed', { replications: 2 });
    expect(claimsOf({ tasks })).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
    expect(tasks.upserter!.worst!.betweenMs).toBe(7 * MINUTE);
    expect(tasks.backfiller!.worst).toEqual({ firstMs: 34 * MINUTE, betweenMs: 37 * MINUTE });
  });
});

describe.runIf(LONG)('the fix in the real wait loop', () => {
  const worlds = (set: Record<string, string> = {}) =>
    judged('l5-the-fix', { replications: 5 }, set).worlds!.map(({ tasks }) => claimsOf({ tasks }));

  it('is named for what it is, in either world', () => {
    const report = judged('l5-the-fix', { replications: 5 });
    const [free, paid] = report.worlds!;
    expect(free!.tasks.upserter!.cause).toContain('backfiller, which asks at the same level, took');
    for (const { cause } of Object.values(paid!.tasks)) expect(cause).toContain('looks at the balance ate');
    expect(worlds()).toEqual([
      { upserter: 'starvable by counterexample starvation', backfiller: 'live by proof' },
      { upserter: 'starvable by counterexample livelock', backfiller: 'starvable by counterexample livelock' },
    ]);
  });

  it.each(['55', '80'])('a threshold of %s mends it where looks are free, and not where they cost', (threshold) => {
    const [free, paid] = worlds({ BACKFILL_MIN_TOKENS: threshold });
    expect(free).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
    expect(paid!.backfiller).toBe('starvable by counterexample livelock');
  });

  it('one look a minute is still too many at 80 where it costs, and one in five minutes is not', () => {
    const looks = (every: string) => ({ BACKFILL_MIN_TOKENS: '80', LOOK_EVERY: every, LOOK_AT_LEAST_AFTER: every });
    expect(worlds(looks('1m'))[1]!.backfiller).toBe('starvable by counterexample livelock');
    expect(worlds(looks('5m'))[1]).toEqual({ upserter: 'live by proof', backfiller: 'live by proof' });
  });
});

describe('the story of a counterexample', () => {
  it('whose last instant is a look that costs nothing does not say that nothing happens any more', () => {
    const scenario = caseOf('l3-every-minute');
    const { tasks } = verify(scenario, quickLimits(1)).worlds[0]!;
    const { script } = tasks.find(({ task }) => task === 'backfiller')!.counterexample!;
    const story = storyOf(assemble(scenario.worlds[0]!.model), script);
    expect(story.filter(({ inCycle }) => inCycle).map(({ at, sentences }) => [at, ...sentences])).toEqual([
      [
        '00:00:30',
        'upserter starts, gets upsert, takes 5 of keepa (50 -> 45), makes progress, gives upsert back and ends',
      ],
      ['00:01', 'all is as it was when this began'],
    ]);
  });
});

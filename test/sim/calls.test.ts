/** A server answers at once: served, or refused at a price and with a hint; the run tries again by its own rule. */
import { describe, expect, it } from 'vitest';
import type { Hint, Supply } from '../../src/sim/model.ts';
import type { Retry } from '../../src/sim/supplies/retry.ts';
import { backoffMs, backoffsOf, jittered, retryRowOf } from '../../src/sim/supplies/retry.ts';
import { NEVER } from '../../src/sim/time.ts';
import { constant, every, model, supply, task } from './build.ts';
import { logRun } from './log.ts';

const progress = { kind: 'progress', amount: constant(1) } as const;
const perSecond = { kind: 'stepwise', grains: 1, everyMs: 1000, phaseMs: { kind: 'fixed', value: 0 } } as const;
const RETRY: Retry = { waitMs: 1000, backoff: 'fixed', capMs: NEVER, honourHint: false };

interface Given {
  readonly retry?: Partial<Retry>;
  readonly cost?: number;
  readonly refused?: { readonly grains: number; readonly hint: Hint };
  readonly over?: Partial<Supply>;
  readonly otherwise?: 'stop' | 'fail' | 'continue';
  readonly limitMs?: number;
}

/** One call at 0 from a level of 0; a grain comes each second. */
function calling(
  { retry, cost = 5, refused, over, otherwise = 'stop', limitMs }: Given,
  factors: readonly number[] = [],
) {
  const left = [...factors];
  const choose = { start: () => 0, amount: () => left.shift()!, turn: () => 0, began: () => undefined };
  return logRun(
    model({
      horizonMs: 60_000,
      supplies: [
        supply({ capacityGrains: 10, refill: perSecond, debt: { kind: 'none' }, ...(refused && { refused }), ...over }),
      ],
      tasks: [
        task('a', [
          {
            kind: 'call',
            supply: 0,
            cost: constant(cost),
            otherwise,
            ...(retry && { retry: { ...RETRY, ...retry } }),
            ...(limitMs !== undefined && { giveUpIfLongerThan: constant(limitMs) }),
          },
          progress,
        ]),
      ],
      triggers: [every(0, 100_000)],
      sources: [{ task: 0, purpose: 'jitter', distribution: { kind: 'uniform', low: 0, high: 1 }, per: 'turn' }],
    }),
    choose,
  ).lines.filter((line) => !/starts|completed/.test(line));
}

const triesAt = (lines: readonly string[]) =>
  lines.filter((line) => /refused|spends/.test(line)).map((line) => Number(line.split(' ')[0]));

describe('a call', () => {
  it('without `retry` is one try, and what giving up means follows', () => {
    expect(calling({})).toEqual(['0 a is refused 0 -> 0', '0 a gives up after 0', '0 a stopped']);
    expect(calling({ otherwise: 'continue' })).toEqual([
      '0 a is refused 0 -> 0',
      '0 a gives up after 0',
      '0 a progresses 1',
    ]);
  });

  it('is served just at the level that admits it', () => {
    expect(triesAt(calling({ retry: {} }))).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  it('gives up after its last try, and not before', () => {
    expect(triesAt(calling({ retry: { attempts: 6 } }))).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(calling({ retry: { attempts: 5 } }).slice(-2)).toEqual(['4000 a gives up after 4000', '4000 a stopped']);
  });

  it('pays for a refused try, at most what is there', () => {
    const refused = { grains: 2, hint: 'none' } as const;
    expect(calling({ retry: { attempts: 3 }, refused }).slice(0, 3)).toEqual([
      '0 a is refused 0 -> 0',
      '0 a waits at 3',
      '1000 a is refused 1 -> 0',
    ]);
    const debt = { debt: { kind: 'unlimited' } } as const;
    expect(calling({ retry: { attempts: 2 }, refused, over: debt })).toEqual([
      '0 a is refused 0 -> -2',
      '0 a waits at 3',
      '1000 a is refused -1 -> -3',
      '1000 a gives up after 1000',
      '1000 a stopped',
    ]);
  });

  it('that pays for tries as fast as tokens come is never served', () => {
    expect(triesAt(calling({ retry: {}, cost: 2, refused: { grains: 1, hint: 'none' } })).at(-1)).toBe(59_000);
    expect(triesAt(calling({ retry: { waitMs: 2000 }, cost: 2, refused: { grains: 1, hint: 'none' } }))).toEqual([
      0, 2000,
    ]);
  });

  it('doubles its wait up to the cap', () => {
    expect(triesAt(calling({ retry: { backoff: 'exponential' }, cost: 10 }))).toEqual([0, 1000, 3000, 7000, 15_000]);
    expect(triesAt(calling({ retry: { backoff: 'exponential', capMs: 3000 }, cost: 10 }))).toEqual([
      0, 1000, 3000, 6000, 9000, 12_000,
    ]);
  });

  it('multiplies each wait with a factor drawn for it, and lets time pass', () => {
    expect(triesAt(calling({ retry: { jitter: 0 }, cost: 2 }, [0.5, 0, 0.25, 1, 1]))).toEqual([
      0, 500, 501, 751, 1751, 2751,
    ]);
  });

  it('comes when the answer says, not sooner, and later where its own wait is longer', () => {
    const after = { grains: 0, hint: 'retry-after' } as const;
    expect(triesAt(calling({ retry: { honourHint: true }, refused: after }))).toEqual([0, 5000]);
    expect(triesAt(calling({ retry: { honourHint: true, waitMs: 7500 }, refused: after }))).toEqual([0, 7500]);
    expect(triesAt(calling({ retry: { waitMs: 2000 }, refused: after }))).toEqual([0, 2000, 4000, 6000]);
    const reset = { grains: 0, hint: 'reset' } as const;
    const window = { refill: { ...perSecond, grains: 10, everyMs: 20_000 } };
    expect(triesAt(calling({ retry: { honourHint: true }, refused: reset, over: window }))).toEqual([0, 20_000]);
    const drip = { refill: { kind: 'continuous', grainsPerMs: 1 }, capacityGrains: 8000 } as const;
    expect(triesAt(calling({ retry: { honourHint: true }, cost: 5000, refused: reset, over: drip }))).toEqual([
      0, 8000,
    ]);
  });

  it('relies on its own wait where nobody can say when: no level ever suffices', () => {
    const refused = { grains: 0, hint: 'retry-after' } as const;
    expect(triesAt(calling({ retry: { honourHint: true, attempts: 3 }, cost: 11, refused }))).toEqual([0, 1000, 2000]);
  });

  it('gives up at once where the next try would come too late', () => {
    const refused = { grains: 0, hint: 'retry-after' } as const;
    expect(triesAt(calling({ retry: { honourHint: true }, refused, limitMs: 5000 }))).toEqual([0, 5000]);
    expect(calling({ retry: { honourHint: true }, refused, limitMs: 4999 })).toEqual([
      '0 a is refused 0 -> 0',
      '0 a gives up after 0',
      '0 a stopped',
    ]);
  });

  it('stands in no line: it is served beside those who wait in one', () => {
    const { lines } = logRun(
      model({
        horizonMs: 5_000,
        supplies: [supply({ capacityGrains: 10, refill: perSecond, debt: { kind: 'none' }, turn: 'fifo' })],
        tasks: [
          task('waits', [{ kind: 'spend', supply: 0, cost: constant(9) }]),
          task('calls', [{ kind: 'call', supply: 0, cost: constant(2) }]),
        ],
        triggers: [every(0, 60_000), every(1, 60_000, 2000)],
      }),
    );
    expect(lines).toContain('2000 calls spends 2 -> 0');
  });
});

describe('a call on several limits', () => {
  const limit = (grains: number, hint: Hint, over: Partial<Supply> = {}) =>
    supply({ capacityGrains: 10, refill: perSecond, debt: { kind: 'none' }, refused: { grains, hint }, ...over });
  const asks = (limits: readonly Supply[], retry?: Partial<Retry>) =>
    logRun(
      model({
        horizonMs: 30_000,
        supplies: limits,
        tasks: [
          task('a', [
            {
              kind: 'call',
              supply: 0,
              cost: constant(5),
              also: limits.slice(1).map((_, index) => ({ supply: index + 1, cost: constant(5) })),
              otherwise: 'stop',
              ...(retry && { retry: { ...RETRY, ...retry } }),
            },
            progress,
          ]),
        ],
        triggers: [every(0, 100_000)],
      }),
    ).lines.filter((line) => !/starts|completed/.test(line));
  const full = { initial: { kind: 'fixed', value: 10 } } as const;

  it('pays all of them, or none', () => {
    expect(asks([limit(0, 'none', full), limit(0, 'none', full)])).toEqual([
      '0 a spends 10 -> 5',
      '0 a spends 10 -> 5',
      '0 a progresses 1',
    ]);
    expect(asks([limit(0, 'none', full), limit(0, 'none')])).toEqual([
      '0 a is refused 0 -> 0',
      '0 a gives up after 0',
      '0 a stopped',
    ]);
  });

  it('takes what a refused try costs of each that counts it, whichever refused it', () => {
    expect(asks([limit(1, 'none', full), limit(0, 'none', full), limit(2, 'none')])).toEqual([
      '0 a is refused 10 -> 9',
      '0 a is refused 0 -> 0',
      '0 a gives up after 0',
      '0 a stopped',
    ]);
  });

  it('comes again when the last of those that refused it says', () => {
    const later = { refill: { ...perSecond, everyMs: 3000 } };
    const both = asks([limit(0, 'retry-after'), limit(0, 'retry-after', later)], { honourHint: true });
    expect(triesAt(both)).toEqual([0, 0, 15_000, 15_000]);
    // Who would have served it says nothing about when to come again.
    const one = asks([limit(0, 'reset', { ...full, ...later }), limit(0, 'retry-after')], { honourHint: true });
    expect(triesAt(one)).toEqual([0, 5000, 5000]);
  });
});

describe('a backoff', () => {
  it('counts its tries only as far as they matter', () => {
    const exponential = { ...RETRY, backoff: 'exponential', capMs: 5000 } as const;
    expect(retryRowOf(exponential).triesMax).toBe(4);
    expect(backoffsOf(retryRowOf(exponential))).toEqual([1000, 2000, 4000, 5000]);
    expect(retryRowOf({ ...exponential, attempts: 3 }).triesMax).toBe(2);
    expect(backoffsOf(retryRowOf({ ...exponential, attempts: 3 }))).toEqual([1000, 2000]);
    expect(retryRowOf(RETRY).triesMax).toBe(1);
    expect(backoffMs(exponential, 1000)).toBe(5000);
  });

  it('is a whole number of milliseconds, and at least one', () => {
    expect([jittered(1000, 0), jittered(3, 0.5), jittered(1000, 0.0014)]).toEqual([1, 2, 1]);
  });
});

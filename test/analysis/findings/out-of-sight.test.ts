/** Those at the head of a dispatcher's list that hide others: told where it happens, with exploration as judge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsByRule, evidenceOf } from '../../../src/analysis/findings/claims.ts';
import { outOfSight } from '../../../src/analysis/findings/out-of-sight.ts';
import { loadScenario } from '../../../src/scenarios/parse.ts';
import type { Model } from '../../../src/sim/model.ts';
import { verifyModel } from '../../verify/explored.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const LIMITS = { statesMax: 1500, stepsMax: 8000 };

const modelOf = (text: string): Model => loadScenario(text, { file: 'dispatch.yaml' }).worlds[0]!.model;

interface Hider {
  readonly copies: number;
  readonly workMs: number;
  readonly priority: number;
  readonly pool: number;
  readonly count: number;
  readonly more: string;
}

interface Hiding {
  readonly looksAt: number;
  readonly skipsFull: boolean;
  readonly order: string;
  readonly looks: string;
  readonly slots: readonly [number, number];
  readonly hiders: readonly Hider[];
  readonly always: boolean;
  readonly turn: string;
  readonly steps: string;
}

function textOf({ looksAt, skipsFull, order, looks, slots, hiders, always, turn, steps }: Hiding): string {
  return [
    `quotasim: 1\nhorizon: 100ms\ngrid: 1ms\norder: ${turn}\n`,
    `pools: { p0: { slots: ${slots[0]} }, p1: { slots: ${slots[1]} } }\n`,
    `dispatchers: { d: { pools: [p0, p1], looksAt: ${looksAt}, order: ${order}, skipsFull: ${skipsFull}${looks} } }\n`,
    'tasks:\n',
    ...hiders.map(({ copies, workMs, priority, pool, count, more }, index) => {
      const asked = `{ p${pool}: ${Math.min(count, slots[pool]!)} }`;
      return `  h${index}: { copies: ${copies}, trigger: always, priority: ${priority}, pool: ${asked}${more}, steps: [work: ${workMs}ms, progress] }\n`;
    }),
    `  low: { trigger: ${always ? 'always' : '{ every: 5ms, offset: 0 }'}, whenBusy: skip, priority: 1, pool: p1, steps: [${steps}] }\n`,
  ].join('');
}

const small = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Tasks that come back at once before one that comes by the clock, by a hair enough of them or not. */
const hiding = fc
  .record({
    looksAt: fc.constantFrom(1, 1, 2, 3),
    skipsFull: fc.constantFrom(false, false, false, false, false, true),
    order: fc.constantFrom('fifo', 'priority', 'priority', 'priority', 'priority'),
    looks: fc.constantFrom('', '', ', every: 1ms', ', every: 2ms', ', every: 3ms'),
    slots: fc.constantFrom<[number, number]>([1, 1], [1, 2], [2, 1]),
    hiders: fc.array(
      fc.record({
        copies: small(2, 4),
        workMs: fc.constantFrom(0, 1, 1, 1, 2),
        priority: fc.constantFrom(1, 2, 2, 2, 2),
        pool: fc.constantFrom(0, 0, 1),
        count: fc.constantFrom(1, 1, 1, 2),
        more: fc.constantFrom('', '', '', '', '', ', keepsSlot: false', ', crashes: { at: 4ms }'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    always: fc.boolean(),
    turn: fc.constantFrom('any', 'priority'),
    steps: fc.constantFrom('work: 1ms, progress', 'repeat: [work: 1ms, progress]'),
  })
  .map(textOf);

/** One task of one pool before one of another. */
const beside = fc
  .record({
    looksAt: small(1, 2),
    copies: small(1, 4),
    skipsFull: fc.boolean(),
    order: fc.constantFrom('fifo', 'priority'),
    looks: fc.constantFrom('', ', every: 2ms'),
  })
  .map(({ copies, ...rest }) => {
    const hider = { copies, workMs: 1, priority: 2, pool: 0, count: 1, more: '' };
    return textOf({
      ...rest,
      slots: [1, 1],
      hiders: [hider],
      always: false,
      turn: 'any',
      steps: 'work: 1ms, progress',
    });
  });

describe('runs that hide others from their dispatcher', () => {
  it('are an error only where who stands behind them starves, which is proved', () => {
    const seen = { starved: 0, starvable: 0 };
    fc.assert(
      fc.property(hiding, (text) => {
        const model = modelOf(text);
        const claims = claimsByRule(model).filter(({ code }) => code === 'QS023');
        if (claims.length === 0) return;
        const { tasks, stopped, zeno } = verifyModel(model, LIMITS);
        for (const { task, claim } of claims) {
          if (claim !== 'starved' && claim !== 'starvable') throw new Error(`a claim of ${claim}`);
          const proved = tasks[task]!.claim;
          if (proved === 'unknown' || (proved === 'starvable' && (stopped !== 'complete' || zeno !== undefined)))
            continue;
          seen[claim]++;
          expect({ text, claim: proved === 'starved' ? claim : proved }).toEqual({ text, claim });
        }
      }),
      { numRuns: LONG ? 5000 : 40, endOnFailure: true },
    );
    expect(seen.starved).toBeGreaterThan(LONG ? 300 : 3);
    expect(seen.starvable).toBeGreaterThan(LONG ? 50 : 0);
  });

  it('are told of wherever exploration finds a run that starves beside an idle pool', () => {
    let told = 0;
    fc.assert(
      fc.property(beside, (text) => {
        const model = modelOf(text);
        const { tasks } = verifyModel(model);
        if (tasks[1]!.claim === 'live') return;
        told++;
        expect(outOfSight.find!(evidenceOf(model)).some(({ task }) => task === 1)).toBe(true);
      }),
      { numRuns: LONG ? 500 : 15, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(LONG ? 100 : 2);
  });

  it('are counted, not written out, so that a thousand copies are no matter', () => {
    const text = `quotasim: 1
horizon: 1d
pools: { a: { slots: 20 }, b: { slots: 20 } }
dispatchers: { d: { pools: [a, b], looksAt: LOOKS, order: priority } }
tasks:
  big: { copies: 1000, trigger: always, priority: 2, pool: a, steps: [work: 1m, progress] }
  low: { copies: 100, trigger: { every: 1h, offset: any }, whenBusy: skip, priority: 1, pool: b, steps: [work: 1m, progress] }
`;
    const claimsWith = (looksAt: number) => claimsByRule(modelOf(text.replace('LOOKS', String(looksAt))));
    expect(claimsWith(32)).toEqual([
      {
        task: 1,
        claim: 'starved',
        code: 'QS023',
        text:
          'low starves out of sight of d: the first 32 in its list are all of 1000 runs of big that go before it and wait for a, so ' +
          'it does not begin, even when b is idle',
      },
    ]);
    // Twenty under way, and for a moment twenty that just ended.
    expect(claimsWith(960).length).toBe(1);
    expect(claimsWith(961)).toEqual([]);
  });
});

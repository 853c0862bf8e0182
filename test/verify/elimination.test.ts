/** Chains made smaller, solved and bounded: against the definition of what they bring in the long run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chained, reduced } from '../../src/verify/chance/elimination.ts';
import { gainBounds } from '../../src/verify/chance/gain-bounds.ts';

/** A chain that comes everywhere again: round through all states, and from some of them elsewhere as well. */
const chains: fc.Arbitrary<Chained> = fc.integer({ min: 1, max: 12 }).chain((states) =>
  fc
    .record({
      more: fc.array(fc.tuple(fc.nat(states - 1), fc.nat(states - 1), fc.integer({ min: 1, max: 9 })), {
        maxLength: 15,
      }),
      time: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: states, maxLength: states }),
      reward: fc.array(fc.nat(5), { minLength: states, maxLength: states }),
    })
    .map(({ more, time, reward }) => {
      const weights = Array.from({ length: states }, (_, state) => new Map([[(state + 1) % states, 1]]));
      for (const [from, to, weight] of more) weights[from]!.set(to, (weights[from]!.get(to) ?? 0) + weight);
      const rows = weights.map((row) => {
        const sum = [...row.values()].reduce((all, weight) => all + weight, 0);
        return new Map([...row].map(([to, weight]) => [to, weight / sum]));
      });
      return { rows, rewards: [Float64Array.from(time), Float64Array.from(reward)] };
    }),
);

/** The long-run rate by its definition: the average over a distribution that stays as it is, found by patience. */
function patiently({ rows, rewards }: Chained): number {
  let weights = rows.map(() => 1 / rows.length);
  for (let round = 0; round < 20_000; round++) {
    const next = weights.map((weight) => weight / 2);
    rows.forEach((row, state) => {
      for (const [to, share] of row) next[to]! += (weights[state]! * share) / 2;
    });
    weights = next;
  }
  const [time, reward] = rewards.map((one) => weights.reduce((sum, weight, state) => sum + weight * one[state]!, 0));
  return reward! / time!;
}

describe('a chain', () => {
  it('brings the same when states are taken away, one or all but one', () => {
    fc.assert(
      fc.property(chains, fc.constantFrom(0, 3, 1e9), (chain, workMax) => {
        const rest = reduced(chain, workMax);
        if (workMax === 1e9) expect(rest.rows.length).toBe(1);
        expect(patiently(rest)).toBeCloseTo(patiently(chain), 9);
        for (const row of rest.rows)
          expect([...row.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('brings nothing outside the bounds, however short the patience, and what they close on with more', () => {
    fc.assert(
      fc.property(chains, fc.integer({ min: 1, max: 500 }), ({ rows, rewards }, workMax) => {
        const [time, reward] = rewards as [Float64Array, Float64Array];
        const rate = patiently({ rows, rewards });
        const bounds = (work: number) =>
          gainBounds({ rows, rewards: [reward] }, time, { workMax: work, close: 1e-9 })[0]!;
        const { low, high } = bounds(workMax);
        expect(low).toBeLessThanOrEqual(rate + 1e-12);
        expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
        const closed = bounds(1e6);
        expect(closed.high - closed.low).toBeLessThan(1e-8);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what is very rare to the last digits, for nothing is subtracted', () => {
    const rare = 1e-18;
    const rows = [
      new Map([
        [0, 1 - rare],
        [1, rare],
      ]),
      new Map([[0, 1]]),
    ];
    const { rewards } = reduced({ rows, rewards: [Float64Array.of(1, 1), Float64Array.of(0, 1)] }, 1e9);
    expect(rewards[1]![0]! / rewards[0]![0]!).toBeCloseTo(rare, 33);
  });
});

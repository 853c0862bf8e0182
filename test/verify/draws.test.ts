/** Outcomes of draws and their probabilities, found by halving the uniform numbers: against the explorer's list and by count. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, type Machine } from '../../src/sim/machine.ts';
import type { Amount } from '../../src/sim/model.ts';
import { type Distribution, quantileOf } from '../../src/sim/numbers/distribution.ts';
import { drawsOf, sharesOf } from '../../src/verify/plain/draws.ts';
import { outcomesOf } from '../../src/verify/states/outcomes.ts';
import { constant, model, program, supply } from '../sim/build.ts';

/** One task that uses a draw for a cost, and for a duration that is `slope` times as large. */
function machineOf(distribution: Distribution, unit: number, slope: number): Machine {
  const drawn = (one: number, of: number): Amount => ({
    kind: 'computed',
    expression: {
      kind: 'binary',
      operator: '*',
      left: { kind: 'variable', variable: 0 },
      right: { kind: 'number', value: of },
    },
    unit: one,
    each: 1,
  });
  return assemble(
    model({
      supplies: [supply()],
      tasks: [
        {
          name: 'one',
          path: [],
          priority: 0,
          whenBusy: 'skip',
          variables: [{ name: 'DRAWN', source: 0 }],
          program: program(
            { kind: 'spend', supply: 0, cost: drawn(unit, 1) },
            { kind: 'work', duration: drawn(1, slope) },
            { kind: 'progress', amount: constant(1) },
          ),
        },
      ],
      triggers: [{ path: [], task: 0, kind: 'always' }],
      sources: [{ task: 0, purpose: 'DRAWN', distribution, per: 'run' }],
    }),
  );
}

const distributions: fc.Arbitrary<Distribution> = fc
  .record({
    low: fc.integer({ min: 0, max: 40 }),
    width: fc.integer({ min: 0, max: 80 }),
    mean: fc.integer({ min: 1, max: 9 }),
  })
  .chain(({ low, width, mean }) =>
    fc.constantFrom<Distribution[]>(
      { kind: 'uniform', low: low / 8, high: (low + width) / 8 },
      { kind: 'exponential', mean, min: low / 8, max: (low + width + 1) / 8 },
      { kind: 'choice', values: [low, low + 1, low, low + 7], weights: [mean, 1, 2, 0] },
      { kind: 'empirical', values: [low, low, low + 0.25, low + 1.4, low + 7] },
      { kind: 'empirical', values: [low, low + 0.25, low + 0.375, low + 7], weights: [mean, 0, 2, 1] },
    ),
  );

describe('the outcomes of a draw', () => {
  it('are those the explorer lists, each with the share of draws that the engine rounds to it', () => {
    let several = 0;
    fc.assert(
      fc.property(
        distributions,
        fc.constantFrom(1, 2, 0.5),
        fc.constantFrom(1, 3, 0.7),
        (distribution, unit, slope) => {
          const machine = machineOf(distribution, unit, slope);
          const listed = outcomesOf(machine, 0);
          if (listed.kind !== 'finite') return;
          const shares = sharesOf(machine, 0, listed.values);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
          expect(shares.every((share) => share > 0)).toBe(true);
          expect(drawsOf(machine, 0)!.values.length).toBeLessThanOrEqual(listed.values.length);
          if (listed.values.length > 1) several++;
          const rounded = (value: number) => [
            Math.floor(value / unit + 0.5),
            Math.floor(value * slope + 0.5),
            distribution.kind === 'choice' ? value : 0,
          ];
          const counts = new Map<string, number>();
          const tries = 20_000;
          for (let uniform = 0.5 / tries; uniform < 1; uniform += 1 / tries) {
            const key = rounded(quantileOf(distribution)(uniform)).join();
            counts.set(key, (counts.get(key) ?? 0) + 1 / tries);
          }
          listed.values.forEach((value, at) => {
            const key = rounded(value).join();
            const same = listed.values.filter((other) => rounded(other).join() === key).length;
            expect(shares[at]! * same).toBeCloseTo(counts.get(key) ?? 0, 3);
          });
        },
      ),
      { numRuns: 40 },
    );
    expect(several).toBeGreaterThan(20);
  });

  it('leave out the end of a range, which rounding alone would reach, and keep what is too rare to be sampled', () => {
    expect(drawsOf(machineOf({ kind: 'uniform', low: 1, high: 2.5 }, 1, 0), 0)!.shares).toEqual([
      expect.closeTo(1 / 3, 12),
      expect.closeTo(2 / 3, 12),
    ]);
    const rare = drawsOf(machineOf({ kind: 'exponential', mean: 1, max: 50 }, 1, 0), 0)!;
    expect(rare.values.map(Math.round)).toEqual(Array.from({ length: 51 }, (_, value) => value));
    expect(rare.shares.at(-1)).toBe(2 ** -60);
    const machine = machineOf({ kind: 'exponential', mean: 1, max: 50 }, 1, 0);
    const listed = outcomesOf(machine, 0);
    expect(sharesOf(machine, 0, listed.kind === 'finite' ? listed.values : [])).toEqual(rare.shares);
  });

  it('of what was measured are as many as the amounts that are made of it', () => {
    const values = Array.from({ length: 5000 }, (_, index) => index / 1000);
    const machine = machineOf({ kind: 'empirical', values }, 1, 0);
    const listed = outcomesOf(machine, 0);
    if (listed.kind !== 'finite') throw new Error(listed.reason);
    expect(listed.values.map((value) => Math.floor(value + 0.5))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sharesOf(machine, 0, listed.values)).toEqual(
      [0.1, 0.2, 0.2, 0.2, 0.2, 0.1].map((share) => expect.closeTo(share, 9)),
    );
    expect(outcomesOf(machineOf({ kind: 'empirical', values }, 0.001, 0), 0)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('it has 5000 different outcomes (at most 1000)'),
    });
  });

  it('count every place where they are used: what a spend turns out to cost, and what it takes of other limits', () => {
    const [range, unit] = [{ kind: 'uniform', low: 0, high: 10 } as const, { kind: 'number', value: 0 } as const];
    const amount: Amount = { kind: 'computed', expression: { kind: 'variable', variable: 0 }, unit: 1, each: 1 };
    const nothing: Amount = { kind: 'computed', expression: unit, unit: 1, each: 1 };
    for (const operation of [
      { kind: 'settle', supply: 0, estimate: nothing, actual: amount },
      { kind: 'settle', supply: 0, estimate: nothing, actual: nothing, lasts: amount },
      { kind: 'spend', supply: 0, cost: nothing, also: [{ supply: 0, cost: amount }] },
    ] as const) {
      const machine = machineOf(range, 1, 0);
      const { tasks } = machine.model;
      const supplies = [{ ...machine.model.supplies[0]!, settled: true as const }];
      const other = assemble({ ...machine.model, supplies, tasks: [{ ...tasks[0]!, program: program(operation) }] });
      expect(drawsOf(other, 0)!.values).toHaveLength(11);
    }
  });

  it('are none where they have no end, or turn round', () => {
    expect(drawsOf(machineOf({ kind: 'exponential', mean: 1e6 }, 1, 1), 0)).toBeUndefined();
    expect(drawsOf(machineOf({ kind: 'uniform', low: 0, high: 20_000 }, 1, 1), 0)).toBeUndefined();
  });
});

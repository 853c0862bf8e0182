/** The lattice that a plan chooses from: its points, its constraints, its neighbours. */
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../src/plan/catalogue.ts';
import type { Job, Look } from '../../src/plan/job.ts';
import { BUDGET, Ledger } from '../../src/plan/ledger.ts';
import { search, spreadPoints } from '../../src/plan/search.ts';
import { allowedPoints, around, keyOf, pointOf, pointsOf, spaceOf, stepped, valuesAt } from '../../src/plan/space.ts';
import { loadScenario } from '../../src/scenarios/parse.ts';
import { ScenarioError } from '../../src/scenarios/text/issues.ts';

function scenario(parameters: string, more = '') {
  return loadScenario(`quotasim: 1
horizon: 1d
parameters: { ${parameters} }
supplies: { s: { model: token-bucket, refill: 5/min, capacity: 100, debt: none } }
tasks: { t: { trigger: { every: 1h }, whenBusy: skip, steps: [{ spend: { s: 1 } }, progress] } }
${more}`);
}

const TWO = 'A: { value: 3, range: [1, 10], step: 2 }, B: { value: 10m, oneOf: [1h, 10m] }';

describe('a space', () => {
  it('has all combinations, each value from the least up', () => {
    const space = spaceOf(scenario(TWO));
    expect(space).toMatchObject({ size: 10, present: [1, 0], held: [] });
    const points = [...pointsOf(space)];
    expect(points.map((point) => valuesAt(space, point))).toEqual(
      ['1', '3', '5', '7', '9'].flatMap((A) => ['10m', '1h'].map((B) => ({ A, B }))),
    );
    for (const point of points) expect(pointOf(keyOf(point))).toEqual(point);
    expect(around(space, [0, 1])).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(stepped(space, [0, 1], 0, 4)).toEqual([4, 1]);
    expect(stepped(space, [0, 1], 0, 5)).toBeUndefined();
  });

  it('keeps what satisfies every constraint', () => {
    const space = spaceOf(scenario(`${TWO}, C: 4`, 'plan: { where: [2 * $A >= $C + 2, $B <= 10m * $A] }'));
    const allowed = allowedPoints(scenario(TWO), space).map((point) => valuesAt(space, point));
    expect(allowed).toEqual([
      { A: '3', B: '10m' },
      { A: '5', B: '10m' },
      { A: '7', B: '10m' },
      { A: '7', B: '1h' },
      { A: '9', B: '10m' },
      { A: '9', B: '1h' },
    ]);
  });

  it('steps by factors where there is one', () => {
    const space = spaceOf(scenario('A: { value: 4, range: [1, 40], factor: 2 }'));
    expect([...pointsOf(space)].map((point) => valuesAt(space, point).A)).toEqual(['1', '2', '4', '8', '16', '32']);
    expect(space.present).toEqual([2]);
  });

  it.each([
    ['A: { value: 3, range: [1, 40], factor: 2 }', 'not_one_of'],
    ['A: { value: 1, range: [1, 40], factor: 1 }', 'not_above'],
    ['A: { value: 0, range: [0, 40], factor: 2 }', 'not_above'],
    ['A: { value: 1, range: [1, 40], factor: 2, step: 1 }', 'exclude'],
    ['A: { value: 1, factor: 2 }', 'no_meaning'],
  ])('is refused: %s', (parameters, code) => {
    const codes = (): readonly string[] => {
      try {
        scenario(parameters);
        return [];
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        return error.issues.map((issue) => issue.code);
      }
    };
    expect(codes()).toEqual([code]);
  });

  it('says which parameters are held, and that at least one must vary', () => {
    const open = 'A: { value: 3, range: [1, 10] }';
    expect(spaceOf(scenario(`${open}, B: { value: 1, oneOf: [1, 2] }`)).held).toEqual(['A']);
    expect(() => spaceOf(scenario(open))).toThrow(/nothing can vary; A has a range without a step/);
    expect(() => spaceOf(scenario('A: 3'))).toThrow(/give a parameter \{ value, range/);
  });
});

describe('a search', () => {
  const wide = 'A: { value: 1, range: [0, 999], step: 1 }, B: { value: 1, range: [0, 999], step: 1 }';
  const space = spaceOf(scenario(wide));

  it('begins at different points that lie all over the space', () => {
    const points = spreadPoints(space, 100);
    expect(new Set(points.map(keyOf)).size).toBe(100);
    const quarters = points.map(([a, b]) => 2 * Number(a! >= 500) + Number(b! >= 500));
    for (const quarter of [0, 1, 2, 3]) {
      const share = quarters.filter((one) => one === quarter).length;
      expect(share).toBeGreaterThan(15);
      expect(share).toBeLessThan(35);
    }
  });

  it('comes to the top of a hill behind a cliff, by a small part of the points', async () => {
    // Unsafe where a + b is large; otherwise better towards (700, 200).
    const worth = ([a, b]: readonly number[]): number => -Math.abs(a! - 700) - Math.abs(b! - 200);
    const look = (job: Job): Look => {
      const { A, B } = job.values;
      return { kind: 'look', safety: Number(A) + Number(B) > 950 ? 'unsafe' : 'safe', by: 'proof', states: 1 };
    };
    const runner = {
      perform: async (jobs: readonly Job[], done: (index: number, result: Look) => void) =>
        jobs.forEach((job, index) => {
          done(index, look(job));
        }),
      close: async () => {},
    };
    const ledger = new Ledger({ runner, budget: BUDGET });
    const catalogue = new Catalogue(space, ledger);
    await search({ catalogue, ledger, worth });
    const safe = catalogue.points.filter((point) => catalogue.standing(point) === 'proved');
    expect(Math.max(...safe.map(worth))).toBeCloseTo(0, 9);
    expect(catalogue.points.length).toBeLessThan(20_000);
  });
});

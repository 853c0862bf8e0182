/** A choice is right as often as is promised: random problems whose best setting is known. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTail } from '../../../src/analysis/statistics/statistics.ts';
import { Arms, type Sample } from '../../../src/plan/select/arms.ts';
import { equalsOf } from '../../../src/plan/select/equals.ts';
import { halve } from '../../../src/plan/select/halving.ts';
import { selectBest } from '../../../src/plan/select/kn.ts';
import { screen } from '../../../src/plan/select/screen.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
const PROBLEMS = LONG ? 500 : 100;
const FIRST = 10;
const ALPHA = 0.05;
const DELTA = 0.5;

interface Problem {
  readonly means: readonly number[];
  readonly sample: Sample;
}

/** Settings with normal values: part of the chance is common to all, and how much differs by problem. */
function problemOf(seed: number, slippage: boolean): Problem {
  const random = seedrandom.alea(`problem ${seed}`);
  const count = 2 + Math.floor(random() * 14);
  const means = Array.from({ length: count }, (_, arm) =>
    slippage ? (arm === 0 ? DELTA : 0) : Math.round(random() * 20) / 5,
  );
  const spread = 0.2 + random() * 1.5;
  const common = random();
  const normal = (draw: () => number): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const value = (arm: number, run: number): number => {
    const shared = normal(seedrandom.alea(`${seed} ${run}`));
    const own = normal(seedrandom.alea(`${seed} ${run} ${arm}`));
    return means[arm]! + spread * (common * shared + Math.sqrt(1 - common ** 2) * own);
  };
  const sample: Sample = async (arms, from, to) =>
    arms.map((arm) => Array.from({ length: to - from }, (_, index) => value(arm, from + index)));
  return { means, sample };
}

async function begun({ means, sample }: Problem): Promise<Arms> {
  return new Arms(
    await sample(
      means.map((_, arm) => arm),
      0,
      FIRST,
    ),
  );
}

/** The share that is promised, less 2.6 standard errors. */
function leastRight(promised: number, problems: number): number {
  return problems * promised - 2.6 * Math.sqrt(problems * promised * (1 - promised));
}

describe.each([
  ['means of any kind', false],
  ['all but the best equal, and worse by just what is worth knowing', true],
])('%s', (_, slippage) => {
  it('the screen keeps the best', async () => {
    let kept = 0;
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const problem = problemOf(seed, slippage);
      const left = screen(await begun(problem), ALPHA);
      const best = Math.max(...problem.means);
      if (left.some((arm) => problem.means[arm] === best)) kept++;
    }
    expect(kept).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, PROBLEMS));
  });

  it('the choice is the best or worse by less than is worth knowing', async () => {
    let right = 0;
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const problem = problemOf(seed, slippage);
      const arms = await begun(problem);
      const options = { alpha: ALPHA / 2, delta: DELTA, outOf: arms.count, runsMax: 1e6, sample: problem.sample };
      const { best, complete } = await selectBest(arms, screen(arms, ALPHA / 2), options);
      expect(complete).toBe(true);
      if (Math.max(...problem.means) - problem.means[best]! < DELTA) right++;
    }
    expect(right).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, PROBLEMS));
  });

  it('what is called as good is worse by less than is worth knowing', async () => {
    let right = 0;
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const { means, sample } = problemOf(seed, slippage);
      const values = await sample(
        means.map((__, arm) => arm),
        0,
        20,
      );
      const best = means.indexOf(Math.max(...means));
      const found = equalsOf(values[best]!, values, { alpha: ALPHA, delta: DELTA });
      if (found.every((arm) => means[best]! - means[arm]! < DELTA)) right++;
      expect(found).toContain(best);
    }
    expect(right).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, PROBLEMS));
  });
});

describe('a selection', () => {
  const constant =
    (means: readonly number[]): Sample =>
    async (arms, from, to) =>
      arms.map((arm) => Array<number>(to - from).fill(means[arm]!));

  it('needs no run more where nothing is left to chance', async () => {
    const means = [3, 5, 5, 4.9];
    const arms = new Arms(await constant(means)([0, 1, 2, 3], 0, 2));
    const options = { alpha: 0.05, delta: 0.5, outOf: 4, runsMax: 100, sample: constant(means) };
    expect(await selectBest(arms, [0, 1, 2, 3], options)).toEqual({ best: 1, left: [1, 2], complete: true, runs: 0 });
  });

  it('says where the runs do not suffice, and makes none beyond them', async () => {
    const problem = problemOf(3, true);
    const arms = await begun(problem);
    const all = problem.means.map((_, arm) => arm);
    const options = { alpha: 0.01, delta: 0.001, outOf: arms.count, runsMax: 200, sample: problem.sample };
    const found = await selectBest(arms, all, options);
    expect(found.complete).toBe(false);
    expect(found.runs).toBeLessThanOrEqual(200);
  });

  it('halves what is left with the runs there are, mostly rightly', async () => {
    let right = 0;
    for (let seed = 0; seed < 40; seed++) {
      const problem = problemOf(seed, true);
      const arms = await begun(problem);
      const all = problem.means.map((_, arm) => arm);
      const { best, runs } = await halve(arms, all, { runsMax: 600, sample: problem.sample });
      expect(runs).toBeLessThanOrEqual(600);
      if (best === 0) right++;
    }
    expect(right).toBeGreaterThan(30);
  });
});

describe("the tail of Student's t", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
  it.each([
    [1, 0.05, 6.314],
    [5, 0.01, 3.365],
    [10, 0.001, 4.144],
    [30, 0.1, 1.31],
    [100, 0.025, 1.984],
  ])('with %i degrees of freedom and %f beyond it begins at %f', (degrees, beyond, value) => {
    expect(studentTail(degrees, beyond)).toBeCloseTo(value, 3);
  });

  it('agrees with the quantile of the intervals', () => {
    expect(studentTail(19, 0.025)).toBeCloseTo(studentQuantile(19), 9);
  });
});

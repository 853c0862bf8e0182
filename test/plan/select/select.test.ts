/** A choice is right as often as is promised: random problems whose best setting is known. */
import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTail } from '../../../src/analysis/statistics/statistics.ts';
import { FRESH_FROM, RUNS_EACH_MAX } from '../../../src/plan/choose.ts';
import { Arms, type Sample } from '../../../src/plan/select/arms.ts';
import { equalsOf } from '../../../src/plan/select/equals.ts';
import { halve } from '../../../src/plan/select/halving.ts';
import { selectBest } from '../../../src/plan/select/kn.ts';
import { screen } from '../../../src/plan/select/screen.ts';
import { chosenOf, type Family, type Means, type Problem, problemOf } from './problems.ts';

const LONG = process.env.QUOTASIM_LONG !== undefined;
/** `served` takes so many runs that a few problems of it must do by default. */
const PROBLEMS = LONG ? 500 : 25;
const FIRST = 10;
const ALPHA = 0.05;

/** The share that is promised, less 2.6 standard errors. */
function leastRight(promised: number, problems: number): number {
  return problems * promised - 2.6 * Math.sqrt(problems * promised * (1 - promised));
}

function valuesOf({ means, value }: Problem, from: number, to: number): number[][] {
  return means.map((_, arm) => Array.from({ length: to - from }, (__, index) => value(arm, from + index)));
}

const begun = (problem: Problem): Arms => new Arms(valuesOf(problem, 0, FIRST));

const sampleOf =
  (problem: Problem): Sample =>
  async (arms, from, to) => {
    const all = valuesOf(problem, from, to);
    return arms.map((arm) => all[arm]!);
  };

const FAMILIES: readonly Family[] = ['normal', 'late', 'failing', 'heavy', 'served'];
const MEANS: readonly Means[] = ['any', 'slippage', 'ties'];
const SIZES = [{ armsMin: 2, armsMax: 15 }, ...(LONG ? [{ armsMin: 60, armsMax: 150 }] : [])];
const KINDS = SIZES.flatMap((size) => FAMILIES.flatMap((family) => MEANS.map((means) => ({ family, means, ...size }))));

describe.each(KINDS)('of settings whose runs are $family, with means of kind $means, $armsMin or more', (kind) => {
  const isLarge = kind.armsMin > 15 || (kind.family === 'served' && !LONG);
  const problems = isLarge ? PROBLEMS / 5 : PROBLEMS;

  it('the screen keeps the best', () => {
    let kept = 0;
    for (let seed = 0; seed < PROBLEMS; seed++) {
      const problem = problemOf(seed, kind);
      const best = Math.max(...problem.means);
      if (screen(begun(problem), ALPHA).some((arm) => problem.means[arm] === best)) kept++;
    }
    expect(kept).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, PROBLEMS));
  });

  it('the choice is the best or worse by less than is worth knowing, and so is what is called as good', async () => {
    let right = 0;
    for (let seed = 0; seed < problems; seed++) {
      const problem = problemOf(seed, kind);
      const asked = { replications: [2, 6, 20][seed % 3]!, confidence: 1 - ALPHA };
      const indifference = { kind: 'absolute', half: problem.delta } as const;
      const { point, equals, unsure } = await chosenOf(problem, { ...asked, indifference });
      expect(unsure).toBeUndefined();
      const lacks = ([arm]: readonly number[]): number => Math.max(...problem.means) - problem.means[arm!]!;
      if ([point, ...equals].every((one) => lacks(one) < problem.delta - 1e-9)) right++;
    }
    expect(right).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, problems));
  });
});

describe.each(KINDS.filter(({ means }) => means !== 'slippage'))(
  'where nobody says what is worth knowing, of $family runs with means of kind $means, $armsMin or more',
  (kind) => {
    it('the choice is worse than the best by less than it says, after 200 runs of each at the most', async () => {
      const problems = LONG ? PROBLEMS / 5 : 10;
      let [right, widened, last] = [0, 0, 0];
      const onRuns = (to: number): void => {
        if (to < FRESH_FROM) last = Math.max(last, to);
      };
      for (let seed = 0; seed < problems; seed++) {
        const problem = problemOf(seed, kind);
        const replications = [2, 6, 20][seed % 3]!;
        const choice = await chosenOf(problem, { replications, confidence: 1 - ALPHA, onRuns });
        expect(choice.unsure).toBeUndefined();
        if (choice.widened) widened++;
        const lacks = ([arm]: readonly number[]): number => Math.max(...problem.means) - problem.means[arm!]!;
        if ([choice.point, ...choice.equals].every((one) => lacks(one) < choice.delta! + 1e-9)) right++;
      }
      expect(right).toBeGreaterThanOrEqual(leastRight(1 - ALPHA, problems));
      expect(last).toBeLessThanOrEqual(RUNS_EACH_MAX);
      expect(widened).toBeGreaterThan(0);
    });
  },
);

describe('a selection', () => {
  const SLIPPAGE = { family: 'normal', means: 'slippage', armsMin: 2, armsMax: 15 } as const;
  const constant =
    (means: readonly number[]): Sample =>
    async (arms, from, to) =>
      arms.map((arm) => Array<number>(to - from).fill(means[arm]!));

  it('needs no run more than the first 20 where nothing is left to chance', async () => {
    const means = [3, 5, 5, 4.9];
    const arms = new Arms(await constant(means)([0, 1, 2, 3], 0, 20));
    const options = { alpha: 0.05, delta: 0.5, outOf: 4, range: 0, runsMax: 100, sample: constant(means) };
    expect(await selectBest(arms, [0, 1, 2, 3], options)).toEqual({
      best: 1,
      left: [1, 2],
      complete: true,
      runs: 0,
      delta: 0.5,
    });
  });

  it('makes 20 first runs of each before it throws one out', async () => {
    const means = [3, 5];
    const arms = new Arms(await constant(means)([0, 1], 0, 2));
    const options = { alpha: 0.05, delta: 0.5, outOf: 2, range: 0, runsMax: 100, sample: constant(means) };
    expect(await selectBest(arms, [0, 1], options)).toMatchObject({ best: 1, complete: true, runs: 36 });
  });

  it('widens what nobody insists on to what so many runs tell, and says so', async () => {
    const problem = problemOf(3, SLIPPAGE);
    const all = problem.means.map((_, arm) => arm);
    const limits = { alpha: 0.05, delta: 1e-9, outOf: all.length, range: 0, runsMax: 1e6 };
    const found = await selectBest(begun(problem), all, { ...limits, runsEachMax: 60, sample: sampleOf(problem) });
    expect(found).toMatchObject({ complete: true });
    expect(found.runs).toBeLessThanOrEqual(60 * all.length);
    expect(found.delta).toBeGreaterThan(0.05);
    const half = await selectBest(begun(problem), all, { ...limits, runsEachMax: 240, sample: sampleOf(problem) });
    expect(found.delta / half.delta).toBeCloseTo(2, 0);
  });

  it('goes on where runs that all look alike may hide one in thirty that is lost', async () => {
    const sample: Sample = async (arms, from, to) =>
      arms.map((arm) =>
        Array.from({ length: to - from }, (_, index) => (arm === 0 && (from + index) % 30 === 29 ? 0 : 1)),
      );
    const arms = new Arms(await sample([0, 1], 0, 20));
    const options = { alpha: 0.05, delta: 0.02, outOf: 2, range: 1, runsMax: 100_000, sample };
    expect(await selectBest(arms, [0, 1], options)).toMatchObject({ best: 1, complete: true });
  });

  it('leaves out what measured nothing in some run', async () => {
    const sample: Sample = async (arms, from, to) =>
      arms.map((arm) => Array<number>(to - from).fill(arm === 0 ? Number.NEGATIVE_INFINITY : 5));
    const arms = new Arms([
      [9, 9, 9],
      [5, 5, 5],
    ]);
    const options = { alpha: 0.05, delta: 0.5, outOf: 2, range: 0, runsMax: 1000, sample };
    expect(await selectBest(arms, [0, 1], options)).toMatchObject({ best: 1, left: [1], complete: true });
    const none: Sample = async (arms, from, to) =>
      arms.map(() => Array<number>(to - from).fill(Number.NEGATIVE_INFINITY));
    const lost = new Arms([[9], [5]]);
    expect(await selectBest(lost, [0, 1], { ...options, sample: none })).toMatchObject({ best: 0, complete: false });
  });

  it('says where the runs do not suffice, and makes none beyond them', async () => {
    const problem = problemOf(3, SLIPPAGE);
    const arms = begun(problem);
    const all = problem.means.map((_, arm) => arm);
    const limits = { alpha: 0.01, delta: 0.001, outOf: arms.count, range: 0, runsMax: 400 };
    const found = await selectBest(arms, all, { ...limits, sample: sampleOf(problem) });
    expect(found.complete).toBe(false);
    expect(found.runs).toBeLessThanOrEqual(400);
  });

  it('halves what is left with the runs there are, mostly rightly', async () => {
    let right = 0;
    for (let seed = 0; seed < 40; seed++) {
      const problem = problemOf(seed, SLIPPAGE);
      const arms = begun(problem);
      const all = problem.means.map((_, arm) => arm);
      const { best, runs } = await halve(arms, all, { runsMax: 600, sample: sampleOf(problem) });
      expect(runs).toBeLessThanOrEqual(600);
      if (problem.means[best] === Math.max(...problem.means)) right++;
    }
    expect(right).toBeGreaterThan(30);
  });

  it('calls as good what is, and not what is worse by what is worth knowing', () => {
    const best = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6];
    const options = { alpha: 0.05, delta: 0.5, range: 0 };
    const worse = best.map((value) => value - 0.6);
    const lost = best.map(() => Number.NEGATIVE_INFINITY);
    expect(equalsOf(best, [best, worse, lost], options)).toEqual([0]);
    // With ten runs one in ten that is off by four cannot be ruled out.
    expect(equalsOf(best, [best], { ...options, range: 4 })).toEqual([]);
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

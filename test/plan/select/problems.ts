/** Random problems of choice whose best setting is known, and what a plan chooses of them. */
import { Catalogue } from '../../../src/plan/catalogue.ts';
import { type Choice, choose } from '../../../src/plan/choose.ts';
import type { Job, JobResult, Runs } from '../../../src/plan/job.ts';
import { BUDGET, Ledger } from '../../../src/plan/ledger.ts';
import type { Runner } from '../../../src/plan/runner.ts';
import type { Space } from '../../../src/plan/space.ts';
import type { Width } from '../../../src/scenarios/scenario.ts';

/** How the runs of a setting vary: `late` has a long tail upward, `failing` one downward, `served` is all or nothing. */
export type Family = 'normal' | 'late' | 'failing' | 'heavy' | 'served';
/** `slippage`: all but the best are worse by just what is worth knowing; `ties`: many are equal. */
export type Means = 'any' | 'slippage' | 'ties';

export interface Problem {
  readonly means: readonly number[];
  /** A difference that is worth knowing. */
  readonly delta: number;
  readonly value: (arm: number, run: number) => number;
  /** By how much a run changes at the least where it does. */
  readonly leastChange: number;
}

export interface ProblemOptions {
  readonly family: Family;
  readonly means: Means;
  readonly armsMin: number;
  readonly armsMax: number;
}

/** Evenly spread whole numbers out of three: a generator for each value would take the most of the time. */
function mixed(a: number, b: number, c: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  hash ^= Math.imul(c + 0x165667b1, 0x27d4eb2f);
  for (const factor of [0x7feb352d, 0x846ca68b, 0x9e3779b1]) {
    hash = Math.imul(hash ^ (hash >>> 16) ^ a, factor);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

const uniform = (a: number, b: number, c: number): number => (mixed(a, b, c) + 0.5) / 2 ** 32;

function normal(a: number, b: number, c: number): number {
  return Math.sqrt(-2 * Math.log(uniform(a, b, c))) * Math.cos(2 * Math.PI * uniform(a, b, c ^ 0x5555));
}

/** The share of a normal distribution below `z` (Abramowitz and Stegun, 7.1.26: to seven digits). */
function below(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const half = (1 - series * Math.exp(-x * x)) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}

/** Mean 0 and variance 1, from a normal value; for `served` see there. */
const SHAPES: Readonly<Record<Exclude<Family, 'served'>, (z: number) => number>> = {
  normal: (z) => z,
  late: (z) => -Math.log(1 - below(z) + 1e-12) - 1,
  failing: (z) => 1 + Math.log(1 - below(z) + 1e-12),
  heavy: (z) => (Math.exp(z) - Math.exp(0.5)) / Math.sqrt((Math.E - 1) * Math.E),
};

/** Part of the chance is common to all settings, and how much differs by problem. */
export function problemOf(seed: number, { family, means: kind, armsMin, armsMax }: ProblemOptions): Problem {
  let draws = 0;
  const draw = (): number => uniform(seed, ++draws, 0x3333);
  const count = armsMin + Math.floor(draw() * (armsMax - armsMin + 1));
  const delta = family === 'served' ? 0.05 : 0.5;
  const first = Math.floor(draw() * count);
  const above = Array.from({ length: count }, (_, arm) => {
    if (kind === 'slippage') return arm === first ? delta : 0;
    return kind === 'ties' ? Math.floor(draw() * 3) * delta : draw() * 8 * delta;
  });
  const spread = 0.2 + draw() * 1.3;
  const common = draw() * 0.99;
  const chance = (arm: number, run: number): number =>
    common * normal(seed, run, 0) + Math.sqrt(1 - common ** 2) * normal(seed, run, arm + 1);
  if (family === 'served') {
    const most = [0.99, 0.95, 0.7, 0.5][Math.floor(draw() * 4)]!;
    const means = above.map((mean) => Math.max(0.01, most - Math.max(...above) + mean));
    return { means, delta, leastChange: 1, value: (arm, run) => (below(chance(arm, run)) < means[arm]! ? 1 : 0) };
  }
  const shape = SHAPES[family];
  return { means: above, delta, leastChange: 0, value: (arm, run) => above[arm]! + spread * shape(chance(arm, run)) };
}

const TARGET = { of: 'task', figure: 'progress', direction: 'maximize' } as const;

export interface Asked {
  readonly replications: number;
  readonly confidence: number;
  /** What is not worth knowing; default: nobody says. */
  readonly indifference?: Width;
  /** Told of the runs of a setting, with the number of the last. */
  readonly onRuns?: (last: number) => void;
}

/** The plan's own choice, where every setting is proved safe and keeps its goals. */
export async function chosenOf(problem: Problem, asked: Asked): Promise<Choice> {
  const { means, value, leastChange } = problem;
  const { replications, confidence, indifference, onRuns } = asked;
  const lattice = { value: '0', index: 0, isOpen: false, neighbour: () => undefined, at: String };
  const axis = { ...lattice, name: 'ARM', size: means.length };
  const space: Space = { axes: [axis], size: means.length, present: [0], held: [], constraints: [] };
  const runsOf = (arm: number, from: number, to: number): Runs => {
    const values = Array.from({ length: to - from }, (_, index) => [value(arm, from + index)]);
    return { kind: 'runs', from, values, leastChanges: [leastChange], exact: false, events: 0 };
  };
  const done = (job: Job): JobResult => {
    const arm = Number(job.values.ARM);
    if (job.kind === 'runs') {
      onRuns?.(job.to);
      return runsOf(arm, job.from, job.to);
    }
    const runs = runsOf(arm, 0, replications);
    const none = { open: [], score: 0, starved: { runs: 0, of: 0 }, perDay: {}, served: {} };
    return { kind: 'look', safety: 'safe', by: 'proof', judged: { verdict: 'pass', ...none, runs } };
  };
  const runner: Runner = {
    perform: async (jobs, tell) => {
      for (const [index, job] of jobs.entries()) tell(index, done(job));
    },
    close: async () => {},
  };
  const ledger = new Ledger({ runner, budget: { ...BUDGET, runs: 1e9 } });
  const catalogue = new Catalogue(space, ledger);
  const points = means.map((_, arm) => [arm]);
  await catalogue.lookAt(points, 'settings');
  const target = { kind: 'task', ...TARGET } as const;
  const plan = {
    target,
    front: [],
    constraints: [],
    priceAt: undefined,
    confidence,
    indifference,
  } as const;
  const worth = { space, plan, measured: [TARGET] };
  return choose(points, { catalogue, ledger, worth, ...plan, replications });
}

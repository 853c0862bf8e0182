/**
 * Fully sequential selection (S.-H. Kim and B. Nelson, A fully sequential procedure for indifference-zone selection in
 * simulation, 2001): runs are added to those that are left, and each is thrown out as soon as another is ahead of it by more
 * than chance and indifference explain. The differences of runs are taken to be normal; they may be correlated, since runs
 * share their random numbers. Where the best is better than all others by `delta`, it is chosen with probability
 * 1 - `alpha` at least.
 *
 * Looking only now and then, after so many runs more, throws out a little later and no good one more often.
 *
 * @module
 */
import { type Arms, LEADERS_MAX, pairedVariance, type Sample } from './arms.ts';

export interface KnOptions {
  readonly alpha: number;
  /** A difference that is worth knowing, above 0. */
  readonly delta: number;
  /** Settings that the probability is about: those that were screened out too. */
  readonly outOf: number;
  /** Runs that may be made, all together. */
  readonly runsMax: number;
  readonly sample: Sample;
}

export interface Selected {
  readonly best: number;
  /** Arms that were left at the end: one, or several that are as good. */
  readonly left: readonly number[];
  /** False: the runs did not suffice for the probability asked for. */
  readonly complete: boolean;
  readonly runs: number;
}

/** Runs between two looks, at least. */
const BATCH = 10;

/** Chooses among `among`; all have equally many runs, two at the least. */
export async function selectBest(arms: Arms, among: readonly number[], options: KnOptions): Promise<Selected> {
  const boundary = new Boundary(arms, among, options);
  let left = among;
  let runs = 0;
  for (;;) {
    left = boundary.survivors(left);
    const done = arms.runs(left[0]!);
    if (left.length === 1 || done > boundary.last(left)) return { best: arms.best(left), left, complete: true, runs };
    const wanted = Math.min(boundary.last(left) + 1, Math.max(done + BATCH, Math.ceil(done * 1.25)));
    if (runs + (wanted - done) * left.length > options.runsMax) {
      return { best: arms.best(left), left, complete: false, runs };
    }
    const more = await options.sample(left, done, wanted);
    left.forEach((arm, index) => {
      arms.add(arm, more[index]!);
    });
    runs += (wanted - done) * left.length;
  }
}

class Boundary {
  readonly #arms: Arms;
  readonly #delta: number;
  readonly #h2: number;
  /** Runs by which variances are estimated. */
  readonly #first: number;
  readonly #variances = new Map<string, number>();

  constructor(arms: Arms, among: readonly number[], { alpha, delta, outOf }: KnOptions) {
    this.#arms = arms;
    this.#delta = delta;
    this.#first = arms.runs(among[0]!);
    const others = Math.max(1, outOf - 1);
    const eta = ((2 * alpha) / others) ** (-2 / (this.#first - 1)) / 2 - 1 / 2;
    this.#h2 = 2 * eta * (this.#first - 1);
  }

  survivors(left: readonly number[]): readonly number[] {
    const leaders = this.#arms.ranked(left).slice(0, LEADERS_MAX);
    return left.filter((arm) => !leaders.some((leader) => leader !== arm && this.#isOutdone(arm, leader)));
  }

  /** The number of runs at which every boundary has closed. */
  last(left: readonly number[]): number {
    const leaders = this.#arms.ranked(left).slice(0, LEADERS_MAX);
    const pairs = left.flatMap((arm) => leaders.map((leader) => (leader === arm ? 0 : this.#variance(arm, leader))));
    return Math.floor((this.#h2 * Math.max(...pairs)) / this.#delta ** 2);
  }

  #isOutdone(arm: number, leader: number): boolean {
    const runs = this.#arms.runs(arm);
    const delta = this.#delta;
    const width = (delta / (2 * runs)) * ((this.#h2 * this.#variance(arm, leader)) / delta ** 2 - runs);
    return this.#arms.mean(leader) - this.#arms.mean(arm) > Math.max(0, width);
  }

  #variance(one: number, other: number): number {
    const key = one < other ? `${one},${other}` : `${other},${one}`;
    let variance = this.#variances.get(key);
    if (variance === undefined) {
      const { values } = this.#arms;
      variance = pairedVariance(values[one]!, values[other]!, this.#first);
      this.#variances.set(key, variance);
    }
    return variance;
  }
}

/**
 * Fully sequential selection (S.-H. Kim and B. Nelson, A fully sequential procedure for indifference-zone selection in
 * simulation, 2001): runs are added to those that are left, and each is thrown out as soon as another is ahead of it by more
 * than chance and indifference explain. The differences of runs may be correlated, since runs share their random numbers.
 * Where the best is better than all others by `delta`, it is chosen with probability 1 - `alpha` at least.
 *
 * That holds for normal differences, whose variance the first runs tell. Others may hide it: where a run seldom goes wrong, the
 * first runs all look alike. So the variance is taken again from all runs there are (as in KN++, S.-H. Kim and B. Nelson,
 * On the asymptotic validity of fully sequential selection procedures, 2006), never as less than the first runs said, and
 * never as less than if one run more were off by as much as differences are seen to vary.
 *
 * Looking only now and then, after so many runs more, throws out a little later and no good one more often.
 *
 * A difference that is small beside what chance does takes runs without end. Where nobody insists on one, it may be widened to what so
 * many runs of each tell. By how much follows from the variances alone, which know nothing of whose mean is larger, so the probability
 * is kept, of the wider difference; and whoever was thrown out before was held to a stricter one.
 *
 * @module
 */
import { type Arms, FIRST_RUNS, LEADERS_MAX, pairedRange, pairedVariance, type Sample } from './arms.ts';

export interface KnOptions {
  readonly alpha: number;
  /** A difference that is worth knowing, above 0. */
  readonly delta: number;
  /** It may be widened, so that no arm is run more often than this. */
  readonly runsEachMax?: number | undefined;
  /** Settings that the probability is about: those that were screened out too. */
  readonly outOf: number;
  /** By how much two differences are apart at the least where they are not the same, as far as that is known; else 0. */
  readonly range: number;
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
  /** The difference that the probability is about. */
  readonly delta: number;
}

/** Runs between two looks, at least. */
const BATCH = 10;

/** Chooses among `among`; all have equally many runs, two at the least. */
export async function selectBest(arms: Arms, among: readonly number[], options: KnOptions): Promise<Selected> {
  const boundary = new Boundary(arms, among, options);
  let left = among;
  let runs = 0;
  const ended = (complete: boolean): Selected => ({
    ...{ best: arms.best(left), left, complete, runs, delta: boundary.delta },
  });
  for (;;) {
    const done = arms.runs(left[0]!);
    if (done >= boundary.first) left = boundary.survivors(left);
    const last = Math.max(boundary.first, boundary.last(left) + 1);
    if (left.length === 1 || done >= last) return ended(true);
    const wanted = Math.min(last, Math.max(done + BATCH, Math.ceil(done * 1.25)));
    if (runs + (wanted - done) * left.length > options.runsMax) return ended(false);
    const more = await options.sample(left, done, wanted, done < boundary.first ? undefined : last);
    left.forEach((arm, index) => {
      arms.add(arm, more[index]!);
    });
    runs += (wanted - done) * left.length;
    // Of what measured nothing in some run it cannot be said that it is best.
    const told = left.filter((arm) => Number.isFinite(arms.mean(arm)));
    if (told.length === 0) return { ...ended(false), best: left[0]! };
    left = told;
  }
}

class Boundary {
  readonly #arms: Arms;
  #delta: number;
  readonly #runsEachMax: number | undefined;
  readonly #h2: number;
  /** Runs by which variances are estimated before any arm is thrown out. */
  readonly first: number;
  readonly #variances = new Map<string, number>();
  readonly #least: number;
  #range: number;
  /** Runs that `#variances` and `#range` are from. */
  #seen = 0;

  constructor(arms: Arms, among: readonly number[], { alpha, delta, runsEachMax, outOf, range }: KnOptions) {
    this.#arms = arms;
    this.#delta = delta;
    this.#runsEachMax = runsEachMax;
    this.#least = range;
    this.#range = range;
    this.first = Math.max(FIRST_RUNS, arms.runs(among[0]!));
    const others = Math.max(1, outOf - 1);
    const eta = ((2 * alpha) / others) ** (-2 / (this.first - 1)) / 2 - 1 / 2;
    this.#h2 = 2 * eta * (this.first - 1);
  }

  get delta(): number {
    return this.#delta;
  }

  survivors(left: readonly number[]): readonly number[] {
    this.#lookAt(left);
    this.#widen(left);
    const leaders = this.#arms.ranked(left).slice(0, LEADERS_MAX);
    return left.filter((arm) => !leaders.some((leader) => leader !== arm && this.#isOutdone(arm, leader)));
  }

  /** The number of runs at which every boundary has closed, as far as the runs so far tell. */
  last(left: readonly number[]): number {
    if (this.#seen < this.first) return 0;
    return Math.floor((this.#h2 * this.#widest(left)) / this.#delta ** 2);
  }

  /** So that every boundary has closed by `runsEachMax`. */
  #widen(left: readonly number[]): void {
    if (this.#runsEachMax === undefined) return;
    const runs = Math.max(this.first, this.#runsEachMax - 1);
    this.#delta = Math.max(this.#delta, Math.sqrt((this.#h2 * this.#widest(left)) / runs));
  }

  /** The largest variance of a difference between one that is left and one of the best. */
  #widest(left: readonly number[]): number {
    const leaders = this.#arms.ranked(left).slice(0, LEADERS_MAX);
    let most = 0;
    for (const arm of left)
      for (const leader of leaders) if (leader !== arm) most = Math.max(most, this.#variance(arm, leader));
    return most;
  }

  #lookAt(left: readonly number[]): void {
    const runs = this.#arms.runs(left[0]!);
    if (runs === this.#seen) return;
    this.#seen = runs;
    this.#variances.clear();
    const { values } = this.#arms;
    const best = values[this.#arms.best(left)]!;
    this.#range = left.reduce((most, arm) => Math.max(most, pairedRange(values[arm]!, best, runs)), this.#least);
  }

  #isOutdone(arm: number, leader: number): boolean {
    const gap = this.#arms.mean(leader) - this.#arms.mean(arm);
    if (gap <= 0) return false;
    const runs = this.#arms.runs(arm);
    const delta = this.#delta;
    const width = (delta / (2 * runs)) * ((this.#h2 * this.#variance(arm, leader)) / delta ** 2 - runs);
    return gap > Math.max(0, width);
  }

  #variance(one: number, other: number): number {
    const key = one < other ? `${one},${other}` : `${other},${one}`;
    let variance = this.#variances.get(key);
    if (variance === undefined) {
      const [left, right] = [this.#arms.values[one]!, this.#arms.values[other]!];
      const unseen = this.#range ** 2 / this.#seen;
      variance = Math.max(pairedVariance(left, right, this.first), pairedVariance(left, right, this.#seen), unseen);
      this.#variances.set(key, variance);
    }
    return variance;
  }
}

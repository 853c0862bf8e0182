/**
 * Age: at each moment, how long ago the task's last progress was, counted from the start of the run before the first. It
 * grows with time and falls to nothing at each progress, so what it was follows from the gaps between progresses: in a gap
 * of length g it was at most x for min(g, x).
 *
 * Quantiles are over time, from the warm-up on: "for 95 % of the time the data was at most so old".
 *
 * @module
 */
import type { TimeMs } from '../../sim/time.ts';
import { GROUPS_MAX, type GroupedTally } from '../statistics/grouped-tally.ts';
import { halfOfShare } from '../statistics/spread-of-share.ts';
import type { Interval } from '../statistics/statistics.ts';
import { Tally } from '../statistics/tally.ts';
import { NORMAL_QUANTILE } from '../statistics/wilson.ts';
import type { ProgressMeter, ProgressRecord } from './progress-meter.ts';

/** The age of one task in one replication. */
export interface AgeRecord {
  /** Over the time measured; 0 where none was. */
  readonly meanMs: number;
  /** The time it is over: what was measured, of each copy of the task. */
  readonly overMs: TimeMs;
  /** By limit: how much of the time it was at most that, between two bounds that differ only where gaps were rounded. */
  readonly within: readonly { readonly lowMs: TimeMs; readonly highMs: TimeMs }[];
}

export interface AgesOfRun {
  readonly meter: ProgressMeter;
  readonly progress: ProgressRecord;
  readonly endMs: TimeMs;
  readonly measuredMs: TimeMs;
}

/** A stretch that is no whole gap between two progresses: counted, or taken away again. */
interface Edge {
  readonly sign: 1 | -1;
  readonly ms: TimeMs;
}

/** The age in one replication, for the `limits` that goals set. */
export function ageRecord(run: AgesOfRun, limits: readonly TimeMs[]): AgeRecord {
  const { measuredMs, meter } = run;
  if (measuredMs <= 0) return { meanMs: 0, overMs: 0, within: limits.map(() => ({ lowMs: 0, highMs: 0 })) };
  const edges = edgesOf(run);
  const squares = edges.reduce((sum, { sign, ms }) => sum + BigInt(sign) * BigInt(ms) * BigInt(ms), 0n);
  const area = meter.gaps.sumOfSquares() - meter.gapsBefore.sumOfSquares() + squares;
  const roundedMs = (meter.gaps.resolution - 1) * meter.gaps.count;
  return {
    meanMs: Number(area) / (2 * measuredMs),
    overMs: measuredMs,
    within: limits.map((limitMs) => {
      const lowMs = meter.gaps.sumTo(limitMs) - meter.gapsBefore.sumTo(limitMs) + edgesTo(edges, limitMs);
      return { lowMs, highMs: Math.min(measuredMs, lowMs + roundedMs) };
    }),
  };
}

function edgesOf({ meter, progress, endMs, measuredMs }: AgesOfRun): readonly Edge[] {
  const { firstMs, lastMs } = progress;
  const first: readonly Edge[] = firstMs !== null && firstMs >= endMs - measuredMs ? [{ sign: 1, ms: firstMs }] : [];
  return [...first, { sign: -1, ms: meter.ageBeforeMs }, { sign: 1, ms: endMs - (lastMs ?? 0) }];
}

function edgesTo(edges: readonly Edge[], limitMs: TimeMs): TimeMs {
  return edges.reduce((sum, { sign, ms }) => sum + sign * Math.min(ms, limitMs), 0);
}

/** What a group of runs adds to the gaps between its progresses. */
class Ends {
  readonly before: Tally = new Tally();
  readonly edges: Edge[] = [];
  measuredMs: TimeMs = 0;

  add(run: AgesOfRun): void {
    this.before.merge(run.meter.gapsBefore);
    this.edges.push(...edgesOf(run));
    this.measuredMs += run.measuredMs;
  }
}

/** The age in many replications; those beyond thirty share a group, as samples do. */
export class GroupedAges {
  readonly #gaps: GroupedTally;
  readonly #groups: Ends[] = [];
  readonly #all: Ends = new Ends();
  #curve: Curve | undefined;

  /** `gaps`: between the progresses of the same runs. */
  constructor(gaps: GroupedTally) {
    this.#gaps = gaps;
  }

  add(run: number, ages: AgesOfRun): void {
    if (ages.measuredMs <= 0) return;
    const group = run % GROUPS_MAX;
    this.#groups[group] ??= new Ends();
    this.#groups[group].add(ages);
    this.#all.add(ages);
    this.#curve = undefined;
  }

  /** The least whole age that was not exceeded for at least a share `p` of the time. */
  quantile(p: number): TimeMs {
    this.#curve ??= new Curve(this.#gaps.all, this.#all);
    return this.#curve.reaches(p * this.#all.measuredMs);
  }

  /** The 95 % interval of the quantile, as for samples in groups; `null` where there is too little to tell. */
  interval(p: number, exact: boolean): Interval | null {
    const value = this.quantile(p);
    if (exact) return [value, value];
    const groups = this.#groups.flatMap(({ before, edges, measuredMs }, group) => {
      const gaps = this.#gaps.group(group)!;
      return [{ hits: gaps.sumTo(value) - before.sumTo(value) + edgesTo(edges, value), total: measuredMs }];
    });
    const seen = halfOfShare(groups);
    if (seen === undefined) return null;
    const stretches = this.#gaps.count + this.#all.edges.length;
    const half = Math.max(seen, NORMAL_QUANTILE * Math.sqrt((p * (1 - p)) / stretches));
    return half >= Math.min(p, 1 - p) ? null : [this.quantile(p - half), this.quantile(p + half)];
  }
}

/** For each age, how long it was not exceeded: straight between the lengths of the gaps, less steep beyond each. */
class Curve {
  readonly #lengths: readonly number[];
  /** At each length: the time up to it, and how much each further millisecond adds. */
  readonly #times: Float64Array;
  readonly #slopes: Float64Array;

  constructor(gaps: Tally, { before, edges }: Ends) {
    const taken = before.ordered().map(([ms, times]) => [ms, -times] as const);
    const ends = edges.map(({ sign, ms }) => [ms, sign] as const);
    const steps = [[0, 0] as const, ...gaps.ordered(), ...taken, ...ends].sort(([left], [right]) => left - right);
    this.#lengths = steps.map(([ms]) => ms);
    this.#times = new Float64Array(steps.length);
    this.#slopes = new Float64Array(steps.length);
    let slope = steps.reduce((sum, [, times]) => sum + times, 0);
    let [time, fromMs] = [0, 0];
    steps.forEach(([ms, times], index) => {
      time += slope * (ms - fromMs);
      slope -= times;
      fromMs = ms;
      this.#times[index] = time;
      this.#slopes[index] = slope;
    });
  }

  /** The least whole age that was not exceeded for at least `timeMs`. */
  reaches(timeMs: number): TimeMs {
    let [low, high] = [0, this.#times.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle]! >= timeMs) high = middle;
      else low = middle + 1;
    }
    const before = low - 1;
    if (before < 0) return this.#lengths[0]!;
    const rest = timeMs - this.#times[before]!;
    const slope = this.#slopes[before]!;
    const needed = this.#lengths[before]! + (slope > 0 ? Math.ceil(rest / slope - 1e-9) : 0);
    return Math.min(needed, this.#lengths[low]!);
  }
}

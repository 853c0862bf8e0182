/**
 * Age: at each moment, how long ago the task's last progress was, counted from the start of the run before the first. It
 * grows with time and falls to nothing at each progress, so what it was follows from the gaps between progresses: in a gap
 * of length g it was below x for min(g, x).
 *
 * Quantiles are over time, from the warm-up on: "95 % of the time the data was at most so old".
 *
 * @module
 */
import type { TimeMs } from '../sim/time.ts';
import { GROUPS_MAX } from './grouped-tally.ts';
import type { ProgressMeter, ProgressRecord } from './progress-meter.ts';
import { halfOfShare } from './spread-of-share.ts';
import type { Interval } from './statistics.ts';
import { Tally } from './tally.ts';
import { NORMAL_QUANTILE } from './wilson.ts';

/** The age of one task in one replication. */
export interface AgeRecord {
  /** Over the time measured; 0 where none was. */
  readonly meanMs: number;
  /** By limit: how much of the time it was at most that, between two bounds that differ only where gaps were rounded. */
  readonly within: readonly { readonly lowMs: TimeMs; readonly highMs: TimeMs }[];
}

/** Stretches that are no whole gap between two progresses: counted, or taken away again. */
interface Edge {
  readonly sign: 1 | -1;
  readonly ms: TimeMs;
}

/** All that is known of the age in one run or several. */
class Ages {
  readonly gaps: Tally = new Tally();
  readonly gapsBefore: Tally = new Tally();
  readonly edges: Edge[] = [];
  measuredMs: TimeMs = 0;

  add(run: AgesOfRun): void {
    const { meter, progress, endMs, measuredMs } = run;
    if (measuredMs <= 0) return;
    const warmupMs = endMs - measuredMs;
    this.measuredMs += measuredMs;
    this.gaps.merge(meter.gaps);
    this.gapsBefore.merge(meter.gapsBefore);
    const { firstMs, lastMs } = progress;
    if (firstMs !== null && firstMs >= warmupMs) this.edges.push({ sign: 1, ms: firstMs });
    this.edges.push({ sign: -1, ms: meter.ageBeforeMs }, { sign: 1, ms: endMs - (lastMs ?? 0) });
  }

  /** How long the age was at most `limitMs`. */
  timeTo(limitMs: TimeMs): TimeMs {
    const edges = this.edges.reduce((sum, { sign, ms }) => sum + sign * Math.min(ms, limitMs), 0);
    return this.gaps.sumTo(limitMs) - this.gapsBefore.sumTo(limitMs) + edges;
  }

  meanMs(): number {
    if (this.measuredMs === 0) return 0;
    const edges = this.edges.reduce((sum, { sign, ms }) => sum + sign * ms * ms, 0);
    return (this.gaps.sumOfSquares() - this.gapsBefore.sumOfSquares() + edges) / (2 * this.measuredMs);
  }
}

export interface AgesOfRun {
  readonly meter: ProgressMeter;
  readonly progress: ProgressRecord;
  readonly endMs: TimeMs;
  readonly measuredMs: TimeMs;
}

/** The age in one replication, for the `limits` that goals set. */
export function ageRecord(run: AgesOfRun, limits: readonly TimeMs[]): AgeRecord {
  const ages = new Ages();
  ages.add(run);
  const { resolution } = ages.gaps;
  const roundedMs = (resolution - 1) * ages.gaps.count;
  return {
    meanMs: ages.meanMs(),
    within: limits.map((limitMs) => {
      const lowMs = ages.timeTo(limitMs);
      return { lowMs, highMs: Math.min(ages.measuredMs, lowMs + roundedMs) };
    }),
  };
}

/** The age in many replications; those beyond thirty share a group, as samples do. */
export class GroupedAges {
  readonly #groups: Ages[] = [];
  readonly #all: Ages = new Ages();

  add(run: number, ages: AgesOfRun): void {
    const group = run % GROUPS_MAX;
    this.#groups[group] ??= new Ages();
    this.#groups[group].add(ages);
    this.#all.add(ages);
  }

  get measuredMs(): TimeMs {
    return this.#all.measuredMs;
  }

  /** The least whole age that was not exceeded during at least a share `p` of the time. */
  quantile(p: number): TimeMs {
    const { gaps, edges, measuredMs } = this.#all;
    let low = 0;
    let high = edges.reduce((longest, { ms }) => Math.max(longest, ms), gaps.count === 0 ? 0 : gaps.max);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#all.timeTo(middle) >= p * measuredMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The 95 % interval of the quantile, as for samples in groups; `null` where there is too little to tell. */
  interval(p: number, exact: boolean): Interval | null {
    const value = this.quantile(p);
    if (exact) return [value, value];
    const groups = this.#groups.map((ages) => ({ hits: ages.timeTo(value), total: ages.measuredMs }));
    const seen = halfOfShare(groups);
    if (seen === undefined) return null;
    const { gaps, edges } = this.#all;
    const half = Math.max(seen, NORMAL_QUANTILE * Math.sqrt((p * (1 - p)) / (gaps.count + edges.length)));
    return half >= Math.min(p, 1 - p) ? null : [this.quantile(p - half), this.quantile(p + half)];
  }
}

/**
 * Finds how long a run still shows how it began, where a steady state is asked for (`warmup: auto`).
 *
 * A few runs are looked at a thousand times each: how many starts of each task are due and not over, and how high each
 * supply stands. Averaged over the runs, each of these series is cut by MSER-5, and the longest cut is the warm-up. Where
 * nothing is left open and the run comes to repeat itself, the warm-up is exact: it is what comes before the repetition,
 * and as much more as leaves whole periods to be measured.
 *
 * @module
 */
import { begin, isOpen, levelNow, run } from '../../sim/engine.ts';
import { type Repeating, runRecurring } from '../../sim/future/recurrence.ts';
import { SILENT } from '../../sim/listen/silent.ts';
import type { Machine } from '../../sim/machine.ts';
import { sampler } from '../../sim/numbers/random.ts';
import type { State } from '../../sim/state.ts';
import type { TimeMs } from '../../sim/time.ts';
import { settling } from './mser.ts';

export interface WarmupOptions {
  readonly seed: string;
  /** How many runs there are; the first ten are looked at. */
  readonly replications: number;
  readonly eventsMax: number;
}

export interface Warmup {
  readonly warmupMs: TimeMs;
  /** False: no steady state could be told from the beginning, and half of the horizon is left out. */
  readonly settled: boolean;
  /** How it was found: runs that were looked at, or that the run repeats itself. */
  readonly by: 'recurrence' | { readonly runs: number };
}

const LOOKS = 1000;
const RUNS_MAX = 10;

/** The warm-up of a model that has none of its own. */
export function findWarmup(machine: Machine, options: WarmupOptions): Warmup {
  const stemMs = isOpen(machine) ? undefined : stemOf(machine, options);
  if (stemMs !== undefined) return { warmupMs: stemMs, settled: true, by: 'recurrence' };
  const runs = isOpen(machine) ? Math.min(RUNS_MAX, options.replications) : 1;
  const looks = Math.min(LOOKS, machine.model.horizonMs);
  const everyMs = machine.model.horizonMs / looks;
  const all = Array.from({ length: runs }, (_, replication) =>
    look(machine, { ...options, replication }, { looks, everyMs }),
  );
  // Where a limit stops one, the others say nothing of a mean beyond that.
  const shortest = all.reduce((least, { length }) => Math.min(least, length), looks);
  const sums = Array.from({ length: shortest }, (_, at) => sumOf(all.map((seen) => seen[at]!)));
  const series = (sums[0] ?? []).map((_, index) => settling(sums.map((values) => values[index]!)));
  const cut = series.reduce((longest, one) => Math.max(longest, one.cut), 0);
  const settled = series.every((one) => one.settled);
  const looksLeftOut = settled ? cut : Math.floor(looks / 2);
  return { warmupMs: Math.ceil(looksLeftOut * everyMs), settled, by: { runs } };
}

interface Looks {
  readonly looks: number;
  readonly everyMs: number;
}

/** What one run looks like at equal distances; shorter where a limit stops it. */
function look(
  machine: Machine,
  { seed, replication, eventsMax }: WarmupOptions & { readonly replication: number },
  { looks, everyMs }: Looks,
): readonly (readonly number[])[] {
  const choose = sampler(machine, { seed, replication });
  const state = begin(machine, choose);
  const seen: (readonly number[])[] = [];
  let left = eventsMax;
  for (let at = 1; at <= looks; at++) {
    const end = run(machine, state, choose, { untilMs: Math.floor(at * everyMs), eventsMax: left });
    left -= end.events;
    if (end.stopped === 'events-max' || end.stopped === 'zeno' || left <= 0) break;
    seen.push(sightOf(machine, state));
  }
  return seen;
}

/** Position by position. */
function sumOf(rows: readonly (readonly number[])[]): readonly number[] {
  return rows[0]!.map((_, index) => rows.reduce((sum, row) => sum + row[index]!, 0));
}

function sightOf(machine: Machine, state: State): readonly number[] {
  const { tasks, supplies } = machine.model;
  return [
    ...tasks.map((_, task) => state.alive[task]! + state.queued[task]!),
    ...supplies.map((_, supply) => levelNow(machine, state, supply)),
  ];
}

/** From when on the only possible run is so many whole periods; undefined where it was not seen to repeat itself. */
function stemOf(machine: Machine, { seed, eventsMax }: WarmupOptions): TimeMs | undefined {
  const choose = sampler(machine, { seed, replication: 0 });
  const state = begin(machine, choose);
  const { recurrence } = runRecurring(machine, state, choose, {
    untilMs: machine.model.horizonMs,
    observer: NOBODY,
    eventsMax,
  });
  if (recurrence.kind !== 'recurs') return undefined;
  const { horizonMs } = machine.model;
  const { stemMs, periodMs } = recurrence;
  return horizonMs - Math.floor((horizonMs - stemMs) / periodMs) * periodMs;
}

const nothing = (): void => {};

/** Whoever keeps nothing can skip any number of cycles. */
const NOBODY: Repeating = {
  ...SILENT,
  beginCycle: nothing,
  repeatCycle: () => true,
};

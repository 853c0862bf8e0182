/**
 * What was found of a running system in its own files: jobs with when they start and what becomes of a start that finds
 * them busy. Costs, loads and how long work lasts stand in no such file.
 *
 * @module
 */
import type { ClockChange } from '../sim/cron.ts';

/** Where something stands, as the user names the file. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

export type Start =
  | { readonly kind: 'cron'; readonly pattern: string; readonly zone: string; readonly dst: ClockChange }
  /** `every` is a duration, of so many milliseconds; production keeps it in `kept`. */
  | { readonly kind: 'every'; readonly every: string; readonly ms: number; readonly kept?: Kept }
  | { readonly kind: 'always' };

export type WhenBusy = 'skip' | 'allow' | 'replace' | 'queue all';

export interface Job {
  readonly name: string;
  readonly at: Origin | undefined;
  readonly starts: readonly [Start, ...Start[]];
  /** More than one: which is not known. None: as its preset has it. */
  readonly whenBusy: readonly WhenBusy[];
  /** A preset of a scheduler. */
  readonly preset?: string;
  /** A duration; hard: its run is killed then. */
  readonly timeLimit?: { readonly text: string; readonly hard: boolean };
  readonly pool?: string;
  /** A lock it takes first, and how long it waits for it; undefined: until it is free. */
  readonly lock?: { readonly name: string; readonly atMost: string | undefined };
  /** Rate limits of its own that each run passes once. */
  readonly limits: readonly string[];
  /** What a reader of the scenario must know, a sentence each. */
  readonly remarks: readonly string[];
}

export interface LeftOut {
  readonly name: string;
  readonly why: string;
  readonly at: Origin;
}

/** A constant of production's that is a setting of the scenario, too. */
export interface Kept {
  readonly name: string;
  readonly file: string;
  /** In what production counts it where it has a bare number. */
  readonly in?: string;
}

export interface FoundPool {
  readonly name: string;
  /** Undefined where no file says. */
  readonly slots: { readonly text: string; readonly kept?: Kept } | undefined;
  readonly preset?: string;
}

export interface FoundSystem {
  readonly jobs: readonly Job[];
  readonly leftOut: readonly LeftOut[];
  readonly pools: readonly FoundPool[];
  /** Rate limits that a worker keeps of a task, with the rate as a scenario writes it. */
  readonly limits: readonly { readonly name: string; readonly rate: string; readonly at: Origin }[];
  readonly locks: readonly string[];
  /** What is true of the whole file and stands in it nowhere. */
  readonly remarks: readonly string[];
}

export const NOTHING_FOUND: FoundSystem = {
  jobs: [],
  leftOut: [],
  pools: [],
  limits: [],
  locks: [],
  remarks: [],
};

/** Of several files, one after the other; names stay as they are, and are made different where they are written. */
export function together(systems: readonly FoundSystem[]): FoundSystem {
  return systems.reduce(
    (all, one) => ({
      jobs: [...all.jobs, ...one.jobs],
      leftOut: [...all.leftOut, ...one.leftOut],
      pools: [...all.pools, ...one.pools],
      limits: [...all.limits, ...one.limits],
      locks: [...all.locks, ...one.locks],
      remarks: [...all.remarks, ...one.remarks],
    }),
    NOTHING_FOUND,
  );
}

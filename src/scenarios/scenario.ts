/**
 * What a scenario file becomes: one compiled world per combination of its unsure facts.
 *
 * @module
 */
import type { Model, Path } from '../sim/model.ts';
import type { Rational } from '../sim/numbers/rational.ts';
import type { Resets } from '../sim/supplies/resets.ts';
import type { NamedFile } from './text/named-files.ts';
import type { Lattice } from './values/lattice.ts';
import type { Setting } from './values/production.ts';

export interface Scenario {
  /** The file's base name without its ending; names `reports/NAME/`. */
  readonly name: string;
  readonly title: string;
  /** The date at which it begins, in milliseconds since 1970. Absent: it says none. */
  readonly startMs?: number | undefined;
  /** From the document, where it says so. */
  readonly seed: string | undefined;
  /** How many to run; the first stage of them where precisions are asked for. */
  readonly replications: number | undefined;
  /** The most that are run to reach the precisions asked for. */
  readonly replicationsMax?: number | undefined;
  /** `auto`: the beginning that still shows how a run began is found and left out. */
  readonly warmup?: 'auto' | undefined;
  /** The figure of a task by which settings that keep their goals are ranked, where it is one. */
  readonly objective?: Objective | undefined;
  /** What `plan` says of the search for a better setting. */
  readonly plan: PlanAsked;
  /** Each parameter and fact with the value as it is used, for the report. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What was set from outside in the place of the document's own: whoever repeats a result sets it again. */
  readonly given?: { readonly set?: Readonly<Record<string, string>>; readonly horizon?: string };
  /** The files it names, with the hash of what they held. */
  readonly files: readonly NamedFile[];
  /** The programs among them that were run, as the scenario names them. */
  readonly plugins?: readonly string[] | undefined;
  /** The parameters as production has them, in the order of the document. */
  readonly settings: readonly Setting[];
  /** The values each parameter with a range or a list may have. */
  readonly lattices: readonly Lattice[];
  /** At least one; in the order of the product of the unsure facts, the last one varying fastest. */
  readonly worlds: readonly World[];
  /** Line and column of a place in the document, for messages after the parse. */
  readonly locate: (path: Path) => Location;
}

export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface World {
  /** The value of each unsure fact in this world, by name (`POLL_COST`) or path (`supplies.keepa.debt`). */
  readonly set: Readonly<Record<string, string>>;
  readonly model: Model;
  readonly goals: readonly Goal[];
  /** What a verdict in this world rests on: debts, modes, prices of polls, what is left `any`. */
  readonly assumptions: readonly Assumption[];
}

export interface Assumption {
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** The part of the model it is about, where it can be turned the other way; `index` is the supply's or the start's. */
  readonly about?: { readonly kind: 'debt' | 'polls' | 'order' | 'start'; readonly index: number };
}

/** A goal; every task has `neverStarves`, implicit unless it was written. */
export type Goal = {
  /** A task; of a `peak` and of `refused` a supply, of `doneBy` a task or a backlog. */
  readonly of: string;
  readonly path: Path;
  readonly implicit: boolean;
  readonly accepted?: string;
  /** It was accepted until a date that lies before the scenario's start: that no longer counts. */
  readonly expired?: string;
} & (
  | { readonly goal: 'neverStarves' }
  | { readonly goal: 'progressWithin'; readonly limitMs: number }
  // `exact` is what was written: runs that agree are judged by whole counts, without a rounding.
  | { readonly goal: 'served'; readonly share: number; readonly exact: Rational }
  | { readonly goal: 'progressPerDay'; readonly amount: number; readonly exact: Rational }
  | { readonly goal: 'latency'; readonly figure: Figure; readonly limitMs: number }
  | { readonly goal: 'age'; readonly figure: Exclude<Figure, 'max'>; readonly limitMs: number }
  | { readonly goal: 'doneBy'; readonly deadline: Deadline; readonly share: number; readonly exact: Rational }
  | PeakGoal
  /** `most` of all tries, or a day. */
  | { readonly goal: 'refused'; readonly figure: 'share' | 'perDay'; readonly most: number; readonly exact: Rational }
  // Asked for under `replications`: how well something must be known.
  | { readonly goal: 'precision'; readonly figure: Measured; readonly width: Width }
);

/** At most so much in any time of `windowMs`. */
export interface PeakGoal {
  readonly goal: 'peak';
  readonly figure: 'tokens' | 'requests';
  readonly most: number;
  readonly exact: Rational;
  readonly windowMs: number;
}

/** By when something must be done that was due: so long after that, or at the first such time of day after it. */
export type Deadline =
  | { readonly kind: 'within'; readonly limitMs: number }
  | { readonly kind: 'at'; readonly resets: Resets; readonly text: string };

/** Of many values: their mean, the value that half of them (or 95 or 99 %) do not exceed, the largest. */
export type Figure = 'mean' | 'p50' | 'p95' | 'p99' | 'max';

/** What runs measure with an interval; latency and age in the mean. */
export type Measured = 'served' | 'progressPerDay' | 'latency' | 'age';

/** How well a mean over runs should be known: plus or minus `half`, or that share of the mean. */
export type Width =
  | { readonly kind: 'absolute'; readonly half: number }
  | { readonly kind: 'relative'; readonly share: number };

/** What the search for a better setting was asked. `set` gives parameters by name other values. */
export interface PlanAsked {
  /** By what settings are ranked that keep their goals. */
  readonly target: PlanTarget | undefined;
  /** What else counts, for the settings of which none is better in everything. */
  readonly front: readonly PlanTarget[];
  readonly constraints: readonly Constraint[];
  /** What a setting costs; undefined where its price is not told. Absent where there are no prices. */
  readonly priceAt: ((set: Readonly<Record<string, string>>) => number | undefined) | undefined;
  /** The probability of a right choice, above one half. */
  readonly confidence: number;
  /** How much worse than the best is as good as the best; undefined where nobody says. */
  readonly indifference: Width | undefined;
}

export interface Constraint {
  readonly text: string;
  readonly path: Path;
  readonly holds: (set: Readonly<Record<string, string>>) => boolean;
}

export type PlanTarget =
  | ({ readonly kind: 'task' } & Objective)
  | { readonly kind: 'price'; readonly direction: Objective['direction'] }
  | { readonly kind: 'parameter'; readonly name: string; readonly direction: Objective['direction'] };

/** `progress` is per day; `latency` and `age` are means. */
export interface Objective {
  readonly of: string;
  readonly figure: 'progress' | 'served' | 'latency' | 'age';
  readonly direction: 'maximize' | 'minimize';
}

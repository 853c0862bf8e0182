/**
 * What `verify` gives: plain data, for reports, files and other threads.
 *
 * @module
 */
import type { Assumption } from '../scenarios/scenario.ts';
import type { StuckKind } from '../sim/future/stuck.ts';
import type { Between } from './chance/gain-bounds.ts';
import type { ExploreStop } from './graph/explore.ts';
import type { Script } from './script/script.ts';
import type { StoryLine } from './script/story.ts';
import type { Refusal } from './states/space.ts';

export interface Verification {
  readonly scenario: string;
  /** In the order of the scenario's worlds. */
  readonly worlds: readonly WorldVerification[];
}

export interface WorldVerification {
  /** The values of the unsure facts in this world. */
  readonly set: Readonly<Record<string, string>>;
  /** `complete`: every state was explored. Otherwise why not; claims then rest on what was covered. */
  readonly stopped: ExploreStop | 'not-verifiable';
  /** With `range`: what grew out of its bounds. */
  readonly outside?: string;
  /** With `not-verifiable`: why, and what to write instead. */
  readonly refusals: readonly Refusal[];
  readonly tasks: readonly TaskVerification[];
  readonly goals: readonly GoalVerification[];
  /** An instant that never ends: then time does not pass, and no task is proved live. */
  readonly zeno?: Told;
  readonly states: number;
  /** States that were found and not explored any more. */
  readonly frontier: number;
  readonly edges: number;
  readonly bytes: number;
  /** What is `any` lies on multiples of this. */
  readonly gridMs: number;
  /**
   * Where the dates were moved, by multiples of `byMs`: what that took (and `states` and `edges` are that, where all tasks were
   * proved live so), and which tasks can starve where they come at some time, which need not be when they do.
   */
  readonly moved?: {
    readonly byMs: number;
    readonly states: number;
    readonly edges: number;
    readonly canStarve: readonly string[];
  };
  readonly assumptions: readonly Assumption[];
  /** Where they were asked for, everything was explored, and no limit was hit. */
  readonly chances?: Chances;
  /** Where they were asked for and are not known: why, as the rest of a sentence. */
  readonly chancesLeft?: string;
}

/**
 * `live`: every run progresses again and again. `starvable`: some run stops progressing for ever. `starved`: every run does.
 * `unknown`: neither was proved.
 */
export type Claim = 'live' | 'starvable' | 'starved' | 'unknown';

export interface TaskVerification {
  readonly task: string;
  readonly claim: Claim;
  /** Where it is live: the longest waits of any run, exactly. */
  readonly worst?: Waits;
  /** Where it is live because it is so whenever the dates come: bounds of its waits, which no run need have. */
  readonly atMost?: Waits;
  /** Where it is unknown: waits that some run has; others may have longer ones. */
  readonly atLeast?: Waits;
  /** It can starve, but that has probability 0 against every adversary; absent where it is not known, or was not asked for. */
  readonly almostSafe?: true;
  /** Where it can starve: the shortest way into a cycle without progress. */
  readonly counterexample?: Told;
  /** Where its progress is bounded, or was not refuted: a run with the longest wait that was found. */
  readonly longestWait?: Script;
  /** States from which it can never progress again; those of the explored part alone where that is not complete. */
  readonly traps?: number;
  /** Where a run of it can be stuck for good: told apart from starvation, in which it could go on and never gets to. */
  readonly stuck?: Stuckness;
  /** The worst share of its due starts that is served in the long run; absent where it is always running, or was not found. */
  readonly served?: { readonly served: number; readonly due: number; readonly script?: Script };
}

/** In milliseconds: from the start to the first progress, and between two. `betweenMs` is -1 where there are no two. */
export interface Waits {
  readonly firstMs: number;
  readonly betweenMs: number;
}

export interface Told {
  readonly script: Script;
  readonly story: readonly StoryLine[];
}

export interface Stuckness extends Told {
  /** `deadlock`: runs wait for each other's permits. `unreachable`: one waits for a level that never comes. */
  readonly because: StuckKind;
  readonly tasks: readonly string[];
}

/** What was proved about a goal: it holds in every run, some run violates it, or neither is known. */
export type GoalVerification = {
  readonly of: string;
  readonly verdict: 'proved' | 'violated' | 'unknown';
} & (
  | { readonly goal: 'neverStarves' }
  /** `longestMs`: the longest wait; Infinity where it can starve, the longest found where that is all that is known. */
  | { readonly goal: 'progressWithin'; readonly limitMs: number; readonly longestMs: number }
  /** `worst`: the worst share in the long run, where it is known. */
  | { readonly goal: 'served'; readonly share: number; readonly worst?: number }
);

/** `never`: probability 0. `possible`: above 0 (from some start). `certain`: probability 1, from every start. */
export type Chance = 'never' | 'possible' | 'certain';

export interface Chances {
  /** Sets of states that are never left once entered; where there are several, figures span from the least to the largest. */
  readonly classes: number;
  /** States in them together. */
  readonly recurrent: number;
  /** `direct`: solved, exact but for rounding. `bounds`: too large for that, figures lie between proved bounds. */
  readonly solved: 'direct' | 'bounds';
  readonly tasks: readonly TaskChances[];
}

export interface TaskChances {
  readonly task: string;
  /** That it stops progressing for ever, whatever the adversary does with the turns (`certain`: whatever anybody does). */
  readonly starvesAgainstAdversary: Chance;
  /** The same where a fair coin decides each turn. */
  readonly starvesByCoin: Chance;
  /** In the long run, by the coin. */
  readonly longRun: {
    readonly progressPerDay: Between;
    /** Mean time between two instants with progress; Infinity where there is none any more. */
    readonly meanWaitMs: Between;
    /** Share of time in which a run of it waits for tokens or a permit. */
    readonly waiting: Between;
    /** Share of its due starts that are served; absent where it is always running. */
    readonly served?: Between;
  };
}

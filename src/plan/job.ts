/**
 * The work of a plan, in pieces that do not depend on each other: plain data in, plain data out, so that a piece comes to the
 * same wherever it is done.
 *
 * @module
 */
import type { Edit, LoadOptions } from '../scenarios/parse.ts';
import type { Values } from './space.ts';

/** What all jobs of a plan share: enough to load the scenario anywhere. */
export interface PlanSetup {
  readonly text: string;
  readonly file: string;
  readonly set: Values;
  readonly horizon?: string | undefined;
  readonly polls?: LoadOptions['polls'];
  /** Texts of the files that the scenario names. */
  readonly files: Readonly<Record<string, string>>;
  readonly seed: string;
  /** Programs belong to it, which no other thread has. */
  readonly local?: true;
  /** Runs by which a setting is judged. */
  readonly replications: number;
  /** As many more are made as it takes to know what the scenario says must be known. */
  readonly untilKnown?: true;
  /** Events after which one run is stopped. */
  readonly eventsMax: number;
  /** A starvation of probability 0 counts, and what is met but not proved is unknown. */
  readonly requireProof: boolean;
  /** States and instants that one proof may take. */
  readonly statesMax: number;
  readonly stepsMax: number;
}

export type Job =
  /** Findings, then a proof, and runs where nothing speaks against the setting. */
  | {
      readonly kind: 'look';
      readonly values: Values;
      readonly edits?: readonly Edit[];
      /** A chance of starvation that rules see is weighed. */
      readonly weighs?: true;
      /** Runs are made too, whatever proofs say of the goals. */
      readonly runs: 'always' | 'if-needed' | 'never';
    }
  /** Runs of a setting by number, `to` not included. */
  | { readonly kind: 'runs'; readonly values: Values; readonly from: number; readonly to: number };

/**
 * Whether a task can starve: `safe` and `unsafe` are proved, by findings or by exploration; `almost`: it can, with probability 0
 * alone; `open`: neither was proved.
 */
export type Safety = 'safe' | 'almost' | 'unsafe' | 'open';

export interface Look {
  readonly kind: 'look';
  /** The values make no scenario: why. */
  readonly invalid?: string;
  readonly safety: Safety;
  /** How that is known. */
  readonly by: 'finding' | 'proof' | 'none';
  /** Who can starve, or why nothing is known, in a sentence. */
  readonly why?: string;
  /** Findings say that it can starve, but by draws that may have probability 0. */
  readonly byDraws?: true;
  /** States explored; absent where findings sufficed. */
  readonly states?: number;
  /** Longest proved waits by task, of the worst world. */
  readonly worstMs?: Readonly<Record<string, number>>;
  /** As `sim` judges it; absent where something decided before. */
  readonly judged?: Judged;
}

export interface Judged {
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** Goals not met, with what was measured. */
  readonly open: readonly { readonly of: string; readonly verdict: 'missed' | 'unknown'; readonly text: string }[];
  /** How near it is to keeping its goals; 0 is all of them. */
  readonly score: number;
  /** Runs at whose end some task looked starved. */
  readonly starved: { readonly runs: number; readonly of: number };
  readonly perDay: Readonly<Record<string, number>>;
  readonly served: Readonly<Record<string, number>>;
  readonly runs: Runs;
}

export interface Runs {
  readonly kind: 'runs';
  /** The first of them. */
  readonly from: number;
  /** By run, and then by target: the worst world's value; null where the run says nothing. */
  readonly values: readonly (readonly (number | null)[])[];
  /** By target: by how much a run changes at the least where it does; 0 where that is not known. */
  readonly leastChanges: readonly number[];
  /** Nothing is left open: the one run is all there is. */
  readonly exact: boolean;
  readonly events: number;
}

export type JobResult = Look | Runs;

/**
 * What a policy is: a pure function of a view and its own small whole-number memory.
 *
 * A policy never sees the engine. Its memory lives in the engine's state (`memory` declares the ranges), so a run can be
 * copied, compared and verified with the policy in it.
 *
 * An admission policy says whether a task may go on now, or up to which level it should sleep, and why.
 *
 * @module
 */

export interface AdmissionView {
  /** The level now, in grains of the supply; negative while in debt. */
  readonly levelGrains: number;
  readonly capacityGrains: number;
  /** Priority of the task that asks. */
  readonly priority: number;
  /** Which of the tasks that use the policy asks, from 0 in the order of the document; copies of a task are one. */
  readonly user: number;
  /** By user: how many of its runs wait by this policy now, the one that asks left out. All 0 without `seesWaiting`. */
  readonly waiting: readonly number[];
  /** By user: the priority of its task. */
  readonly priorities: readonly number[];
}

export type Admission =
  | { readonly kind: 'go' }
  /** Sleep until the level is at least `untilGrains`, then ask again; `Infinity`: until somebody else goes on, or leaves. */
  | { readonly kind: 'wait'; readonly untilGrains: number; readonly because: string };

/** One whole number a policy remembers, from `low` to `high`, 0 at the start. */
export interface MemorySlot {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** What a run that has just ended tells the policies of its task. */
export interface EndView {
  readonly ended: 'completed' | 'stopped' | 'failed' | 'crashed';
  /** The level of the supply the policy is about, in grains, after the run gave back what it had; 0 where there is none. */
  readonly levelGrains: number;
}

interface Remembering {
  readonly name: string;
  readonly memory: readonly MemorySlot[];
  /** One for all tasks that name it, memory and all; else each use, and each copy of a task, has its own. */
  readonly shared?: boolean;
  /** What it was made with: two that differ here are told apart. */
  readonly settings?: Readonly<Record<string, number>>;
  /** The hash of what a user wrote to make it; absent for those that are built in. */
  readonly source?: string;
}

export interface AdmissionPolicy extends Remembering {
  readonly family: 'admission';
  /** Declared where the answer is always "go from this level up": the engine then need not ask it each time. */
  readonly constantGrains?: (priority: number) => number;
  /** Declared where a look that finds less than one level keeps everybody from going on before another one is reached. */
  readonly pause?: { readonly belowGrains: number; readonly untilGrains: number };
  /** Whether it looks at who else waits: then those who wait are asked again whenever that changes. */
  readonly seesWaiting?: boolean;
  /** May the task go on? Asked at each look; must not change anything. */
  admit(view: AdmissionView, memory: readonly number[]): Admission;
  /** The memory after a look at `view`, and whether the run went on. Absent where `memory` is empty. */
  remember?(view: AdmissionView, memory: readonly number[], wentOn: boolean): readonly number[];
}

/** When the next run begins: so long after the last one ended. */
export interface IntervalPolicy extends Remembering {
  readonly family: 'interval';
  /** Index of the supply whose level it sees. */
  readonly supply?: number;
  /** Every pause it may ask for, in ms, above 0. */
  readonly pausesMs: readonly number[];
  /** The pause after a run that ended, by the memory of before. */
  pauseMs(view: EndView, memory: readonly number[]): number;
  /** The memory after that. Absent where `memory` is empty. */
  remember?(view: EndView, memory: readonly number[]): readonly number[];
}

/** How many items a run takes at the most. */
export interface BatchPolicy extends Remembering {
  readonly family: 'batch';
  readonly supply?: number;
  /** The size, from 1 to the `most` it was made with, at a level of the supply it is about (0 where there is none). */
  size(levelGrains: number, memory: readonly number[]): number;
  /** The memory after a run of a task that takes by it ended. Absent where `memory` is empty. */
  remember?(view: EndView, memory: readonly number[]): readonly number[];
}

export type Policy = AdmissionPolicy | IntervalPolicy | BatchPolicy;

export const GO: Admission = { kind: 'go' };

export function waitUntil(untilGrains: number, because: string): Admission {
  return { kind: 'wait', untilGrains, because };
}

/** How an option of a policy is written in a scenario; the decoder, the docs table and the arbitraries read it. */
export interface PolicyOption {
  readonly name: string;
  /** `level`: an amount of tokens of the supply it is about, given to the policy in grains; `duration`: given in ms. */
  readonly unit: 'level' | 'count' | 'duration';
  readonly minimum: number;
  /** Must be above 0. */
  readonly positive?: true;
  /** Must be above this other option. */
  readonly above?: string;
  /** Default: it must be there. */
  readonly default?: number;
  readonly describe: string;
}

interface PolicyFactory {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly PolicyOption[];
}

/** A row of the table of admission policies. */
export interface AdmissionPolicyFactory extends PolicyFactory {
  /** Whether it is about several tasks, and therefore must be named under `policies`. */
  readonly together?: boolean;
  /** `users`: how many tasks use it. */
  create(options: Readonly<Record<string, number>>, users: number): AdmissionPolicy;
}

/** A row of the table of interval policies. */
export interface IntervalPolicyFactory extends PolicyFactory {
  /** Whether it sees the level of a supply, which its option `supply` names. */
  readonly sees?: 'supply';
  create(options: Readonly<Record<string, number>>): IntervalPolicy;
}

/** A row of the table of batch policies; each has an option `most`. */
export interface BatchPolicyFactory extends PolicyFactory {
  readonly sees?: 'supply';
  create(options: Readonly<Record<string, number>>): BatchPolicy;
}

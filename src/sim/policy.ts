/**
 * What an admission policy is: a pure function of a view and its own small whole-number memory.
 *
 * A policy never sees the engine. It says whether a task may go on now, or up to which level it should sleep, and why;
 * `because` goes into the trace word for word. Its memory lives in the engine's state (`memory` declares the ranges), so
 * a run can be copied, compared and verified with the policy in it.
 *
 * @module
 */

export interface AdmissionView {
  /** The level now, in grains of the supply; negative while in debt. */
  readonly levelGrains: number;
  readonly capacityGrains: number;
  /** Priority of the task that asks. */
  readonly priority: number;
}

export type Admission =
  | { readonly kind: 'go' }
  /** Sleep until the level is at least `untilGrains`, then ask again. */
  | { readonly kind: 'wait'; readonly untilGrains: number; readonly because: string };

/** One whole number a policy remembers, from `low` to `high`, 0 at the start. */
export interface MemorySlot {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

export interface AdmissionPolicy {
  readonly name: string;
  readonly memory: readonly MemorySlot[];
  /** Declared by a policy whose answer is always "go from this level up": the engine then need not ask it each time. */
  readonly constantGrains?: number;
  /** May the task go on? Asked at each look; must not change anything. */
  admit(view: AdmissionView, memory: readonly number[]): Admission;
  /** The memory after a look at `view`. Absent where `memory` is empty. */
  remember?(view: AdmissionView, memory: readonly number[]): readonly number[];
}

export const GO: Admission = { kind: 'go' };

export function waitUntil(untilGrains: number, because: string): Admission {
  return { kind: 'wait', untilGrains, because };
}

/** How an option of a policy is written in a scenario; the decoder, the docs table and the arbitraries read it. */
export interface PolicyOption {
  readonly name: string;
  /** `level`: an amount of tokens of the supply that is awaited, given to the policy in grains. */
  readonly unit: 'level' | 'count';
  readonly minimum: number;
  readonly describe: string;
}

/** A row of the policy table. */
export interface AdmissionPolicyFactory {
  readonly name: string;
  readonly describe: string;
  readonly options: readonly PolicyOption[];
  create(options: Readonly<Record<string, number>>): AdmissionPolicy;
}

/**
 * A policy of a user's own, as it is written down: its name, its options as data, and a function that makes one.
 *
 * What a built-in may declare so that the engine need not ask it each time (a constant level, a pause) is left out: nobody
 * could say whether it is true, and a proof would rest on it.
 *
 * @module
 */
import type { Admission, AdmissionView, EndView, MemorySlot, PolicyOption } from '../sim/policy.ts';

interface Described<Name extends string> {
  /** What a scenario calls it: `use: NAME`. */
  readonly name: string;
  /** What it does, in half a sentence. */
  readonly describe: string;
  /** What a scenario writes beside `use`; `create` is given a number for each. */
  readonly options: readonly (PolicyOption & { readonly name: Name })[];
}

/** May a task go on now? */
export interface AdmissionDefinition<Name extends string = string> extends Described<Name> {
  readonly family: 'admission';
  /** Whether it is about several tasks, and therefore must be named under `policies`. */
  readonly together?: boolean;
  /** Makes one. Levels among the options are in grains, as in what it will be shown; `users` is how many tasks use it. */
  create(options: Readonly<Record<Name, number>>, users: number): OwnAdmission;
}

/** How long does a task pause before it runs again? */
export interface IntervalDefinition<Name extends string = string> extends Described<Name> {
  readonly family: 'interval';
  /** Whether it sees the level of a supply, which a scenario names as `supply`. */
  readonly sees?: 'supply';
  /** Makes one. Durations among the options are in ms. */
  create(options: Readonly<Record<Name, number>>): OwnInterval;
}

/** How many items does a run take? It has an option `most`, a count, which no batch exceeds. */
export interface BatchDefinition<Name extends string = string> extends Described<Name> {
  readonly family: 'batch';
  readonly sees?: 'supply';
  create(options: Readonly<Record<Name, number>>): OwnBatch;
}

export type PolicyDefinition<Name extends string = string> =
  | AdmissionDefinition<Name>
  | IntervalDefinition<Name>
  | BatchDefinition<Name>;

/** An admission policy as `create` makes it. All it knows is the view and its memory; it changes neither. */
export interface OwnAdmission {
  /** What it remembers: whole numbers, 0 at the start. Default: nothing. */
  readonly memory?: readonly MemorySlot[];
  /** Whether it looks at who else waits: then `waiting` is counted, and those who wait are asked again when that changes. */
  readonly seesWaiting?: boolean;
  /** May the task go on? Asked at each look. */
  admit(view: AdmissionView, memory: readonly number[]): Admission;
  /** The memory after a look, and whether the run went on. Needed where there is a memory. */
  remember?(view: AdmissionView, memory: readonly number[], wentOn: boolean): readonly number[];
}

/** An interval policy as `create` makes it. */
export interface OwnInterval {
  readonly memory?: readonly MemorySlot[];
  /** Every pause it may ask for, in whole ms above 0. */
  readonly pausesMs: readonly number[];
  /** The pause after a run that ended, by the memory of before. */
  pauseMs(view: EndView, memory: readonly number[]): number;
  /** The memory after that. */
  remember?(view: EndView, memory: readonly number[]): readonly number[];
}

/** A batch policy as `create` makes it. */
export interface OwnBatch {
  readonly memory?: readonly MemorySlot[];
  /** A whole number of items from 1 to `most`, at a level of the supply it sees (0 where it sees none). */
  size(levelGrains: number, memory: readonly number[]): number;
  /** The memory after a run of a task that takes by it has ended. */
  remember?(view: EndView, memory: readonly number[]): readonly number[];
}

export type OwnPolicy = OwnAdmission | OwnInterval | OwnBatch;

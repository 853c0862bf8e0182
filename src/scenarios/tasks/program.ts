/**
 * The program of a task while it is being compiled: its operations so far, and what is known of the permits it takes.
 *
 * @module
 */
import type { Operation, Path } from '../../sim/model.ts';
import type { Draft, Later } from '../draft.ts';
import type { Variables } from '../values/variables.ts';

export interface Program {
  readonly draft: Draft;
  readonly task: number;
  readonly variables: Variables;
  readonly operations: Later<Operation>[];
  /** How many permits of each lock it takes at its acquires, and the releases with their places. */
  readonly acquired: Map<string, Set<number>>;
  readonly released: Release[];
  counters: number;
  /** The slots that each run takes first. */
  slots: Slots | undefined;
}

export interface Release {
  readonly lock: string;
  readonly path: Path;
  /** Whether it says how many. */
  readonly counted: boolean;
}

export interface Slots {
  /** Index of the pool. */
  readonly pool: number;
  readonly count: number;
  /** Whether a waiting run keeps them. */
  readonly kept: boolean;
}

export function emit(program: Program, operation: Later<Operation>): void {
  program.operations.push(operation);
}

/** Appends a step that may have to wait; a run that gives its slot back meanwhile takes it again right behind it. */
export function emitWaiting(program: Program, path: Path, operation: Later<Operation>): void {
  const { slots } = program;
  if (slots === undefined || slots.kept) {
    emit(program, operation);
    return;
  }
  const { pool, count } = slots;
  emit(program, (scale) => ({ ...operation(scale), gives: pool }) as Operation);
  emit(program, () => ({ kind: 'acquire', path, lock: pool, ...several(count), back: true }));
}

/** A count, where it is not the usual one. */
export function several(count: number): { readonly count?: number } {
  return count === 1 ? {} : { count };
}

/**
 * The program of a task while it is compiled.
 *
 * @module
 */
import type { Operation, Path } from '../sim/model.ts';
import type { Draft, Later } from './draft.ts';
import type { Variables } from './variables.ts';

export interface Program {
  readonly draft: Draft;
  readonly variables: Variables;
  readonly operations: Later<Operation>[];
  /** Locks this task acquires somewhere, and releases with the place where it does. */
  readonly acquired: Set<string>;
  readonly released: { readonly lock: string; readonly path: Path }[];
  counters: number;
}

export function emit(program: Program, operation: Later<Operation>): void {
  program.operations.push(operation);
}

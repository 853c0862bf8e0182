/**
 * The share of due starts that were served, with both ends of what is not known yet.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import type { Machine } from '../../sim/machine.ts';
import { type Rational, rational } from '../../sim/numbers/rational.ts';

export interface Served {
  readonly due: number;
  /** Unfinished or queued at the end. */
  readonly undecided: number;
  /** Undecided starts left out; `undefined` where nothing else was due. */
  readonly share: Rational | undefined;
  /** None of the undecided, or all of them, counted as served. */
  readonly low: Rational;
  readonly high: Rational;
}

/** Starts of `task` in one replication; `undefined` where none was due. */
export function servedIn({ tasks }: Replication, task: number): Served | undefined {
  const { triggered: due, served, undecided } = tasks[task]!.runs;
  if (due === 0) return undefined;
  const decided = due - undecided;
  return {
    due,
    undecided,
    share: decided > 0 ? rational(served, decided) : undefined,
    low: rational(served, due),
    high: rational(served + undecided, due),
  };
}

/** Whether a task starts again as soon as it ends: then no start is ever due. */
export function isAlways({ always }: Machine, task: number): boolean {
  return always[task] === 1;
}

/**
 * What the runs of one world showed, as the judge's parts share it.
 *
 * @module
 */

import type { Replication, Replications } from '../../analysis/replications.ts';
import { type Estimate, estimate } from '../../analysis/statistics/statistics.ts';
import { durationText } from '../../analysis/words/duration-text.ts';
import type { World } from '../../scenarios/scenario.ts';
import type { Machine } from '../../sim/machine.ts';
import { writtenCount } from '../../sim/program/copies.ts';

export interface Seen extends Replications {
  readonly world: World;
  /** As the model was written: its tasks and operations, without those of other copies. */
  readonly machine: Machine;
  /** What was run. */
  readonly full: Machine;
  /** A steady state was asked for, and the runs show none: what they measure is of a beginning. */
  readonly unsettled?: boolean | undefined;
}

/** "20 runs of 7 d"; where nothing is open, "the only possible run of 7 d". */
export function runsText({ exact, records, machine }: Seen): string {
  const length = durationText(machine.model.horizonMs);
  if (exact) return `the only possible run of ${length}`;
  return records.length === 1 ? `1 run of ${length}` : `${records.length} runs of ${length}`;
}

/** Whether a limit stopped a replication before its horizon. */
export function isCut({ end }: Replication): boolean {
  return end.stopped === 'events-max' || end.stopped === 'zeno';
}

/** Mean over the replications for which `of` has a value, with its interval. */
export function overRuns(seen: Seen, of: (record: Replication) => number | undefined): Estimate | undefined {
  const values = seen.records.map(of).filter((value) => value !== undefined);
  return estimate(values, seen.exact);
}

export function taskIndex({ machine }: Seen, name: string): number {
  return machine.model.tasks.findIndex((task) => task.name === name);
}

/** A machine as its model was written: each task once. What is counted by task or operation has the same numbers in both. */
export function asWritten(full: Machine): Machine {
  const tasks = writtenCount(full.model);
  if (tasks === full.model.tasks.length) return full;
  const operations = full.operations.filter(({ task }) => task < tasks);
  return { ...full, model: full.written, operations, rows: full.rows.slice(0, operations.length) };
}

/**
 * Jain's index of fairness (R. Jain, D. Chiu, W. Hawe, 1984): (sum x)^2 / (n * sum x^2), 1 where all get the same, 1/n
 * where one gets everything.
 *
 * What each task gets is the share of its due starts that were served, so a task that asks for more does not count as
 * favoured. A task that is always due has no demand to measure by and is left out.
 *
 * @module
 */
import type { Replication } from '../../analysis/replications.ts';
import { toNumber } from '../../sim/numbers/rational.ts';
import { byStudent } from '../evidence/method.ts';
import { overRuns, type Seen } from '../evidence/seen.ts';
import type { FairnessReport } from '../report/report.ts';
import { isAlways, servedIn } from './served.ts';

/** The index over the tasks of a world; `null` where fewer than two have starts, or none was served. */
export function fairnessOf(seen: Seen): FairnessReport | null {
  const { machine } = seen;
  const tasks = machine.model.tasks.flatMap((_, task) => (isAlways(machine, task) ? [] : [task]));
  const index = overRuns(seen, (record) => jainOf(sharesIn(record, tasks)));
  if (index === undefined) return null;
  const { mean, interval } = index;
  return {
    jain: mean,
    interval: interval === null ? null : [Math.max(0, interval[0]), Math.min(1, interval[1])],
    of: tasks.map((task) => machine.model.tasks[task]!.name),
    by: byStudent(seen),
  };
}

/** The index of these values, none below 0; undefined for fewer than two and where all are 0. */
export function jainOf(values: readonly number[]): number | undefined {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return values.length < 2 || squares === 0 ? undefined : (sum * sum) / (values.length * squares);
}

/** By task with a decided start: served of those. */
function sharesIn(record: Replication, tasks: readonly number[]): readonly number[] {
  return tasks.flatMap((task) => {
    const share = servedIn(record, task)?.share;
    return share === undefined ? [] : [toNumber(share)];
  });
}

/**
 * What a run is worth by each target: one number for a run, of several worlds the worst, so that runs of two settings with
 * the same numbers can be set against each other.
 *
 * @module
 */
import type { Replication } from '../analysis/replications.ts';
import type { Objective, PlanAsked, PlanTarget } from '../scenarios/scenario.ts';
import { DAY_MS } from '../sim/time.ts';

/** The targets of tasks that runs measure, in order: the first is what is searched for, where that is one. */
export function measuredTargets(plan: PlanAsked, tasks: readonly string[]): readonly Objective[] {
  const asked = [plan.target, ...frontOf(plan, tasks)];
  const found: Objective[] = [];
  for (const target of asked) {
    if (target?.kind !== 'task') continue;
    if (!found.some(({ of, figure }) => of === target.of && figure === target.figure)) found.push(target);
  }
  return found;
}

/** What counts for settings side by side: what was asked for, else the progress of every task, and the price. */
export function frontOf(plan: PlanAsked, tasks: readonly string[]): readonly PlanTarget[] {
  const given: readonly PlanTarget[] =
    plan.front.length > 0
      ? plan.front
      : [
          ...tasks.map((of): PlanTarget => ({ kind: 'task', of, figure: 'progress', direction: 'maximize' })),
          ...(plan.priceAt === undefined ? [] : [{ kind: 'price', direction: 'minimize' } as const]),
        ];
  const { target } = plan;
  return target === undefined ? given : [target, ...given.filter((one) => !isSame(one, target))];
}

/**
 * What is told of settings beside each other: the target, and where that is a parameter, of which only the order of its values is
 * known, the first that counts beside it and is an amount.
 */
export function measureOf(targets: readonly PlanTarget[], target: PlanTarget | undefined): PlanTarget | undefined {
  return target?.kind === 'parameter' ? targets.find(({ kind }) => kind !== 'parameter') : target;
}

export function isSame(left: PlanTarget, right: PlanTarget): boolean {
  return targetName(left) === targetName(right);
}

/** As it is written: `backfiller.progress`, `price`, `$RATE`. */
export function targetName(target: PlanTarget): string {
  switch (target.kind) {
    case 'task':
      return `${target.of}.${target.figure}`;
    case 'price':
      return 'price';
    case 'parameter':
      return `$${target.name}`;
  }
}

/** What run `run` is worth by `target`, in the worst of the worlds; null where a world says nothing. */
export function valueOfRun(
  worlds: readonly (readonly Replication[])[],
  tasks: readonly string[],
  target: Objective,
  run: number,
): number | null {
  const task = tasks.indexOf(target.of);
  const values = worlds.map((records) => figureOf(records[records.length === 1 ? 0 : run], task, target.figure));
  if (values.some((value) => value === null)) return null;
  return target.direction === 'maximize' ? Math.min(...(values as number[])) : Math.max(...(values as number[]));
}

/**
 * By how much a run changes at the least where its target does: one start served more or less, one progress. 0 where that is
 * not known.
 */
export function leastChange(
  worlds: readonly (readonly Replication[])[],
  tasks: readonly string[],
  target: Objective,
): number {
  const task = tasks.indexOf(target.of);
  return Math.max(0, ...worlds.flat().map((record) => changeOf(record, task, target.figure)));
}

function changeOf(record: Replication, task: number, figure: Objective['figure']): number {
  if (figure === 'served') {
    const { triggered, undecided } = record.tasks[task]!.runs;
    return triggered === undecided ? 0 : 1 / (triggered - undecided);
  }
  if (figure !== 'progress' || record.measuredMs <= 0) return 0;
  return ((record.due[task]!.pace?.largestAmount ?? 0) * DAY_MS) / record.measuredMs;
}

function figureOf(record: Replication | undefined, task: number, figure: Objective['figure']): number | null {
  if (record === undefined) return null;
  switch (figure) {
    case 'progress': {
      const { amount } = record.tasks[task]!.progress;
      return record.measuredMs > 0 ? (amount * DAY_MS) / record.measuredMs : null;
    }
    case 'served': {
      const { triggered, undecided, served } = record.tasks[task]!.runs;
      return triggered === undecided ? null : served / (triggered - undecided);
    }
    case 'latency': {
      const { done, sumMs } = record.latencies[task]!;
      return done > 0 ? sumMs / done : null;
    }
    case 'age':
      return record.ages[task]!.meanMs;
  }
}

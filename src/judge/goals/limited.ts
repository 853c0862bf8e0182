/**
 * What goals limit, for the recorder to count exactly.
 *
 * @module
 */
import type { Limit } from '../../analysis/meters/limit.ts';
import type { RecorderLimits } from '../../analysis/meters/recorder.ts';
import type { WindowSpec } from '../../analysis/meters/window-meter.ts';
import type { Deadline, Goal } from '../../scenarios/scenario.ts';
import type { Model } from '../../sim/model.ts';
import type { TimeMs } from '../../sim/time.ts';

/** For all tasks, supplies and backlogs of a model. */
export function limitsOf(
  goals: readonly Goal[],
  { tasks, supplies, backlogs }: Pick<Model, 'tasks' | 'supplies' | 'backlogs'>,
): RecorderLimits {
  return {
    latencyMs: tasks.map(({ name }) => [...agesLimited(goals, name, 'latency'), ...deadlines(goals, name)]),
    ageMs: tasks.map(({ name }) => agesLimited(goals, name, 'age')),
    windows: supplies.map(({ name }) => windowsOf(goals, name)),
    emptyBy: backlogs.map(({ name }) => deadlines(goals, name)),
  };
}

/** Where in the task's limits `limitMs` stands. */
export function limitIndex(goals: readonly Goal[], task: string, kind: 'latency' | 'age', limitMs: TimeMs): number {
  return agesLimited(goals, task, kind).indexOf(limitMs);
}

/** Where among the limits of a task's latencies its `doneBy` stands. */
export function deadlineIndex(goals: readonly Goal[], task: string): number {
  return agesLimited(goals, task, 'latency').length;
}

/** Where among the windows of a supply a goal stands. */
export function windowIndex(goals: readonly Goal[], goal: Goal): number {
  return goals.filter(({ of, goal: kind }) => of === goal.of && kind === 'peak').indexOf(goal);
}

function agesLimited(goals: readonly Goal[], of: string, kind: 'latency' | 'age'): readonly TimeMs[] {
  const limits = goals.flatMap((goal) =>
    goal.of === of && goal.goal === kind && goal.figure !== 'mean' && goal.figure !== 'max' ? [goal.limitMs] : [],
  );
  return [...new Set(limits)];
}

function windowsOf(goals: readonly Goal[], of: string): readonly WindowSpec[] {
  return goals.flatMap((goal) =>
    goal.goal === 'peak' && goal.of === of ? [{ counts: goal.figure, windowMs: goal.windowMs }] : [],
  );
}

function deadlines(goals: readonly Goal[], of: string): readonly Limit[] {
  return goals.flatMap((goal) => (goal.goal === 'doneBy' && goal.of === of ? [limitOf(goal.deadline)] : []));
}

function limitOf(deadline: Deadline): Limit {
  return deadline.kind === 'within' ? deadline.limitMs : deadline.resets;
}

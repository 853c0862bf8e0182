/**
 * The goals of a world, as far as a proof can decide them.
 *
 * @module
 */
import type { Goal } from '../scenarios/scenario.ts';
import type { Model } from '../sim/model.ts';
import type { GoalVerification, TaskVerification, Waits } from './verification.ts';

/** What was proved about each goal; those that only runs can judge, and those of supplies and backlogs, are left out. */
export function verifyGoals(
  goals: readonly Goal[],
  tasks: readonly TaskVerification[],
  model: Pick<Model, 'tasks'>,
): readonly GoalVerification[] {
  return goals
    .map((goal) => {
      const allows = model.tasks.some(({ name, whenBusy }) => name === goal.of && whenBusy === 'allow');
      const task = tasks.find((one) => one.task === goal.of);
      return task && verifyGoal(goal, task, allows);
    })
    .filter((goal) => goal !== undefined);
}

function verifyGoal(goal: Goal, task: TaskVerification, allows: boolean): GoalVerification | undefined {
  const { of } = goal;
  switch (goal.goal) {
    case 'neverStarves': {
      const verdict = byClaim(task);
      // Of several runs at a time one may wait for ever while the others make the task's progress.
      return { of, goal: 'neverStarves', verdict: allows && verdict === 'proved' ? 'unknown' : verdict };
    }
    case 'progressWithin':
      return progressWithin(of, goal.limitMs, task);
    case 'served':
      return served(of, goal.share, task);
    case 'progressPerDay':
    case 'latency':
    case 'age':
    case 'doneBy':
    case 'peak':
    case 'refused':
    case 'precision':
      return undefined;
  }
}

function byClaim({ claim }: TaskVerification): GoalVerification['verdict'] {
  return claim === 'live' ? 'proved' : claim === 'unknown' ? 'unknown' : 'violated';
}

function progressWithin(of: string, limitMs: number, task: TaskVerification): GoalVerification {
  const { worst, atLeast, atMost } = task;
  const shownMs = byClaim(task) === 'violated' ? Infinity : longestOf(worst ?? atLeast);
  if (shownMs > limitMs) return { of, goal: 'progressWithin', limitMs, longestMs: shownMs, verdict: 'violated' };
  const most = worst ?? atMost;
  const isProved = most !== undefined && longestOf(most) <= limitMs;
  const longestMs = isProved ? longestOf(most) : shownMs;
  return { of, goal: 'progressWithin', limitMs, longestMs, verdict: isProved ? 'proved' : 'unknown' };
}

function longestOf(waits: Waits | undefined): number {
  return waits === undefined ? 0 : Math.max(0, waits.firstMs, waits.betweenMs);
}

function served(of: string, share: number, task: TaskVerification): GoalVerification {
  if (task.served === undefined) return { of, goal: 'served', share, verdict: 'unknown' };
  const worst = task.served.served / task.served.due;
  return { of, goal: 'served', share, worst, verdict: worst >= share ? 'proved' : 'violated' };
}

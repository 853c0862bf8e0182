/**
 * The limits that goals set to latencies and ages, for the recorder to count exactly.
 *
 * @module
 */
import type { RecorderLimits } from '../../analysis/meters/recorder.ts';
import type { Goal } from '../../scenarios/scenario.ts';
import type { TimeMs } from '../../sim/time.ts';

/** By task, for all tasks of a model. */
export function limitsOf(goals: readonly Goal[], tasks: readonly string[]): RecorderLimits {
  const all = (kind: 'latency' | 'age') => tasks.map((name) => limitsFor(goals, name, kind));
  return { latencyMs: all('latency'), ageMs: all('age') };
}

/** Where in the task's limits `limitMs` stands. */
export function limitIndex(goals: readonly Goal[], task: string, kind: 'latency' | 'age', limitMs: TimeMs): number {
  return limitsFor(goals, task, kind).indexOf(limitMs);
}

function limitsFor(goals: readonly Goal[], task: string, kind: 'latency' | 'age'): readonly TimeMs[] {
  const limits = goals.flatMap((goal) =>
    goal.of === task && goal.goal === kind && goal.figure !== 'mean' && goal.figure !== 'max' ? [goal.limitMs] : [],
  );
  return [...new Set(limits)];
}
